"""A page of a queue: the query string, and the cases on the page."""

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
from comments.moderation.queue_filter import QueueFilter
from comments.moderation.queues import HELD_QUEUE, QUEUES, Queue, QueueOrder

CASES_PER_PAGE = 25
MAX_PAGE_QUERY_CHARS = 2000  # characters

PageStart = tuple[int, ...]  # values of the columns of an order


@dataclass(frozen=True)
class QueuePage:
    """A queue, an order, a filter and a position: after a row, before a row, or the top. Unknown
    values are ignored."""

    queue: Queue = HELD_QUEUE
    order: QueueOrder = field(default_factory=lambda: HELD_QUEUE.orders[0])
    filter: QueueFilter = field(default_factory=QueueFilter)
    after: PageStart | None = None
    before: PageStart | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> QueuePage:
        queue = QUEUES.get(query.get("queue", ""), HELD_QUEUE)
        order = queue.get_order(query.get("order"))
        after, before = (_parse_start(query.get(name, ""), order) for name in ("after", "before"))
        return cls(queue, order, QueueFilter.from_query(query), after, None if after else before)

    @classmethod
    def from_text(cls, text: str) -> QueuePage:
        """Parse a query string, which may have been edited."""
        try:
            return cls.from_query(QueryDict(text[:MAX_PAGE_QUERY_CHARS]))
        except TooManyFieldsSent:
            return cls()

    @property
    def query(self) -> str:
        """Canonical query string; "" for the first page of held posts."""
        parameters = self.filter.query
        if self.queue != HELD_QUEUE:
            parameters["queue"] = self.queue.name
        if self.order != self.queue.orders[0]:
            parameters["order"] = self.order.name
        for name, start in (("after", self.after), ("before", self.before)):
            if start:
                parameters[name] = ".".join(map(str, start))
        return urlencode(parameters)

    @property
    def is_first_page(self) -> bool:
        return not (self.after or self.before)

    @property
    def first_page(self) -> QueuePage:
        return replace(self, after=None, before=None)

    def with_filter(self, filter_: QueueFilter) -> QueuePage:
        return replace(self.first_page, filter=filter_)

    def with_order(self, order: QueueOrder) -> QueuePage:
        return replace(self.first_page, order=order)

    @property
    def rows(self) -> CommentQuerySet:
        """All posts that the filter finds, on all pages."""
        return self.filter.apply_to(self.queue.get_comments().order_by())

    @cached_property
    def cases(self) -> list[Comment]:
        cases = self._rows_and_one_more[:CASES_PER_PAGE]
        return cases[::-1] if self.before else cases

    @property
    def case_beyond(self) -> Comment | None:
        """The case that moves onto the page when another one leaves it."""
        return self._rows_and_one_more[CASES_PER_PAGE] if self._has_more and not self.before else None

    @property
    def next_page(self) -> QueuePage | None:
        if not self.cases or not (self.before or self._has_more):
            return None
        return replace(self.first_page, after=self._get_start(self.cases[-1]))

    @property
    def previous_page(self) -> QueuePage | None:
        if not self.cases or not (self.after or (self.before and self._has_more)):
            return None
        return replace(self.first_page, before=self._get_start(self.cases[0]))

    @property
    def _has_more(self) -> bool:
        return len(self._rows_and_one_more) > CASES_PER_PAGE

    @cached_property
    def _rows_and_one_more(self) -> list[Comment]:
        """One row more than fits, to know whether there are more. Rows before a position are read
        backwards."""
        is_descending = self.order.is_descending != bool(self.before)
        columns = [f"-{name}" if is_descending else name for name in self.order.columns]
        found: list[Comment] = []
        for rows in self._ranges("lt" if is_descending else "gt"):
            found += rows.order_by(*columns).for_review()[: CASES_PER_PAGE + 1 - len(found)]
            if len(found) > CASES_PER_PAGE:
                break
        return found

    def _ranges(self, lookup: str) -> Iterator[CommentQuerySet]:
        """Keyset condition as several index ranges: first rows that are equal in all columns but
        the last, then the others. With OR, or with a comparison of rows, SQLite would start at the
        first equal row."""
        start = self.after or self.before
        if not start:
            yield self.rows
            return
        columns = self.order.columns
        for place in reversed(range(len(columns))):
            equal = dict(zip(columns[:place], start[:place], strict=True))
            yield self.rows.filter(**equal, **{f"{columns[place]}__{lookup}": start[place]})

    def _get_start(self, case: Comment) -> PageStart:
        return tuple(attrgetter(name.replace("__", "."))(case) for name in self.order.columns)


def _parse_start(text: str, order: QueueOrder) -> PageStart | None:
    parts = text[:80].split(".")
    are_numbers = all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts)
    if not are_numbers or len(parts) != len(order.columns):
        return None
    return tuple(map(int, parts))
