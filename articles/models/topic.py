"""The topics of articles."""

from __future__ import annotations

import re
from typing import Unpack

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models.term_vector import TermVector
from comments.models.derived_html import DerivedHtmlField, DerivedHtmlQuerySet
from comments.models.save_options import SaveOptions
from comments.sanitizer import ARTICLE_POLICY, SANITIZER_VERSION, sanitize


class TopicQuerySet(DerivedHtmlQuerySet["Topic"]):
    def with_counts(self) -> TopicQuerySet:
        """Return topics with public articles, by name. `count` is their number."""
        shown = Q(entries__published_at__lte=now())
        topics = self.for_links().annotate(count=Count("entries", filter=shown))
        return topics.filter(count__gt=0).order_by("name")

    def for_links(self) -> TopicQuerySet:
        """Load only the fields that a link needs."""
        return self.only("name", "slug")

    def get_by_slug(self, slug: str) -> Topic | None:
        """Return the topic with a slug from an address, or None."""
        return self.filter(slug=slug).first() if re.fullmatch(r"[-\w]+", slug) else None

    def with_articles(self) -> TopicQuerySet:
        """Return the topics of public articles."""
        pairs = Topic.articles.through.objects.filter(topic=OuterRef("pk"))
        pairs = pairs.exclude(article__state="retired")
        return self.filter(Exists(pairs.filter(article__published_at__lte=now())))


class Topic(models.Model):
    """A subject that several articles share."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown; for the topic's own page."))
    description_html = DerivedHtmlField(default="", editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    HTML_VERSION = SANITIZER_VERSION

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.derive_html()
        super().save(**options)
        self.articles.touch()

    def get_absolute_url(self) -> str:
        return reverse("articles:topic", args=[self.slug])

    def derive_html(self) -> None:
        self.description_html = sanitize(self.description, ARTICLE_POLICY)
        self.sanitizer_version = SANITIZER_VERSION

    @transaction.atomic
    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        self.articles.touch()
        TermVector.objects.filter(article__topics=self).delete()  # They are less similar now.
        return super().delete(using, keep_parents)

    @classmethod
    def get_or_create_by_name(cls, name: str) -> Topic:
        """Return the topic of that name, in whatever case, or create one."""
        if there := cls.objects.filter(name=name).first():  # Its slug may differ.
            return there
        return cls.objects.get_or_create(slug=cls.build_slug(name), defaults={"name": name})[0]

    @staticmethod
    def build_slug(name: str) -> str:
        return slugify(name, allow_unicode=True)
