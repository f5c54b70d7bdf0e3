"""Rate limits, and the time to wait for an author who has reached one."""

from collections.abc import Sequence
from math import ceil

# Limits that admins do not set; those that they do are in rule_settings.py.
MAX_EDITS_PER_MINUTE = 6
MAX_FLAGS_PER_MINUTE = 5

RateLimit = tuple[int, int]  # a number of times, and the seconds within which they count


def seconds_to_wait(ago: Sequence[float], limits: Sequence[RateLimit]) -> int:
    """Seconds until the next action is allowed. `ago` has the ages of the last ones, latest
    first."""
    waits = [within - ago[times - 1] for times, within in limits if len(ago) >= times]
    return max(0, ceil(max(waits, default=0)))
