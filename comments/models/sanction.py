"""What keeps an author from posting as others do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.comment_set import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self, moment: datetime) -> SanctionQuerySet:
        standing = self.filter(lifted_at=None, acknowledged_at=None)
        return standing.filter(Q(until=None) | Q(until__gt=moment))

    def on(self, author_keys: Iterable[str]) -> SanctionQuerySet:
        return self.filter(author_key__in={*author_keys} - {""}).order_by("-pk")


class Sanction(models.Model):
    """A warning, pre-moderation, a suspension or a ban, with its reason and end: of an account,
    or of an author known by their key.

    A warning is in force until it is acknowledged, the others until they end or are lifted.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("warning")
        PREMODERATION = "premoderate", _("pre-moderation")
        SUSPENSION = "suspension", _("suspension")
        BAN = "ban", _("ban")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.BAN)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sanctions"
    )
    # The key of a post's author reaches them without telling who it is, and changes every
    # month for guests: a sanction of a guest does not outlast it.
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
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), default=now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="sanctions_given",
    )
    act = models.UUIDField(null=True, editable=False)
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
            # Most name no account: without them, planners see that the others are few.
            models.Index(
                fields=["user"], condition=Q(user__isnull=False), name="sanctions_of_an_account"
            ),
            models.Index(
                fields=["act"], condition=Q(act__isnull=False), name="sanctions_of_an_act"
            ),
        )

    def __str__(self) -> str:
        # A hash of the hash: it cannot be looked for among the comments.
        return str(self.user or f"#{hash_of(str(self.author_key))[:8]}")

    @property
    def is_in_force(self) -> bool:
        ended = self.lifted_at or self.acknowledged_at or (self.until and self.until <= now())
        return not ended
