"""Appeals: an author asks that another moderator looks again at a refusal."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import Account
from comments.models.decision import Decision

MAX_APPEAL_CHARS = 2000  # characters
DAY = timedelta(days=1)
MAX_APPEALS_PER_DAY = 5  # appeals of one author


class ConflictOfInterest(PermissionDenied):
    """The appeal must be decided by a moderator who neither refused nor wrote the comment."""

    @property
    def sentence(self) -> str:
        return _now(
            "The author of this post has asked for a second look, and that must be another"
            " moderator’s: not that of who has refused the post, nor that of who wrote it. Until"
            " then you cannot decide about it. Nothing was changed."
        )


class AppealNotAllowed(Exception):
    """The post is not refused (any more), or its author has already appealed."""


class AppealQuerySet(models.QuerySet["Appeal"]):
    def pending(self) -> AppealQuerySet:
        """Appeals without an answer, oldest first."""
        return self.filter(answer=None).order_by("pk")

    def pending_for(self, comment: models.Model | int) -> Appeal | None:
        known = self.select_related("decision", "comment")
        return known.filter(comment=comment, answer=None).first()

    def require_eligible_moderator(self, moderator: Account, comment_id: int) -> None:
        """Raise ConflictOfInterest if an appeal about the comment is for another moderator."""
        if appeal := self.pending_for(comment_id):
            appeal.require_eligible_moderator(moderator)

    def filed_in_last_day(self, author_key: str) -> AppealQuerySet:
        return self.filter(comment__author_key=author_key, made_at__gt=now() - DAY)

    def record_answer(self, decision: Decision) -> None:
        """Set the decision as the answer of the pending appeal about its comment."""
        self.filter(comment=decision.comment_id, answer=None).update(answer=decision)

    def reopen(self, undone: Decision, *, by: Account | None) -> None:
        """Remove the answer that is being undone. Raises ConflictOfInterest if this moderator
        could not have given it: an undo decides as well."""
        answered = self.select_related("decision", "comment").filter(answer=undone).first()
        if not answered:
            return
        if not (by and answered.can_be_answered_by(by)):
            raise ConflictOfInterest
        self.filter(pk=answered.pk).update(answer=None)


class Appeal(models.Model):
    """An author's request that another moderator looks again at a refusal. One for each post.

    It is pending until there is a next line in the log of the post: the answer. Only when a
    moderator puts the post back into the queue, it stays pending.
    """

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="appeal")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    words = models.TextField(_("what the author says"), max_length=MAX_APPEAL_CHARS)
    made_at = models.DateTimeField(_("made"), default=now, editable=False)
    answer = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="appeals_answered")

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes = (models.Index(fields=["id"], condition=Q(answer=None), name="waiting_appeals"),)

    def __str__(self) -> str:
        return str(_("Appeal against: %(decision)s") % {"decision": self.decision})

    @property
    def is_pending(self) -> bool:
        return self.answer_id is None

    @property
    def is_upheld(self) -> bool:
        """Whether another moderator has confirmed the refusal."""
        return bool(self.answer and self.answer.verb == Decision.Verb.UPHOLD)

    @property
    def is_answered_by_moderator(self) -> bool:
        return bool(self.answer and self.answer.moderator_id)

    def can_be_answered_by(self, moderator: Account) -> bool:
        """Whether the moderator neither refused nor wrote the post. Superusers are no exception."""
        return moderator.pk not in {self.decision.moderator_id, self.comment.author_id}

    def has_conflict_of_interest(self, moderator: Account) -> bool:
        return self.is_pending and not self.can_be_answered_by(moderator)

    def require_eligible_moderator(self, moderator: Account) -> None:
        """Raise ConflictOfInterest if it is pending and for another moderator."""
        if self.has_conflict_of_interest(moderator):
            raise ConflictOfInterest
