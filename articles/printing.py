"""Printouts of an article: its text, its discussion, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.utils.timezone import localdate

from articles.footnotes import Footnotes
from articles.models import Article
from comments.threads.paging import CommentRow, PagePosition, ThreadPage

MAX_PRINTED_POSTS = 500  # on one printout


class PrintScope(StrEnum):
    """The part of an article that is printed, as the query names it."""

    ARTICLE = "article"
    BOTH = "both"
    DISCUSSION = "discussion"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> PrintScope:
        """Return the scope that a query names; the article if it names none."""
        wish = query.get("print")
        return cls(wish) if wish in list(cls) else cls.ARTICLE

    @property
    def has_text(self) -> bool:
        return self is not PrintScope.DISCUSSION

    @property
    def has_posts(self) -> bool:
        return self is not PrintScope.ARTICLE


def normalize_print_query(query: Mapping[str, str]) -> str:
    """Return the canonical query of a printout.

    Only the discussion alone has positions: readers of its second part have printed the article
    with the first.
    """
    scope = PrintScope.from_query(query)
    if scope is not PrintScope.DISCUSSION:
        return f"print={scope}"
    place = PagePosition.normalize_query({"after": query["after"]} if "after" in query else {})
    return f"print={scope}&{place}".rstrip("&")


@dataclass(frozen=True)
class Printout:
    """One printed page, on any number of sheets.

    `page` has the posts, if any are printed; `origin` is how addresses of this site begin.
    """

    article: Article
    scope: PrintScope
    page: ThreadPage | None
    origin: str

    @property
    def url(self) -> str:
        return f"{self.origin}{self.article.get_absolute_url()}"

    @cached_property
    def print_date(self) -> date:
        """The date of printing. Posts come and go, so the sheets say how old they are."""
        return localdate()

    @property
    def etag_key(self) -> str:
        """The part of the ETag that differs between pages about the article."""
        place = self.page.position.query if self.page else ""
        return f"{self.scope}-{self.print_date:%Y%m%d}-{place}"

    @property
    def text(self) -> str:
        return self._with_footnotes[0]

    @property
    def posts(self) -> list[tuple[CommentRow, str]]:
        """Rows with their HTML, with the numbers of footnotes."""
        return self._with_footnotes[1]

    @property
    def footnote_urls(self) -> list[str]:
        """The addresses of the footnotes, from their first number on."""
        return self._with_footnotes[2].addresses

    @property
    def first_footnote_number(self) -> int:
        return self._with_footnotes[2].first_number

    @cached_property
    def _with_footnotes(self) -> tuple[str, list[tuple[CommentRow, str]], Footnotes]:
        """Text, posts and footnotes, numbered in the order of the sheets."""
        notes = Footnotes(self.url, self.article.numbered_sources if self.scope.has_text else ())
        text = notes.add_numbers(self.article.body_html) if self.scope.has_text else ""
        rows = self.page.rows if self.page else ()
        posts = [(row, notes.add_numbers(_shown(row))) for row in rows]
        return text, posts, notes


def _shown(row: CommentRow) -> str:
    """Return the HTML of a post; nothing for tombstones, and for posts of earlier parts."""
    return "" if row.comment.is_tombstone or row.is_ancestor else row.comment.body_html
