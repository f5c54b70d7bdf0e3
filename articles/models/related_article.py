"""Related articles: for each article, the articles that are most similar."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import models
from django.db.models import Count, Min, Q

MAX_RELATED_PER_ARTICLE = 8  # more than are shown, since some will be unpublished
ScoredArticles = Sequence[tuple[int, float]]  # keys and scores, the best first


class RelatedArticleQuerySet(models.QuerySet["RelatedArticle"]):
    def involving(self, article: int) -> RelatedArticleQuerySet:
        """Return the rows that have the article on either side."""
        return self.filter(Q(article=article) | Q(other=article))

    def ids_showing(self, article: int) -> models.QuerySet:
        """Return the keys of the articles whose pages may list this one."""
        return self.filter(other=article).values_list("article", flat=True)

    def grouped_by_article(self) -> dict[int, list[tuple[int, float]]]:
        """Return the list of each article, the best first."""
        lists: dict[int, list[tuple[int, float]]] = {}
        rows = self.order_by("article", "-score", "-other").values_list("article", "other", "score")
        for article, other, score in rows.iterator():
            lists.setdefault(article, []).append((other, score))
        return lists

    def replace_lists(self, lists: Mapping[int, ScoredArticles]) -> None:
        """Replace the lists of these articles."""
        self.filter(article__in=lists).delete()
        rows = [
            RelatedArticle(article_id=article, other_id=other, score=score)
            for article, found in lists.items()
            for other, score in found
        ]
        # A concurrent request may add the same.
        RelatedArticle.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

    def add_to_lists(self, article: int, scores: Mapping[int, float], copies: Collection[int] = ()) -> set[int]:
        """Add an article to the lists in which it is among the best. Returns the keys of these
        lists.

        It is in no list of its near copies. Where a list has one of them, the better one stays.
        """
        scores = {other: score for other, score in scores.items() if other not in copies}
        for rival in self.filter(other__in=copies, article__in=scores):
            if (scores.get(rival.article_id, 0.0), article) > (rival.score, rival.other_id):
                rival.delete()
            else:
                scores.pop(rival.article_id, None)
        full = {
            other: lowest
            for other, lowest, count in self.values_list("article").annotate(lowest=Min("score"), count=Count("pk"))
            if count >= MAX_RELATED_PER_ARTICLE
        }
        taking = {other: score for other, score in scores.items() if score > full.get(other, 0.0)}
        lists = self.filter(article__in=[other for other in taking if other in full]).grouped_by_article()
        for other, found in lists.items():
            worst, _score = found[-1]
            self.filter(article=other, other=worst).delete()
        rows = [RelatedArticle(article_id=other, other_id=article, score=score) for other, score in taking.items()]
        RelatedArticle.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        return {*taking}


class RelatedArticle(models.Model):
    """One article in the list of another one, with its score."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_articles", db_index=False)
    other = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_to")
    score = models.FloatField()

    objects = RelatedArticleQuerySet.as_manager()

    class Meta:
        db_table = "articles_likeness"
        verbose_name = "likeness"  # in the titles of permissions
        constraints = (models.UniqueConstraint(fields=["article", "other"], name="alike_is_said_once"),)
        indexes = (models.Index(fields=["article", "-score", "-other"], name="best_of_an_article"),)

    def __str__(self) -> str:
        return f"{self.article_id} is like {self.other_id}"
