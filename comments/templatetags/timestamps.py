"""Template tags for dates and durations, readable by people and by programs."""

from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

REFERENCE_MOMENT = datetime(2026, 1, 1)  # noqa: DTZ001 (only differences to it count)


@register.simple_tag
def day_tag(moment: datetime) -> str:
    """Time element with the date; date and time are its title."""
    return _format_time(localtime(moment), "DATE_FORMAT", get_language())


@register.simple_tag
def moment_tag(moment: datetime) -> str:
    """Time element with date and time."""
    return _format_time(localtime(moment), "DATETIME_FORMAT", get_language())


@register.filter
def iso_time(moment: datetime) -> str:
    """Date and time for programs, to the second: HTML accepts at most three decimals."""
    return localtime(moment).isoformat(timespec="seconds")


@register.filter
def duration(seconds: int | None) -> str:
    """Duration in its largest unit, "3 hours"; a dash for None."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return _("under a minute")
    return timesince(REFERENCE_MOMENT, REFERENCE_MOMENT + timedelta(seconds=seconds), depth=1)


# Cached, since most of the fifty dates of a page are on the next one as well.
@lru_cache(maxsize=4096)
def _format_time(moment: datetime, style: str, language: str | None) -> str:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        iso_time(moment),
        date_format(moment, "DATETIME_FORMAT"),
        date_format(moment, style),
    )
