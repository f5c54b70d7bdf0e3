"""Widgets that other sites can show, and their options."""

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

MAX_AGE_SECONDS = 3600
MAX_SLUG_CHARS = 200


class WidgetSize(StrEnum):
    """The size of a widget."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class WidgetColours(StrEnum):
    """The colour scheme: that of the reader's device, or a fixed one."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class WidgetOptions:
    """The options of a widget. An empty topic or article means none."""

    size: WidgetSize = WidgetSize.MEDIUM
    colours: WidgetColours = WidgetColours.AUTO
    topic: str = ""
    article: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> WidgetOptions:
        """Parse a query. Values that are not valid count as missing."""
        size, colours = query.get("size", ""), query.get("colours", "")
        return cls(
            size=WidgetSize(size) if size in {*WidgetSize} else WidgetSize.MEDIUM,
            colours=WidgetColours(colours) if colours in {*WidgetColours} else WidgetColours.AUTO,
            topic=_slug(query.get("topic", "")),
            article=_slug(query.get("article", "")),
        )

    @property
    def query(self) -> str:
        """The canonical query with these options."""
        named = {name: getattr(self, name) for name in self.__dataclass_fields__}
        usual = self.__class__()
        chosen = {name: value for name, value in named.items() if value != getattr(usual, name)}
        return urlencode(sorted(chosen.items()))


def _slug(value: str) -> str:
    return value if re.fullmatch(r"[-\w]+", value) and len(value) <= MAX_SLUG_CHARS else ""


@dataclass(frozen=True)
class WidgetKind:
    """A kind of widget.

    `dimensions` are width and height in pixels and the number of entries, for each size.
    """

    name: str  # in addresses
    title: str | Promise
    dimensions: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]
    accepts_topic: bool = False
    requires_article: bool = False
    changes_daily: bool = False

    def build(self, options: WidgetOptions) -> Widget:
        """Build a widget with the options that this kind has."""
        topic = options.topic if self.accepts_topic else ""
        article = options.article if self.requires_article else ""
        return Widget(self, replace(options, topic=topic, article=article))

    def get_max_age(self, now: datetime) -> int:
        """Return the seconds that it may be cached. Daily content expires at midnight."""
        if not self.changes_daily:
            return MAX_AGE_SECONDS
        tomorrow = localtime(now).date() + timedelta(days=1)
        midnight = make_aware(datetime.combine(tomorrow, time()))
        return min(MAX_AGE_SECONDS, int((midnight - now).total_seconds()))


CARD_DIMENSIONS = ((200, 340, 1), (300, 250, 1), (480, 200, 1))
LIST_DIMENSIONS = ((200, 340, 3), (300, 320, 5), (480, 320, 5))
POSTS_DIMENSIONS = ((200, 400, 2), (300, 360, 3), (480, 360, 3))
LINE_DIMENSIONS = ((160, 80, 1), (220, 80, 1), (300, 90, 1))
WIDGET_KINDS = {
    kind.name: kind
    for kind in (
        WidgetKind("fact", _("Did you know?"), CARD_DIMENSIONS, accepts_topic=True, changes_daily=True),
        WidgetKind("on-this-day", _("On this day"), CARD_DIMENSIONS, accepts_topic=True, changes_daily=True),
        WidgetKind("articles", _("Newest articles"), LIST_DIMENSIONS, accepts_topic=True),
        WidgetKind("posts", _("Newest posts"), POSTS_DIMENSIONS, requires_article=True),
        WidgetKind("count", _("Posts"), LINE_DIMENSIONS, requires_article=True),
    )
}


@dataclass(frozen=True)
class Widget:
    """A kind of widget with options."""

    kind: WidgetKind
    options: WidgetOptions

    @property
    def url(self) -> str:
        address = reverse("articles:widget", args=[self.kind.name])
        return f"{address}?{self.options.query}".removesuffix("?")

    @property
    def dimensions(self) -> tuple[int, int, int]:
        return self.kind.dimensions[[*WidgetSize].index(self.options.size)]

    @property
    def width(self) -> int:
        return self.dimensions[0]

    @property
    def height(self) -> int:
        return self.dimensions[1]

    @property
    def max_entries(self) -> int:
        """The number of articles or posts."""
        return self.dimensions[2]

    @property
    def data_attributes(self) -> list[tuple[str, str]]:
        """The `data-` attributes for the script: names and values."""
        named = {name: getattr(self.options, name) for name in ("size", "colours")}
        chosen = {"topic": self.options.topic, "article": self.options.article}
        if self.kind.name == "count":  # Text takes its colours and size from the page around it.
            named = {}
        given = named | {name: value for name, value in chosen.items() if value}
        return [("widget", self.kind.name), *((name, str(value)) for name, value in given.items())]
