"""Measured figures and their medians."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.bench.load import Slice


class Key(NamedTuple):
    table: str
    case: str
    server: str


@dataclass
class Figures:
    """Several slices of each case on each server, and what had to be left out."""

    slices: dict[Key, list[Slice]] = field(default_factory=lambda: defaultdict(list))
    weights: dict[Key, int] = field(default_factory=dict)  # bytes of the body
    shown: dict[Key, int] = field(default_factory=dict)  # comments in the body
    queries: dict[Key, tuple[int, int]] = field(default_factory=dict)  # cold, warm
    notes: list[str] = field(default_factory=list)
    storage: dict[str, list[dict[str, int]]] = field(default_factory=dict)  # of each database, by size

    def median(self, key: Key, of: str) -> float | None:
        found = self.slices.get(key)
        return statistics.median(getattr(slice_, of) for slice_ in found) if found else None

    def spread(self, key: Key) -> float:
        """How far the rounds of a case lie apart: the most CPU time by the least."""
        costs = [slice_.cpu for slice_ in self.slices[key]]
        return max(costs) / max(min(costs), 1e-9)

    def ratio(self, key: Key, to: Key) -> float | None:
        """Of CPU time."""
        cost, least = self.median(key, "cpu"), self.median(to, "cpu")
        return cost / least if cost is not None and least else None

    def cases(self, table: str) -> list[str]:
        """In the order in which they were measured first."""
        return list(dict.fromkeys(key.case for key in self.slices if key.table == table))

    def servers(self, table: str, case: str) -> list[str]:
        return [key.server for key in self.slices if (key.table, key.case) == (table, case)]

    def bytes_of_a_comment(self, database: str, of: str = "bytes") -> float | None:
        """What one comment more takes: the difference of the longest and the shortest site."""
        found = self.storage.get(database, [])
        if len(found) < 2:
            return None
        return (found[-1][of] - found[0][of]) / (found[-1]["rows"] - found[0]["rows"])

    def noise(self, how: Callable[[list[float]], float] = statistics.median) -> float:
        """Cores that strangers used."""
        return how([slice_.others for slices in self.slices.values() for slice_ in slices] or [0.0])

    def failed(self) -> int:
        return sum(slice_.failed for slices in self.slices.values() for slice_ in slices)
