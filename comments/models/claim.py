"""Which moderator is reading which post just now."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

LASTS = timedelta(minutes=10)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_force(self) -> ClaimQuerySet:
        return self.filter(until__gt=now())


class Claim(models.Model):
    """A post is being read by a moderator, for ten minutes. It keeps nobody from deciding."""

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="claim")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.moderator}: {self.comment}"
