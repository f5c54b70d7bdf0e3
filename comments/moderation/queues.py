"""The queues of the desk, the orders in which each can be read, and how much waits in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connections, router
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, comment_queryset
from comments.models.comment_queryset import CommentQuerySet, Tally


@dataclass(frozen=True)
class Order:
    """Columns that sort all rows, the last one a key, all of them in one direction."""

    name: str
    label: Any
    columns: tuple[str, ...]
    is_backwards: bool = False


TURN = Order("turn", _("most urgent first"), ("turn", "pk"))
OLDEST = Order("oldest", _("oldest first"), ("pk",))
NEWEST = Order("newest", _("newest first"), ("pk",), is_backwards=True)
APPEAL = Order("turn", _("longest waiting first"), ("appeal__pk",))


@dataclass(frozen=True)
class Queue:
    """Some of the comments, in the first of its orders unless another one is asked for."""

    name: str
    label: Any
    rows: Callable[[], CommentQuerySet]
    orders: tuple[Order, ...] = (NEWEST, OLDEST)
    is_counted: bool = True
    waits: bool = False  # for somebody to decide
    is_mixed: bool = False  # Its rows have several statuses.

    def order_named(self, name: str | None) -> Order:
        return next((order for order in self.orders if order.name == name), self.orders[0])


_IN_TURN, _BY_APPEAL = (TURN, OLDEST, NEWEST), (APPEAL, NEWEST)

_ALL = (
    # What should not wait.
    Queue("urgent", _("Urgent"), lambda: Comment.objects.urgent(), (OLDEST, NEWEST), waits=True),
    Queue("held", _("Held"), lambda: Comment.objects.held(), _IN_TURN, waits=True),
    Queue(
        "flagged",
        _("Flagged"),
        lambda: Comment.objects.flagged(),
        (OLDEST, NEWEST),
        waits=True,
        is_mixed=True,
    ),
    Queue(
        "appeals",
        _("Appeals"),
        lambda: Comment.objects.appealed(),
        _BY_APPEAL,
        waits=True,
        is_mixed=True,
    ),
    # Everything. Its number would say nothing.
    Queue(
        "recent",
        _("Recent"),
        lambda: Comment.objects.with_words(),
        is_counted=False,
        is_mixed=True,
    ),
    # What was decided against, to look again.
    Queue("spam", _("Spam"), lambda: Comment.objects.spam()),
    Queue("rejected", _("Rejected"), lambda: Comment.objects.rejected()),
    Queue("removed", _("Removed"), lambda: Comment.objects.removed()),
)
QUEUES = {queue.name: queue for queue in _ALL}
HELD = QUEUES["held"]


def longest_wait() -> datetime | None:
    """Since when the post waits that has waited longest."""
    waits = Comment.objects.held().filter(held_since__isnull=False).order_by("held_since")
    return waits.values_list("held_since", flat=True).first()


def tallies() -> dict[str, Tally]:
    """How many stand in each queue, counted only as far as people care: one query, whose cost
    does not depend on how many there are."""
    using = router.db_for_read(Comment)
    sql, values = _counting(using, comment_queryset.MANY)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        numbers = cursor.fetchone()
    counted = (queue.name for queue in QUEUES.values() if queue.is_counted)
    return {name: Tally(n) for name, n in zip(counted, numbers, strict=True)}


@lru_cache(maxsize=8)  # Django writes SQL slowly, and this is always the same.
def _counting(using: str, many: int) -> tuple[str, list]:
    parts, values = [], []
    for queue in QUEUES.values():
        if queue.is_counted:
            # In an order, so that SQLite takes the index of the queue.
            few = queue.rows().order_by("pk").values("pk")[: many + 1]
            sql, given = few.using(using).query.get_compiler(using=using).as_sql()
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608
            values += given
    return f"SELECT {', '.join(parts)}", values
