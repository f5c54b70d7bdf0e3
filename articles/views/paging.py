"""Pages of a list of articles: the address names the article behind which a page begins."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.article_topic import ArticleTopicQuerySet

ARTICLES_PER_PAGE = 20


class ListPage(NamedTuple):
    """The rows of one page."""

    rows: list[Any]
    has_more: bool


def get_list_page(
    rows: ArticleQuerySet | ArticleTopicQuerySet, request: HttpRequest, *, size: int = ARTICLES_PER_PAGE
) -> ListPage | None:
    """Return the page of a list, sorted by date, that the address asks for.

    Returns None if it names an article that is not published.
    """
    if before := request.GET.get("before"):
        if not (last := Article.objects.get_published(before)):
            return None
        assert last.published_at  # noqa: S101  it is published
        rows = rows.older_than(last.published_at, last.pk)
    return build_list_page(rows, size)


def build_list_page(rows: QuerySet, size: int) -> ListPage:
    """Return a page. One row more is read, to know whether there are more."""
    found = list(rows[: size + 1])
    return ListPage(found[:size], len(found) > size)
