"""The places of articles in the lists of their topics."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Prefetch
from django.utils.timezone import now

from articles.models.topic import Topic


class ArticleTopicQuerySet(models.QuerySet["ArticleTopic"]):
    def visible(self) -> ArticleTopicQuerySet:
        """Return entries whose article readers can read. The publication date decides, not a
        worker."""
        return self.filter(published_at__lte=now())

    def newest_first(self) -> ArticleTopicQuerySet:
        return self.order_by("-published_at", "-article_id")

    def older_than(self, moment: datetime, article: int) -> ArticleTopicQuerySet:
        """Return the entries behind a place, the nearest first."""
        behind = self.filter(published_at__lte=moment)
        return behind.exclude(published_at=moment, article__gte=article).newest_first()

    def newer_than(self, moment: datetime, article: int) -> ArticleTopicQuerySet:
        """Return the entries before a place, the nearest first."""
        before = self.visible().filter(published_at__gte=moment)
        before = before.exclude(published_at=moment, article__lte=article)
        return before.order_by("published_at", "article_id")

    def for_lists(self) -> ArticleTopicQuerySet:
        entries = self.select_related("article__thread").defer("article__body")
        topics = Prefetch("article__topics", Topic.objects.for_links())
        return entries.prefetch_related(topics, "article__bylines")

    def replace_entries(self, article: int, wanted: dict[int, datetime]) -> set[int]:
        """List the article in these topics alone, each at a date.

        Returns the keys of the articles beside its former and its new places.
        """
        present = dict(self.filter(article=article).values_list("topic", "published_at"))
        adjacent = self._get_adjacent_ids(present, article)
        if wanted == present:
            return adjacent
        if present:
            self.filter(article=article).delete()
        ArticleTopic.objects.bulk_create(
            [ArticleTopic(article_id=article, topic_id=topic, published_at=moment) for topic, moment in wanted.items()],
            ignore_conflicts=True,  # A concurrent save may add the same.
        )
        return adjacent | self._get_adjacent_ids(wanted, article)

    def _get_adjacent_ids(self, places: dict[int, datetime], article: int) -> set[int]:
        found: set[int] = set()
        for topic, moment in places.items():
            if moment > now():
                continue  # Readers have not seen it there.
            entries = self.filter(topic=topic)
            for near in (entries.older_than(moment, article), entries.newer_than(moment, article)):
                found.update(near.values_list("article", flat=True)[:1])
        return found


class ArticleTopic(models.Model):
    """An article in the list of one of its topics. Only published and scheduled articles have
    entries.

    A copy of topics and publication date, so that a list is a range of one index.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="entries", db_index=False)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="entries", db_index=False)
    published_at = models.DateTimeField()

    objects = ArticleTopicQuerySet.as_manager()

    class Meta:
        db_table = "articles_topicentry"
        verbose_name = "topic entry"  # in the titles of permissions
        constraints = (models.UniqueConstraint(fields=["article", "topic"], name="one_entry_a_topic"),)
        indexes = (models.Index(fields=["topic", "-published_at", "-article"], name="newest_of_a_topic"),)

    def __str__(self) -> str:
        return f"{self.topic}: {self.article}"
