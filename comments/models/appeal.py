"""An author asks for a second look, by somebody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.decision import Account, Decision

MAX_WORDS = 2000  # characters


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> AppealQuerySet:
        """Those that nobody has answered, oldest first."""
        return self.filter(answer=None).order_by("pk")

    def answer_with(self, decision: Decision) -> None:
        """Whatever becomes of a post next is the answer."""
        self.filter(comment=decision.comment_id, answer=None).update(answer=decision)


class Appeal(models.Model):
    """An author's request that another moderator looks again at a refusal. One for each post.

    It waits until the log of the post goes on: that line is its answer.
    """

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="appeal")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    words = models.TextField(_("what the author says"), max_length=MAX_WORDS)
    made_at = models.DateTimeField(_("made"), default=now, editable=False)
    answer = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="appeals_answered"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes = (models.Index(fields=["id"], condition=Q(answer=None), name="waiting_appeals"),)

    def __str__(self) -> str:
        return str(_("Appeal against: %(decision)s") % {"decision": self.decision})

    @property
    def is_waiting(self) -> bool:
        return self.answer_id is None

    def may_be_answered_by(self, moderator: Account) -> bool:
        """Not by who has made the decision."""
        return self.decision.moderator_id != moderator.pk
