"""Published posts, found by their words."""

from __future__ import annotations

from dataclasses import dataclass

from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.search.definitions import Index
from comments.search.ranking import CANDIDATES, best_of, text_of
from comments.search.snippets import Piece, Wanted

# Markdown as it was typed: addresses of links are in it, too, and count for nothing in the end.
POSTS = Index(
    name="comments_search",
    table="comments_comment",
    text="{row}.body",
    condition="{row}.status IN ('published')",
    is_huge=True,
)
BUDGET = 100_000  # characters that passages are looked for in


@dataclass(frozen=True)
class FoundPost:
    """A post, and the passage of it that has the words."""

    comment: Comment
    passage: list[Piece]

    @property
    def url(self) -> str:
        return self.comment.thread.url_of(self.comment.number)


@dataclass(frozen=True)
class FoundPosts:
    """The best, and what has to be said of how they were found."""

    shown: list[FoundPost]
    ranked: int = 0  # among so many, if more say so; 0: among all
    reach: int = 0  # how many of the newest posts were looked at; 0: all


NO_POSTS = FoundPosts([])


def find_posts(visible: CommentQuerySet, wanted: Wanted, most: int) -> FoundPosts:
    """The best of those that are among `visible`."""
    hits = POSTS.find(wanted.words, most=CANDIDATES, using=visible.db)
    found = best_of(visible.select_related("thread").defer("body"), hits, wanted, most)
    shown = [
        FoundPost(row, wanted.passage_of(text_of(row.body_html, BUDGET // most)))
        for row in found.rows
    ]
    return FoundPosts(shown, found.ranked if found.is_cut else 0, hits.reach)
