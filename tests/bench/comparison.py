"""The costs of two commits as a table, and the cases where the newer one costs more."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tests.bench.ratios import LIMIT, Ratio, ratio_of
from tests.bench.report import exact

HEADINGS = ["case", "site", "ratio", "95 % interval", "verdict", "queries", "calls", "bytes"]


class Row(NamedTuple):
    table: str
    case: str
    site: str

    def __str__(self) -> str:
        return f"{self.table}: {self.case}, {self.site}"


class Counts(NamedTuple):
    """Each of a cold request, a warm one and, of a page, one to the server (whose queries are those of the warm one)."""

    queries: tuple[int, ...]
    calls: tuple[int, ...]
    bytes: tuple[int, ...]
    status: tuple[int, ...]

    @classmethod
    def of(cls, requests: list[dict[str, int]]) -> Counts:
        return cls(*(tuple(request[name] for request in requests) for name in cls._fields))


@dataclass
class Comparison:
    """The costs of each case before and after, in pairs, and what else was counted."""

    before: str
    after: str
    costs: dict[Row, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[Row, tuple[Counts, Counts]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # cases that only one of the commits answers

    @cached_property
    def ratios(self) -> dict[Row, Ratio]:
        return {row: ratio_of(pairs) for row, pairs in self.costs.items()}

    @property
    def slower(self) -> list[str]:
        return [f"{row}: {told(ratio)}" for row, ratio in self.ratios.items() if ratio.is_slower]

    @property
    def has_failed(self) -> bool:
        return bool(self.slower or self.broken or self.differences(more=True))

    def differences(self, *, more: bool) -> list[str]:
        """Cases with other counts. A case with both more and less of something counts as more."""
        found = []
        for row, (before, after) in self.counts.items():
            for name, old, new in zip(Counts._fields, before, after, strict=True):
                if old != new and more == _is_more(name, old, new):
                    found.append(f"{row}: {name} {_change(old, new)}")
        return found

    def report(self) -> str:
        title = f"# Cost of {self.after} compared with {self.before}"
        how = (
            "Ratios of CPU time per request, after by before: the geometric mean of paired slices, with Student's t\n"
            "interval on their logarithms. Queries, calls of the database driver and bytes: of a cold and a warm request."
        )
        return "\n\n".join([title, how, self._table(), self._summary()]) + "\n"

    def _table(self) -> str:
        head = [*HEADINGS[:2], f"CPU ms {self.before}", f"CPU ms {self.after}", *HEADINGS[2:]]
        rule = ["---", "---", *["--:"] * 3, "---", "---", *["--:"] * 3]
        rows = [self._cells(row, ratio) for row, ratio in self.ratios.items()]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, rule, *rows])

    def _cells(self, row: Row, ratio: Ratio) -> list[str]:
        before, after = (statistics.median(costs) for costs in zip(*self.costs[row], strict=True))
        interval = f"{ratio.low:.3f} to {ratio.high:.3f}"
        old, new = self.counts[row]
        return [
            row.case, row.site, exact(before), exact(after), f"{ratio.value:.3f}", interval, ratio.verdict,
            *(_change(old[place], new[place]) for place in range(3)),
        ]  # fmt: skip

    def _summary(self) -> str:
        ratios = self.ratios.values()
        wide = sum(ratio.is_inconclusive for ratio in ratios)
        parts = [
            _listed(f"Slower than {LIMIT}, and the interval excludes 1", self.slower),
            _listed("More queries, calls or bytes, or another status", self.differences(more=True)),
            _listed("Fewer queries, calls or bytes", self.differences(more=False)),
            _listed("Only one of the commits answers", self.broken),
            _listed("Notes", self.notes),
        ]
        if ratios:
            pairs = [len(costs) for costs in self.costs.values()]
            mean = statistics.geometric_mean(ratio.value for ratio in ratios)
            parts.append(
                f"{len(ratios)} cases, {min(pairs)} pairs each at least; the mean of their ratios is {mean:.3f}. The intervals\n"
                f"of {wide} reach beyond {LIMIT} without a verdict of slower: more ROUNDS make them narrower."
            )
        return "\n\n".join(parts)


def told(ratio: Ratio) -> str:
    return f"{ratio.value:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"


def _is_more(name: str, old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    return name == "status" or any(after > before for before, after in zip(old, new, strict=True))


def _change(old: tuple[int, ...], new: tuple[int, ...]) -> str:
    before, after = _joined(old), _joined(new)
    return before if old == new else f"{before} → {after}"


def _joined(numbers: tuple[int, ...]) -> str:
    """Leave out what the last number says again."""
    shown = numbers[:1] if len({*numbers}) == 1 else numbers[:2] if numbers[-1] == numbers[1] else numbers
    return " / ".join(f"{number:,}" for number in shown)


def _listed(title: str, items: list[str]) -> str:
    return f"{title}: none." if not items else "\n".join([f"{title}:", "", *(f"- {i}" for i in items)])
