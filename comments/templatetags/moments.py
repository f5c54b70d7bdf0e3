"""When something was, written as people write it and as machines read it."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def day(moment: datetime) -> str:
    """The day, and the time for whoever points at it."""
    return _time(localtime(moment), "DATE_FORMAT", get_language())


@register.simple_tag
def moment(moment: datetime) -> str:
    """The day and the time."""
    return _time(localtime(moment), "DATETIME_FORMAT", get_language())


# Remembered: a page names fifty moments, the next one mostly the same.
@lru_cache(maxsize=4096)
def _time(moment: datetime, style: str, language: str | None) -> str:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(moment, "DATETIME_FORMAT"),
        date_format(moment, style),
    )
