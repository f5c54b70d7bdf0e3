"""Former addresses of articles. Links to them keep working."""

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
        """Raise ValidationError if the slug is a former address of another article."""
        other = cls.objects.filter(slug=slug).exclude(article=article).first()
        if other:
            sentence = _("Links to “%(title)s” lead here: it stood here before. Choose another.")
            raise ValidationError({"slug": sentence % {"title": other.article}})

    @classmethod
    def record_move(cls, old: str, new: str, article: int) -> None:
        """Record the old slug as a former address. The new slug is none any longer."""
        cls.objects.filter(slug=new, article=article).delete()
        cls.objects.update_or_create(slug=old, defaults={"article_id": article})
