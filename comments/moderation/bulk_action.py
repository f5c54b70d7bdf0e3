"""Bulk actions: one decision about all posts that a filter finds, in steps of one request each."""

from __future__ import annotations

from dataclasses import dataclass

from comments.models import Comment, Decision
from comments.models.comment_queryset import CommentQuerySet
from comments.moderation.queue_page import QueuePage

POSTS_PER_STEP = 500  # in one request


@dataclass(frozen=True)
class BulkAction:
    """A verb for all posts of a queue page that allow it, by primary key, after `start`."""

    queue_page: QueuePage
    verb: str
    start: int = 0

    @property
    def rows(self) -> CommentQuerySet:
        sources = Comment.TRANSITIONS[Decision.Verb(self.verb)][0]
        return self.queue_page.rows.filter(status__in=sources, pk__gt=self.start)

    def get_next_ids(self) -> list[int]:
        return [*self.rows.order_by("pk").values_list("pk", flat=True)[:POSTS_PER_STEP]]
