"""Small bar charts, drawn on the server as rectangles of an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CHART_WIDTH, CHART_HEIGHT = 600, 100  # in the units of the drawing
BAR_GAP = 4


class Bar(NamedTuple):
    """A rectangle with its text for screen readers."""

    x: int
    y: float
    width: int
    height: float
    label: str


@dataclass(frozen=True)
class Series:
    """One number a day, as bars of one colour. `maximum` is the value of the full height."""

    values: Sequence[int | None]
    labels: Sequence[str]
    maximum: int

    @property
    def bars(self) -> list[Bar]:
        step = CHART_WIDTH // max(1, len(self.values))
        bars = []
        for position, (value, label) in enumerate(zip(self.values, self.labels, strict=True)):
            height = round(CHART_HEIGHT * (value or 0) / max(1, self.maximum), 1)
            bars.append(Bar(position * step, CHART_HEIGHT - height, step - BAR_GAP, height, label))
        return bars


@dataclass(frozen=True)
class Chart:
    """Bars of a total, and in front of them bars of a part of it."""

    title: str
    maximum_label: str  # in words
    back: Series
    front: Series

    @classmethod
    def build(
        cls,
        title: str,
        *,
        back: Sequence[int | None],
        front: Sequence[int | None],
        labels: Sequence[str],
        maximum_label: str,
    ) -> Chart:
        maximum = max([value or 0 for value in (*back, *front)], default=0)
        return cls(title, maximum_label, Series(back, labels, maximum), Series(front, labels, maximum))
