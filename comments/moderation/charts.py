"""Small bar charts, drawn on the server: the rectangles of an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 600, 100  # in the units of the drawing
GAP = 4


class Bar(NamedTuple):
    """A rectangle, and what is read out where it stands."""

    x: int
    y: float
    width: int
    height: float
    label: str


@dataclass(frozen=True)
class Series:
    """One number for each day, as bars of the same colour. `of` is what the highest bar of the
    chart stands for."""

    values: Sequence[int | None]
    labels: Sequence[str]
    of: int

    @property
    def bars(self) -> list[Bar]:
        step = WIDTH // max(1, len(self.values))
        bars = []
        for place, (value, label) in enumerate(zip(self.values, self.labels, strict=True)):
            height = round(HEIGHT * (value or 0) / max(1, self.of), 1)
            bars.append(Bar(place * step, HEIGHT - height, step - GAP, height, label))
        return bars


@dataclass(frozen=True)
class Chart:
    """Bars of all in the back, bars of a part of it before them."""

    title: str
    highest: str  # in words
    back: Series
    front: Series

    @classmethod
    def of(
        cls,
        title: str,
        *,
        back: Sequence[int | None],
        front: Sequence[int | None],
        labels: Sequence[str],
        highest: str,
    ) -> Chart:
        most = max([value or 0 for value in (*back, *front)], default=0)
        return cls(title, highest, Series(back, labels, most), Series(front, labels, most))
