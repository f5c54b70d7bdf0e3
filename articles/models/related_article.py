"""Which articles are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Min, Q

if TYPE_CHECKING:
    from articles.models.article import Article

KEPT = 8  # for each article: some more than are shown, since some will go
Found = Sequence[tuple[int, float]]  # other articles and scores, the best first


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def about(self, article: Article) -> LikenessQuerySet:
        """In which it is the one or the other."""
        return self.filter(Q(article=article) | Q(other=article))

    def showing(self, article: Article) -> models.QuerySet:
        """The keys of the articles whose pages may name it."""
        return self.filter(other=article).values_list("article", flat=True)

    def as_lists(self) -> dict[int, list[tuple[int, float]]]:
        """Of each article, the best first."""
        lists: dict[int, list[tuple[int, float]]] = {}
        rows = self.order_by("article", "-score", "-other").values_list("article", "other", "score")
        for article, other, score in rows.iterator():
            lists.setdefault(article, []).append((other, score))
        return lists

    def replace(self, lists: Mapping[int, Found]) -> None:
        """Let these articles have these lists."""
        self.filter(article__in=lists).delete()
        rows = [
            Likeness(article_id=article, other_id=other, score=score)
            for article, found in lists.items()
            for other, score in found
        ]
        # Others may have found the same at the same time.
        Likeness.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

    def offer(self, article: int, scores: Mapping[int, float]) -> set[int]:
        """Put an article into the lists of those for which it is among the best. Returns
        them."""
        full = {
            other: lowest
            for other, lowest, count in self.values_list("article").annotate(
                lowest=Min("score"), count=Count("pk")
            )
            if count >= KEPT
        }
        taking = {other: score for other, score in scores.items() if score > full.get(other, 0.0)}
        lists = self.filter(article__in=[other for other in taking if other in full]).as_lists()
        for other, found in lists.items():
            worst, _score = found[-1]
            self.filter(article=other, other=worst).delete()
        rows = [
            Likeness(article_id=other, other_id=article, score=score)
            for other, score in taking.items()
        ]
        Likeness.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        return {*taking}


class Likeness(models.Model):
    """One article that is among the best for the readers of another."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="likenesses", db_index=False
    )
    other = models.ForeignKey("articles.Article", models.CASCADE, related_name="alike_to")
    score = models.FloatField()

    objects = LikenessQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["article", "other"], name="alike_is_said_once"),
        )
        indexes = (models.Index(fields=["article", "-score", "-other"], name="best_of_an_article"),)

    def __str__(self) -> str:
        return f"{self.article_id} is like {self.other_id}"
