"""What both databases have in common: the interface, and how far back a search looks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.expressions import RawSQL

from comments.search.definitions import ERA, Hits, Index

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# A word that a fiftieth of the newest rows has is a common one.
SAMPLE, COMMON = 5000, 100  # rows


class Engine(ABC):
    """Full text search of one database."""

    def __init__(self, connection: BaseDatabaseWrapper):
        self.connection = connection

    @property
    def language(self) -> str:
        return settings.LANGUAGE_CODE.partition("-")[0].lower()

    @abstractmethod
    def install(self, index: Index) -> None: ...

    @abstractmethod
    def uninstall(self, index: Index) -> None: ...

    @abstractmethod
    def fill(self, index: Index) -> None: ...

    def find(self, index: Index, words: Sequence[str], most: int) -> Hits:
        """A rare word leads to all that has it. Where every word is common, all that has one of
        them would have to be gone through to see that hardly anything has all: then only the
        last two eras are."""
        terms = self.terms_of(words)
        if not terms:
            return Hits([], are_all=True)
        last = self._last_key(index) if index.is_huge else 0
        reach = last % ERA + ERA + 1
        if not index.is_huge or reach > last or self._has_a_rare_one(index, terms, last):
            keys = self.all_with(index, terms, last, most)
            return Hits(keys, are_all=len(keys) < most)
        keys = self.lately_with(index, terms, last, most)
        return Hits(keys, are_all=False, reach=0 if len(keys) == most else reach)

    @abstractmethod
    def listed(self, keys: list[int]) -> RawSQL:
        """Keys as a query of one column."""

    def terms_of(self, words: Sequence[str]) -> list[str]:
        """The words as the database calls them."""
        return [*words]

    @abstractmethod
    def all_with(self, index: Index, terms: list[str], last: int, most: int) -> list[int]:
        """The newest rows that have all terms, however old, one of which is rare."""

    @abstractmethod
    def lately_with(self, index: Index, terms: list[str], last: int, most: int) -> list[int]:
        """The newest rows of the last two eras that have all terms, which are common."""

    @abstractmethod
    def is_rare(self, index: Index, term: str, last: int) -> bool: ...

    def _has_a_rare_one(self, index: Index, terms: list[str], last: int) -> bool:
        # Long words first: they tend to be rare.
        return any(self.is_rare(index, term, last) for term in sorted(terms, key=len, reverse=True))

    def _last_key(self, index: Index) -> int:
        ((last,),) = self.ask(f"SELECT MAX(id) FROM {index.table}")  # noqa: S608
        return last or 0

    def ask(self, sql: str, *values: Any) -> list[Any]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def do(self, statements: Sequence[str], **values: object) -> None:
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(**values))

    @abstractmethod
    def words_of(self, index: Index, row: str) -> str:
        """SQL for what is indexed of a row."""

    def names_of(self, index: Index) -> dict[str, str]:
        """What statements that make an index say of it."""
        return {
            "name": index.name,
            "table": index.table,
            "old": index.of(index.text, "OLD"),
            "new": index.of(index.text, "NEW"),
            "was": index.of(index.condition, "OLD"),
            "is_now": index.of(index.condition, "NEW"),
            "is_row": index.of(index.condition, "it"),
            "words_of_old": self.words_of(index, "OLD"),
            "words_of_new": self.words_of(index, "NEW"),
            "words_of_row": self.words_of(index, "it"),
        }
