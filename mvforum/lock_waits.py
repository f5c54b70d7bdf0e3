"""Limits of waiting for locks of the database, so that one held lock does not stop the site."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from mvforum.http_cache.front import WAITS_UNTIL, FrontLimits
from mvforum.http_cache.headers import SAFE_METHODS

LOCK_WAIT_SECONDS = FrontLimits.lock_wait
# Some requests that read also write a little, such as a claim. They run in the thread that is kept
# free of waiting, so they give up early.
LOCK_WAIT_OF_READERS_SECONDS = 1
STATEMENT_SECONDS = 5  # PostgreSQL counts lock_timeout anew for each lock, and a row may take two
MIN_LOCK_WAIT_SECONDS = 0.05
MIN_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.001, 0.025  # between two attempts on SQLite
SQLITE_CONNECT_SECONDS = 1  # for the statements that prepare a new connection
LIMITS = ("lock_timeout", "statement_timeout")  # of PostgreSQL
UNNOTICED_WAIT_SECONDS = 0.2  # of waiting for a thread; the usual limit is near enough


def limit_database_waits(databases: dict[str, Any]) -> None:
    """Limit the waits of all connections that this process opens: for web processes only. Commands,
    such as a migration, may wait and work longer."""
    for database in databases.values():
        options = database.setdefault("OPTIONS", {})
        if database["ENGINE"].endswith(".sqlite3"):
            options["timeout"] = SQLITE_CONNECT_SECONDS
        elif database["ENGINE"].endswith(".postgresql"):
            limits = f"-c lock_timeout={int(LOCK_WAIT_SECONDS * 1000)}ms -c statement_timeout={STATEMENT_SECONDS}s"
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
        if connection.vendor == "sqlite":
            _end_waits_within_sqlite()
            with connection.execute_wrapper(_RetryWhileLocked(time.monotonic() + seconds)):
                return self.get_response(request)
        is_short = LOCK_WAIT_SECONDS - seconds > UNNOTICED_WAIT_SECONDS and request.method not in SAFE_METHODS
        if is_short and not connection.in_atomic_block:
            with _postgresql_limits(seconds):
                return self.get_response(request)
        return self.get_response(request)


def _end_waits_within_sqlite() -> None:
    """Let SQLite report a lock at once.

    While it waits itself, it holds a mutex of the connection. A failed statement is garbage in a
    cycle. So another thread that collects it, such as that of the event loop, would wait as well.
    """
    if connection.connection and not connection.in_atomic_block:
        connection.connection.execute("PRAGMA busy_timeout = 0")


class _RetryWhileLocked:
    """Wrapper of statements for SQLite that waits for locks until a moment, and retries.

    A statement that meets a lock has done nothing. Within a transaction none does: it begins with
    the lock of the writer (IMMEDIATE).
    """

    def __init__(self, until: float):
        self.until = until

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict) -> Any:
        pause = MIN_PAUSE_SECONDS
        while True:
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() + pause > self.until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, MAX_PAUSE_SECONDS)


@contextmanager
def _postgresql_limits(seconds: float) -> Iterator[None]:
    with suppress(Error), connection.cursor() as cursor:  # The request itself will notice an outage.
        for name in LIMITS:
            cursor.execute(f"SET {name} = {int(seconds * 1000)}")
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            for name in LIMITS:
                cursor.execute(f"RESET {name}")
