"""What published articles are about, for finding those that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from django.db import models

from articles.models.related_article import Likeness

if TYPE_CHECKING:
    from articles.models.article import Article


class GistManager(models.Manager["Gist"]):
    def forget_stale(self, article: Article) -> None:
        """Forget a gist that is no longer right. What is published without one waits until
        `articles.related` has looked at it."""
        if not article.is_published:
            self.filter(article=article).delete()
            Likeness.objects.about(article).delete()
        else:
            self.filter(article=article).exclude(made_of=Gist.made_of_now(article)).delete()


class Gist(models.Model):
    """The words of an article that is published, counted and weighed: see `articles.tfidf`."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="gist"
    )
    made_of = models.BigIntegerField()  # tells whether text or topics have changed since
    weights = models.BinaryField()
    words = models.BinaryField()

    objects = GistManager()

    def __str__(self) -> str:
        return f"Gist of {self.article_id}"

    @staticmethod
    def made_of_now(article: Article) -> int:
        """A number for what its gist depends on."""
        return crc32(repr((article.title, article.body_html, article.topic_keys)).encode())
