"""How long somebody who was too quick has to wait."""

from collections.abc import Sequence
from math import ceil

RateLimit = tuple[int, int]  # so many times within so many seconds


def seconds_to_wait(ago: Sequence[float], limits: Sequence[RateLimit]) -> int:
    """`ago` says how many seconds ago it was done, the latest first. 0 is not at all."""
    waits = [within - ago[times - 1] for times, within in limits if len(ago) >= times]
    return max(0, ceil(max(waits, default=0)))
