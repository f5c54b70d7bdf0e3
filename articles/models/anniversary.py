"""Anniversaries: events on a day of the calendar, for "On this day"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles.models.daily_entry import DailyEntry
from articles.models.day_of_year import LEAP_YEAR, DayOfYear
from comments.models.derived_html import DerivedHtmlQuerySet

FIRST_GREGORIAN_YEAR = 1583  # the first whole year of the Gregorian calendar
MONTHS_OF_30_DAYS = (4, 6, 9, 11)


class AnniversaryQuerySet(DerivedHtmlQuerySet["Anniversary"]):
    def on_day(self, day: DayOfYear) -> AnniversaryQuerySet:
        """Return the anniversaries of a day, the oldest first."""
        return self.filter(month=day.month, day=day.day).order_by("year", "pk")

    def get_previous_day(self, day: DayOfYear) -> DayOfYear | None:
        """Return the latest day before that has an anniversary. Before January comes December."""
        backwards = self.order_by("-month", "-day")
        earlier = Q(month__lt=day.month) | Q(month=day.month, day__lt=day.day)
        return backwards.filter(earlier)._first_day() or backwards._first_day()

    def get_next_day(self, day: DayOfYear) -> DayOfYear | None:
        forwards = self.order_by("month", "day")
        later = Q(month__gt=day.month) | Q(month=day.month, day__gt=day.day)
        return forwards.filter(later)._first_day() or forwards._first_day()

    def _first_day(self) -> DayOfYear | None:
        found = self.values_list("month", "day").first()
        return DayOfYear(*found) if found else None

    def get_nearest_day(self, day: DayOfYear) -> DayOfYear:
        """Return the day itself if it has anniversaries, else the latest day before that has
        any, as the sidebar and the widget do. Without any anniversary, it is the day itself."""
        return day if self.on_day(day).exists() else self.get_previous_day(day) or day

    def get_for_day(self, day: date, topics: Collection[int] = ()) -> Anniversary | None:
        """Return the anniversary of a day, or of the latest day before that has one.

        Of several, those that share a topic come first, and each has its year: all readers see the
        same one. `topics` are primary keys.
        """
        today = DayOfYear.from_date(day)
        entries = list(self.on_day(today).prefetch_related("topics"))
        if not entries and (before := self.get_previous_day(today)):
            entries = list(self.on_day(before).prefetch_related("topics"))
        fitting = [entry for entry in entries if entry.has_topic_in(topics)] or entries
        return _choose_by_year(fitting, day.year)


def _choose_by_year(entries: Sequence[Anniversary], year: int) -> Anniversary | None:
    return entries[year % len(entries)] if entries else None


class Anniversary(DailyEntry):
    """An event with its day and its year."""

    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(_("day"), validators=[MinValueValidator(1), MaxValueValidator(31)])
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1), MaxValueValidator(9999)])

    objects = AnniversaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("anniversary")
        verbose_name_plural = _("anniversaries")
        constraints = (
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31))
                & ~Q(month=2, day__gt=29)
                & ~Q(month__in=MONTHS_OF_30_DAYS, day__gt=30),
                name="anniversaries_have_a_real_day",
            ),
            models.CheckConstraint(condition=Q(year__range=(1, 9999)), name="anniversaries_have_a_year"),
        )
        indexes = (models.Index(fields=["month", "day", "year"], name="the_calendar"),)

    def clean(self) -> None:
        """Refuse days that do not exist in the calendar."""
        super().clean()
        if not (self.month in MONTHS and self.day and self.year):
            return  # The fields have errors of their own.
        named = {"day": self.day, "month": MONTHS[self.month], "year": self.year}
        if not _has_day(LEAP_YEAR, self.month, self.day):
            sentence = _now("There is no %(day)s %(month)s.")
        elif self.year >= FIRST_GREGORIAN_YEAR and not _has_day(self.year, self.month, self.day):
            sentence = _now("%(year)s had no 29 February.")
        elif self.year > localdate().year:
            raise ValidationError({"year": _now("This year is still to come.")})
        else:
            return
        raise ValidationError({"day": sentence % named})

    def get_absolute_url(self) -> str:
        return f"{reverse('articles:day', args=[self.day_of_year])}#{self.slug}"

    @property
    def day_of_year(self) -> DayOfYear:
        return DayOfYear(self.month, self.day)

    @property
    def display_date(self) -> str:
        """The date in words: 14 October 1962."""
        return _now("%(day)s %(year)s") % {"day": self.day_of_year.name, "year": self.year}

    def has_topic_in(self, topics: Collection[int]) -> bool:
        return any(topic.pk in topics for topic in self.topics.all())


def _has_day(year: int, month: int, day: int) -> bool:
    try:
        DayOfYear(month, day).to_date(year)
    except ValueError:
        return False
    return True
