"""What published articles are about, for finding those that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from django.db import models

from articles.models.related_article import RelatedArticle

if TYPE_CHECKING:
    from articles.models.article import Article


class TermVectorManager(models.Manager["TermVector"]):
    def delete_stale(self, article: Article) -> None:
        """Forget a gist that is no longer right. What is published without one waits until
        `articles.related` has looked at it."""
        if not article.is_published:
            self.filter(article=article).delete()
            RelatedArticle.objects.involving(article).delete()
        else:
            self.filter(article=article).exclude(
                source_hash=TermVector.compute_source_hash(article)
            ).delete()


class TermVector(models.Model):
    """The words of an article that is published, counted and weighed: see `articles.tfidf`."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="term_vector"
    )
    source_hash = models.BigIntegerField(
        db_column="made_of"
    )  # tells whether text or topics have changed since
    weights = models.BinaryField()
    words = models.BinaryField()

    objects = TermVectorManager()

    class Meta:
        db_table = "articles_gist"

    def __str__(self) -> str:
        return f"Gist of {self.article_id}"

    @staticmethod
    def compute_source_hash(article: Article) -> int:
        """A number for what its gist depends on."""
        return crc32(repr((article.title, article.body_html, article.topic_ids)).encode())
