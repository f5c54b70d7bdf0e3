"""Sitemaps: articles with their discussions, days, facts and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from articles.models import Anniversary, Article, Fact, Person, Topic
from comments.models import Comment
from comments.threads.page_links import build_page_links


class SitemapEntry(NamedTuple):
    """An address, and the time of its last change if that is known."""

    url: str
    last_modified: datetime | None = None


class KeyRangePaginator:
    """Pages of a sitemap, each a range of primary keys. The paginator of Django would count all
    rows, and skip those of earlier pages."""

    def __init__(self, section: SitemapSection):
        self.section = section

    @cached_property
    def num_pages(self) -> int:
        last = self.section.get_rows().order_by("-pk").values_list("pk", flat=True).first() or 1
        return (last - 1) // self.section.limit + 1

    def page(self, number: int | str) -> KeyRangePaginator:
        if not (str(number).isascii() and str(number).isdigit()):
            raise PageNotAnInteger
        if len(str(number)) > 9 or not 0 < int(number) <= self.num_pages:
            raise EmptyPage
        self.first = (int(number) - 1) * self.section.limit
        return self

    @property
    def object_list(self) -> Iterable[SitemapEntry]:
        last = self.first + self.section.limit
        rows = self.section.get_rows().filter(pk__gt=self.first, pk__lte=last).order_by("pk")
        return self.section.get_entries(rows)


class SitemapSection(Sitemap):
    """A section of the sitemap. `get_rows` selects rows, `get_entries` describes them."""

    limit = 500  # keys a file

    def get_rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_entries(self, rows: QuerySet[Any]) -> Iterable[SitemapEntry]:
        return (SitemapEntry(row.get_absolute_url()) for row in rows)

    @property
    def paginator(self) -> KeyRangePaginator:  # type: ignore[override]
        return KeyRangePaginator(self)

    def location(self, item: SitemapEntry) -> str:
        return item.url

    def lastmod(self, item: SitemapEntry) -> datetime | None:
        return item.last_modified

    def get_latest_lastmod(self) -> None:
        """Return None: the latest change is unknown without reading everything."""


class ArticleSitemap(SitemapSection):
    """Articles with the later pages of their discussions. The last change of those is not
    recorded."""

    def get_rows(self) -> QuerySet[Article]:
        posts = Comment.objects.for_search_engines().filter(thread=OuterRef("thread"))
        newest = posts.flat().reverse().values("published_at")[:1]
        articles = Article.objects.published().select_related("thread")
        return articles.defer("body", "body_html").annotate(newest_post=Subquery(newest))

    def get_entries(self, rows: QuerySet[Article]) -> Iterator[SitemapEntry]:
        for article in rows:
            changes = filter(None, [article.updated_at, article.newest_post])  # type: ignore[attr-defined]
            yield SitemapEntry(article.get_absolute_url(), max(changes))
            if not article.discussion.is_sensitive:
                yield from map(SitemapEntry, build_page_links(article.discussion))


class TopicSitemap(SitemapSection):
    def get_rows(self) -> QuerySet[Topic]:
        return Topic.objects.with_articles().for_links()


class PersonSitemap(SitemapSection):
    def get_rows(self) -> QuerySet[Person]:
        return Person.objects.with_articles().only("slug")


class FactSitemap(SitemapSection):
    def get_rows(self) -> QuerySet[Fact]:
        return Fact.objects.visible().only("slug")


class DaySitemap(SitemapSection):
    """Days of the calendar with anniversaries, each once a file."""

    def get_rows(self) -> QuerySet[Anniversary]:
        return Anniversary.objects.only("month", "day")

    def get_entries(self, rows: QuerySet[Anniversary]) -> Iterable[SitemapEntry]:
        days = sorted({row.day_of_year for row in rows})
        return (SitemapEntry(reverse("articles:day", args=[day])) for day in days)
