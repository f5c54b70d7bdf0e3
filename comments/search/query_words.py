"""Words of a search query: letters and digits only, so that no character has a meaning in SQL or
FTS."""

from __future__ import annotations

import re

from django.conf import settings

from comments.text.normalize import fold_for_search

MAX_QUERY_CHARS = 100  # characters
MAX_QUERY_WORDS = 8
MAX_WORD_CHARS = 40  # of a word
MIN_STEM_CHARS = 3

# English endings of different forms of a word.
ENDINGS = frozenset(
    {
        *("", "s", "es", "e", "d", "ed", "ing", "y", "ies", "ied", "ly", "er", "ers", "or"),
        *("ion", "ions", "ation", "ations", "ate", "ates", "ated", "ating", "al", "ally"),
        *("ant", "ants", "ance", "ence", "ent", "ents", "able", "ive", "ment", "ments", "ness"),
        *("ful", "ize", "ise", "ized", "ised", "izing", "ising", "ical", "ic", "ous", "'s"),
    }
)
MAX_ENDING_CHARS = 2  # letters, in languages whose endings are not listed here


def clean_query(typed: str) -> str:
    """The query on one line, without invisible characters, cut to a length."""
    typed = typed.encode("utf-8", "replace").decode()
    seen = "".join(letter if letter.isprintable() else " " for letter in typed[: 50 * MAX_QUERY_CHARS])
    return " ".join(seen.split())[:MAX_QUERY_CHARS].strip()


def parse_query(typed: str) -> list[str]:
    """Distinct words of the query, in the order in which they were typed."""
    words = split_words(clean_query(typed))
    return [*dict.fromkeys(word[:MAX_WORD_CHARS] for word in words)][:MAX_QUERY_WORDS]


def split_words(text: str) -> list[str]:
    return _WORD.findall(fold_for_search(text))


def is_form_of(one: str, other: str) -> bool:
    """Whether two folded words are equal but for their endings: "valve" and "valves".

    Databases stem by rules of their own; for highlighting, this is near enough.
    """
    if one == other:
        return True
    alike = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        alike += 1
    if not settings.LANGUAGE_CODE.startswith("en"):
        longest = max(len(one), len(other)) - alike
        return alike > MIN_STEM_CHARS and longest <= MAX_ENDING_CHARS
    lengths = range(alike, max(MIN_STEM_CHARS, alike - 4) - 1, -1)
    return any(one[at:] in ENDINGS and other[at:] in ENDINGS for at in lengths)


def get_root(word: str) -> str:
    """Common beginning of all forms of a word."""
    return word[: max(MIN_STEM_CHARS, len(word) - 5)]


_WORD = re.compile(r"[^\W_]+")
