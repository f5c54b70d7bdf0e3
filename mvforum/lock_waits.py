"""Limits of waiting for locks of the database, so that one held lock does not stop the site."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from mvforum.http_cache.front import SAFE_METHODS, WAITS_UNTIL

LOCK_WAIT_SECONDS = 5
# Some requests that read also write a little, such as a claim. They run in the thread that is kept
# free of waiting, so they give up early.
LOCK_WAIT_OF_READERS_SECONDS = 1
STATEMENT_SECONDS = 30
MIN_LOCK_WAIT_SECONDS = 0.05
UNNOTICED_WAIT_SECONDS = 0.2  # of waiting for a thread; the usual limit is near enough


def limit_database_waits(databases: dict[str, Any]) -> None:
    """Limit the waits of all connections that this process opens: for web processes only. Commands,
    such as a migration, may wait and work longer."""
    for database in databases.values():
        options = database.setdefault("OPTIONS", {})
        if database["ENGINE"].endswith(".sqlite3"):
            options["timeout"] = LOCK_WAIT_SECONDS
        elif database["ENGINE"].endswith(".postgresql"):
            limits = f"-c lock_timeout={LOCK_WAIT_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s"
            options["options"] = f"{limits} {options.get('options', '')}".strip()


class LockWaitMiddleware:
    """Middleware that limits the lock waits of each request. The time that it waited for a thread
    counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seconds: float = LOCK_WAIT_SECONDS
        if WAITS_UNTIL in request.META:
            seconds = min(seconds, max(MIN_LOCK_WAIT_SECONDS, request.META[WAITS_UNTIL] - time.monotonic()))
        elif request.method in SAFE_METHODS:
            seconds = LOCK_WAIT_OF_READERS_SECONDS
        if connection.connection is None or connection.in_atomic_block:
            return self.get_response(request)  # A new connection has the usual limit.
        if connection.vendor == "sqlite":
            # Not a query: it costs no more than a function call, and the next request sets its own.
            connection.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        elif LOCK_WAIT_SECONDS - seconds > UNNOTICED_WAIT_SECONDS and request.method not in SAFE_METHODS:
            with _postgresql_lock_timeout(seconds):
                return self.get_response(request)
        return self.get_response(request)


@contextmanager
def _postgresql_lock_timeout(seconds: float) -> Iterator[None]:
    with suppress(Error), connection.cursor() as cursor:  # The request itself will notice an outage.
        cursor.execute(f"SET lock_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
