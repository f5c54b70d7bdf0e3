"""Flags: readers ask moderators to look at a post."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import LessThanOrEqual
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.decision import Decision
from comments.policy import compute_flag_weight

if TYPE_CHECKING:
    from datetime import datetime

MAX_FLAG_CHARS = 500  # characters
RECENT_FLAGS = 50  # latest flags of a reader, which make the weight of the next
FLAGS_SHOWN_PER_POST = 50  # flags of a post that moderators see at once


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> FlagQuerySet:
        """Flags that no moderator has answered."""
        return self.filter(outcome=Flag.Outcome.OPEN)

    def by_author_key(self, author_key: str) -> FlagQuerySet:
        return self.filter(author_key=author_key)

    def newest_by_comment(self, comments: Iterable[int]) -> dict[int, list[Flag]]:
        """The flags that moderators see of each comment, the newest first. One query."""
        position = Window(RowNumber(), partition_by="comment", order_by="-pk")
        shown = self.filter(LessThanOrEqual(position, FLAGS_SHOWN_PER_POST), comment__in=[*comments])
        flags: dict[int, list[Flag]] = defaultdict(list)
        for flag in shown.order_by("-pk"):
            flags[flag.comment_id].append(flag)
        return flags

    def next_weight(self, author_key: str) -> float:
        """Weight of the reader's next flag, from the outcomes of the latest ones."""
        settled = self.by_author_key(author_key).exclude(outcome=Flag.Outcome.OPEN).order_by("-made_at")
        became = Counter(settled.values_list("outcome", flat=True)[:RECENT_FLAGS])
        return compute_flag_weight(upheld=became[Flag.Outcome.UPHELD], dismissed=became[Flag.Outcome.DISMISSED])

    def resolve(self, decision: Decision) -> int:
        """Mark open reports as agreed or not, after a moderator's decision; count them. Call in
        the transaction of the decision: it has the thread's lock."""
        is_fine = decision.verb == Decision.Verb.APPROVE
        outcome = Flag.Outcome.DISMISSED if is_fine else Flag.Outcome.UPHELD
        about_it = self.open().filter(comment=decision.comment_id)
        return about_it.update(outcome=outcome, resolved_at=now(), resolved_by=decision)

    def reopen(self, undone: Decision) -> int:
        """Let reports wait again, since the decision about them is undone; count them."""
        change = {"outcome": Flag.Outcome.OPEN, "resolved_at": None, "resolved_by": None}
        return self.filter(resolved_by=undone).update(**change)

    def anonymize_before(self, moment: datetime) -> None:
        """Delete the keys of guests, which have changed since; and the texts of answered flags."""
        old = self.filter(made_at__lt=moment)
        old.filter(is_by_guest=True).exclude(author_key="").update(author_key="")
        old.exclude(outcome=Flag.Outcome.OPEN).exclude(words="").update(words="")


class Flag(models.Model):
    """A reader's request for a look: one for each person and post. The person is known by a key
    only, like an author."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Advertising or spam")
        INSULT = "insult", _("Insulting or threatening")
        PRIVATE = "private", _("Gives away who somebody is")
        HARMFUL = "harmful", _("Could harm somebody’s health")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "open", _("not looked at yet")
        UPHELD = "upheld", _("agreed")
        DISMISSED = "dismissed", _("not agreed")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="flags")
    author_key = models.CharField(max_length=64, editable=False)
    is_by_guest = models.BooleanField(default=True, editable=False)
    reason = models.CharField(_("why"), max_length=10, db_column="why", choices=Reason)
    words = models.CharField(_("in the reader’s words"), max_length=MAX_FLAG_CHARS, blank=True)
    weight = models.FloatField(_("weight"), default=1.0, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    made_at = models.DateTimeField(_("made"), default=now, editable=False)
    resolved_at = models.DateTimeField(_("settled"), null=True, editable=False, db_column="settled_at")
    resolved_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, editable=False, related_name="flags_resolved", db_column="settled_by_id"
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = (
            # Without a key it cannot be checked any more.
            models.UniqueConstraint(
                fields=["comment", "author_key"], condition=~Q(author_key=""), name="one_flag_for_each_person_and_post"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="no_flag_counts_twice"),
            models.CheckConstraint(
                condition=Q(outcome="open", resolved_by__isnull=True)
                | (~Q(outcome="open") & Q(resolved_by__isnull=False)),
                name="flags_are_settled_by_a_decision",
            ),
        )
        indexes = (
            models.Index(fields=["author_key", "made_at"], name="flags_of_a_reader"),
            models.Index(fields=["comment"], condition=Q(outcome="open"), name="open_flags"),
        )

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_doubtful(self) -> bool:
        """Whether moderators had mostly disagreed with earlier flags of the reader."""
        return self.weight < 1
