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

ERA = 65_536  # keys; a row knows its era, so that only the newest ones need be looked at


@dataclass(frozen=True)
class Hits:
    """Keys of rows that have all the words, the newest first."""

    keys: list[int]
    are_all: bool  # of them
    reach: int = 0  # how many of the newest rows were looked at; 0: all


NOTHING = Hits([], are_all=True)


@dataclass(frozen=True)
class Index:
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
        engine_for(connection).install(self)

    def uninstall(self, connection: BaseDatabaseWrapper) -> None:
        engine_for(connection).uninstall(self)

    def fill(self, connection: BaseDatabaseWrapper) -> None:
        """Index every row that is there already."""
        engine_for(connection).fill(self)

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """From nothing, by the rules of the language that the site has now."""
        self.uninstall(connection)
        self.install(connection)
        self.fill(connection)

    def find(self, words: Sequence[str], *, most: int, using: str = "default") -> Hits:
        """The newest rows with all the words, which are letters and digits only."""
        return engine_for(connections[using]).find(self, words, most) if words else NOTHING

    def of(self, sql: str, row: str) -> str:
        return sql.format(row=row)


def engine_for(connection: BaseDatabaseWrapper) -> Engine:
    from comments.search.engines.postgresql import PostgreSQL
    from comments.search.engines.sqlite import SQLite

    engines: dict[str, type[Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}
    return engines[connection.vendor](connection)
