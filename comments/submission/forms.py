"""What people send: shape and facts. Judging is the policy's work, moving the models'."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments import personal_info, policy_messages
from comments.models import (
    ActivityRecord,
    Comment,
    Helpline,
    TextHasChanged,
    Thread,
)
from comments.models.activity_record import DAY
from comments.models.comment import MAX_BODY_CHARS, MAX_NAME_CHARS
from comments.policy import Outcome, Preset, Rules, Submission, Verdict, codes
from comments.sanitizer import extract_text, has_visible_text
from comments.submission import queries
from comments.submission.author_keys import get_account_key, get_guest_key, get_reader_key
from comments.submission.confirmation import Confirmation
from comments.submission.facts import gather_submission, has_crisis_signs
from comments.submission.form_fields import DisplayNameField, MultilineTextField
from comments.submission.sanctioned_form import SanctionAwareForm

logger = logging.getLogger(__name__)


FIELD_BY_CHECK = {codes.NAMES_BELONG_TO_SOMEBODY: "author_name"}  # to which a refusal belongs


class BaseCommentForm(SanctionAwareForm):
    """What a new comment and an edit share: the words, and the name that stands above them.

    `comment` has what was understood, after `is_valid()`; `confirmation` the questions to the
    author before it is stored.
    """

    activity_kind: ActivityRecord.Kind
    rate_limit_window: timedelta  # how far back its limits look
    confirmation: Confirmation | None = None
    is_redacted = False  # what was personal
    helplines: list[Helpline] | None = None  # for somebody who may be in danger

    body = MultilineTextField(
        label=_("Your comment"),
        max_length=MAX_BODY_CHARS,
        help_text=_(
            "You can write *emphasis*, > quote, a link."
            " Leave out names and numbers that could identify you."
        ),
        error_messages={
            "required": _("Please write something first."),
            "max_length": _(
                "That is more than fits: %(show_value)d characters, and there is room for"
                " %(limit_value)d. Please shorten it, or make two posts of it."
            ),
        },
    )
    author_name = DisplayNameField(
        label=_("Name (optional)"),
        required=False,
        max_length=MAX_NAME_CHARS,
        help_text=_("Leave it empty to post anonymously."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    anonymously = forms.BooleanField(
        label=_("Post anonymously"),
        required=False,
        help_text=_("Nobody will know it was you; you find the post under “My posts”."),
    )

    # For guests as well: if only members could choose it, it would tell who of the nameless is one.
    is_unlisted = forms.BooleanField(
        label=_("Not for search engines"),
        required=False,
        help_text=_(
            "Readers of this page see it as usual. Search engines are asked not to show it, and"
            " of those who search here only members find it."
        ),
    )

    def __init__(self, *args: Any, comment: Comment, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "comment_%s"} | kwargs)
        self.comment = comment
        self.request = request
        del self.fields["author_name" if comment.author else "anonymously"]
        if comment.thread.is_sensitive:
            del self.fields["is_unlisted"]

    def clean(self) -> None:
        if "body" not in self.cleaned_data:
            return
        self.comment.body = self.cleaned_data["body"].strip()
        self.comment.author_name = self._get_author_name()
        self.comment.is_unlisted = self.cleaned_data.get("is_unlisted", self.comment.is_unlisted)
        self.comment.render()
        if not has_visible_text(extract_text(self.comment.body_html)):
            self.add_error("body", self.fields["body"].error_messages["required"])

    def _get_author_name(self) -> str:
        """The name that readers will see; none for somebody who posts anonymously."""
        tick = forms.CheckboxInput().value_from_datadict(self.data, self.files, "anonymously")
        if tick:
            return ""
        account = self.comment.author
        return account.get_username() if account else self.cleaned_data.get("author_name", "")

    @cached_property
    def author_keys(self) -> list[str]:
        """By which the author may be known: the one for these words first. Asked for once the
        name above them is clean, and often then."""
        if not self.comment.author:
            return [get_guest_key(self.request)]
        anonymously = not self.comment.author_name
        ways = (anonymously, not anonymously)
        return [get_account_key(self.comment.author.pk, anonymously=way) for way in ways]

    @cached_property
    def recent_comments(self) -> list[queries.RecentComment]:
        """The last things that the author has said, under the same key."""
        return queries.get_recent_comments(self.author_keys[0])

    @property
    def sanction_keys(self) -> list[str]:
        return self.author_keys

    @property
    def accepts_posts(self) -> bool:
        """Whether the discussion takes it."""
        raise NotImplementedError

    @property
    def has_flagged_parent(self) -> bool:
        """Whether it answers a post that its author has asked moderators to look at."""
        return False

    def adapt_rules(self, rules: Rules) -> Rules:
        """The house rules, as far as they are about such a form."""
        return rules

    @property
    def confirmation_token(self) -> str:
        """What the author says who has been asked: the value of the button."""
        return str(self.data.get("insist", ""))

    def build_submission(self) -> Submission:
        """The facts on which the house rules decide."""
        self.submission = gather_submission(self)
        return self.submission

    def record_activity(self) -> None:
        ActivityRecord.objects.create(author_key=self.author_keys[0], kind=self.activity_kind)

    def show_refusal(self, verdict: Verdict) -> None:
        """Say why, where errors stand, or ask. The words stay in the form."""
        if verdict.is_urgent:
            self.helplines = [*Helpline.objects.visible()]
        if verdict.outcome == Outcome.ASK:
            self.confirmation = Confirmation(self.submission, verdict, self.comment.body)
            return
        for reason in verdict.reasons:
            field = FIELD_BY_CHECK.get(str(reason["check"]))
            for sentence in policy_messages.messages_for_author([reason], verdict.outcome):
                self.add_error(field if field in self.fields else None, sentence)
        self.show_sanctions(verdict)

    def add_crisis_help(self) -> None:
        """Before a preview is shown: whoever may be in danger sees already there where help is."""
        if has_crisis_signs(self):
            self.helplines = [*Helpline.objects.visible()]

    def redact(self) -> bool:
        """Put marks in the place of personal details, for the author to read once more. Says
        whether that was possible."""
        words = self.comment.body
        try:
            self.comment.body = personal_info.redact(
                words,
                personal_info.find_personal_info(words),
                policy_messages.get_redaction_marks(),
            )
        except Exception:  # As at every other rule: no words are lost.
            logger.exception("Personal details could not be taken out.")
            self.add_error("body", _("This could not be taken out. Please change it yourself."))
            return False
        self.comment.render()
        self.data = {**dict(self.data.items()), "body": self.comment.body}
        self.is_redacted = self.comment.body != words
        return True


class CommentForm(BaseCommentForm):
    """A new comment, in answer to another one or not."""

    activity_kind = ActivityRecord.Kind.POST
    rate_limit_window = DAY

    reply_to = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)  # honeypot: people never see it

    def __init__(self, *args: Any, thread: Thread, request: HttpRequest, **kwargs: Any) -> None:
        author = request.user if request.user.is_authenticated else None
        comment = Comment(thread=thread, author=author)
        super().__init__(*args, comment=comment, request=request, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.comment.author_key = self.author_keys[0]
        if not (wanted := self.cleaned_data.get("reply_to", "").strip()):
            return
        self.comment.parent = queries.get_visible_comment(self.comment.thread, wanted)
        if not self.comment.parent:
            self.add_error(
                None,
                _(
                    "The post that you answer is not shown here (any more)."
                    " If you post now, yours will stand by itself."
                ),
            )

    def save(self, verdict: Verdict) -> Comment:
        """Store what the house rules let in."""
        self.record_activity()
        if not self.comment.author:
            self.comment.issue_secret()
        return self.comment.thread.add_comment(self.comment, self.redact_for_log(verdict))

    @property
    def accepts_posts(self) -> bool:
        return self.comment.thread.is_open

    @property
    def has_flagged_parent(self) -> bool:
        reader = get_reader_key(self.request)
        return bool(self.parent and queries.has_flagged(reader, self.parent))

    @property
    def parent(self) -> Comment | None:
        return self.comment.parent


class EditForm(BaseCommentForm):
    """New words for a comment, by its author."""

    activity_kind = ActivityRecord.Kind.EDIT
    rate_limit_window = timedelta(minutes=1)

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, comment: Comment, request: HttpRequest, **kwargs: Any) -> None:
        initial = {
            "body": comment.body,
            "author_name": comment.author_name,
            "anonymously": not comment.author_name,
            "is_unlisted": comment.is_unlisted,
            "revision": comment.revision,
        }
        super().__init__(*args, comment=comment, request=request, initial=initial, **kwargs)
        self.stored_html = comment.body_html

    @property
    def accepts_posts(self) -> bool:
        return Preset(self.comment.thread.preset).accepts_edits

    def adapt_rules(self, rules: Rules) -> Rules:
        """Who has posted as a guest may go on changing it."""
        return replace(rules, guests_may_post=True)

    @property
    def sanction_keys(self) -> list[str]:
        """A guest is known by the key of the post, too, from wherever it is edited."""
        if self.comment.author:
            return self.author_keys
        return [*dict.fromkeys([self.comment.author_key, *self.author_keys])]

    @property
    def is_text_unchanged(self) -> bool:
        """Whether nothing is changed but who may find the post."""
        return self.changed_data == ["is_unlisted"]

    def save(self, verdict: Verdict) -> None:
        """Raises TextHasChanged if the form was about an older text."""
        comment = self.comment
        if (self.cleaned_data["revision"] or self.initial["revision"]) != comment.revision:
            raise TextHasChanged(comment)
        self.record_activity()
        key = self.author_keys[0] if comment.author else comment.author_key
        comment.revise(
            self.redact_for_log(verdict),
            body=comment.body,
            author_name=comment.author_name,
            author_key=key,
            is_unlisted=comment.is_unlisted,
        )

    def show_conflict(self) -> None:
        """Show what is there now; the next time, the form is about that."""
        self.data = {**dict(self.data.items()), "revision": self.initial["revision"]}
        self.add_error(
            None,
            _(
                "This post has been changed from another page in the meantime; what it says"
                " now is shown above. Save again to put your words in its place."
            ),
        )
