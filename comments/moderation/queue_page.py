"""A page of a queue: what its address asks for, and the cases on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.moderation.queue_filter import Filter
from comments.moderation.queues import HELD, QUEUES, Order, Queue

PAGE_SIZE = 25
MAX_QUERY = 2000  # characters

Start = tuple[int, ...]  # the values of an order's columns


@dataclass(frozen=True)
class Listing:
    """A queue, an order, a filter, and where the page begins: after a row, before one, or at
    the top. What does not exist is ignored."""

    queue: Queue = HELD
    order: Order = field(default_factory=lambda: HELD.orders[0])
    filter: Filter = field(default_factory=Filter)
    after: Start | None = None
    before: Start | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Listing:
        queue = QUEUES.get(query.get("queue", ""), HELD)
        order = queue.order_named(query.get("order"))
        after, before = (_start(query.get(name, ""), order) for name in ("after", "before"))
        return cls(queue, order, Filter.from_query(query), after, None if after else before)

    @classmethod
    def from_text(cls, text: str) -> Listing:
        """Read what `query` has written, by whomever it has been written since."""
        try:
            return cls.from_query(QueryDict(text[:MAX_QUERY]))
        except TooManyFieldsSent:
            return cls()

    @property
    def query(self) -> str:
        """The part of an address after "?", in one spelling; "" for the top of what is held."""
        asked = self.filter.query
        if self.queue != HELD:
            asked["queue"] = self.queue.name
        if self.order != self.queue.orders[0]:
            asked["order"] = self.order.name
        for name, start in (("after", self.after), ("before", self.before)):
            if start:
                asked[name] = ".".join(map(str, start))
        return urlencode(asked)

    @property
    def is_at_the_top(self) -> bool:
        return not (self.after or self.before)

    @property
    def top(self) -> Listing:
        return replace(self, after=None, before=None)

    def filtered(self, filter_: Filter) -> Listing:
        return replace(self.top, filter=filter_)

    def ordered(self, order: Order) -> Listing:
        return replace(self.top, order=order)

    @property
    def rows(self) -> CommentQuerySet:
        """All that the filter finds, on all pages."""
        return self.filter.among(self.queue.rows().order_by())

    @cached_property
    def cases(self) -> list[Comment]:
        cases = self._found[:PAGE_SIZE]
        return cases[::-1] if self.before else cases

    @property
    def beyond(self) -> Comment | None:
        """What moves up to the end of the page when one of its cases leaves."""
        return self._found[PAGE_SIZE] if self._goes_on and not self.before else None

    @property
    def next(self) -> Listing | None:
        if not self.cases or not (self.before or self._goes_on):
            return None
        return replace(self.top, after=self._place_of(self.cases[-1]))

    @property
    def previous(self) -> Listing | None:
        if not self.cases or not (self.after or (self.before and self._goes_on)):
            return None
        return replace(self.top, before=self._place_of(self.cases[0]))

    @property
    def _goes_on(self) -> bool:
        return len(self._found) > PAGE_SIZE

    @cached_property
    def _found(self) -> list[Comment]:
        """One more than fits, to know whether there are more; towards the top, if the page ends
        before a row."""
        is_backwards = self.order.is_backwards != bool(self.before)
        columns = [f"-{name}" if is_backwards else name for name in self.order.columns]
        found: list[Comment] = []
        for rows in self._ranges("lt" if is_backwards else "gt"):
            found += rows.order_by(*columns).as_cases()[: PAGE_SIZE + 1 - len(found)]
            if len(found) > PAGE_SIZE:
                break
        return found

    def _ranges(self, lookup: str) -> Iterator[CommentQuerySet]:
        """What lies beyond a row: first what is its equal in all columns but the last, then the
        others; each one range of the order's index. Asked at once, with OR or as a comparison
        of rows, SQLite begins at the first equal."""
        start = self.after or self.before
        if not start:
            yield self.rows
            return
        columns = self.order.columns
        for place in reversed(range(len(columns))):
            equal = dict(zip(columns[:place], start[:place], strict=True))
            yield self.rows.filter(**equal, **{f"{columns[place]}__{lookup}": start[place]})

    def _place_of(self, case: Comment) -> Start:
        return tuple(attrgetter(name.replace("__", "."))(case) for name in self.order.columns)


def _start(text: str, order: Order) -> Start | None:
    parts = text[:80].split(".")
    are_numbers = all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts)
    if not are_numbers or len(parts) != len(order.columns):
        return None
    return tuple(map(int, parts))
