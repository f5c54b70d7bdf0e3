"""Forms of moderators: decisions, bulk actions, notes, sanctions, and lifting a sanction."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.timezone import get_current_timezone_name, now
from django.utils.translation import gettext_lazy as _

from comments.models import Decision, RejectionReason, Sanction
from comments.models.accounts import Account
from comments.models.moderator_note import MAX_NOTE_CHARS
from comments.models.sanction import MAX_LIFT_REASON_CHARS, MAX_REASON_CHARS
from comments.moderation.sanctions import SanctionRequest, get_role_denial_reason

SanctionKind = Sanction.Kind
MAX_SANCTION_SPAN = timedelta(days=10 * 365)  # A longer sanction has no end.
_CASE = re.compile(r"(?P<pk>[0-9]{1,18})(@(?P<seen>[0-9]{1,18}))?")
NOTE_SUBJECTS = [("post", _("On this post")), ("author", _("On its author"))]


class DecisionForm(forms.Form):
    """A decision about one comment or several."""

    verb = forms.ChoiceField(choices=[(verb, verb.label) for verb in (*Decision.MODERATOR_VERBS, Decision.Verb.UPHOLD)])
    ground = forms.ModelChoiceField(
        RejectionReason.objects.offered(),
        required=False,
        error_messages={"invalid_choice": _("This reason is not offered any more. Please pick another one.")},
    )
    reason = forms.CharField(required=False, max_length=Decision._meta.get_field("reason").max_length)

    def clean(self) -> None:
        if not self.get_cases():
            raise ValidationError(_("Please tick at least one post first."))

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.selected = data.getlist("comment")

    def get_decision(self) -> dict[str, Any]:
        """Return the arguments of `apply_decisions` that the moderator chose."""
        chosen = self.cleaned_data
        return {"verb": chosen["verb"], "reason": chosen["reason"], "rejection_reason": chosen["ground"]}

    def list_errors(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]

    def get_cases(self) -> list[tuple[int, int | None]]:
        """Return the ticked comments, each with the last log line that the moderator has seen.

        `comment=12@345` is comment 12 with log line 345; `comment=12` is comment 12 as it is now.
        """
        selected = [_CASE.fullmatch(value) for value in self.selected]
        return [(int(case["pk"]), int(case["seen"]) if case["seen"] else None) for case in selected if case]


class BulkActionForm(DecisionForm):
    """A decision about all comments that a filter finds."""

    def clean(self) -> None:
        """Accept a form without ticked comments."""

    @property
    def carried_values(self) -> dict[str, str]:
        """Values that the next step needs again."""
        return {name: self.data.get(name, "") for name in (*self.fields, "back")}


class NoteForm(forms.Form):
    about = forms.ChoiceField(choices=NOTE_SUBJECTS, required=False)
    words = forms.CharField(
        label=_("Note, for moderators only"),
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write something first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "note-%s"} | kwargs)
        self.fields["words"].widget.attrs.pop("maxlength", None)  # It cuts silently.

    @property
    def is_about_the_author(self) -> bool:
        return self.cleaned_data["about"] == "author"


class DurationChoice(models.TextChoices):
    HOUR = "hour", _("1 hour")
    DAY = "day", _("1 day")
    WEEK = "week", _("7 days")
    OWN = "own", _("until the date below")
    FOR_GOOD = "good", _("for good")


DURATIONS = {
    DurationChoice.HOUR: timedelta(hours=1),
    DurationChoice.DAY: timedelta(days=1),
    DurationChoice.WEEK: timedelta(days=7),
}
SANCTION_CHOICES = [
    (SanctionKind.WARNING, _("Warning: they have to read your reason before they can post again")),
    (SanctionKind.PREMODERATION, _("Pre-moderation: all their posts wait for a moderator")),
    (SanctionKind.SUSPENSION, _("Suspension: they can read, and not write, until its end")),
    (SanctionKind.BAN, _("Ban: they can read, and not write, for good or until its end")),
]


class SanctionForm(forms.Form):
    """A new sanction. `nonce` makes a double click one action; `seen` is the last sanction on the
    page."""

    kind = forms.ChoiceField(
        label=_("What"), choices=SANCTION_CHOICES, widget=forms.RadioSelect, initial=SanctionKind.WARNING
    )
    lasts = forms.ChoiceField(
        label=_("How long"),
        choices=DurationChoice.choices,
        initial=DurationChoice.DAY,
        help_text=_("A warning lasts until it has been read."),
        widget=forms.Select(attrs={"class": "short"}),
    )
    until = forms.DateTimeField(
        label=_("Until, if it is a date of your own"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=_("Reason, which the author reads"),
        max_length=MAX_REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Plain and kind: what was wrong, and what you ask of them."),
        error_messages={"required": _("Please give a reason: the author is told.")},
    )
    rejects_held = forms.BooleanField(
        label=_("Reject what of theirs is held"),
        required=False,
        help_text=_("All of it, with the same reason. One undo takes this and the sanction back."),
    )
    nonce = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("Please open this page anew.")),
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=10**18, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, by: Account, seen: int):
        super().__init__(data, initial={"nonce": uuid4(), "seen": seen})
        self.by = by
        self.fields["until"].help_text = _("In the time of this site: %(zone)s.") % {
            "zone": get_current_timezone_name()
        }
        self.fields["reason"].widget.attrs.pop("maxlength", None)  # It cuts silently.

    def clean(self) -> None:
        if self.errors.keys() & {"kind", "lasts", "until"}:
            return
        kind, lasts = self.cleaned_data["kind"], self.cleaned_data["lasts"]
        if kind == SanctionKind.WARNING:
            return
        if lasts == DurationChoice.OWN:
            self._check_custom_end(self.cleaned_data["until"])
        elif lasts == DurationChoice.FOR_GOOD and kind == SanctionKind.SUSPENSION:
            self.add_error("lasts", _("A suspension ends. Please say when, or choose a ban."))

    def _check_custom_end(self, until: datetime | None) -> None:
        if not until:
            self.add_error("until", _("Please give the date and the time."))
        elif until <= now():
            self.add_error("until", _("This moment has passed already."))
        elif until > now() + MAX_SANCTION_SPAN:
            self.add_error("until", _("That is more than ten years from now."))

    @property
    def action_id(self) -> UUID:
        """Identifier of the action. It depends on the moderator, so it cannot be forged for another
        one."""
        return uuid5(self.cleaned_data["nonce"], f"sanction by {self.by.pk}")

    @property
    def sanction_request(self) -> SanctionRequest:
        chosen = self.cleaned_data
        custom_end = chosen["until"] if chosen["lasts"] == DurationChoice.OWN else None
        span = DURATIONS.get(chosen["lasts"])
        return SanctionRequest(
            kind=chosen["kind"],
            reason=chosen["reason"],
            until=None if chosen["kind"] == SanctionKind.WARNING else custom_end or (now() + span if span else None),
            rejects_held=chosen["rejects_held"],
        )

    def show_conflict(self, seen: int) -> None:
        """Report a newer sanction, and let the next attempt take it into account."""
        self.data = {**dict(self.data.items()), "seen": seen}
        self.add_error(
            None,
            ValidationError(
                _(
                    "Somebody has given this author a sanction in the meantime: it is listed"
                    " below. Send the form again to give yours as well."
                )
            ),
        )


class LiftForm(forms.Form):
    lift_reason = forms.CharField(
        label=_("Why it is lifted, for moderators"),
        max_length=MAX_LIFT_REASON_CHARS,
        error_messages={"required": _("Please say why it is lifted.")},
    )


class SanctionChangeForm(forms.ModelForm):
    """An existing sanction in Django admin. Its kind and its author cannot be changed."""

    class Meta:
        model = Sanction
        fields = ("reason", "until")

    def clean_until(self) -> datetime | None:
        until = self.cleaned_data["until"]
        if not until and self.instance.kind == SanctionKind.SUSPENSION:
            raise ValidationError(_("Say until when the suspension lasts."))
        if until and "until" in self.changed_data and until <= now():
            raise ValidationError(_("This moment has passed already."))
        return until


class AccountSanctionForm(forms.ModelForm):
    """A sanction on an account, in Django admin. `by` is the admin who imposes it."""

    by: Account
    account = forms.CharField(label=_("Name of the account"), max_length=150)

    class Meta:
        model = Sanction
        fields = ("kind", "reason", "until")

    def clean_account(self) -> str:
        accounts = get_user_model()._default_manager
        name = self.cleaned_data["account"].strip()
        account = accounts.filter(username__iexact=name).first()
        if not account:
            raise ValidationError(_("There is no account with this name."))
        if words := get_role_denial_reason(account, by=self.by):
            raise ValidationError(words)
        self.instance.user = account
        return name

    def clean_until(self) -> datetime | None:
        until = self.cleaned_data["until"]
        if until and until <= now():
            raise ValidationError(_("This moment has passed already."))
        return until
