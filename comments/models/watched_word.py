"""Watched words: a list that admins keep, with an action for posts that contain one."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.list_version import VersionedListEntry, VersionedListQuerySet


class WatchedWordQuerySet(VersionedListQuerySet["WatchedWord"]):
    def active(self, moment: datetime) -> WatchedWordQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment))


class WatchedWord(VersionedListEntry):
    """Word or phrase, and the action for posts that contain it. A `*` at an end stands for any
    letters."""

    LIST_NAME = "watched words"

    class Action(models.TextChoices):
        ASK = "ask", _("ask the author")
        HOLD = "hold", _("hold")
        REJECT = "reject", _("reject")
        ALLOW = "allow", _("allow: never matched by the others")

    word = models.CharField(_("word or phrase"), max_length=100, unique=True)
    action = models.CharField(_("action"), max_length=6, choices=Action, default=Action.HOLD)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("added"), default=now, editable=False)

    objects = WatchedWordQuerySet.as_manager()

    class Meta:
        ordering = ("word",)
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")

    def __str__(self) -> str:
        return self.word
