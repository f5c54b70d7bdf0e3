"""A page of a thread: fifty posts (printed, more), found by a range of an index, whatever the
thread's size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from comments.models import Comment, Thread
from comments.models.comment_queryset import CommentQuerySet
from comments.models.path import ancestors_of

PAGE_SIZE = 50


class NoSuchPlace(Exception):
    """The thread has no post of that number, or the number is none."""


class Order(StrEnum):
    CONVERSATION = "conversation"
    NEWEST = "newest"


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a post, at a post, or (neither) at the beginning."""

    order: Order = Order.CONVERSATION
    after: int | None = None
    post: int | None = None

    PARAMETERS: ClassVar = ("order", "after", "post")

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Place:
        """Read `?order=`, `?after=` and `?post=`. Raises NoSuchPlace."""
        newest = query.get("order") == Order.NEWEST
        post = _number(query.get("post"))
        after = None if post else _number(query.get("after"))
        return cls(Order.NEWEST if newest else Order.CONVERSATION, after, post)

    @classmethod
    def spelled(cls, query: Mapping[str, str]) -> str:
        """The place that is asked for, as its address spells it; where there is none such, as
        it came: the page itself says so."""
        try:
            return cls.from_query(query).query
        except NoSuchPlace:
            return urlencode({name: query[name] for name in cls.PARAMETERS if name in query})

    @property
    def query(self) -> str:
        """The place as the query of an address, in one spelling only; "" for the beginning."""
        order = {"order": self.order.value} if self.order != Order.CONVERSATION else {}
        start = {"after": self.after, "post": self.post}
        chosen = order | {name: value for name, value in start.items() if value}
        return urlencode(chosen)

    @property
    def canonical(self) -> str:
        """The query under which search engines should know the page: what a permalink or
        another order shows is on the pages of the conversation, too."""
        is_of_the_conversation = self.order == Order.CONVERSATION and not self.post
        return self.query if is_of_the_conversation else ""


def _number(value: str | None) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < len(value) <= 7 and int(value)):
        raise NoSuchPlace(value)
    return int(value)


@dataclass(slots=True)
class Row:
    """One post on the page, ready to print, and how the nested lists go on after it."""

    comment: Comment
    number: str
    label: str
    addressee: str
    url: str
    answers: str  # where the place on the page does not show it
    is_context: bool  # It stands above the page to show what the first post answers.
    opens: bool
    closes: range

    def __getitem__(self, name: str) -> object:
        """Templates look here first; and fifty posts look for a thousand things."""
        return getattr(self, name)


class Page:
    """The posts of a thread from a place on. Nothing is read before it is looked at, except
    the post that the place names. Raises NoSuchPlace if there is none."""

    def __init__(self, thread: Thread, place: Place, *, size: int = PAGE_SIZE):
        self.thread, self.size = thread, size
        self.is_flat = place.order == Order.NEWEST
        named = place.post or (None if self.is_flat else place.after)
        start = self._path_of(named) if named else ""
        if place.after and place.after > thread.last_number + 1:
            raise NoSuchPlace(place.after)
        # Where all posts fit on one page, a permalink leads to that page.
        is_whole = bool(place.post) and thread.last_number <= size
        self.place = Place(place.order) if is_whole else place
        self._start = "" if is_whole else start

    @property
    def _shown(self) -> CommentQuerySet:
        return self.thread.comments.shown()

    def _path_of(self, number: int) -> str:
        path = self._shown.filter(number=number).values_list("path", flat=True).first()
        if not path:
            raise NoSuchPlace(number)
        return path

    @property
    def rows(self) -> Iterator[Row]:
        context = [] if self.is_flat else self._ancestors
        comments = [*context, *self.comments]
        levels = [1 if self.is_flat else comment.level for comment in comments] + [1]
        label, addressee = _("Post %(number)s"), _("to Post %(number)s")
        answers = _("in reply to Post %(number)s")
        for index, comment in enumerate(comments):
            numbered = {"number": comment.number}
            step = levels[index + 1] - levels[index]
            is_off = comment.answered and (self.is_flat or comment.stands_beside_its_parent)
            yield Row(
                comment=comment,
                number=str(comment.number),
                label=label % numbered,
                addressee=addressee % numbered,
                url=self.thread.url_of(comment.number),
                answers=answers % {"number": comment.answered} if is_off else "",
                is_context=index < len(context),
                opens=step > 0,
                closes=range(-step),
            )

    @property
    def comments(self) -> list[Comment]:
        return self._found[: self.size]

    @property
    def next(self) -> Place | None:
        if len(self._found) <= self.size:
            return None
        return Place(self.place.order, after=self.comments[-1].number)

    @cached_property
    def previous(self) -> Place | None:
        """The page that ends where this one begins."""
        if not (self.place.after or self.place.post):
            return None
        before = list(self._backwards.values_list("number", flat=True)[: self.size + 1])
        if not before:
            return None
        return Place(self.place.order, after=before[-1] if len(before) > self.size else None)

    @cached_property
    def _found(self) -> list[Comment]:
        """One more than fits, to know whether there are more."""
        return list(self._forwards.for_readers()[: self.size + 1])

    @property
    def _forwards(self) -> CommentQuerySet:
        if not self.is_flat:
            return self._shown.following(self._start, itself=bool(self.place.post)).threaded()
        return self._shown.numbered_below(self._ceiling).flat().reverse()

    @property
    def _backwards(self) -> CommentQuerySet:
        if not self.is_flat:
            earlier = self._shown.preceding(self._start, itself=bool(self.place.after))
            return earlier.threaded().reverse()
        return self._shown.numbered_from(self._ceiling).flat()

    @property
    def _ceiling(self) -> int | None:
        """The number below which a page of newest posts begins."""
        return self.place.post + 1 if self.place.post else self.place.after

    @cached_property
    def _ancestors(self) -> list[Comment]:
        """The posts above the first one, where the page begins within a branch."""
        paths = ancestors_of(self.comments[0].path) if self._start and self.comments else []
        return list(self._shown.at(paths).for_readers().threaded()) if paths else []
