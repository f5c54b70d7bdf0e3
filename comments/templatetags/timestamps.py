"""When something was, written as people write it and as machines read it."""

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

REFERENCE_MOMENT = datetime(2026, 1, 1)  # noqa: DTZ001 (of a span of time, wherever)


@register.simple_tag
def day_tag(moment: datetime) -> str:
    """The day, and the time for whoever points at it."""
    return _format_time(localtime(moment), "DATE_FORMAT", get_language())


@register.simple_tag
def moment_tag(moment: datetime) -> str:
    """The day and the time."""
    return _format_time(localtime(moment), "DATETIME_FORMAT", get_language())


@register.filter
def duration(seconds: int | None) -> str:
    """How long, roughly: "3 hours"; a dash where there is nothing to tell."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return _("under a minute")
    return timesince(REFERENCE_MOMENT, REFERENCE_MOMENT + timedelta(seconds=seconds), depth=1)


# Remembered: a page names fifty moments, the next one mostly the same.
@lru_cache(maxsize=4096)
def _format_time(moment: datetime, style: str, language: str | None) -> str:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(moment, "DATETIME_FORMAT"),
        date_format(moment, style),
    )
