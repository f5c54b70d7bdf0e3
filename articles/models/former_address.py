"""Where an article stood before: links to it go on working."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class FormerAddress(models.Model):
    """A slug under which readers have seen an article."""

    slug = models.SlugField(max_length=200, unique=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def require_available(cls, slug: str, article: int | None) -> None:
        """Raise ValidationError if links to another article lead there."""
        other = cls.objects.filter(slug=slug).exclude(article=article).first()
        if other:
            sentence = _("Links to “%(title)s” lead here: it stood here before. Choose another.")
            raise ValidationError({"slug": sentence % {"title": other.article}})

    @classmethod
    def record_move(cls, old: str, new: str, article: int) -> None:
        """Keep the old slug for links. The new one is a former address no longer."""
        cls.objects.filter(slug=new, article=article).delete()
        cls.objects.update_or_create(slug=old, defaults={"article_id": article})
