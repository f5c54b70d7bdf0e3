"""Data of search: the definition of an index, and hits."""

from __future__ import annotations

from dataclasses import dataclass

KEYS_PER_BLOCK = 65_536  # rows; a search can read the newest blocks only


@dataclass(frozen=True)
class Hits:
    """Keys of rows that have all the words, the newest first."""

    keys: list[int]
    rows_searched: int = 0  # how many of the newest rows were searched; 0: all


NO_HITS = Hits([])


@dataclass(frozen=True)
class SearchIndex:
    """Definition of a full-text index of one table, in SQL with `{row}` for the row.

    Triggers keep the index. So every way to change a row is covered, in the same transaction.
    """

    name: str  # of the index's own table
    table: str
    text: str
    condition: str
    is_huge: bool = False  # Many short texts, rather than fewer long ones.

    def render_sql(self, sql: str, row: str) -> str:
        return sql.format(row=row)
