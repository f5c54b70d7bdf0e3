"""Where an article stood before: links to it go on working."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from articles.models.article import Article


class FormerAddress(models.Model):
    """A slug under which readers have seen an article."""

    slug = models.SlugField(max_length=200, unique=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def require_available(cls, slug: str, article: Article) -> None:
        """Raise ValidationError if links to another article lead there."""
        other = cls.objects.filter(slug=slug).exclude(article=article.pk).first()
        if other:
            sentence = _("Links to “%(title)s” lead here: it stood here before. Choose another.")
            raise ValidationError({"slug": sentence % {"title": other.article}})

    @classmethod
    def record_move(cls, old: str, article: Article) -> None:
        """The article has moved from one address to the one it has now."""
        cls.objects.filter(slug=article.slug, article=article).delete()
        cls.objects.update_or_create(slug=old, defaults={"article": article})
