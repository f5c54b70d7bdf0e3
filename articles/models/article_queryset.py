"""What many articles share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.timezone import now

from articles.models.revision import Revision
from articles.models.topic import Topic
from articles.rendering import RENDERING_VERSION
from comments.models import Comment

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    from articles.models.article import Article

DERIVED_FIELDS = ("body_html", "table_of_contents", "reading_minutes", "sanitizer_version")
TOPICS_PREFETCH = Prefetch("topics", Topic.objects.for_links())


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """Those that can be read now. Their time decides, not a worker."""
        return self.filter(published_at__lte=now()).exclude(state="retired")

    def due(self) -> ArticleQuerySet:
        """Those whose time has come, and whose neighbours do not know it yet."""
        return self.filter(state="scheduled", published_at__lte=now())

    def readable_by(self, user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
        """All, for those who publish; to others what readers see, and what they have begun."""
        if user.has_perm("articles.publish"):
            return self
        return self.filter(Q(published_at__lte=now()) | Q(created_by=user.pk))

    def with_held_counts(self) -> ArticleQuerySet:
        """Each with the number of posts that wait for a moderator, as `held_count`."""
        held = Comment.objects.held().filter(thread=OuterRef("thread"))
        count = held.order_by().values("thread").annotate(n=Count("pk")).values("n")
        return self.annotate(held_count=Coalesce(Subquery(count), 0))

    def with_last_changes(self) -> ArticleQuerySet:
        """Each with the name of who saved it last, and when, as `changed_by`, `changed_at`."""
        last = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        return self.annotate(
            changed_by=Subquery(last.values("by__username")[:1]),
            changed_at=Subquery(last.values("at")[:1]),
        )

    def get_locked(self, pk: int) -> Article:
        """As it is stored now, and until the transaction ends nobody else changes it."""
        return self.select_for_update(of=("self",)).select_related("thread").get(pk=pk)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")

    def with_topic(self, topic: Topic) -> ArticleQuerySet:
        return self.filter(topics=topic)

    def get_published(self, slug: str) -> Article | None:
        """The article that a stranger names, if it is one and is published."""
        is_slug = re.fullmatch(r"[-\w]+", slug)
        named = self.published().filter(slug=slug).select_related("thread")
        return named.first() if is_slug else None

    def slugs_starting_with(self, base: str) -> set[str]:
        """Those that begin so, of articles and of places where articles stood."""
        there = self.filter(slug__startswith=base).values_list("slug", flat=True)
        former = self.filter(former_addresses__slug__startswith=base)
        return {*there, *former.values_list("former_addresses__slug", flat=True)}

    def get_by_former_slug(self, slug: str) -> Article | None:
        """The article that readers have seen under that slug, wherever it stands now."""
        return self.filter(published_at__lte=now(), former_addresses__slug=slug).first()

    def listed_after(self, article: Article) -> ArticleQuerySet:
        """Those that stand behind an article in a list, newest first."""
        # In words that a database understands as a range of its index.
        behind = self.filter(published_at__lte=article.published_at)
        return behind.exclude(published_at=article.published_at, pk__gte=article.pk)

    def with_outdated_html(self) -> ArticleQuerySet:
        """Those whose HTML was made by older rules."""
        return self.filter(sanitizer_version__lt=RENDERING_VERSION)

    @transaction.atomic
    def rerender(self) -> None:
        """After something has changed that their texts name. Nobody can save one meanwhile."""
        for article in self.select_for_update():
            article.save(update_fields=DERIVED_FIELDS)

    def without_term_vector(self) -> ArticleQuerySet:
        """Published ones that have not been compared with others as they are now."""
        return self.published().filter(term_vector=None).newest_first()

    def similar_to(self, article: Article) -> ArticleQuerySet:
        """Those that were found to be like an article, the best first."""
        alike = self.filter(related_to__article=article)
        return alike.order_by("-related_to__score", "-pk")

    def touch(self) -> None:
        """Tell cached pages of these articles that what they show has changed."""
        self.update(version=F("version") + 1)

    def count_by_year(self) -> models.QuerySet:
        """Years of the site's clock, the last first, each with its number of articles."""
        years = self.order_by().annotate(year=ExtractYear("published_at")).values("year")
        return years.annotate(count=Count("pk")).order_by("-year")

    def for_links(self) -> ArticleQuerySet:
        """With what a link says, and no more."""
        return self.only("title", "slug", "published_at")

    def for_lists(self) -> ArticleQuerySet:
        articles = self.defer("body").select_related("thread")
        return articles.prefetch_related(TOPICS_PREFETCH, "bylines")
