"""A decision about all that a filter finds, in steps that each fit into a request."""

from __future__ import annotations

from dataclasses import dataclass

from comments.models import Comment, Decision
from comments.models.comment_queryset import CommentQuerySet
from comments.moderation.queue_page import Listing

STEP = 500  # posts in a request


@dataclass(frozen=True)
class Errand:
    """One verb for all posts of a listing that it can move, in the order of their keys, from
    the one behind `start` on."""

    listing: Listing
    verb: str
    start: int = 0

    @property
    def rows(self) -> CommentQuerySet:
        sources = Comment.TRANSITIONS[Decision.Verb(self.verb)][0]
        return self.listing.rows.filter(status__in=sources, pk__gt=self.start)

    def next_keys(self) -> list[int]:
        return [*self.rows.order_by("pk").values_list("pk", flat=True)[:STEP]]
