"""Count what requests ask of the database, in the code of any commit: knows Django, and no name of ours.

Reads pairs of requests as JSON, each request as [method, path, headers, body]. The caches are empty before the first
of a pair. Writes one Count for each request.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import brotli
import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    django.setup()

from django.core.cache import caches
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext


class Calls:
    """A count of calls of some methods, while it stands."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def of(self, owner: type, name: str) -> Iterator[None]:
        method = getattr(owner, name)

        def counting(*args: Any, **options: Any) -> Any:
            self.count += 1
            return method(*args, **options)

        setattr(owner, name, counting)
        try:
            yield
        finally:
            setattr(owner, name, method)


@contextmanager
def counted_calls() -> Iterator[Calls]:
    """Count the calls of the driver: of SQLite's methods, and each wait for an answer of PostgreSQL.

    BEGIN, SAVEPOINT, COMMIT and the like are calls, too.
    """
    calls = Calls()
    vendors = {connection.vendor for connection in connections.all()}
    with ExitStack() as stack:
        if "sqlite" in vendors:
            for owner, name in (
                (SQLiteCursorWrapper, "execute"),
                (SQLiteCursorWrapper, "executemany"),
                (BaseDatabaseWrapper, "_commit"),
                (BaseDatabaseWrapper, "_rollback"),
            ):
                stack.enter_context(calls.of(owner, name))
        if "postgresql" in vendors:
            import psycopg

            stack.enter_context(calls.of(psycopg.Connection, "wait"))
        yield calls


def count(method: str, path: str, headers: dict[str, str], body: str) -> dict[str, int]:
    headers = {**headers}
    kind = headers.pop("Content-Type", "application/octet-stream")
    client = Client(SERVER_NAME="127.0.0.1")
    with ExitStack() as stack:
        for connection in connections.all():
            # To log a query, Django would ask SQLite how its parameters are quoted.
            connection.ops.last_executed_query = lambda cursor, sql, params: sql
            stack.callback(delattr, connection.ops, "last_executed_query")
        captured = [stack.enter_context(CaptureQueriesContext(connection)) for connection in connections.all()]
        calls = stack.enter_context(counted_calls())
        answer = client.generic(method, path, body, content_type=kind, headers=headers)
        body = b"".join(answer) if answer.streaming else answer.content
    return {
        "status": answer.status_code,
        "queries": sum(len(queries) for queries in captured),
        "calls": calls.count,
        "bytes": size_of(body, answer.headers.get("Content-Encoding", "")),
    }


def size_of(body: bytes, encoding: str) -> int:
    """Bytes of a body before it was compressed: Django makes gzip longer by a random number of bytes."""
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)
    return len(unpack(body))


def count_pair(pair: list[Any]) -> list[dict[str, int]]:
    for cache in caches.all():
        cache.clear()
    return [count(*request) for request in pair]


if __name__ == "__main__":
    print(json.dumps([count_pair(pair) for pair in json.load(sys.stdin)]))
