"""Term vectors of published articles, for finding similar ones."""

from django.db import models


class TermVector(models.Model):
    """The weighed words of a published article: see `articles.tfidf`."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="term_vector")
    source_hash = models.BigIntegerField(db_column="made_of")  # of text and topics
    weights = models.BinaryField()
    words = models.BinaryField()

    class Meta:
        db_table = "articles_gist"
        verbose_name = "gist"  # in the titles of permissions

    def __str__(self) -> str:
        return f"Gist of {self.article_id}"
