"""Filters of a queue: parsed from the query string, and described in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from comments import policy_messages
from comments.models import Comment, Decision, RejectionReason, Thread
from comments.models.comment_queryset import CommentQuerySet
from comments.policy import codes
from comments.text.normalize import to_nfc

MAX_FILTER_CHARS = 100  # of a search text
MAX_FILTER_WORDS = 6
ALLOWED_YEARS = range(1990, 2200)


@dataclass(frozen=True)
class QueueFilter:
    """Conditions that must all hold; without any, everything is found. Bad values are ignored."""

    thread: int | None = None
    by: int | None = None  # a comment: all posts of its author
    name: str = ""  # part of an author's name
    words: str = ""
    reason: str = ""  # the name of a check, or ground-1
    since: date | None = None
    until: date | None = None  # that day included

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> QueueFilter:
        return cls(**{name: read(query.get(name, "")) for name, read in _PARSERS.items()})

    def __bool__(self) -> bool:
        return self != QueueFilter()

    @property
    def query(self) -> dict[str, str]:
        """Query string of the filter."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in values.items() if value}

    def without(self, name: str) -> QueueFilter:
        empty: dict[str, Any] = {name: getattr(QueueFilter(), name)}
        return replace(self, **empty)

    def apply_to(self, rows: CommentQuerySet) -> CommentQuerySet:
        if self.thread:
            rows = rows.filter(thread=self.thread)
        if self.by:
            rows = rows.by_author_of(self.by)
        if self.name:
            rows = rows.filter(_contains("author_name", self.name, rows.db))
        for word in self.words.split()[:MAX_FILTER_WORDS]:
            rows = rows.filter(_contains("body", word, rows.db))
        if self.since:
            rows = rows.filter(created_at__gte=_midnight(self.since))
        if self.until:
            rows = rows.filter(created_at__lt=_midnight(self.until + timedelta(days=1)))
        return self._apply_reason(rows)

    def _apply_reason(self, rows: CommentQuerySet) -> CommentQuerySet:
        if not self.reason:
            return rows
        if ground := _REASON_CHOICE.fullmatch(self.reason):
            lines = Decision.objects.filter(comment=OuterRef("pk"), rejection_reason=int(ground[1]))
            return rows.filter(Exists(lines))
        return rows.filter(failed_checks__contains=f" {self.reason} ")

    @property
    def descriptions(self) -> Iterator[tuple[str, str]]:
        """Name and description of each condition."""
        for name, words in _DESCRIPTIONS.items():
            if value := getattr(self, name):
                yield name, words(value)


def _contains(field: str, words: str, database: str) -> Q:
    """Search without regard to case. SQLite's comparison does that for ASCII letters only."""
    if words.isascii() or connections[database].vendor != "sqlite":
        return Q(**{f"{field}__icontains": words})
    return Q(**{f"{field}__iregex": re.escape(words)})


_REASON_CHOICE = re.compile(r"ground-([0-9]{1,9})")
_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_SHORT_MESSAGES = {codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT: _lazy("Personal details")}
_PASSING_CHECKS = frozenset(
    {codes.MODERATORS_PASS, codes.KNOWN_AUTHORS_PASS, codes.OPEN_DISCUSSIONS_TAKE_ALL, codes.IMPORTED}
)


def list_check_choices() -> dict[str, str]:
    """Every check of the house rules, as a choice."""
    return {
        name: _PLACEHOLDER.sub("…", str(words))
        for name, words in (policy_messages.MESSAGES_FOR_MODERATORS | _SHORT_MESSAGES).items()
        if name not in _PASSING_CHECKS
    }


def list_reason_choices() -> list[tuple[str, str]]:
    """Rejection reasons and kinds of refusal, as choices."""
    return [(f"ground-{ground.pk}", ground.title) for ground in RejectionReason.objects.all()]


def _parse_key(value: str) -> int | None:
    is_one = value.isascii() and value.isdigit() and len(value) <= 18
    return (int(value) or None) if is_one else None


def _parse_text(value: str) -> str:
    value = to_nfc(value[: 4 * MAX_FILTER_CHARS])  # The form in which texts are stored.
    return " ".join(value.replace("\x00", " ").split())[:MAX_FILTER_CHARS].strip()


def _parse_reason(value: str) -> str:
    return value if _REASON_CHOICE.fullmatch(value) or value in list_check_choices() else ""


def _parse_day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in ALLOWED_YEARS else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, get_current_timezone())


_PARSERS: dict[str, Callable[[str], Any]] = {
    "thread": _parse_key, "by": _parse_key, "name": _parse_text, "words": _parse_text,
    "reason": _parse_reason,
    "since": _parse_day, "until": _parse_day,
}  # fmt: skip


def _describe_thread(pk: int) -> str:
    title = Thread.objects.filter(pk=pk).values_list("title", flat=True).first()
    return _("in “%(title)s”") % {"title": title} if title else _("in a discussion that is gone")


def _describe_author(pk: int) -> str:
    post = Comment.objects.filter(pk=pk).first()
    return _("by the author of: %(post)s") % {"post": post or _("a post that is gone")}


def _describe_reason(name: str) -> str:
    ground = _REASON_CHOICE.fullmatch(name)
    if not ground:
        return _("for: %(reason)s") % {"reason": list_check_choices()[name]}
    title = RejectionReason.objects.filter(pk=int(ground[1])).values_list("title", flat=True).first()
    return _("refused for: %(reason)s") % {"reason": title or name}


_DESCRIPTIONS: dict[str, Callable[[Any], str]] = {
    "thread": _describe_thread,
    "by": _describe_author,
    "name": lambda name: _("by “%(name)s”") % {"name": name},
    "words": lambda words: _("with “%(words)s”") % {"words": words},
    "reason": _describe_reason,
    "since": lambda day: _("since %(day)s") % {"day": date_format(day)},
    "until": lambda day: _("until %(day)s") % {"day": date_format(day)},
}
