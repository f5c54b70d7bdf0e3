"""What the house rules look for in the words of posts, and what they show to somebody in need:
lists that admins keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.list_version import Edition

M = TypeVar("M", bound="Listed")


class ListedQuerySet(models.QuerySet[M]):
    """Whatever changes rows of a list makes a new edition of it."""

    @transaction.atomic
    def update(self, **values: Any) -> int:
        Edition.renew(self.model.LIST)
        return super().update(**values)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        Edition.renew(self.model.LIST)
        return super().delete()

    @transaction.atomic
    def bulk_create(self, *args: Any, **kwargs: Any) -> list:
        Edition.renew(self.model.LIST)
        return super().bulk_create(*args, **kwargs)


class Listed(models.Model):
    """One entry of a list that admins keep and each process has compiled."""

    LIST: str

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        Edition.renew(self.LIST)
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        Edition.renew(self.LIST)
        return super().delete(*args, **kwargs)


class WatchedWordQuerySet(ListedQuerySet["WatchedWord"]):
    def in_force(self, moment: datetime) -> WatchedWordQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment))


class WatchedWord(Listed):
    """A word or a phrase, with `*` at an end for any ending or beginning, and what becomes of
    a post that says it."""

    LIST = "watched words"

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


class DangerPhrase(Listed):
    """Words of somebody who may be in danger just now; or some that only sound so."""

    LIST = "danger"

    phrase = models.CharField(_("phrase"), max_length=100, unique=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_harmless = models.BooleanField(
        _("harmless"),
        default=False,
        help_text=_("No sign of danger, whatever is in it: “not suicidal”."),
    )
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        ordering = ("language", "phrase")
        verbose_name = _("phrase of danger")
        verbose_name_plural = _("phrases of danger")

    def __str__(self) -> str:
        return self.phrase


class HelpLineQuerySet(models.QuerySet["HelpLine"]):
    def shown(self) -> HelpLineQuerySet:
        return self.filter(is_shown=True)


class HelpLine(models.Model):
    """Where somebody in danger finds help."""

    name = models.CharField(_("name"), max_length=100)
    place = models.CharField(_("country or region"), max_length=100, blank=True)
    text = models.CharField(_("what it is for, and when"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("web address"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    objects = HelpLineQuerySet.as_manager()

    class Meta:
        ordering = ("position", "place", "name")
        verbose_name = _("place of help")
        verbose_name_plural = _("places of help")
        constraints = (
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(url=""),
                name="help_can_be_reached",
                violation_error_message=_("Give a telephone number or a web address."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it."""
        return "".join(sign for sign in self.phone if sign in "+0123456789")
