"""Search in published posts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections

from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.search.definitions import SearchIndex
from comments.search.ranking import MAX_CANDIDATES, rank_hits, readable_start
from comments.search.registry import get_engine
from comments.search.snippets import SearchTerms, SnippetPart

# The Markdown source. Hits in addresses of links drop out in the ranking, which reads the text.
COMMENT_INDEX = SearchIndex(
    name="comments_search",
    table="comments_comment",
    text="{row}.body",
    condition="{row}.status IN ('published')",
    is_huge=True,
)
MAX_SNIPPET_SOURCE_CHARS = 100_000  # characters


@dataclass(frozen=True)
class FoundComment:
    """A post, with the snippet that contains the words."""

    comment: Comment
    snippet: list[SnippetPart]

    @property
    def url(self) -> str:
        return self.comment.thread.get_post_url(self.comment.number)


@dataclass(frozen=True)
class CommentResults:
    """The best posts, and how far the search went."""

    results: list[FoundComment]
    ranked: int = 0  # how many hits were ranked; 0: all
    rows_searched: int = 0  # how many of the newest posts were searched; 0: all


NO_COMMENT_RESULTS = CommentResults([])


def search_comments(visible: CommentQuerySet, wanted: SearchTerms, limit: int) -> CommentResults:
    """Find the best posts among `visible`."""
    hits = get_engine(connections[visible.db]).find(COMMENT_INDEX, wanted.words, MAX_CANDIDATES)
    found = rank_hits(visible.select_related("thread").without_source(), hits, wanted, limit)
    results = [
        FoundComment(row, wanted.build_snippet(readable_start(row.body_html, MAX_SNIPPET_SOURCE_CHARS // limit)))
        for row in found.rows
    ]
    return CommentResults(results, found.ranked if found.is_truncated else 0, hits.rows_searched)
