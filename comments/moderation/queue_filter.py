"""What a moderator looks for, as a page's address says it: bounded, and in words."""

from __future__ import annotations

import re
import unicodedata
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
from comments.models import Comment, Decision, Ground, Thread
from comments.models.comment_queryset import CommentQuerySet
from comments.policy import codes

MAX_LENGTH = 100  # characters of what is looked for
MAX_WORDS = 6
YEARS = range(1990, 2200)


@dataclass(frozen=True)
class Filter:
    """All of what is given must be so; an empty one lets everything through. What makes no
    sense is as good as not given."""

    thread: int | None = None
    by: int | None = None  # a comment: whatever its author wrote
    name: str = ""  # part of an author's name
    words: str = ""
    reason: str = ""  # the name of a check, or ground-1
    since: date | None = None
    until: date | None = None  # that day included

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        return cls(**{name: read(query.get(name, "")) for name, read in _READERS.items()})

    def __bool__(self) -> bool:
        return self != Filter()

    @property
    def query(self) -> dict[str, str]:
        """What is given, as an address says it."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in given.items() if value}

    def without(self, name: str) -> Filter:
        empty: dict[str, Any] = {name: getattr(Filter(), name)}
        return replace(self, **empty)

    def among(self, rows: CommentQuerySet) -> CommentQuerySet:
        if self.thread:
            rows = rows.filter(thread=self.thread)
        if self.by:
            rows = rows.by_the_author_of(self.by)
        if self.name:
            rows = rows.filter(_has("author_name", self.name, rows.db))
        for word in self.words.split()[:MAX_WORDS]:
            rows = rows.filter(_has("body", word, rows.db))
        if self.since:
            rows = rows.filter(created_at__gte=_midnight(self.since))
        if self.until:
            rows = rows.filter(created_at__lt=_midnight(self.until + timedelta(days=1)))
        return self._for_the_reason(rows)

    def _for_the_reason(self, rows: CommentQuerySet) -> CommentQuerySet:
        if not self.reason:
            return rows
        if ground := _GROUND.fullmatch(self.reason):
            lines = Decision.objects.filter(comment=OuterRef("pk"), ground=int(ground[1]))
            return rows.filter(Exists(lines))
        return rows.filter(checks__contains=f" {self.reason} ")

    @property
    def in_words(self) -> Iterator[tuple[str, str]]:
        """Each part of it: its name, and a sentence about it."""
        for name, words in _WORDS.items():
            if value := getattr(self, name):
                yield name, words(value)


def _has(field: str, words: str, database: str) -> Q:
    """Whatever the case. What compares texts in SQLite knows that of ASCII letters only."""
    if words.isascii() or connections[database].vendor != "sqlite":
        return Q(**{f"{field}__icontains": words})
    return Q(**{f"{field}__iregex": re.escape(words)})


_GROUND = re.compile(r"ground-([0-9]{1,9})")
_FACT = re.compile(r"%\(\w+\)s")
_IN_SHORT = {codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT: _lazy("Personal details")}
_OF_THOSE_THAT_LET_PASS = frozenset(
    {
        codes.MODERATORS_PASS,
        codes.KNOWN_AUTHORS_PASS,
        codes.OPEN_DISCUSSIONS_TAKE_ALL,
        codes.IMPORTED,
    }
)


def checks_in_words() -> dict[str, str]:
    """What the house rules can have against a post, without the facts."""
    return {
        name: _FACT.sub("…", str(words))
        for name, words in (policy_messages.TO_MODERATORS | _IN_SHORT).items()
        if name not in _OF_THOSE_THAT_LET_PASS
    }


def grounds_in_words() -> list[tuple[str, str]]:
    """What moderators refuse for."""
    return [(f"ground-{ground.pk}", ground.title) for ground in Ground.objects.all()]


def _key(value: str) -> int | None:
    is_one = value.isascii() and value.isdigit() and len(value) <= 18
    return (int(value) or None) if is_one else None


def _text(value: str) -> str:
    value = unicodedata.normalize("NFC", value[: 4 * MAX_LENGTH])  # As texts are stored.
    return " ".join(value.replace("\x00", " ").split())[:MAX_LENGTH].strip()


def _reason(value: str) -> str:
    return value if _GROUND.fullmatch(value) or value in checks_in_words() else ""


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, get_current_timezone())


_READERS: dict[str, Callable[[str], Any]] = {
    "thread": _key, "by": _key, "name": _text, "words": _text, "reason": _reason,
    "since": _day, "until": _day,
}  # fmt: skip


def _thread_in_words(pk: int) -> str:
    title = Thread.objects.filter(pk=pk).values_list("title", flat=True).first()
    return _("in “%(title)s”") % {"title": title} if title else _("in a discussion that is gone")


def _author_in_words(pk: int) -> str:
    post = Comment.objects.filter(pk=pk).first()
    return _("by the author of: %(post)s") % {"post": post or _("a post that is gone")}


def _reason_in_words(name: str) -> str:
    ground = _GROUND.fullmatch(name)
    if not ground:
        return _("for: %(reason)s") % {"reason": checks_in_words()[name]}
    title = Ground.objects.filter(pk=int(ground[1])).values_list("title", flat=True).first()
    return _("refused for: %(reason)s") % {"reason": title or name}


_WORDS: dict[str, Callable[[Any], str]] = {
    "thread": _thread_in_words,
    "by": _author_in_words,
    "name": lambda name: _("by “%(name)s”") % {"name": name},
    "words": lambda words: _("with “%(words)s”") % {"words": words},
    "reason": _reason_in_words,
    "since": lambda day: _("since %(day)s") % {"day": date_format(day)},
    "until": lambda day: _("until %(day)s") % {"day": date_format(day)},
}
