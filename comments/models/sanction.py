"""Sanctions: warnings, pre-moderation, suspensions and bans."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import Account
from comments.models.comment import Comment
from comments.models.comment_queryset import hash_secret
from comments.models.roles import Role, get_role

if TYPE_CHECKING:
    from uuid import UUID

MAX_REASON_CHARS = 500  # characters
MAX_LIFT_REASON_CHARS = 200


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def active(self, moment: datetime) -> SanctionQuerySet:
        standing = self.filter(lifted_at=None, acknowledged_at=None)
        return standing.filter(Q(until=None) | Q(until__gt=moment))

    def visible_for(self, comment: Comment) -> SanctionQuerySet:
        """Sanctions that moderators may connect with the author of a post, newest first: by its
        key, and by the account only if its name is on the post."""
        theirs = Q(author_key=comment.author_key) & ~Q(author_key="")
        if not comment.is_by_guest:
            theirs |= Q(user=comment.author_id)
        with_names = self.filter(theirs).select_related("user", "by", "lifted_by", "comment")
        return with_names.order_by("-pk")

    def lift(self, *, by: Account, reason: str = "") -> int:
        """End active sanctions, and count them. If two moderators do it at once, the second ends
        none."""
        standing = self.active(now())
        return standing.update(lifted_at=now(), lifted_by=by, lift_reason=reason)

    def by_action(self, action_id: UUID) -> SanctionQuerySet:
        """Sanctions of one action that were not lifted."""
        return self.filter(action_id=action_id, lifted_at=None)

    def imposed_by(self, moderator: Account) -> SanctionQuerySet:
        return self.filter(by=moderator, action_id__isnull=False)

    def acknowledge(self) -> int:
        """Record that the author has read the warnings. Only the day is stored: an exact time
        would tell moderators which of the next posts is by the same author."""
        today = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.active(now()).update(acknowledged_at=today)

    def orphaned(self, before: datetime, lasting_keys: set[str]) -> SanctionQuerySet:
        """Sanctions of author keys without posts: those that ended before that moment, and older
        ones of guests, whose keys have changed since."""
        written = Comment.objects.filter(author_key=OuterRef("author_key"))
        lost = self.filter(author_key__isnull=False, created_at__lt=before).exclude(Exists(written))
        ended = Q(until__lt=before) | Q(lifted_at__lt=before) | Q(acknowledged_at__lt=before)
        return lost.filter(ended | ~Q(author_key__in=lasting_keys))


class Sanction(models.Model):
    """A warning, pre-moderation, a suspension or a ban of an account, or of an author known by a
    key.

    A warning is in force until it is acknowledged, the others until they end or are lifted.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("warning")
        PREMODERATION = "premoderate", _("pre-moderation")
        SUSPENSION = "suspension", _("suspension")
        BAN = "ban", _("ban")

    BLOCKING_KINDS: ClassVar = frozenset({Kind.SUSPENSION, Kind.BAN})  # These authors may read, not post.

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.BAN)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sanctions")
    # The key identifies an author without telling who it is. It changes every month for
    # guests, and a sanction ends with it.
    author_key = models.CharField(_("author key"), max_length=64, null=True, blank=True)  # noqa: DJ001
    comment = models.ForeignKey(
        "comments.Comment",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="sanctions",
        verbose_name=_("occasion"),
    )
    reason = models.CharField(_("reason"), max_length=MAX_REASON_CHARS)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), default=now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="sanctions_given"
    )
    action_id = models.UUIDField(null=True, editable=False, db_column="act")
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="sanctions_lifted",
    )
    lift_reason = models.CharField(
        _("why it was lifted"), max_length=MAX_LIFT_REASON_CHARS, blank=True, db_default="", editable=False
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(author_key__isnull=True),
                name="a_sanction_has_one_target",
                violation_error_message=_("Name either an account or an author key, not both."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(until__isnull=False),
                name="a_suspension_ends",
                violation_error_message=_("Say until when the suspension lasts."),
            ),
        )
        indexes = (
            models.Index(fields=["author_key"], name="sanctions_of_a_key"),
            # Most have no account: a partial index tells planners that the others are few.
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="sanctions_of_an_account"),
            models.Index(fields=["action_id"], condition=Q(action_id__isnull=False), name="sanctions_of_an_act"),
        )

    def __str__(self) -> str:
        # A hash of the hash, so that nobody can find the comments by it.
        return str(self.user or f"#{hash_secret(str(self.author_key))[:8]}")

    @property
    def is_active(self) -> bool:
        ended = self.lifted_at or self.acknowledged_at or (self.until and self.until <= now())
        return not ended

    @property
    def visible_comment(self) -> Comment | None:
        """The post that was the occasion, unless its author has changed the name on it since: that
        would show that both names are the same author."""
        is_theirs = self.comment and self.comment.author_key == self.author_key
        return self.comment if is_theirs else None

    def applies_to(self, account: Account) -> bool:
        """Whether the sanction counts for the account: not for staff of the issuer's role or
        above.

        An anonymous post can be sanctioned even if staff wrote it, since a refusal would tell so.
        Such a sanction counts for anonymous posts.
        """
        rank = get_role(account)
        return rank == Role.READER or rank < self.issuer_role

    def can_be_lifted_by(self, moderator: Account) -> bool:
        """Whether the role of the moderator is not below the issuer's. Nobody lifts their own."""
        occasion = self.comment
        mine = moderator.pk in {self.user_id, occasion.author_id if occasion else None}
        return not mine and get_role(moderator) >= self.issuer_role

    @property
    def issuer_role(self) -> Role:
        """Role of the issuer: at least moderator, even if the account has lost the role since."""
        return max(get_role(self.by), Role.MODERATOR)
