"""Who may read but not write."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment_set import hash_of


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self, moment: datetime) -> BanQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=moment))


class Ban(models.Model):
    """Somebody who may read but not write: an account, or an author known by their key."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="bans"
    )
    # The key of a post's author bans them without telling who it is, and changes every
    # month for guests: a ban of a guest does not outlast it.
    author_key = models.CharField(_("author key"), max_length=64, null=True, blank=True)  # noqa: DJ001
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(author_key__isnull=True),
                name="a_ban_has_one_target",
                violation_error_message=_("Name either an account or an author key, not both."),
            ),
        )
        indexes = (
            models.Index(fields=["author_key"], name="bans_of_a_key"),
            # Most bans name no account: without them, planners see that the others are few.
            models.Index(
                fields=["user"], condition=Q(user__isnull=False), name="bans_of_an_account"
            ),
        )

    def __str__(self) -> str:
        # A hash of the hash: it cannot be looked for among the comments.
        return str(self.user or f"#{hash_of(str(self.author_key))[:8]}")
