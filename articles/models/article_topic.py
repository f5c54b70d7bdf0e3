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


class AdjacentArticles(NamedTuple):
    """The articles that stand before and behind one in its first topic."""

    topic: Topic
    older: Article | None
    newer: Article | None


class ArticleTopicQuerySet(models.QuerySet["ArticleTopic"]):
    def visible(self) -> ArticleTopicQuerySet:
        """Those whose article can be read. Its time decides, not a worker."""
        return self.filter(published_at__lte=now())

    def newest_first(self) -> ArticleTopicQuerySet:
        return self.order_by("-published_at", "-article_id")

    def older_than(self, moment: datetime, article: int) -> ArticleTopicQuerySet:
        """Those behind a place, the nearest first."""
        behind = self.filter(published_at__lte=moment)
        return behind.exclude(published_at=moment, article__gte=article).newest_first()

    def listed_after(self, article: Article) -> ArticleTopicQuerySet:
        """Those behind a published article, which need not be among them."""
        assert article.published_at  # noqa: S101
        return self.older_than(article.published_at, article.pk)

    def newer_than(self, moment: datetime, article: int) -> ArticleTopicQuerySet:
        """Those before a place, the nearest first."""
        before = self.visible().filter(published_at__gte=moment)
        before = before.exclude(published_at=moment, article__lte=article)
        return before.order_by("published_at", "article_id")

    def for_lists(self) -> ArticleTopicQuerySet:
        entries = self.select_related("article__thread").defer("article__body")
        topics = Prefetch("article__topics", Topic.objects.for_links())
        return entries.prefetch_related(topics, "article__bylines")

    def update_entries(self, article: Article) -> set[int]:
        """Let the article stand in the lists of its topics, and in no others. Returns the keys
        of those that stand beside its places, the former ones and the present ones."""
        there = dict(self.filter(article=article).values_list("topic", "published_at"))
        wanted: dict[int, datetime] = {}
        if article.published_at and not article.is_retired:
            wanted = dict.fromkeys(article.topic_ids, article.published_at)
        beside = self._get_adjacent_ids(there, article.pk)
        if wanted != there:
            self.filter(article=article).delete()
            ArticleTopic.objects.bulk_create(
                [
                    ArticleTopic(article=article, topic_id=topic, published_at=moment)
                    for topic, moment in wanted.items()
                ],
                ignore_conflicts=True,  # Somebody else has just done the same.
            )
            beside |= self._get_adjacent_ids(wanted, article.pk)
        return beside

    def _get_adjacent_ids(self, places: dict[int, datetime], article: int) -> set[int]:
        found: set[int] = set()
        for topic, moment in places.items():
            if moment > now():
                continue  # Nobody has seen it there.
            entries = self.filter(topic=topic)
            for near in (entries.older_than(moment, article), entries.newer_than(moment, article)):
                found.update(near.values_list("article", flat=True)[:1])
        return found

    def get_adjacent(self, article: Article) -> AdjacentArticles | None:
        """What leads on from a published article."""
        topic = next(iter(article.topic_list), None) if article.is_published else None
        if not topic or not article.published_at:
            return None
        entries = self.filter(topic=topic).select_related("article")
        entries = entries.only("article__title", "article__slug")
        older = entries.older_than(article.published_at, article.pk).first()
        newer = entries.newer_than(article.published_at, article.pk).first()
        return AdjacentArticles(
            topic, older.article if older else None, newer.article if newer else None
        )


class ArticleTopic(models.Model):
    """An article in the list of one of its topics: what has been published, or is scheduled.

    Says again what topics and article say, so that the list is a range of one index.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="entries", db_index=False)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="entries", db_index=False
    )
    published_at = models.DateTimeField()

    objects = ArticleTopicQuerySet.as_manager()

    class Meta:
        db_table = "articles_topicentry"
        constraints = (
            models.UniqueConstraint(fields=["article", "topic"], name="one_entry_a_topic"),
        )
        indexes = (
            models.Index(fields=["topic", "-published_at", "-article"], name="newest_of_a_topic"),
        )

    def __str__(self) -> str:
        return f"{self.topic}: {self.article}"
