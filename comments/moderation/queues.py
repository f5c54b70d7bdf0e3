"""The moderation queues, their orders, and how many posts are in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connections, router
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, comment_queryset
from comments.models.comment_queryset import CappedCount, CommentQuerySet


@dataclass(frozen=True)
class QueueOrder:
    """Columns that sort all rows in one direction; the last one is unique."""

    name: str
    label: Any
    columns: tuple[str, ...]
    is_descending: bool = False


BY_PRIORITY = QueueOrder("turn", _("most urgent first"), ("priority", "pk"))
OLDEST_FIRST = QueueOrder("oldest", _("oldest first"), ("pk",))
NEWEST_FIRST = QueueOrder("newest", _("newest first"), ("pk",), is_descending=True)
BY_APPEAL = QueueOrder("turn", _("longest waiting first"), ("appeal__pk",))


@dataclass(frozen=True)
class Queue:
    """A selection of comments with its orders; the first order is the default."""

    name: str
    label: Any
    get_comments: Callable[[], CommentQuerySet]
    orders: tuple[QueueOrder, ...] = (NEWEST_FIRST, OLDEST_FIRST)
    is_counted: bool = True
    needs_decision: bool = False  # Its posts need a decision.
    has_mixed_statuses: bool = False  # Its rows have several statuses.

    def get_order(self, name: str | None) -> QueueOrder:
        return next((order for order in self.orders if order.name == name), self.orders[0])


_PRIORITY_ORDERS, _APPEAL_ORDERS = ((BY_PRIORITY, OLDEST_FIRST, NEWEST_FIRST), (BY_APPEAL, NEWEST_FIRST))

_ALL = (
    # Posts that should not wait.
    Queue("urgent", _("Urgent"), lambda: Comment.objects.urgent(), (OLDEST_FIRST, NEWEST_FIRST), needs_decision=True),
    Queue("held", _("Held"), lambda: Comment.objects.held(), _PRIORITY_ORDERS, needs_decision=True),
    Queue(
        "flagged",
        _("Flagged"),
        lambda: Comment.objects.flagged(),
        (OLDEST_FIRST, NEWEST_FIRST),
        needs_decision=True,
        has_mixed_statuses=True,
    ),
    Queue(
        "appeals",
        _("Appeals"),
        lambda: Comment.objects.appealed(),
        _APPEAL_ORDERS,
        needs_decision=True,
        has_mixed_statuses=True,
    ),
    # All posts. Their number would be useless.
    Queue(
        "recent", _("Recent"), lambda: Comment.objects.exclude_withdrawn(), is_counted=False, has_mixed_statuses=True
    ),
    # Refused posts, for a second look.
    Queue("spam", _("Spam"), lambda: Comment.objects.spam()),
    Queue("rejected", _("Rejected"), lambda: Comment.objects.rejected()),
    Queue("removed", _("Removed"), lambda: Comment.objects.removed()),
)
QUEUES = {queue.name: queue for queue in _ALL}
HELD_QUEUE = QUEUES["held"]


def get_oldest_held_since() -> datetime | None:
    """Time since which the oldest held post waits."""
    waits = Comment.objects.held().filter(held_since__isnull=False).order_by("held_since")
    return waits.values_list("held_since", flat=True).first()


def count_queues() -> dict[str, CappedCount]:
    """Count each queue up to a limit, in one query. Its cost does not depend on the length of the
    queues."""
    using = router.db_for_read(Comment)
    sql, values = _compile_count(using, comment_queryset.MAX_COUNTED)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        numbers = cursor.fetchone()
    counted = (queue.name for queue in QUEUES.values() if queue.is_counted)
    return {name: CappedCount(n) for name, n in zip(counted, numbers, strict=True)}


@lru_cache(maxsize=8)  # Django compiles SQL slowly, and this is always the same.
def _compile_count(using: str, many: int) -> tuple[str, list]:
    parts, values = [], []
    for queue in QUEUES.values():
        if queue.is_counted:
            # With an order, SQLite uses the index of the queue.
            capped = queue.get_comments().order_by("pk").values("pk")[: many + 1]
            sql, given = capped.using(using).query.get_compiler(using=using).as_sql()
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608
            values += given
    return f"SELECT {', '.join(parts)}", values
