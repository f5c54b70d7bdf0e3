"""Search on SQLite: FTS5, which reads a word's rows from the newest back as cheaply as it finds
one. Its own ranking would read every row that has a word."""

from __future__ import annotations

import json

from django.db.models.expressions import RawSQL

from comments.search.definitions import ERA, Index
from comments.search.engines.base import COMMON, SAMPLE, Engine

MARK = 0xE000  # A letter of private use, for FTS5 part of a word: nobody can type it here.


INSTALL = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS {name}
    USING fts5(words, content='', columnsize=0, tokenize='{stems}unicode61 remove_diacritics 2')
    """,
    """
    CREATE TRIGGER {name}_comes AFTER INSERT ON {table} WHEN {is_now}
    BEGIN INSERT INTO {name}(rowid, words) VALUES (NEW.id, {words_of_new}); END
    """,
    # One trigger, since the order of two is not said: first what was, then what is.
    """
    CREATE TRIGGER {name}_changes AFTER UPDATE ON {table}
    WHEN {old} IS NOT {new} OR ({was}) IS NOT ({is_now})
    BEGIN
        INSERT INTO {name}({name}, rowid, words)
        SELECT 'delete', OLD.id, {words_of_old} WHERE {was};
        INSERT INTO {name}(rowid, words) SELECT NEW.id, {words_of_new} WHERE {is_now};
    END
    """,
    """
    CREATE TRIGGER {name}_goes AFTER DELETE ON {table} WHEN {was}
    BEGIN INSERT INTO {name}({name}, rowid, words) VALUES ('delete', OLD.id, {words_of_old}); END
    """,
)
TRIGGERS = ("comes", "changes", "goes")
UNINSTALL = ("DROP TABLE IF EXISTS {name}",)
FILL = (
    "INSERT INTO {name}({name}) VALUES ('delete-all')",
    """
    INSERT INTO {name}(rowid, words)
    SELECT id, {words_of_row} FROM {table} it WHERE {is_row} ORDER BY id
    """,
)


class SQLite(Engine):
    def install(self, index: Index) -> None:
        self._drop_triggers(index)
        stems = "porter " if self.language == "en" else ""
        self.do(INSTALL, stems=stems, **self.names_of(index))

    def uninstall(self, index: Index) -> None:
        self._drop_triggers(index)
        self.do(UNINSTALL, **self.names_of(index))

    def fill(self, index: Index) -> None:
        self.do(FILL, **self.names_of(index))

    def words_of(self, index: Index, row: str) -> str:
        text = index.of(index.text, row)
        return f"{text} || ' ' || char({MARK}) || ({row}.id / {ERA})" if index.is_huge else text

    def _drop_triggers(self, index: Index) -> None:
        for what in TRIGGERS:
            self.do((f"DROP TRIGGER IF EXISTS {index.name}_{what}",))

    def listed(self, keys: list[int]) -> RawSQL:
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])

    def all_with(self, index: Index, terms: list[str], last: int, most: int) -> list[int]:
        return self._matching(index, self._all_of(terms), most)

    def lately_with(self, index: Index, terms: list[str], last: int, most: int) -> list[int]:
        era = last // ERA
        lately = f'("{chr(MARK)}{era}" OR "{chr(MARK)}{era - 1}")'
        return self._matching(index, f"{lately} AND {self._all_of(terms)}", most)

    def is_rare(self, index: Index, term: str, last: int) -> bool:
        newest = self._matching(index, self._all_of([term]), COMMON)
        return len(newest) < COMMON or newest[-1] <= last - SAMPLE

    def _matching(self, index: Index, expression: str, most: int) -> list[int]:
        sql = (
            f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s"  # noqa: S608
            " ORDER BY rowid DESC LIMIT %s"
        )
        return [key for (key,) in self.ask(sql, expression, most)]

    def _all_of(self, terms: list[str]) -> str:
        return " AND ".join(f'"{term}"' for term in terms)
