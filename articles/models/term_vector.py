"""The weighed words of published articles, for finding articles that are alike."""

from django.db import models


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

    class Meta:
        db_table = "articles_gist"

    def __str__(self) -> str:
        return f"Gist of {self.article_id}"
