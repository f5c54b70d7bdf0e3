"""Pages of a thread: fifty posts (more in print), read by one index range, whatever the thread's
size."""

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
from comments.models.path import get_ancestor_paths, is_child_of

POSTS_PER_PAGE = 50
Reply = tuple[Comment, int | None]  # a post, and the number of the one that it answers


class PositionNotFound(Exception):
    """The thread has no post of that number, or the number is invalid."""


class ThreadOrder(StrEnum):
    CONVERSATION = "conversation"
    NEWEST = "newest"


@dataclass(frozen=True)
class PagePosition:
    """Start of a page: after a post, at a post, or at the beginning."""

    order: ThreadOrder = ThreadOrder.CONVERSATION
    after: int | None = None
    post: int | None = None

    QUERY_PARAMETERS: ClassVar = ("order", "after", "post")

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> PagePosition:
        """Read `?order=`, `?after=` and `?post=`. Raises PositionNotFound."""
        newest = query.get("order") == ThreadOrder.NEWEST
        post = _number(query.get("post"))
        after = None if post else _number(query.get("after"))
        return cls(ThreadOrder.NEWEST if newest else ThreadOrder.CONVERSATION, after, post)

    @classmethod
    def normalize_query(cls, query: Mapping[str, str]) -> str:
        """The query in its one spelling. An invalid one stays as it is: the page reports it."""
        try:
            return cls.from_query(query).query
        except PositionNotFound:
            return urlencode({name: query[name] for name in cls.QUERY_PARAMETERS if name in query})

    @property
    def query(self) -> str:
        """The query of the position, in one spelling only; "" for the beginning."""
        order = {"order": self.order.value} if self.order != ThreadOrder.CONVERSATION else {}
        start = {"after": self.after, "post": self.post}
        chosen = order | {name: value for name, value in start.items() if value}
        return urlencode(chosen)

    @property
    def canonical_query(self) -> str:
        """Query of the canonical URL, for search engines. Posts of a permalink or of another order
        are also on a page of the conversation."""
        is_of_the_conversation = self.order == ThreadOrder.CONVERSATION and not self.post
        return self.query if is_of_the_conversation else ""


def _number(value: str | None) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < len(value) <= 7 and int(value)):
        raise PositionNotFound(value)
    return int(value)


@dataclass(slots=True)
class CommentRow:
    """One post of a page, ready to print, with the nesting after it."""

    comment: Comment
    number: str
    label: str
    reply_label: str
    url: str
    reply_to_number: int | None
    in_reply_to: str  # empty if the nesting shows it
    is_ancestor: bool  # shown above the page, as context of the first post
    opens_list: bool
    closed_lists: range

    def __getitem__(self, name: str) -> object:
        """Lookup for templates, which try this first. It is quicker: a page has a thousand
        lookups."""
        return getattr(self, name)


class ThreadPage:
    """Posts of a thread from a position on. Raises PositionNotFound if its post does not exist.

    Queries are made when the posts are read, except that for the post of the position.
    """

    def __init__(self, thread: Thread, place: PagePosition, *, size: int = POSTS_PER_PAGE):
        self.thread, self.size = thread, size
        self.is_flat = place.order == ThreadOrder.NEWEST
        named = place.post or (None if self.is_flat else place.after)
        start = self._path_of(named) if named else ""
        if place.after and place.after > thread.last_number + 1:
            raise PositionNotFound(place.after)
        # Where all posts fit on one page, a permalink leads to that page.
        is_whole = bool(place.post) and thread.last_number <= size
        self.position = PagePosition(place.order) if is_whole else place
        self._start = "" if is_whole else start

    @property
    def _shown(self) -> CommentQuerySet:
        return self.thread.comments.visible()

    def _path_of(self, number: int) -> str:
        path = self._shown.filter(number=number).values_list("path", flat=True).first()
        if not path:
            raise PositionNotFound(number)
        return path

    @property
    def rows(self) -> Iterator[CommentRow]:
        context = [] if self.is_flat else self._ancestors
        replies = [*context, *self.replies]
        levels = [1 if self.is_flat else comment.level for comment, _parent in replies] + [1]
        label, addressee = _("Post %(number)s"), _("to Post %(number)s")
        answers = _("in reply to Post %(number)s")
        for index, (comment, parent) in enumerate(replies):
            numbered = {"number": comment.number}
            step = levels[index + 1] - levels[index]
            # Without nesting, or where it has stopped, the page names the parent.
            is_elsewhere = parent and (self.is_flat or not is_child_of(comment.path, parent))
            yield CommentRow(
                comment=comment,
                number=str(comment.number),
                label=label % numbered,
                reply_label=addressee % numbered,
                url=self.thread.get_post_url(comment.number),
                reply_to_number=parent,
                in_reply_to=answers % {"number": parent} if is_elsewhere else "",
                is_ancestor=index < len(context),
                opens_list=step > 0,
                closed_lists=range(-step),
            )

    @property
    def comments(self) -> list[Comment]:
        return [comment for comment, _parent in self.replies]

    @property
    def replies(self) -> list[Reply]:
        return self._found[: self.size]

    @property
    def next(self) -> PagePosition | None:
        if len(self._found) <= self.size:
            return None
        return PagePosition(self.position.order, after=self.comments[-1].number)

    @cached_property
    def previous(self) -> PagePosition | None:
        """The page before this one."""
        if not (self.position.after or self.position.post):
            return None
        before = list(self._backwards.values_list("number", flat=True)[: self.size + 1])
        if not before:
            return None
        return PagePosition(self.position.order, after=before[-1] if len(before) > self.size else None)

    @cached_property
    def _found(self) -> list[Reply]:
        """The posts of the page and one more, to know whether there is a next page."""
        return self._forwards.for_readers()[: self.size + 1].with_parent_numbers()

    @property
    def _forwards(self) -> CommentQuerySet:
        if not self.is_flat:
            return self._shown.after_path(self._start, itself=bool(self.position.post)).threaded()
        return self._shown.numbered_below(self._ceiling).flat().reverse()

    @property
    def _backwards(self) -> CommentQuerySet:
        if not self.is_flat:
            earlier = self._shown.before_path(self._start, itself=bool(self.position.after))
            return earlier.threaded().reverse()
        return self._shown.numbered_from(self._ceiling).flat()

    @property
    def _ceiling(self) -> int | None:
        """Number below which a page in the order of newest posts begins."""
        return self.position.post + 1 if self.position.post else self.position.after

    @cached_property
    def _ancestors(self) -> list[Reply]:
        """Ancestors of the first post, if the page begins within a branch."""
        paths = get_ancestor_paths(self.comments[0].path) if self._start and self.comments else []
        above = self._shown.at_paths(paths).for_readers().threaded()
        return above.with_parent_numbers() if paths else []
