"""The neighbours of a post in its thread: its ancestors, and the posts around it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from comments.models import Comment, Thread
from comments.models.path import build_child_path, get_ancestor_paths

NEIGHBOURS_PER_SIDE = 3  # posts before it, and after it


class Neighbour(NamedTuple):
    comment: Comment
    thread: Thread

    @property
    def url(self) -> str:
        return self.thread.get_post_url(self.comment.number)


@dataclass(frozen=True)
class ThreadContext:
    """Posts before and after it. A post without a number is placed where it would be published."""

    before: list[Neighbour]  # including all ancestors
    after: list[Neighbour]

    @classmethod
    def for_comment(cls, comment: Comment) -> ThreadContext:
        path = comment.path or _predict_path(comment)
        shown = comment.thread.comments.visible().without_source()
        ancestors = shown.at_paths(get_ancestor_paths(path))
        before = shown.before_path(path, itself=False).threaded().reverse()[:NEIGHBOURS_PER_SIDE]
        after = shown.after_path(path, itself=False).threaded()[:NEIGHBOURS_PER_SIDE]
        in_order = sorted({*ancestors, *before}, key=attrgetter("path"))
        return cls(*([Neighbour(post, comment.thread) for post in posts] for posts in (in_order, after)))


def _predict_path(comment: Comment) -> str:
    parent = comment.parent
    return build_child_path(parent.path if parent else "", comment.thread.last_number + 1)
