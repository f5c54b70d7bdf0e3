"""Widgets: what other sites may show of this one, and the choices that they have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

AN_HOUR = 3600  # seconds
MAX_SLUG = 200


class Size(StrEnum):
    """Which of its measures a widget has."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Colours(StrEnum):
    """Those of the reader's device, or always the same."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Choices:
    """What a site has chosen. "" for a topic or an article: none."""

    size: Size = Size.MEDIUM
    colours: Colours = Colours.AUTO
    topic: str = ""
    article: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Choices:
        """What makes no sense counts as not chosen."""
        size, colours = query.get("size", ""), query.get("colours", "")
        return cls(
            size=Size(size) if size in {*Size} else Size.MEDIUM,
            colours=Colours(colours) if colours in {*Colours} else Colours.AUTO,
            topic=_slug(query.get("topic", "")),
            article=_slug(query.get("article", "")),
        )

    @property
    def query(self) -> str:
        """The choices as the query of an address, in one spelling only."""
        named = {name: getattr(self, name) for name in self.__dataclass_fields__}
        usual = self.__class__()
        chosen = {name: value for name, value in named.items() if value != getattr(usual, name)}
        return urlencode(sorted(chosen.items()))


def _slug(value: str) -> str:
    return value if re.fullmatch(r"[-\w]+", value) and len(value) <= MAX_SLUG else ""


@dataclass(frozen=True)
class Kind:
    """One kind of widget. `measures` are width and height in pixels and the number of
    entries, for each size."""

    name: str  # in addresses
    title: str | Promise
    measures: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]
    asks_topic: bool = False
    asks_article: bool = False
    ends_with_the_day: bool = False

    def of(self, choices: Choices) -> Widget:
        """With those of the choices that matter here."""
        topic = choices.topic if self.asks_topic else ""
        article = choices.article if self.asks_article else ""
        return Widget(self, replace(choices, topic=topic, article=article))

    def lasts(self, now: datetime) -> int:
        """For how many seconds it may be kept: those of a day until midnight at most."""
        if not self.ends_with_the_day:
            return AN_HOUR
        tomorrow = localtime(now).date() + timedelta(days=1)
        midnight = make_aware(datetime.combine(tomorrow, time()))
        return min(AN_HOUR, int((midnight - now).total_seconds()))


CARD = ((200, 340, 1), (300, 250, 1), (480, 200, 1))
LIST = ((200, 340, 3), (300, 320, 5), (480, 320, 5))
POSTS = ((200, 400, 2), (300, 360, 3), (480, 360, 3))
LINE = ((160, 80, 1), (220, 80, 1), (300, 90, 1))
KINDS = {
    kind.name: kind
    for kind in (
        Kind("fact", _("Did you know?"), CARD, asks_topic=True, ends_with_the_day=True),
        Kind("on-this-day", _("On this day"), CARD, asks_topic=True, ends_with_the_day=True),
        Kind("articles", _("Newest articles"), LIST, asks_topic=True),
        Kind("posts", _("Newest posts"), POSTS, asks_article=True),
        Kind("count", _("Posts"), LINE, asks_article=True),
    )
}


@dataclass(frozen=True)
class Widget:
    """A kind of widget as a site has chosen it."""

    kind: Kind
    choices: Choices

    @property
    def url(self) -> str:
        address = reverse("articles:widget", args=[self.kind.name])
        return f"{address}?{self.choices.query}".removesuffix("?")

    @property
    def measures(self) -> tuple[int, int, int]:
        return self.kind.measures[[*Size].index(self.choices.size)]

    @property
    def width(self) -> int:
        return self.measures[0]

    @property
    def height(self) -> int:
        return self.measures[1]

    @property
    def shows(self) -> int:
        """How many articles or posts."""
        return self.measures[2]

    @property
    def data(self) -> list[tuple[str, str]]:
        """What the script reads: names and values of `data-` attributes."""
        named = {name: getattr(self.choices, name) for name in ("size", "colours")}
        chosen = {"topic": self.choices.topic, "article": self.choices.article}
        if self.kind.name == "count":  # in words, in the colours and size of their surroundings
            named = {}
        given = named | {name: value for name, value in chosen.items() if value}
        return [("widget", self.kind.name), *((name, str(value)) for name, value in given.items())]
