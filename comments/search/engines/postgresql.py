"""Search on PostgreSQL: a table of its own for the words, so that going through the newest rows
touches nothing else, with a GIN index for words that these do not have."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from comments.search.definitions import ERA, Index
from comments.search.engines.base import COMMON, SAMPLE, Engine
from comments.search.engines.postgresql_ddl import (
    FILL,
    INSTALL,
    LANGUAGE,
    STEMS,
    TRIGGERS,
    UNINSTALL,
)

WALK = 8192  # newest rows that are looked at one by one: quicker than all that has a common word
MOST_AT_ONCE = 3000  # rows that the index gives in no order
LONGEST = 500_000  # characters of a text; PostgreSQL refuses what is much longer
CONFIGURATION = "'mvforum_search'::text::regconfig"  # looked up each time: it may be made anew

# To PostgreSQL "mitral/aortic" is a file and "a.b" a host; with blanks they are two words.
JOINTS = "&+-./:<>@_"
QUOTES = "¡§«·»¿–—‘’‚“”„•…‹›\u00a0"  # which it takes for letters where no locale is set
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "nb": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip


class PostgreSQL(Engine):
    def install(self, index: Index) -> None:
        self._install_language()
        self._drop_triggers(index)
        self.do(INSTALL, **self.names_of(index))

    def uninstall(self, index: Index) -> None:
        self._drop_triggers(index)
        self.do(UNINSTALL, **self.names_of(index))

    def fill(self, index: Index) -> None:
        self.do(FILL, **self.names_of(index))

    def words_of(self, index: Index, row: str) -> str:
        words = f"mvforum_words({index.of(index.text, row)})"
        era = f" || array_to_tsvector(ARRAY['@' || {row}.id / {ERA}])"
        return words + era if index.is_huge else words

    def _install_language(self) -> None:
        values = {
            "configuration": CONFIGURATION,
            "joints": _blanks_for(JOINTS),
            "joints_and_quotes": _blanks_for(JOINTS + QUOTES),
            "longest": LONGEST,
            "stemmer": STEMMERS.get(self.language),
        }
        self.do(LANGUAGE + STEMS if values["stemmer"] else LANGUAGE, **values)

    def _drop_triggers(self, index: Index) -> None:
        for what in TRIGGERS:
            self.do((f"DROP TRIGGER IF EXISTS {index.name}_{what} ON {index.table}",))

    def listed(self, keys: list[int]) -> RawSQL:
        return RawSQL("SELECT unnest(%s::bigint[])", [keys])

    def terms_of(self, words: Sequence[str]) -> list[str]:
        """None for what the database does not take for a word."""
        sql = f"SELECT plainto_tsquery({CONFIGURATION}, word)::text FROM unnest(%s::text[]) word"  # noqa: S608
        return [term for (term,) in self.ask(sql, [*words]) if term]

    def all_with(self, index: Index, terms: list[str], last: int, most: int) -> list[int]:
        if not index.is_huge:
            return self._in_the_index(index, terms, most)
        lately = self._in_the_index(index, [*terms, self._last_eras(last)], most)
        if len(lately) == most:
            return lately
        # Should there be more than the index gives at once, the newest are not missing.
        ever = self._in_the_index(index, terms, most)
        return sorted({*lately, *ever}, reverse=True)[:most]

    def lately_with(self, index: Index, terms: list[str], last: int, most: int) -> list[int]:
        newest = self._among_the_newest(index, terms, WALK, most)
        if len(newest) == most:
            return newest
        return self._in_the_index(index, [*terms, self._last_eras(last)], most)

    def is_rare(self, index: Index, term: str, last: int) -> bool:
        return len(self._among_the_newest(index, [term], SAMPLE, COMMON)) < COMMON

    def _among_the_newest(self, index: Index, terms: list[str], count: int, most: int) -> list[int]:
        sql = (
            f"SELECT id FROM (SELECT id, words FROM {index.name} ORDER BY id DESC LIMIT %s) newest"  # noqa: S608
            " WHERE words @@ %s::tsquery LIMIT %s"
        )
        return [key for (key,) in self.ask(sql, count, self._all_of(terms), most)]

    def _in_the_index(self, index: Index, terms: list[str], most: int) -> list[int]:
        sql = f"SELECT {index.name}_with(%s::tsquery, %s) LIMIT %s"
        at_once = MOST_AT_ONCE if index.is_huge else ERA
        return [key for (key,) in self.ask(sql, self._all_of(terms), at_once, most)]

    def _all_of(self, terms: list[str]) -> str:
        return " & ".join(f"({term})" for term in terms)

    def _last_eras(self, last: int) -> str:
        return f"'@{last // ERA}' | '@{last // ERA - 1}'"


def _blanks_for(letters: str) -> str:
    return f"'{letters}', '{' ' * len(letters)}'"
