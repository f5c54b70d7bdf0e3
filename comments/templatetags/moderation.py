"""Template tags of the pages for moderators."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.models import Decision, RejectionReason
from comments.moderation.queues import HELD_QUEUE, QUEUES, Queue
from comments.moderation.sanctions import describe_status
from comments.templatetags.timestamps import iso_time

register = template.Library()

SHORTCUT_KEYS: dict[str, str] = {
    Decision.Verb.APPROVE: "a",
    Decision.Verb.REJECT: "r",
    Decision.Verb.SPAM: "s",
    Decision.Verb.REMOVE: "d",
    Decision.Verb.HOLD: "h",
}


@register.simple_tag
def decision_buttons(verbs: Iterable[str], *, for_several: bool = False) -> str:
    """A button for each verb, with its keyboard shortcut if it is about one post."""
    labels = ((str(verb), str(Decision.Verb(verb).label)) for verb in verbs)
    return _format_buttons(tuple(labels), has_keys=not for_several)


# Cached, since nearly all posts of a page have the same buttons.
@lru_cache(maxsize=256)
def _format_buttons(verbs: tuple[tuple[str, str], ...], *, has_keys: bool) -> str:
    return format_html_join(
        " ",
        '<button class="btn btn-small{}" name="verb" value="{}"{}>{}</button>',
        (
            (
                "" if verb == Decision.Verb.APPROVE else " btn-quiet",
                verb,
                format_html(' data-key="{}"', SHORTCUT_KEYS[verb]) if has_keys and verb in SHORTCUT_KEYS else "",
                capfirst(label),
            )
            for verb, label in verbs
        ),
    )


@register.simple_tag
def reason_options(reasons: Iterable[RejectionReason], chosen: int | None = None) -> str:
    """Options of the select for a rejection reason, rendered once for all posts of a page."""
    rows = ((r.pk, " selected" if r.pk == chosen else "", r.title) for r in reasons)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


register.filter("sanction_status", describe_status)


@register.simple_tag
def queue_links(counts: Mapping[str, int] | None) -> Iterator[tuple[Queue, str, Any]]:
    """Each queue with its URL and the number of its posts, where that is known."""
    page = reverse("comments:queue")
    for queue in QUEUES.values():
        address = page if queue is HELD_QUEUE else f"{page}?queue={queue.name}"
        yield queue, address, (counts or {}).get(queue.name)


@register.simple_tag
def time_ago(moment: datetime) -> str:
    """Time element with the time passed, to the minute; the date is its title."""
    minutes = max(0, int((now() - moment).total_seconds()) // 60)
    text = _("%(time)s ago") if minutes else _("just now")
    return _format_time_ago(localtime(moment), minutes, text, get_language())


@lru_cache(maxsize=2048)
def _format_time_ago(moment: datetime, minutes: int, text: str, language: str | None) -> str:
    then = moment + timedelta(minutes=minutes)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        iso_time(moment),
        date_format(moment, "DATETIME_FORMAT"),
        text % {"time": timesince(moment, then, depth=1)} if minutes else text,
    )
