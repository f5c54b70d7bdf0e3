"""What the house rules look for in the words of posts, and what they show to somebody in need:
lists that admins keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.list_version import ListVersion

M = TypeVar("M", bound="VersionedListEntry")


class VersionedListQuerySet(models.QuerySet[M]):
    """Whatever changes rows of a list makes a new edition of it."""

    @transaction.atomic
    def update(self, **values: Any) -> int:
        ListVersion.renew_version(self.model.LIST_NAME)
        return super().update(**values)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        ListVersion.renew_version(self.model.LIST_NAME)
        return super().delete()

    @transaction.atomic
    def bulk_create(self, *args: Any, **kwargs: Any) -> list:
        ListVersion.renew_version(self.model.LIST_NAME)
        return super().bulk_create(*args, **kwargs)


class VersionedListEntry(models.Model):
    """One entry of a list that admins keep and each process has compiled."""

    LIST_NAME: str

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        ListVersion.renew_version(self.LIST_NAME)
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        ListVersion.renew_version(self.LIST_NAME)
        return super().delete(*args, **kwargs)


class WatchedWordQuerySet(VersionedListQuerySet["WatchedWord"]):
    def active(self, moment: datetime) -> WatchedWordQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment))


class WatchedWord(VersionedListEntry):
    """A word or a phrase, with `*` at an end for any ending or beginning, and what becomes of
    a post that says it."""

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


class CrisisPhrase(VersionedListEntry):
    """Words of somebody who may be in danger just now; or some that only sound so."""

    LIST_NAME = "danger"

    phrase = models.CharField(_("phrase"), max_length=100, unique=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_harmless = models.BooleanField(
        _("harmless"),
        default=False,
        help_text=_("No sign of danger, whatever is in it: “not suicidal”."),
    )
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = VersionedListQuerySet.as_manager()

    class Meta:
        db_table = "comments_dangerphrase"
        ordering = ("language", "phrase")
        verbose_name = _("phrase of danger")
        verbose_name_plural = _("phrases of danger")

    def __str__(self) -> str:
        return self.phrase


class HelplineQuerySet(models.QuerySet["Helpline"]):
    def visible(self) -> HelplineQuerySet:
        return self.filter(is_shown=True)


class Helpline(models.Model):
    """Where somebody in danger finds help."""

    name = models.CharField(_("name"), max_length=100)
    place = models.CharField(_("country or region"), max_length=100, blank=True)
    text = models.CharField(_("what it is for, and when"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("web address"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    objects = HelplineQuerySet.as_manager()

    class Meta:
        db_table = "comments_helpline"
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
    def phone_digits(self) -> str:
        """The number as a telephone takes it."""
        return "".join(sign for sign in self.phone if sign in "+0123456789")
