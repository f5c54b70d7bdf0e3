"""Lists of articles that go on: the address names the article behind which the page begins."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article
from articles.models.article_queryset import ArticleQuerySet
from articles.models.article_topic import TopicEntryQuerySet

PAGE_SIZE = 20


class Listed(NamedTuple):
    """A page of a list."""

    rows: list[Any]
    has_more: bool


def page_of(
    rows: ArticleQuerySet | TopicEntryQuerySet, request: HttpRequest, *, size: int = PAGE_SIZE
) -> Listed | None:
    """What the address asks for of a list that is sorted by date; None if it names an article
    that is not published."""
    if before := request.GET.get("before"):
        if not (last := Article.objects.published_as(before)):
            return None
        rows = rows.following(last)
    return first_of(rows, size)


def first_of(rows: QuerySet, size: int) -> Listed:
    """One row more is read than is shown, to know whether there are more."""
    found = list(rows[: size + 1])
    return Listed(found[:size], len(found) > size)
