"""What moderators send from the desk: a verb, a reason, and the posts they mean."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments.models import Decision, RejectionReason


class DecisionForm(forms.Form):
    """What a moderator decides about one comment or several."""

    verb = forms.ChoiceField(
        choices=[(verb, verb.label) for verb in (*Decision.MODERATOR_VERBS, Decision.Verb.UPHOLD)]
    )
    ground = forms.ModelChoiceField(
        RejectionReason.objects.offered(),
        required=False,
        error_messages={
            "invalid_choice": _("This reason is not offered any more. Please pick another one.")
        },
    )
    reason = forms.CharField(
        required=False, max_length=Decision._meta.get_field("reason").max_length
    )

    def clean(self) -> None:
        if not self.get_cases():
            raise ValidationError(_("Please tick at least one post first."))

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.selected = data.getlist("comment")

    def get_decision(self) -> dict[str, Any]:
        """Return the arguments of `apply_decisions` that the moderator chose."""
        chosen = self.cleaned_data
        return {
            "verb": chosen["verb"],
            "reason": chosen["reason"],
            "rejection_reason": chosen["ground"],
        }

    def list_errors(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]

    def get_cases(self) -> list[tuple[int, int | None]]:
        """The comments ticked, each with the last line of its log that the moderator saw.

        `comment=12@345` is comment 12 as line 345 left it; `comment=12` is 12 as it is now.
        """
        selected = [_CASE.fullmatch(value) for value in self.selected]
        return [
            (int(case["pk"]), int(case["seen"]) if case["seen"] else None)
            for case in selected
            if case
        ]


class BulkActionForm(DecisionForm):
    """What a moderator decides about all that a filter finds."""

    def clean(self) -> None:
        """Nothing has to be ticked."""

    @property
    def carried_values(self) -> dict[str, str]:
        """What the next step has to be told again."""
        return {name: self.data.get(name, "") for name in (*self.fields, "back")}


_CASE = re.compile(r"(?P<pk>[0-9]{1,18})(@(?P<seen>[0-9]{1,18}))?")
