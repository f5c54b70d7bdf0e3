"""Search engine for SQLite: FTS5.

It reads the rows of a word from the newest one back. Its own ranking is not used: that would read
every row with a word.
"""

from __future__ import annotations

import json

from django.db.models.expressions import RawSQL

from comments.search.definitions import KEYS_PER_BLOCK, SearchIndex
from comments.search.engines.base import COMMON_WORD_ROWS, SAMPLE_ROWS, Engine

BLOCK_MARKER = 0xE000  # a private-use character, part of a word to FTS5; queries cannot contain it


INSTALL = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS {name}
    USING fts5(words, content='', columnsize=0, tokenize='{stems}unicode61 remove_diacritics 2')
    """,
    """
    CREATE TRIGGER {name}_comes AFTER INSERT ON {table} WHEN {is_now}
    BEGIN INSERT INTO {name}(rowid, words) VALUES (NEW.id, {words_of_new}); END
    """,
    # One trigger, since the order of two is not defined: delete the old text, then add the new.
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
    def install(self, index: SearchIndex) -> None:
        self._drop_triggers(index)
        stems = "porter " if self.language == "en" else ""
        self.execute_all(INSTALL, stems=stems, **self.template_values(index))

    def uninstall(self, index: SearchIndex) -> None:
        self._drop_triggers(index)
        self.execute_all(UNINSTALL, **self.template_values(index))

    def fill(self, index: SearchIndex) -> None:
        self.execute_all(FILL, **self.template_values(index))

    def indexed_text_sql(self, index: SearchIndex, row: str) -> str:
        text = index.render_sql(index.text, row)
        return f"{text} || ' ' || char({BLOCK_MARKER}) || ({row}.id / {KEYS_PER_BLOCK})" if index.is_huge else text

    def _drop_triggers(self, index: SearchIndex) -> None:
        for what in TRIGGERS:
            self.execute_all((f"DROP TRIGGER IF EXISTS {index.name}_{what}",))

    def keys_subquery(self, keys: list[int]) -> RawSQL:
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])

    def find_in_all(self, index: SearchIndex, terms: list[str], last: int, limit: int) -> list[int]:
        return self._matching(index, self._all_of(terms), limit)

    def find_in_newest(self, index: SearchIndex, terms: list[str], last: int, limit: int) -> list[int]:
        block = last // KEYS_PER_BLOCK
        lately = f'("{chr(BLOCK_MARKER)}{block}" OR "{chr(BLOCK_MARKER)}{block - 1}")'
        return self._matching(index, f"{lately} AND {self._all_of(terms)}", limit)

    def is_rare(self, index: SearchIndex, term: str, last: int) -> bool:
        newest = self._matching(index, self._all_of([term]), COMMON_WORD_ROWS)
        return len(newest) < COMMON_WORD_ROWS or newest[-1] <= last - SAMPLE_ROWS

    def _matching(self, index: SearchIndex, expression: str, limit: int) -> list[int]:
        sql = (
            f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s"  # noqa: S608
            " ORDER BY rowid DESC LIMIT %s"
        )
        return [key for (key,) in self.fetch_all(sql, expression, limit)]

    def _all_of(self, terms: list[str]) -> str:
        return " AND ".join(f'"{term}"' for term in terms)
