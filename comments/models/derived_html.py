"""Stored HTML that is derived from a text. HTML of other rules than today's is never shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, Self, TypeVar, cast

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.query_utils import DeferredAttribute

M = TypeVar("M", bound=models.Model)

OUTDATED_SOURCE = "outdated_source"
_keeps_stored: ContextVar[bool] = ContextVar("keeps_stored_html", default=False)


@contextmanager
def keep_stored_html() -> Iterator[None]:
    """Read and write HTML as it is stored: for copies of a database, never for a page."""
    token = _keeps_stored.set(True)
    try:
        yield
    finally:
        _keeps_stored.reset(token)


class DerivesHtml(Protocol):
    """A row with derived HTML."""

    HTML_VERSION: int
    sanitizer_version: int

    def derive_html(self) -> None:
        """Derive the HTML by today's rules, and set its version."""


class _DerivedHtml(DeferredAttribute):
    """An attribute that derives the HTML again if other rules made it."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> object:
        if instance is None:
            return self
        html = super().__get__(instance, cls)
        row = cast("DerivesHtml", instance)
        if row.sanitizer_version == row.HTML_VERSION or _keeps_stored.get():
            return html
        # The queries of pages leave the source out, but not of such rows.
        if source := vars(instance).get(OUTDATED_SOURCE):
            vars(instance).setdefault("body", source)
        row.derive_html()
        return vars(instance)[self.field.attname]

    def __set__(self, instance: models.Model, html: str) -> None:
        vars(instance)[self.field.attname] = html


class DerivedHtmlField(models.TextField):
    """HTML with a version, in the columns of a `DerivesHtml`.

    A new release of the rules shows its HTML at once; the commands `resanitize_…` store it.
    """

    descriptor_class = _DerivedHtml

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        # For migrations, it is text.
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options


class DerivedHtmlQuerySet(models.QuerySet[M]):
    """Rows with derived HTML."""

    def with_outdated_html(self) -> Self:
        """Rows whose HTML was made by other rules than today's."""
        return self.exclude(sanitizer_version=self._html_version)

    def load_outdated_source(self) -> Self:
        """Load the source of the rows that must be derived again, where the query leaves it out."""
        is_outdated = ~Q(sanitizer_version=self._html_version)
        return self.annotate(**{OUTDATED_SOURCE: Case(When(is_outdated, then=F("body")), default=None)})

    @property
    def _html_version(self) -> int:
        return cast("type[DerivesHtml]", self.model).HTML_VERSION
