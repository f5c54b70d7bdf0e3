"""The plan of a query, and the work that the database does for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

from django.db import connection

GROWING = (
    "articles_article",
    "articles_byline",
    "articles_likeness",
    "articles_topicentry",
    "comments_ban",
    "comments_comment",
    "comments_search",
    "comments_decision",
    "comments_flag",
    "comments_footprint",
)
STRIDE = 10  # steps of SQLite's engine between two looks


@dataclass(frozen=True)
class Query:
    """A statement as it was asked, its values apart: SQLite's planner does not see them in
    the text, and uses a partial index only where it can tell that they fit."""

    sql: str
    values: Any

    @property
    def is_about_what_grows(self) -> bool:
        return not self.sql.startswith("INSERT") and any(table in self.sql for table in GROWING)

    @cached_property
    def plan(self) -> list[str]:
        """The steps of the plan, in the database's words."""
        sqlite = connection.vendor == "sqlite"
        how = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN (COSTS OFF)"
        return [row[-1] for row in _rows_of(f"{how} {self.sql}", self.values)]

    @cached_property
    def work(self) -> int:
        """How much the database touches for a query that reads: rows for PostgreSQL, steps of
        its engine for SQLite, which counts no rows. No clock is involved."""
        if not self.sql.startswith("SELECT"):
            return 0
        return _steps(self) if connection.vendor == "sqlite" else _touched(self)


@contextmanager
def recorded_queries() -> Iterator[list[Query]]:
    """Record the queries that are run inside the block."""
    queries: list[Query] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(Query(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries


def _rows_of(sql: str, values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _steps(query: Query) -> int:
    turns = count()
    sqlite = connection.connection
    sqlite.set_progress_handler(lambda: next(turns) and 0, STRIDE)
    try:
        _rows_of(query.sql, query.values)
    finally:
        sqlite.set_progress_handler(None, STRIDE)
    return next(turns) * STRIDE


def _touched(query: Query) -> int:
    ((found,),) = _rows_of(f"EXPLAIN (ANALYZE, FORMAT JSON) {query.sql}", query.values)
    answer = json.loads(found) if isinstance(found, str) else found
    return _rows_in(answer[0]["Plan"])


def _rows_in(step: dict[str, Any]) -> int:
    """Rows that the step read, including discarded ones, plus those of the steps
    below it."""
    kept = step["Actual Rows"]
    thrown = sum(number for name, number in step.items() if name.startswith("Rows Removed by"))
    return round((kept + thrown) * step["Actual Loops"]) + sum(map(_rows_in, step.get("Plans", [])))
