"""Facts, for "Did you know?"."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from articles.models.daily_entry import DailyEntry
from comments.models.derived_html import DerivedHtmlQuerySet


class FactQuerySet(DerivedHtmlQuerySet["Fact"]):
    def visible(self) -> FactQuerySet:
        return self.filter(is_shown=True)

    def get_by_slug(self, slug: str) -> Fact | None:
        """Return the fact with a slug from an address, or None."""
        return self.filter(slug=slug).first() if re.fullmatch(r"[-\w]+", slug) else None

    def newest_first(self) -> FactQuerySet:
        return self.order_by("-pk")

    def listed_after(self, fact: Fact) -> FactQuerySet:
        """Return the facts behind one in a list, newest first."""
        return self.filter(pk__lt=fact.pk)

    def get_for_day(self, day: date, topics: Collection[int] = ()) -> Fact | None:
        """Return the fact of a day: all have their turn, in the order of their keys.

        Facts that share a topic are preferred. `topics` are primary keys. All readers see the same
        one.
        """
        turns = self.order_by("pk").values_list("pk", flat=True)
        keys = list(turns.filter(topics__in=topics).distinct()) or list(turns)
        return self.filter(pk=keys[day.toordinal() % len(keys)]).first() if keys else None


class Fact(DailyEntry):
    """A surprising sentence, checked against a source."""

    checked_on = models.DateField(_("checked on"), default=localdate, help_text=_("When the source last said so."))
    is_shown = models.BooleanField(_("shown"), default=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def get_absolute_url(self) -> str:
        return reverse("articles:fact", args=[self.slug])
