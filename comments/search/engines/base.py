"""Base class of the search engines, with the decision how far back a search goes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.expressions import RawSQL

from comments.search.definitions import KEYS_PER_BLOCK, NO_HITS, Hits, SearchIndex

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# A word is common if a fiftieth of the newest rows has it.
SAMPLE_ROWS, COMMON_WORD_ROWS = 5000, 100  # rows


class Engine(ABC):
    """Full-text search in one database."""

    def __init__(self, connection: BaseDatabaseWrapper):
        self.connection = connection

    @property
    def language(self) -> str:
        return settings.LANGUAGE_CODE.partition("-")[0].lower()

    @abstractmethod
    def install(self, index: SearchIndex) -> None:
        """Make the index and its triggers. It is empty until it is filled.

        SQLite loses triggers when Django rebuilds a table: a migration that does so installs
        the indexes of that table again.
        """

    @abstractmethod
    def uninstall(self, index: SearchIndex) -> None: ...

    @abstractmethod
    def fill(self, index: SearchIndex) -> None:
        """Index every row that exists."""

    def rebuild(self, index: SearchIndex) -> None:
        """Make the index again from nothing, for the present language of the site."""
        self.uninstall(index)
        self.install(index)
        self.fill(index)

    def find(self, index: SearchIndex, words: Sequence[str], limit: int) -> Hits:
        """Find the newest rows that have all the words, which are letters and digits only.

        If a word is rare, all rows are searched. If all words are common, intersecting them is
        slow, so only the newest two blocks are searched.
        """
        terms = self.build_terms(words) if words else []
        if not terms:
            return NO_HITS
        last = self._last_key(index) if index.is_huge else 0
        rows_searched = last % KEYS_PER_BLOCK + KEYS_PER_BLOCK + 1
        if not index.is_huge or rows_searched > last or self._has_a_rare_one(index, terms, last):
            keys = self.find_in_all(index, terms, last, limit)
            return Hits(keys)
        keys = self.find_in_newest(index, terms, last, limit)
        return Hits(keys, rows_searched=0 if len(keys) == limit else rows_searched)

    @abstractmethod
    def keys_subquery(self, keys: list[int]) -> RawSQL:
        """The keys as a subquery with one column."""

    def build_terms(self, words: Sequence[str]) -> list[str]:
        """Translate the words into terms of the database."""
        return [*words]

    @abstractmethod
    def find_in_all(self, index: SearchIndex, terms: list[str], last: int, limit: int) -> list[int]:
        """Find the newest rows with all terms, of any age. One of the terms is rare."""

    @abstractmethod
    def find_in_newest(self, index: SearchIndex, terms: list[str], last: int, limit: int) -> list[int]:
        """Find rows with all terms, which are common, in the newest two blocks."""

    @abstractmethod
    def is_rare(self, index: SearchIndex, term: str, last: int) -> bool: ...

    def _has_a_rare_one(self, index: SearchIndex, terms: list[str], last: int) -> bool:
        # Long words first: they are rare more often.
        return any(self.is_rare(index, term, last) for term in sorted(terms, key=len, reverse=True))

    def _last_key(self, index: SearchIndex) -> int:
        ((last,),) = self.fetch_all(f"SELECT MAX(id) FROM {index.table}")  # noqa: S608
        return last or 0

    def fetch_all(self, sql: str, *values: Any) -> list[Any]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def execute_all(self, statements: Sequence[str], **values: object) -> None:
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(**values))

    @abstractmethod
    def indexed_text_sql(self, index: SearchIndex, row: str) -> str:
        """SQL expression for the indexed text of a row."""

    def template_values(self, index: SearchIndex) -> dict[str, str]:
        """Values for the SQL templates that make an index."""
        return {
            "name": index.name,
            "table": index.table,
            "old": index.render_sql(index.text, "OLD"),
            "new": index.render_sql(index.text, "NEW"),
            "was": index.render_sql(index.condition, "OLD"),
            "is_now": index.render_sql(index.condition, "NEW"),
            "is_row": index.render_sql(index.condition, "it"),
            "words_of_old": self.indexed_text_sql(index, "OLD"),
            "words_of_new": self.indexed_text_sql(index, "NEW"),
            "words_of_row": self.indexed_text_sql(index, "it"),
        }
