"""Servers that the site can do without for a while."""

import logging
from time import monotonic

COOL_DOWN_SECONDS = 5  # seconds

logger = logging.getLogger(__name__)


class CircuitBreaker:
    """Whether a server has failed a moment ago. It is left alone then: each page would else
    wait for it as long as the first one did.

    All threads of a process share one; it keeps a single number, which is written whole.
    """

    def __init__(self, server: str):
        self.server = server
        self._ends_at = 0.0

    @property
    def is_open(self) -> bool:
        return monotonic() < self._ends_at

    def trip(self, error: Exception) -> None:
        self._ends_at = monotonic() + COOL_DOWN_SECONDS
        logger.warning(
            "For %d seconds the site does without %s: %s", COOL_DOWN_SECONDS, self.server, error
        )
