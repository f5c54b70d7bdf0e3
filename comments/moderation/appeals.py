"""Appeals: the form with which an author asks for a second look, and how it is stored."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from comments.models import Appeal, AppealNotAllowed, Comment
from comments.models.appeal import MAX_APPEAL_CHARS, MAX_APPEALS_PER_DAY
from comments.notifications import moderators
from comments.submission.form_fields import MultilineTextField
from comments.web.locks import acquire_advisory_lock


class AppealForm(forms.Form):
    words = MultilineTextField(
        label=_("Why should another moderator look again?"),
        max_length=MAX_APPEAL_CHARS,
        error_messages={
            "required": _("Please write why another moderator should look again."),
            "max_length": _(
                "That is more than fits: %(show_value)d characters, and there is room for"
                " %(limit_value)d. Please shorten it."
            ),
        },
    )
    has_reached_daily_limit = False

    def __init__(self, data: QueryDict | None = None, *, comment: Comment):
        super().__init__(data, auto_id="appeal_%s")
        self.comment = comment
        self.fields["words"].widget.attrs |= {"rows": 5, "class": "form-control"}

    @transaction.atomic
    def save(self, request: HttpRequest) -> bool:
        """Store the appeal. Returns False if the author has reached the daily limit. Raises
        AppealNotAllowed."""
        key = self.comment.author_key
        if key:  # Keys of anonymous authors are deleted after a while.
            acquire_advisory_lock(key)
            self.has_reached_daily_limit = Appeal.objects.filed_in_last_day(key).count() >= MAX_APPEALS_PER_DAY
        if self.has_reached_daily_limit:
            self.add_error(
                None,
                _(
                    "You have asked for several second looks today. Please send this one tomorrow:"
                    " your text is kept in the form."
                ),
            )
            return False
        appeal = create_appeal(self.comment, self.cleaned_data["words"])
        moderators.notify_of_appeal(appeal)
        return True


@transaction.atomic
def create_appeal(comment: Comment, words: str) -> Appeal:
    """Store the appeal. Raises AppealNotAllowed."""
    # Decisions update this row first, so they wait until the appeal is stored.
    Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    post = Comment.objects.with_log().get(pk=comment.pk)
    if not (post.is_appealable and post.refusal_decision):
        raise AppealNotAllowed(comment)
    return Appeal.objects.create(comment=post, decision=post.refusal_decision, words=words)
