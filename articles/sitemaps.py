"""What search engines are told of: every article, and the beginning of its discussion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from articles.changes import changed_at
from articles.models import Anniversary, Article, Fact, Person, Topic
from comments.models import Comment
from comments.threads.page_links import later_pages


class Line(NamedTuple):
    """An address, and when what stands there last changed, if that is known."""

    address: str
    changed: datetime | None = None


class Ranges:
    """Files of a sitemap, each about a range of primary keys. Django's own would count all rows
    and skip those of the files before."""

    def __init__(self, section: Section):
        self.section = section

    @cached_property
    def num_pages(self) -> int:
        last = self.section.rows().order_by("-pk").values_list("pk", flat=True).first() or 1
        return (last - 1) // self.section.limit + 1

    def page(self, number: int | str) -> Ranges:
        if not (str(number).isascii() and str(number).isdigit()):
            raise PageNotAnInteger
        if len(str(number)) > 9 or not 0 < int(number) <= self.num_pages:
            raise EmptyPage
        self.first = (int(number) - 1) * self.section.limit
        return self

    @property
    def object_list(self) -> Iterable[Line]:
        last = self.first + self.section.limit
        rows = self.section.rows().filter(pk__gt=self.first, pk__lte=last).order_by("pk")
        return self.section.lines(rows)


class Section(Sitemap):
    """Rows of the database in a sitemap: `rows` says which, `lines` what they have to show."""

    limit = 500  # keys in a file

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def lines(self, rows: QuerySet[Any]) -> Iterable[Line]:
        return (Line(row.get_absolute_url()) for row in rows)

    @property
    def paginator(self) -> Ranges:  # type: ignore[override]
        return Ranges(self)

    def location(self, item: Line) -> str:
        return item.address

    def lastmod(self, item: Line) -> datetime | None:
        return item.changed

    def get_latest_lastmod(self) -> None:
        """Not known without reading everything."""


class Articles(Section):
    """With the later pages of their discussions. When those last changed nobody has noted."""

    def rows(self) -> QuerySet[Article]:
        posts = Comment.objects.for_search_engines().filter(thread=OuterRef("thread"))
        newest = posts.flat().reverse().values("published_at")[:1]
        articles = Article.objects.published().select_related("thread")
        return articles.defer("body", "body_html").annotate(newest_post=Subquery(newest))

    def lines(self, rows: QuerySet[Article]) -> Iterator[Line]:
        for article in rows:
            changes = filter(None, [changed_at(article), article.newest_post])  # type: ignore[attr-defined]
            yield Line(article.get_absolute_url(), max(changes))
            if not article.discussion.is_sensitive:
                yield from map(Line, later_pages(article.discussion))


class Topics(Section):
    def rows(self) -> QuerySet[Topic]:
        return Topic.objects.with_articles().for_links()


class People(Section):
    def rows(self) -> QuerySet[Person]:
        return Person.objects.with_articles().only("slug")


class Facts(Section):
    def rows(self) -> QuerySet[Fact]:
        return Fact.objects.shown().only("slug")


class Days(Section):
    """Days of the calendar of which anything is told, each once a file."""

    def rows(self) -> QuerySet[Anniversary]:
        return Anniversary.objects.only("month", "day")

    def lines(self, rows: QuerySet[Anniversary]) -> Iterable[Line]:
        days = sorted({row.day_of_year for row in rows})
        return (Line(reverse("articles:day", args=[day])) for day in days)
