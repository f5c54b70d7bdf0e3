"""Ratios of paired costs, with their 95 % intervals.

Each pair is two costs of one case, measured one after the other. The ratio is the geometric mean of the ratios of
the pairs. The interval is Student's t interval on their logarithms.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

LIMIT = 1.05  # The most that a case may cost, times what it cost before.
NORMAL = 1.960
# The 97.5 % quantiles of Student's t for 1, 2, 3 … degrees of freedom.
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True)
class Ratio:
    """The cost after a change by the cost before it."""

    value: float
    low: float
    high: float

    @property
    def is_slower(self) -> bool:
        return self.value > LIMIT and self.low > 1

    @property
    def is_inconclusive(self) -> bool:
        """Whether more rounds could still show that it is slower."""
        return not self.is_slower and self.high > LIMIT

    @property
    def verdict(self) -> str:
        if self.is_slower:
            return "SLOWER"
        if self.high < 1:
            return "faster"
        if self.low > 1:
            return f"within {LIMIT}"
        return "same, wide" if self.is_inconclusive else "same"


def ratio_of(pairs: list[tuple[float, float]]) -> Ratio:
    """Take the costs before and after. At least two pairs are needed."""
    logarithms = [math.log(after / before) for before, after in pairs]
    mean = statistics.mean(logarithms)
    error = statistics.stdev(logarithms) / math.sqrt(len(pairs))
    reach = student(len(pairs) - 1) * error
    return Ratio(math.exp(mean), math.exp(mean - reach), math.exp(mean + reach))


def student(degrees: int) -> float:
    """The quantile; beyond the table a close approximation."""
    if degrees <= len(STUDENT):
        return STUDENT[degrees - 1]
    return NORMAL + 2.5 / degrees  # within 0.003 of the true one
