"""An index of the words of one table, which the database keeps by itself: with triggers, so
that every way to change a row is covered, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from comments.search.engines.base import Engine

KEYS_PER_BLOCK = 65_536  # keys; a row knows its era, so that only the newest ones need be looked at


@dataclass(frozen=True)
class Hits:
    """Keys of rows that have all the words, the newest first."""

    keys: list[int]
    is_complete: bool  # of them
    rows_searched: int = 0  # how many of the newest rows were looked at; 0: all


NO_HITS = Hits([], is_complete=True)


@dataclass(frozen=True)
class SearchIndex:
    """What is indexed of which rows, in SQL with `{row}` for the row."""

    name: str  # of the index's own table
    table: str
    text: str
    condition: str
    is_huge: bool = False  # Many short texts, rather than fewer long ones.

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index, and the triggers that keep it. It is empty until it is filled.

        SQLite loses triggers when Django rebuilds a table: a migration that does so installs
        again what stands on it.
        """
        get_engine(connection).install(self)

    def uninstall(self, connection: BaseDatabaseWrapper) -> None:
        get_engine(connection).uninstall(self)

    def fill(self, connection: BaseDatabaseWrapper) -> None:
        """Index every row that is there already."""
        get_engine(connection).fill(self)

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """From nothing, by the rules of the language that the site has now."""
        self.uninstall(connection)
        self.install(connection)
        self.fill(connection)

    def find(self, words: Sequence[str], *, limit: int, using: str = "default") -> Hits:
        """The newest rows with all the words, which are letters and digits only."""
        return get_engine(connections[using]).find(self, words, limit) if words else NO_HITS

    def render_sql(self, sql: str, row: str) -> str:
        return sql.format(row=row)


def get_engine(connection: BaseDatabaseWrapper) -> Engine:
    from comments.search.engines.postgresql import PostgreSQL
    from comments.search.engines.sqlite import SQLite

    engines: dict[str, type[Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}
    return engines[connection.vendor](connection)
