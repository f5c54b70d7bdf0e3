"""A post among its neighbours: what it answers, and what stands around it in the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from comments.models import Comment
from comments.models.path import ancestors_of, path_below

BESIDE = 3  # posts before and behind


@dataclass(frozen=True)
class Surroundings:
    """Of a post that has no place yet: those of the place where it would come."""

    before: list[Comment]  # what it answers among them, however far up
    behind: list[Comment]

    @classmethod
    def of(cls, comment: Comment) -> Surroundings:
        place = comment.path or _place_to_come(comment)
        shown = comment.thread.comments.shown().defer("body")
        above = shown.at(ancestors_of(place))
        before = shown.preceding(place, itself=False).threaded().reverse()[:BESIDE]
        behind = shown.following(place, itself=False).threaded()[:BESIDE]
        in_order = sorted({*above, *before}, key=attrgetter("path"))
        found = cls(in_order, [*behind])
        for post in (*found.before, *found.behind):
            post.thread = comment.thread  # for its address
        return found


def _place_to_come(comment: Comment) -> str:
    parent = comment.parent
    return path_below(parent.path if parent else "", comment.thread.last_number + 1)
