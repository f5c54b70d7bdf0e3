"""The form with which an author asks for a second look."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from comments.models import Appeal, Comment, Footprint
from comments.models.appeal import A_DAY, MAX_WORDS
from comments.notifications import moderators
from comments.submission.forms import WordsField


class AppealForm(forms.Form):
    words = WordsField(
        label=_("Why should another moderator look again?"),
        max_length=MAX_WORDS,
        error_messages={
            "required": _("Please write why another moderator should look again."),
            "max_length": _(
                "That is more than fits: %(show_value)d characters, and there is room for"
                " %(limit_value)d. Please shorten it."
            ),
        },
    )
    is_too_much = False

    def __init__(self, data: QueryDict | None = None, *, comment: Comment):
        super().__init__(data, auto_id="appeal_%s")
        self.comment = comment
        self.fields["words"].widget.attrs |= {"rows": 5, "class": "form-control"}

    @transaction.atomic
    def make(self, request: HttpRequest) -> bool:
        """Says whether it was not too much for one day. Raises NothingToAppeal."""
        key = self.comment.author_key
        if key:  # Those of nameless authors are forgotten after a while.
            Footprint.objects.take_turns([key])
            self.is_too_much = Appeal.objects.of_the_last_day(key).count() >= A_DAY
        if self.is_too_much:
            self.add_error(
                None,
                _(
                    "You have asked for several second looks today. Please send this one tomorrow:"
                    " your text is kept in the form."
                ),
            )
            return False
        appeal = Appeal.objects.make(self.comment, self.cleaned_data["words"])
        moderators.tell_of_appeal(appeal, request)
        return True
