"""Forms for new comments and for edits. They check the shape; the house rules judge it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments import personal_info, policy_messages
from comments.models import Comment, Thread
from comments.models.comment import MAX_BODY_CHARS, MAX_NAME_CHARS
from comments.sanitizer import extract_text
from comments.submission import queries
from comments.submission.author_keys import get_account_key, get_guest_key, get_reader_key
from comments.submission.draft import Draft
from comments.submission.form_fields import DisplayNameField, MultilineTextField
from comments.text.normalize import has_visible_text
from comments.web.cursor_pagination import parse_cursor

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """What a redaction did, and the words beside its marks that may belong to a removed detail."""

    has_changed: bool
    remainders: list[str]


class BaseCommentForm(forms.Form):
    """The fields that a new comment and an edit share. After `is_valid()`, `comment` has the
    cleaned values, like the `instance` of a ModelForm."""

    body = MultilineTextField(
        label=_("Your comment"),
        max_length=MAX_BODY_CHARS,
        help_text=_(
            "You can write *emphasis*, > quote, - list, `code`, a link."
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

    # For guests as well: if only members could choose it, it would show which nameless posts are
    # by members.
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
        self.comment.derive_html()
        if not has_visible_text(extract_text(self.comment.body_html)):
            self.add_error("body", self.fields["body"].error_messages["required"])

    def _get_author_name(self) -> str:
        """The name that readers will see. It is empty for an anonymous post."""
        tick = forms.CheckboxInput().value_from_datadict(self.data, self.files, "anonymously")
        if tick:
            return ""
        account = self.comment.author
        return account.get_username() if account else self.cleaned_data.get("author_name", "")

    @cached_property
    def author_keys(self) -> tuple[str, ...]:
        """All keys of the author; the one for this text first. Needs the cleaned name."""
        if not self.comment.author:
            return (get_guest_key(self.request),)
        anonymously = not self.comment.author_name
        ways = (anonymously, not anonymously)
        return tuple(get_account_key(self.comment.author.pk, anonymously=way) for way in ways)

    def build_draft(self) -> Draft:
        return replace(
            Draft.from_comment(self.comment),
            author_keys=self.author_keys,
            confirmation_token=str(self.data.get("insist", "")),
            acknowledged_warning=parse_cursor(self.data, "has_read"),
        )

    def redact(self, *, with_remainders: bool = False) -> Redaction:
        """Put marks in the place of personal details, and take the rest of a detail out, too.

        Words beside a mark that only may belong to the detail are taken out if the author asks for it.
        """
        text = self.comment.body
        try:
            found = personal_info.find_personal_info(text)
            marks = policy_messages.get_redaction_marks()
            redacted = personal_info.redact(text, found, marks)
            remainders = personal_info.find_remainders(redacted, marks)
            taken = [remainder for remainder in remainders if remainder.is_sure or with_remainders]
            self.comment.body = personal_info.remove_remainders(redacted, taken)
            left = personal_info.find_remainders(self.comment.body, marks)
        except Exception:  # As with every rule that fails: the text is not lost.
            logger.exception("Personal details could not be taken out.")
            self.add_error("body", _("This could not be taken out. Please change it yourself."))
            return Redaction(has_changed=False, remainders=[])
        self.comment.derive_html()
        self.data = {**dict(self.data.items()), "body": self.comment.body}
        return Redaction(
            has_changed=self.comment.body != text, remainders=list(dict.fromkeys(place.text for place in left))
        )


class CommentForm(BaseCommentForm):
    """A new comment, which may be a reply."""

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

    def build_draft(self) -> Draft:
        return replace(
            super().build_draft(),
            parent=self.parent,
            reader_key=get_reader_key(self.request),
            has_filled_honeypot=bool(self.cleaned_data.get("website")),
        )

    @property
    def parent(self) -> Comment | None:
        return self.comment.parent


class EditForm(BaseCommentForm):
    """A new text for a comment, by its author."""

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

    def build_draft(self) -> Draft:
        return replace(super().build_draft(), stored_name=self.initial["author_name"])

    @property
    def is_text_unchanged(self) -> bool:
        """Whether only `is_unlisted` has changed."""
        return self.changed_data == ["is_unlisted"]

    @property
    def expected_revision(self) -> int:
        """The revision that the author has edited."""
        return self.cleaned_data["revision"] or self.initial["revision"]

    def show_conflict(self) -> None:
        """Say that the text has changed, and refer to the current revision from now on."""
        self.data = {**dict(self.data.items()), "revision": self.initial["revision"]}
        self.add_error(
            None,
            _(
                "This post has been changed from another page in the meantime; what it says"
                " now is shown above. Save again to put your words in its place."
            ),
        )
