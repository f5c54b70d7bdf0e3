"""The form of an article, and what may be done with it besides saving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.admin.not_there import problems_of
from articles.models.states import Move, State

BUTTONS = "_move"


class ArticleForm(forms.ModelForm):
    """What editors change. `move` is the button that they press, if it is not "Save"."""

    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime(),
        help_text=_("For “Schedule”: when readers shall see it."),
    )
    discussion_is_open = forms.BooleanField(
        label=_("Readers may post"),
        required=False,
        initial=True,
        help_text=_("Without the tick the discussion can be read, and nothing be added to it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.thread:
            self.initial["discussion_is_open"] = self.instance.thread.is_open
        if self.instance.state == State.SCHEDULED:
            self.initial["publish_at"] = self.instance.published_at

    @property
    def move(self) -> Move | None:
        wanted = self.data.get(BUTTONS)
        return Move(wanted) if wanted in Move.values else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for problem in problems_of(cleaned.get("body", ""), cleaned.get("sources", "")):
            self.add_error("body", problem)
        if self.move and self.move not in self.instance.moves:
            sentence = _("It is %(state)s now: that cannot be done any more. Nothing was saved.")
            state = self.instance.present_state.label
            raise ValidationError(sentence, params={"state": state})
        if self.move == Move.RETIRE and not cleaned.get("retired_because"):
            self.add_error("retired_because", _("Say in a sentence why, for its readers."))
        if self.move == Move.SCHEDULE and "publish_at" in cleaned:
            self._demand_a_later_moment(cleaned["publish_at"])
        return cleaned

    def _demand_a_later_moment(self, moment: Any) -> None:
        if not moment:
            self.add_error("publish_at", _("Say when it shall be published."))
        elif moment <= now():
            self.add_error("publish_at", _("This is past. To publish now, use “Publish”."))
