"""The form of an article, and the transitions that its buttons make."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.forms import Script
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.admin.edit_conflict import REVISION_FIELD, EditConflict, find_edit_conflict, is_latest
from articles.admin.missing_references import find_missing_references
from articles.models import Article, Revision
from articles.models.article import normalize_body, render_text
from articles.models.state import State, Transition
from articles.rendering import Rendering
from articles.sources import normalize_sources
from comments.sanitizer import MAX_SANITIZED_CHARS

TRANSITION_PARAMETER = "_move"


class ArticleForm(forms.ModelForm):
    """The fields that editors change.

    `transition` is the button that was pressed, unless that was "Save". `edit_conflict` has the
    revisions that others have saved since the form was opened.
    """

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())
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

    class Media:
        css: ClassVar = {"all": ["editor.css"]}
        js = (Script("editor.js", defer=True),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_preview = False
        self.edit_conflict: EditConflict | None = None
        self.latest_revision: Revision | None = None
        if self.instance.pk:
            self.latest_revision = Revision.objects.get_latest(self.instance)
        if self.latest_revision:
            self.initial[REVISION_FIELD] = self.latest_revision.number
        if self.instance.thread:
            self.initial["discussion_is_open"] = self.instance.thread.is_open
        if self.instance.state == State.SCHEDULED:
            self.initial["publish_at"] = self.instance.published_at

    @property
    def transition(self) -> Transition | None:
        wanted = None if self.is_preview else self.data.get(TRANSITION_PARAMETER)
        return Transition(wanted) if wanted in Transition.values else None

    @cached_property
    def rendering(self) -> Rendering:
        """The text as readers will see it. It is rendered once, to be checked and stored."""
        body, sources = self.cleaned_data.get("body", ""), self.cleaned_data.get("sources", "")
        return render_text(normalize_body(body), normalize_sources(sources))

    @property
    def has_text_changes(self) -> bool:
        """Whether readers will get another title or text than the stored ones."""
        stored = (self.initial.get("title"), self.instance.body_html)
        return stored != (self.cleaned_data["title"], self.rendering.html)

    def skip_unchanged_relations(self) -> None:
        """Do not save topics and related articles that have not changed."""
        for name in {"topics", "related"} - {*self.changed_data}:
            self.cleaned_data.pop(name, None)

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if len(body) > MAX_SANITIZED_CHARS:
            sentence = _(
                "This text has %(length)d characters; at most %(limit)d are possible. Please make two articles of it."
            )
            raise ValidationError(sentence, params={"length": len(body), "limit": MAX_SANITIZED_CHARS})
        return body

    def clean_related(self) -> list[Article]:
        """Keep related articles that this person cannot choose: drafts of others."""
        chosen = [*self.cleaned_data["related"]]
        if not self.initial.get("related"):
            return chosen
        offered = self.fields["related"].queryset  # type: ignore[attr-defined]
        return [*chosen, *self.instance.related.exclude(pk__in=offered.values("pk"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._require_reason(cleaned)
        if self.is_preview:
            return cleaned
        for problem in find_missing_references(self.rendering, cleaned.get("sources", "")):
            self.add_error("body", problem)
        if self.instance.pk:
            self._check_edit_conflict()
        if self.transition and self.transition not in self.instance.allowed_transitions:
            sentence = _("It is %(state)s now: that cannot be done any more. Nothing was saved.")
            state = self.instance.current_state.label
            raise ValidationError(sentence, params={"state": state})
        if self.transition == Transition.SCHEDULE and "publish_at" in cleaned:
            self._require_future(cleaned["publish_at"])
        is_scheduled = self.instance.current_state == State.SCHEDULED
        if is_scheduled and not self.transition and "publish_at" in self.changed_data:
            self.add_error("publish_at", _("To change when, use “Save and schedule”."))
        return cleaned

    def _require_reason(self, cleaned: dict[str, Any]) -> None:
        """Require a reason as long as the article is retired."""
        if cleaned.get("retired_because") or "retired_because" in self.errors:
            return
        if self.transition == Transition.RETIRE or (self.instance.is_retired and not self.transition):
            self.add_error("retired_because", _("Say in a sentence why, for its readers."))
        elif self.instance.is_retired:  # The transition will blank the reason.
            cleaned["retired_because"] = self.instance.retired_because

    def _check_edit_conflict(self) -> None:
        """Refuse to overwrite revisions that this editor has not seen. They are shown, so the next
        save goes through."""
        if self.latest_revision and is_latest(self.latest_revision, self.data):
            return
        self.edit_conflict = find_edit_conflict(self.instance, self.data)
        if self.edit_conflict and isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data[REVISION_FIELD] = str(self.edit_conflict.latest)
            raise ValidationError(
                _(
                    "Nothing was saved yet: somebody has saved this article since you opened it."
                    " What they changed is shown above; your words are all here. Put both"
                    " together, or save once more to put yours in place of theirs."
                )
            )

    def _require_future(self, moment: Any) -> None:
        if not moment:
            self.add_error("publish_at", _("Say when it shall be published."))
        elif moment <= now():
            self.add_error("publish_at", _("This is past. To publish now, use “Publish”."))
