"""What articles are about."""

from __future__ import annotations

import re
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class TopicQuerySet(models.QuerySet["Topic"]):
    def named_by(self, slug: str) -> Topic | None:
        """The topic that a stranger names, if it is one."""
        return self.filter(slug=slug).first() if re.fullmatch(r"[-\w]+", slug) else None

    def with_articles(self) -> TopicQuerySet:
        """Those that something published is about."""
        pairs = Topic.articles.through.objects.filter(topic=OuterRef("pk"))
        return self.filter(Exists(pairs.filter(article__published_at__lte=now())))


class Topic(models.Model):
    """A subject that several articles share."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, allow_unicode=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        for article in self.articles.all():
            article.touch()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        for article in self.articles.all():
            article.touch()
        return super().delete(*args, **kwargs)

    @classmethod
    def named(cls, name: str) -> Topic:
        """The topic of that name, in whatever case; a new one if there is none."""
        return cls.objects.get_or_create(slug=cls.slug_of(name), defaults={"name": name})[0]

    @staticmethod
    def slug_of(name: str) -> str:
        return slugify(name, allow_unicode=True)
