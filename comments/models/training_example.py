"""Training examples: what the spam model learned from each decision."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.decision import Decision


class TrainingExampleQuerySet(models.QuerySet["TrainingExample"]):
    def active(self, generation: int | Subquery) -> TrainingExampleQuerySet:
        return self.filter(generation=generation, unlearnt_at=None)

    def by_author_key(self, author_key: str | OuterRef) -> TrainingExampleQuerySet:
        return self.filter(author_key=author_key)

    def learned_since(self, moment: datetime) -> TrainingExampleQuerySet:
        return self.filter(learnt_at__gte=moment, unlearnt_at=None)

    def anonymize_authors_before(self, moment: datetime) -> int:
        """Delete old author keys. They are only needed to weight the next examples."""
        return self.filter(learnt_at__lt=moment).exclude(author_key="").update(author_key="")


class TrainingExample(models.Model):
    """Effect of one decision on the spam model. The text is not stored, only what is needed to
    unlearn it while the post is unchanged. If its author deletes or edits the post, the example
    stays."""

    comment = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="lessons")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="lesson")
    author_key = models.CharField(max_length=64, blank=True)
    generation = models.PositiveIntegerField()  # of the model that learned it
    is_spam = models.BooleanField(_("spam"))
    score = models.FloatField(_("score before"))  # 0 to 1; 0.5 where nothing was known
    parts = models.PositiveSmallIntegerField()  # weight of the example, in parts of a whole one
    size = models.FloatField()  # step length of the update, needed to subtract it again
    is_first_post = models.BooleanField()
    sanitizer_version = models.PositiveSmallIntegerField()  # of the HTML that was read
    learnt_at = models.DateTimeField(_("learnt"), default=now)
    unlearnt_at = models.DateTimeField(_("unlearnt"), null=True)

    objects = TrainingExampleQuerySet.as_manager()

    class Meta:
        db_table = "comments_lesson"
        ordering = ("pk",)
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        indexes = (
            models.Index(fields=["learnt_at"], name="lessons_by_day"),
            models.Index(fields=["author_key"], condition=~Q(author_key=""), name="lessons_of_an_author"),
        )

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.is_spam}"
