"""Daily content: the fact of a day, and the anniversary of a day like it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from articles.models import Anniversary, Article, Fact, Topic
from articles.models.day_of_year import DayOfYear


class DailyContent:
    """The content of one day, the same for everybody. It is read from the database on first use."""

    def __init__(self, day: date, topics: Callable[[], Iterable[Topic]], version: int | None = None):
        self.day = day
        self._topics_of = topics
        self.cache_key = f"{day}.{version}"  # everything but the topics

    @classmethod
    def for_article(cls, article: Article) -> DailyContent:
        return cls(localdate(), lambda: article.topic_list, article.daily_content_version)

    @cached_property
    def fact(self) -> Fact | None:
        return Fact.objects.visible().get_for_day(self.day, self._topics)

    @cached_property
    def anniversary(self) -> Anniversary | None:
        return Anniversary.objects.get_for_day(self.day, self._topics)

    @property
    def is_anniversary_today(self) -> bool:
        """Whether the anniversary is today's, not an earlier day's."""
        anniversary = self.anniversary
        return bool(anniversary and anniversary.day_of_year == DayOfYear.from_date(self.day))

    @cached_property
    def _topics(self) -> list[int]:
        return [topic.pk for topic in self._topics_of()]
