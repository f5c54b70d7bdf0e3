"""The signs of a score in words, for moderators."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.spam.classifier.text_features import END, LINK, START
from comments.spam.classifier.top_features import Sign

LINKS = {
    "0": gettext_lazy("no links"),
    "1": gettext_lazy("a link"),
    "2": gettext_lazy("several links"),
}
CRIES = {
    "some": gettext_lazy("an exclamation mark"),
    "many": gettext_lazy("many exclamation marks"),
}
SHORT, LONG = 4, 7  # steps of `traits.LENGTHS`


def in_words(signs: Iterable[Sign], direction: int) -> list[str]:
    """Those that speak for spam (1), or against it (-1). What has no words any more is left
    out."""
    chosen = [(str(kind), str(which)) for kind, which, way in signs if way == direction]
    said = [_WORDS[kind](which) for kind, which in chosen if kind in _WORDS]
    return [*dict.fromkeys(filter(None, said))]


def _length(which: str) -> str:
    if not which.isdigit():
        return ""
    if int(which) < SHORT:
        return _("short")
    return _("long") if int(which) >= LONG else _("of middling length")


def _word(which: str) -> str:
    return _("a link") if which == LINK else _("“%(words)s”") % {"words": which}


def _pair(which: str) -> str:
    one, _space, other = which.partition(" ")
    if one == START:
        return _("begins with %(words)s") % {"words": _word(other)}
    if other == END:
        return _("ends with %(words)s") % {"words": _word(one)}
    return _word(which.replace(LINK, _("[link]")))


_WORDS: dict[str, Callable[[str], str]] = {
    "links": lambda which: str(LINKS.get(which, "")),
    "length": _length,
    "capitals": lambda which: _("many capitals"),
    "cries": lambda which: str(CRIES.get(which, "")),
    "first post": lambda which: _("first post"),
    "site": lambda which: _("a link to %(site)s") % {"site": which},
    "in an address": lambda which: _("“%(words)s” in an address") % {"words": which},
    "word": _word,
    "pair": _pair,
}
