"""Circuit breaker for servers that the site can do without for a while."""

import logging
from time import monotonic

COOL_DOWN_SECONDS = 5

logger = logging.getLogger(__name__)


class CircuitBreaker:
    """Circuit breaker of one server. While it is open, the server is not asked: otherwise each page
    would wait for a timeout.

    All threads of a process share it. It needs no lock, since it keeps one number only.
    """

    def __init__(self, server: str):
        self.server = server
        self._ends_at = 0.0

    @property
    def is_open(self) -> bool:
        return monotonic() < self._ends_at

    def trip(self, error: Exception) -> None:
        self._ends_at = monotonic() + COOL_DOWN_SECONDS
        logger.warning("For %d seconds the site does without %s: %s", COOL_DOWN_SECONDS, self.server, error)
