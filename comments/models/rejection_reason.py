"""Rejection reasons: a list that admins keep, for moderators to choose from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_REASON_TEXT_CHARS = 1000


class RejectionReasonQuerySet(models.QuerySet["RejectionReason"]):
    def offered(self) -> RejectionReasonQuerySet:
        return self.filter(is_offered=True)


class RejectionReason(models.Model):
    """A reason for a refusal, with a title for the public log and a text for the author."""

    title = models.CharField(_("title"), max_length=80, unique=True)
    text = models.TextField(
        _("text to the author"),
        max_length=MAX_REASON_TEXT_CHARS,
        help_text=_("Plain and kind: what was wrong, and what the author can do now."),
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Take it off the list here; the log keeps it.")
    )

    objects = RejectionReasonQuerySet.as_manager()

    class Meta:
        db_table = "comments_ground"
        ordering = ("position", "title")
        verbose_name = _("reason for refusing")
        verbose_name_plural = _("reasons for refusing")

    def __str__(self) -> str:
        return self.title
