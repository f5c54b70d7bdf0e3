"""Servers that the site can do without for a while."""

import logging
from time import monotonic

REST = 5  # seconds

logger = logging.getLogger(__name__)


class Outage:
    """Whether a server has failed a moment ago. It is left alone then: each page would else
    wait for it as long as the first one did.

    All threads of a process share one; it keeps a single number, which is written whole.
    """

    def __init__(self, server: str):
        self.server = server
        self._ends_at = 0.0

    @property
    def is_on(self) -> bool:
        return monotonic() < self._ends_at

    def begin(self, error: Exception) -> None:
        self._ends_at = monotonic() + REST
        logger.warning("For %d seconds the site does without %s: %s", REST, self.server, error)
