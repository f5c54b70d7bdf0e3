"""Claims: which moderator is reading which post just now."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import Account

CLAIM_DURATION = timedelta(minutes=10)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def active(self) -> ClaimQuerySet:
        return self.filter(until__gt=now())

    def acquire(self, comment_id: int, *, by: Account) -> None:
        """Claim the post for ten minutes, unless another moderator has."""
        claim = {"moderator": by, "until": now() + CLAIM_DURATION}
        free = Q(moderator=by) | Q(until__lte=now())
        if not self.filter(free, comment=comment_id).update(**claim):
            # Another moderator was first, or the comment was deleted.
            with suppress(IntegrityError), transaction.atomic():
                self.create(comment_id=comment_id, **claim)

    def release_own(self, comments: models.QuerySet, *, by: Account) -> None:
        self.filter(comment__in=comments, moderator=by).delete()

    def release(self, comment_ids: Iterable[int]) -> None:
        """Remove the claims on comments that are decided."""
        self.filter(comment__in=[*comment_ids]).delete()

    def expired(self) -> ClaimQuerySet:
        return self.filter(until__lte=now())


class Claim(models.Model):
    """A mark for ten minutes that a moderator is reading a post. Others can decide all the same."""

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="claim")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.moderator}: {self.comment}"

    @property
    def is_active(self) -> bool:
        return self.until > now()
