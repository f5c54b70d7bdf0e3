"""Helplines: a list that admins keep, of places that help people in danger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HelplineQuerySet(models.QuerySet["Helpline"]):
    def visible(self) -> HelplineQuerySet:
        return self.filter(is_shown=True)


class Helpline(models.Model):
    """Place that helps people in danger."""

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
