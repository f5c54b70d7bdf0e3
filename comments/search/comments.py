"""Published posts, found by their words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections

from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.search.definitions import SearchIndex
from comments.search.ranking import MAX_CANDIDATES, rank_hits, readable_start
from comments.search.registry import get_engine
from comments.search.snippets import SearchTerms, SnippetPart

# Markdown as it was typed: addresses of links are in it, too, and count for nothing in the end.
COMMENT_INDEX = SearchIndex(
    name="comments_search",
    table="comments_comment",
    text="{row}.body",
    condition="{row}.status IN ('published')",
    is_huge=True,
)
MAX_SNIPPET_SOURCE_CHARS = 100_000  # characters that passages are looked for in


@dataclass(frozen=True)
class FoundComment:
    """A post, and the passage of it that has the words."""

    comment: Comment
    snippet: list[SnippetPart]

    @property
    def url(self) -> str:
        return self.comment.thread.get_post_url(self.comment.number)


@dataclass(frozen=True)
class CommentResults:
    """The best, and what has to be said of how they were found."""

    results: list[FoundComment]
    ranked: int = 0  # among so many, if more say so; 0: among all
    rows_searched: int = 0  # how many of the newest posts were looked at; 0: all


NO_COMMENT_RESULTS = CommentResults([])


def search_comments(visible: CommentQuerySet, wanted: SearchTerms, limit: int) -> CommentResults:
    """The best of those that are among `visible`."""
    hits = get_engine(connections[visible.db]).find(COMMENT_INDEX, wanted.words, MAX_CANDIDATES)
    found = rank_hits(visible.select_related("thread").defer("body"), hits, wanted, limit)
    results = [
        FoundComment(
            row,
            wanted.build_snippet(readable_start(row.body_html, MAX_SNIPPET_SOURCE_CHARS // limit)),
        )
        for row in found.rows
    ]
    return CommentResults(results, found.ranked if found.is_truncated else 0, hits.rows_searched)
