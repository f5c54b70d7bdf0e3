"""What the almanac says on one day: a fact, and what happened on a day like it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from articles.models import Anniversary, Article, Fact, Topic
from articles.models.day_of_year import DayOfYear


class Leaf:
    """One leaf: the same all day for everybody. Nothing is read before it is looked at."""

    def __init__(
        self, day: date, topics: Callable[[], Iterable[Topic]], version: int | None = None
    ):
        self.day = day
        self._topics_of = topics
        self.key = f"{day}.{version}"  # Names all that it depends on, beside the topics.

    @classmethod
    def beside(cls, article: Article) -> Leaf:
        return cls(localdate(), lambda: article.topics_shown, article.almanac_version)

    @cached_property
    def fact(self) -> Fact | None:
        return Fact.objects.shown().of(self.day, self._topics)

    @cached_property
    def anniversary(self) -> Anniversary | None:
        return Anniversary.objects.of(self.day, self._topics)

    @property
    def is_of_this_day(self) -> bool:
        """Whether the anniversary is today's, not that of a day before."""
        anniversary = self.anniversary
        return bool(anniversary and anniversary.day_of_year == DayOfYear.of(self.day))

    @cached_property
    def _topics(self) -> list[int]:
        return [topic.pk for topic in self._topics_of()]
