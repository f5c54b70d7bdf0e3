"""Search engine for PostgreSQL: a table for the words, with a GIN index.

The newest rows are scanned without the index, which is quicker for common words. The words have a
table of their own, so that the scan reads nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from comments.search.definitions import KEYS_PER_BLOCK, SearchIndex
from comments.search.engines.base import COMMON_WORD_ROWS, SAMPLE_ROWS, Engine
from comments.search.engines.postgresql_ddl import FILL, INSTALL, LANGUAGE, STEMS, TRIGGERS, UNINSTALL

NEWEST_ROWS = 8192  # newest rows that are looked at one by one: quicker than all that has a common word
MAX_INDEX_ROWS = 3000  # rows that are taken from the index at once, in no order
MAX_INDEXED_CHARS = 500_000  # characters of a text; PostgreSQL refuses what is much longer
TEXT_SEARCH_CONFIG = "'mvforum_search'::text::regconfig"  # text, so that it is looked up each time

# To PostgreSQL "mitral/aortic" is a file and "a.b" a host; with blanks they are two words.
JOINING_CHARS = "&+-./:<>@_"
QUOTE_CHARS = "¡§«·»¿–—‘’‚“”„•…‹›\u00a0"  # letters to PostgreSQL where no locale is set
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "nb": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip


class PostgreSQL(Engine):
    def install(self, index: SearchIndex) -> None:
        self._install_language()
        self._drop_triggers(index)
        self.execute_all(INSTALL, **self.template_values(index))

    def uninstall(self, index: SearchIndex) -> None:
        self._drop_triggers(index)
        self.execute_all(UNINSTALL, **self.template_values(index))

    def fill(self, index: SearchIndex) -> None:
        self.execute_all(FILL, **self.template_values(index))

    def indexed_text_sql(self, index: SearchIndex, row: str) -> str:
        words = f"mvforum_words({index.render_sql(index.text, row)})"
        block = f" || array_to_tsvector(ARRAY['@' || {row}.id / {KEYS_PER_BLOCK}])"
        return words + block if index.is_huge else words

    def _install_language(self) -> None:
        values = {
            "configuration": TEXT_SEARCH_CONFIG,
            "joints": _blanks_for(JOINING_CHARS),
            "joints_and_quotes": _blanks_for(JOINING_CHARS + QUOTE_CHARS),
            "longest": MAX_INDEXED_CHARS,
            "stemmer": STEMMERS.get(self.language),
        }
        self.execute_all(LANGUAGE + STEMS if values["stemmer"] else LANGUAGE, **values)

    def _drop_triggers(self, index: SearchIndex) -> None:
        for what in TRIGGERS:
            self.execute_all((f"DROP TRIGGER IF EXISTS {index.name}_{what} ON {index.table}",))

    def keys_subquery(self, keys: list[int]) -> RawSQL:
        return RawSQL("SELECT unnest(%s::bigint[])", [keys])

    def build_terms(self, words: Sequence[str]) -> list[str]:
        """Translate the words. Words that the configuration ignores are left out."""
        sql = f"SELECT plainto_tsquery({TEXT_SEARCH_CONFIG}, word)::text FROM unnest(%s::text[]) word"  # noqa: S608
        return [term for (term,) in self.fetch_all(sql, [*words]) if term]

    def find_in_all(self, index: SearchIndex, terms: list[str], last: int, limit: int) -> list[int]:
        if not index.is_huge:
            return self._in_the_index(index, terms, limit)
        lately = self._in_the_index(index, [*terms, self._last_blocks(last)], limit)
        if len(lately) == limit:
            return lately
        # If the index has more rows than are taken at once, at least the newest are complete.
        ever = self._in_the_index(index, terms, limit)
        return sorted({*lately, *ever}, reverse=True)[:limit]

    def find_in_newest(self, index: SearchIndex, terms: list[str], last: int, limit: int) -> list[int]:
        newest = self._among_the_newest(index, terms, NEWEST_ROWS, limit)
        if len(newest) == limit:
            return newest
        return self._in_the_index(index, [*terms, self._last_blocks(last)], limit)

    def is_rare(self, index: SearchIndex, term: str, last: int) -> bool:
        return len(self._among_the_newest(index, [term], SAMPLE_ROWS, COMMON_WORD_ROWS)) < COMMON_WORD_ROWS

    def _among_the_newest(self, index: SearchIndex, terms: list[str], count: int, limit: int) -> list[int]:
        sql = (
            f"SELECT id FROM (SELECT id, words FROM {index.name} ORDER BY id DESC LIMIT %s) newest"  # noqa: S608
            " WHERE words @@ %s::tsquery LIMIT %s"
        )
        return [key for (key,) in self.fetch_all(sql, count, self._all_of(terms), limit)]

    def _in_the_index(self, index: SearchIndex, terms: list[str], limit: int) -> list[int]:
        sql = f"SELECT {index.name}_with(%s::tsquery, %s) LIMIT %s"
        at_once = MAX_INDEX_ROWS if index.is_huge else KEYS_PER_BLOCK
        return [key for (key,) in self.fetch_all(sql, self._all_of(terms), at_once, limit)]

    def _all_of(self, terms: list[str]) -> str:
        return " & ".join(f"({term})" for term in terms)

    def _last_blocks(self, last: int) -> str:
        return f"'@{last // KEYS_PER_BLOCK}' | '@{last // KEYS_PER_BLOCK - 1}'"


def _blanks_for(letters: str) -> str:
    return f"'{letters}', '{' ' * len(letters)}'"
