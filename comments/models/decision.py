"""The moderation log, one line per decision. It only grows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NoReturn, Unpack
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import Account
from comments.models.rejection_reason import RejectionReason
from comments.models.save_options import SaveOptions
from comments.policy import codes


class DecisionQuerySet(models.QuerySet["Decision"]):
    def newest_first(self) -> DecisionQuerySet:
        return self.order_by("-pk")

    def for_comment(self, comment: models.Model) -> DecisionQuerySet:
        return self.filter(comment=comment)

    def between(self, one: Decision, other: Decision) -> DecisionQuerySet:
        return self.filter(pk__gt=one.pk, pk__lt=other.pk)

    def effective(self) -> DecisionQuerySet:
        """Decisions that are neither undone nor an undo."""
        # Not `undoes=None`: planners would read all lines without an undo.
        return self.exclude(verb=Decision.Verb.UNDO).filter(undoings=None)

    def undone_ids(self, lines: Iterable[Decision]) -> set[int]:
        """Primary keys of those decisions that have been undone."""
        return {*self.filter(undoes__in=[*lines]).values_list("undoes", flat=True)}

    def latest_ids(self, comments: Iterable[int]) -> set[int]:
        """Primary keys of the latest effective decision about each comment."""
        of_each = self.effective().filter(comment__in=[*comments]).order_by().values("comment")
        return {*of_each.annotate(latest=Max("pk")).values_list("latest", flat=True)}

    def by_moderator(self, moderator: Account) -> DecisionQuerySet:
        return self.filter(moderator=moderator)

    def by_action(self, action_id: UUID) -> DecisionQuerySet:
        return self.filter(action_id=action_id)

    def before_pk(self, pk: int | None) -> DecisionQuerySet:
        return self.filter(pk__lt=pk) if pk else self

    def public(self) -> DecisionQuerySet:
        """Decisions about published posts on visible pages.

        First publications are left out: they would show which anonymous posts are by members and
        which by guests.
        """
        verbs = [*Decision.MODERATOR_VERBS, Decision.Verb.UPHOLD, Decision.Verb.UNDO]
        # House rules only hold; the removal of an imported post was decided elsewhere.
        decided_here = Q(moderator__isnull=False) | Q(verb=Decision.Verb.HOLD)
        known = self.filter(decided_here, number__isnull=False, verb__in=verbs)
        return known.filter(thread__visible_from__lte=now()).select_related("thread", "rejection_reason")

    def update(self, **kwargs: object) -> NoReturn:
        raise TypeError("Decisions are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Decisions are never deleted.")


class Decision(models.Model):
    """One line of the moderation log: who did what to which comment, when and why.

    Append-only. A line without a moderator was written by the house rules or, for the
    verb `withdraw`, by the comment's author. A line outlives its comment.
    """

    class Verb(models.TextChoices):
        ACCEPT = "accept", _("accept")
        HOLD = "hold", _("hold")
        APPROVE = "approve", _("approve")
        REJECT = "reject", _("reject")
        SPAM = "spam", _("spam")
        REMOVE = "remove", _("remove")
        UPHOLD = "uphold", _("uphold")
        UNDO = "undo", _("undo")
        WITHDRAW = "withdraw", _("withdraw")

    PAST_TENSES: ClassVar = {
        Verb.ACCEPT: _("accepted"),
        Verb.HOLD: _("held"),
        Verb.APPROVE: _("approved"),
        Verb.REJECT: _("rejected"),
        Verb.SPAM: _("marked as spam"),
        Verb.REMOVE: _("removed"),
        Verb.UPHOLD: _("upheld"),
        Verb.UNDO: _("undone"),
        Verb.WITHDRAW: _("deleted"),
    }
    MODERATOR_VERBS = (Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REMOVE, Verb.HOLD)

    thread = models.ForeignKey("comments.Thread", models.PROTECT, related_name="decisions")
    comment = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="decisions")
    verb = models.CharField(_("verb"), max_length=10, choices=Verb)
    status_before = models.CharField(_("status before"), max_length=10)
    status_after = models.CharField(_("status after"), max_length=10)
    revision = models.PositiveIntegerField(_("revision of the text"))
    reasons = models.JSONField(_("what the house rules found"), default=list, blank=True)
    rejection_reason = models.ForeignKey(
        RejectionReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        db_column="ground_id",
        verbose_name="ground",
    )
    reason = models.CharField(_("what the moderator says"), max_length=1000, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    decided_at = models.DateTimeField(_("decided"), default=now, editable=False)
    waited = models.PositiveIntegerField(null=True, editable=False)  # seconds in the queue
    # The number of the post when this was decided.
    number = models.PositiveIntegerField(_("post"), null=True, editable=False)
    # Decisions of one click share it: an undo reverts them together.
    action_id = models.UUIDField(null=True, editable=False, db_column="act")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="undoings")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = (
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(undoes__isnull=False), name="a_decision_is_undone_once"
            ),
        )
        indexes = (
            models.Index(fields=["action_id"], condition=Q(action_id__isnull=False), name="lines_of_an_act"),
            models.Index(fields=["decided_at"], name="lines_by_day"),
            # For the latest ones of a moderator. Without it, planners read those of all others.
            models.Index(fields=["moderator", "id"], condition=Q(moderator__isnull=False), name="lines_of_a_moderator"),
            models.Index(fields=["id"], condition=Q(number__isnull=False), name="lines_for_everybody"),
        )

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_verb_display()}"

    def save(self, **options: Unpack[SaveOptions]) -> None:
        if not self._state.adding:
            raise TypeError("Decisions are never changed.")
        super().save(**options)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        raise TypeError("Decisions are never deleted.")

    @property
    def actor(self) -> str:
        if self.verb == self.Verb.WITHDRAW:
            return str(_("The author"))
        if any(reason["check"] == codes.IMPORTED for reason in self.reasons):
            return str(_("Import"))
        return self.moderator.get_username() if self.moderator else str(_("House rules"))

    @property
    def past_tense(self) -> str:
        """The verb as a past participle."""
        return str(self.PAST_TENSES[self.Verb(self.verb)])

    @property
    def public_url(self) -> str:
        """Address at which readers see the post."""
        return self.thread.get_post_url(self.number)

    @property
    def public_actor(self) -> str:
        """The kind of actor, without a name."""
        return str(_("a moderator") if self.moderator_id else _("the house rules"))

    @property
    def public_reason(self) -> str:
        """The kind of reason, for everybody. Findings of the house rules are left out, except that
        readers have flagged the post: they can be about somebody in danger."""
        if self.rejection_reason:
            return self.rejection_reason.title
        if self.moderator_id or self.undoes_id:
            return ""
        flagged = any(reason["check"] == codes.FLAGGED_BY_READERS for reason in self.reasons)
        return str(_("flagged by readers") if flagged else _("changed by its author"))

    @property
    def is_status_change_by_moderator(self) -> bool:
        return bool(self.moderator_id) and self.verb != self.Verb.UPHOLD
