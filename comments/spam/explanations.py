"""Explanations of a score in words, for moderators."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.spam.classifier.text_features import END_TOKEN, LINK_PLACEHOLDER, START_TOKEN
from comments.spam.classifier.top_features import ScoreSign

LINK_MESSAGES = {"0": gettext_lazy("no links"), "1": gettext_lazy("a link"), "2": gettext_lazy("several links")}
EXCLAMATION_MESSAGES = {"some": gettext_lazy("an exclamation mark"), "many": gettext_lazy("many exclamation marks")}
MAX_SHORT_STEP, MIN_LONG_STEP = 4, 7  # steps of `text_features.LENGTH_STEPS`


def describe_signs(signs: Iterable[ScoreSign], direction: int) -> list[str]:
    """Describe the signs that speak for spam (1) or against it (-1). Unknown kinds are left out."""
    chosen = [(str(kind), str(which)) for kind, which, way in signs if way == direction]
    descriptions = [_MESSAGES[kind](which) for kind, which in chosen if kind in _MESSAGES]
    return [*dict.fromkeys(filter(None, descriptions))]


def _describe_length(which: str) -> str:
    if not which.isdigit():
        return ""
    if int(which) < MAX_SHORT_STEP:
        return _("short")
    return _("long") if int(which) >= MIN_LONG_STEP else _("of middling length")


def _describe_word(which: str) -> str:
    return _("a link") if which == LINK_PLACEHOLDER else _("“%(words)s”") % {"words": which}


def _describe_pair(which: str) -> str:
    one, _space, other = which.partition(" ")
    if one == START_TOKEN:
        return _("begins with %(words)s") % {"words": _describe_word(other)}
    if other == END_TOKEN:
        return _("ends with %(words)s") % {"words": _describe_word(one)}
    return _describe_word(which.replace(LINK_PLACEHOLDER, _("[link]")))


_MESSAGES: dict[str, Callable[[str], str]] = {
    "links": lambda which: str(LINK_MESSAGES.get(which, "")),
    "length": _describe_length,
    "capitals": lambda which: _("many capitals"),
    "cries": lambda which: str(EXCLAMATION_MESSAGES.get(which, "")),
    "first post": lambda which: _("first post"),
    "site": lambda which: _("a link to %(site)s") % {"site": which},
    "in an address": lambda which: _("“%(words)s” in an address") % {"words": which},
    "word": _describe_word,
    "pair": _describe_pair,
}
