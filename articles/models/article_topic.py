"""Where articles stand in the lists of their topics."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import Prefetch
from django.utils.timezone import now

from articles.models.topic import Topic

if TYPE_CHECKING:
    from articles.models.article import Article


class Beside(NamedTuple):
    """The articles that stand before and behind one in its first topic."""

    topic: Topic
    older: Article | None
    newer: Article | None


class TopicEntryQuerySet(models.QuerySet["TopicEntry"]):
    def shown(self) -> TopicEntryQuerySet:
        """Those whose article can be read. Its time decides, not a worker."""
        return self.filter(published_at__lte=now())

    def newest_first(self) -> TopicEntryQuerySet:
        return self.order_by("-published_at", "-article_id")

    def older_than(self, moment: datetime, article: int) -> TopicEntryQuerySet:
        """Those behind a place, the nearest first."""
        behind = self.filter(published_at__lte=moment)
        return behind.exclude(published_at=moment, article__gte=article).newest_first()

    def following(self, article: Article) -> TopicEntryQuerySet:
        """Those behind a published article, which need not be among them."""
        assert article.published_at  # noqa: S101
        return self.older_than(article.published_at, article.pk)

    def newer_than(self, moment: datetime, article: int) -> TopicEntryQuerySet:
        """Those before a place, the nearest first."""
        before = self.shown().filter(published_at__gte=moment)
        before = before.exclude(published_at=moment, article__lte=article)
        return before.order_by("published_at", "article_id")

    def for_lists(self) -> TopicEntryQuerySet:
        entries = self.select_related("article__thread").defer("article__body")
        topics = Prefetch("article__topics", Topic.objects.for_links())
        return entries.prefetch_related(topics, "article__bylines")

    def enter(self, article: Article) -> set[int]:
        """Let the article stand in the lists of its topics, and in no others. Returns the keys
        of those that stand beside its places, the former ones and the present ones."""
        there = dict(self.filter(article=article).values_list("topic", "published_at"))
        wanted: dict[int, datetime] = {}
        if article.published_at and not article.is_retired:
            wanted = dict.fromkeys(article.topic_keys, article.published_at)
        beside = self._beside(there, article.pk)
        if wanted != there:
            self.filter(article=article).delete()
            TopicEntry.objects.bulk_create(
                [
                    TopicEntry(article=article, topic_id=topic, published_at=moment)
                    for topic, moment in wanted.items()
                ],
                ignore_conflicts=True,  # Somebody else has just done the same.
            )
            beside |= self._beside(wanted, article.pk)
        return beside

    def _beside(self, places: dict[int, datetime], article: int) -> set[int]:
        found: set[int] = set()
        for topic, moment in places.items():
            if moment > now():
                continue  # Nobody has seen it there.
            entries = self.filter(topic=topic)
            for near in (entries.older_than(moment, article), entries.newer_than(moment, article)):
                found.update(near.values_list("article", flat=True)[:1])
        return found

    def beside(self, article: Article) -> Beside | None:
        """What leads on from a published article."""
        topic = next(iter(article.topics_shown), None) if article.is_published else None
        if not topic or not article.published_at:
            return None
        entries = self.filter(topic=topic).select_related("article")
        entries = entries.only("article__title", "article__slug")
        older = entries.older_than(article.published_at, article.pk).first()
        newer = entries.newer_than(article.published_at, article.pk).first()
        return Beside(topic, older.article if older else None, newer.article if newer else None)


class TopicEntry(models.Model):
    """An article in the list of one of its topics: what has been published, or is scheduled.

    Says again what topics and article say, so that the list is a range of one index.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="entries", db_index=False)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="entries", db_index=False
    )
    published_at = models.DateTimeField()

    objects = TopicEntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["article", "topic"], name="one_entry_a_topic"),
        )
        indexes = (
            models.Index(fields=["topic", "-published_at", "-article"], name="newest_of_a_topic"),
        )

    def __str__(self) -> str:
        return f"{self.topic}: {self.article}"
