"""Growth of work with the length of a text, measured so that a busy machine changes nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

MAX_GROWTH = 2.5  # of the work for twice the text; what grows with the square has 4
ATTEMPTS = 12


def count_calls(function: Callable[[str], object], text: str) -> int:
    """Count calls of functions, of Python and C: the same number in each run."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return calls


def get_call_growth(function: Callable[[str], object], piece: str, times: int) -> float:
    """Return the ratio of calls for twice the text."""
    function(piece)  # What is made once is made now.
    return count_calls(function, piece * 2 * times) / count_calls(function, piece * times)


def get_time_growth(function: Callable[[str], object], text: str) -> float:
    """Return the best of several ratios of CPU time for twice the text.

    A disturbance makes one ratio worse, not all. For work within one call, as in a pattern.
    """
    function(text)
    best = float("inf")
    for _ in range(ATTEMPTS):
        half = _get_cpu_time(function, text[: len(text) // 2])
        best = min(best, _get_cpu_time(function, text) / half)
        if best <= MAX_GROWTH:
            break
    return best


def _get_cpu_time(function: Callable[[str], object], text: str) -> float:
    start = time.thread_time()
    function(text)
    return max(time.thread_time() - start, 1e-6)
