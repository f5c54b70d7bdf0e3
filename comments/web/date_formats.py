"""Dates and times within sentences, in the reader's language and the time zone of the site."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def format_day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def format_moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def format_moment_without_stop(moment: datetime) -> str:
    """Format for the end of a sentence: without the full stop of "p.m."."""
    return format_moment(moment).removesuffix(".")
