"""What people type, as words: letters and digits only, so that nothing of it is syntax."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

MAX_QUERY = 100  # characters
MAX_WORDS = 8
MAX_LETTERS = 40  # of a word
SHORTEST_STEM = 3

# With these, English says the same thing in another form.
ENDINGS = frozenset(
    {
        *("", "s", "es", "e", "d", "ed", "ing", "y", "ies", "ied", "ly", "er", "ers", "or"),
        *("ion", "ions", "ation", "ations", "ate", "ates", "ated", "ating", "al", "ally"),
        *("ant", "ants", "ance", "ence", "ent", "ents", "able", "ive", "ment", "ments", "ness"),
        *("ful", "ize", "ise", "ized", "ised", "izing", "ising", "ical", "ic", "ous", "'s"),
    }
)
MOST_OF_AN_ENDING = 2  # letters, in languages whose endings are not listed here


def shortened(typed: str) -> str:
    """What was typed, on one line, without what cannot be seen, cut to a length."""
    typed = typed.encode("utf-8", "replace").decode()
    seen = "".join(letter if letter.isprintable() else " " for letter in typed[: 50 * MAX_QUERY])
    return " ".join(seen.split())[:MAX_QUERY].strip()


def words_of(typed: str) -> list[str]:
    """The words to look for, each once, in the order in which they were typed."""
    words = words_in(shortened(typed))
    return [*dict.fromkeys(word[:MAX_LETTERS] for word in words)][:MAX_WORDS]


def words_in(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def folded(text: str) -> str:
    """In small letters and without accents. A text may become longer or shorter by that."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def are_forms_of_one(one: str, other: str) -> bool:
    """Whether two folded words are the same, or one with two endings: "valve" and "valves".

    The databases cut words to stems by rules of their own; this is near enough to mark them.
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
        return alike > SHORTEST_STEM and longest <= MOST_OF_AN_ENDING
    lengths = range(alike, max(SHORTEST_STEM, alike - 4) - 1, -1)
    return any(one[at:] in ENDINGS and other[at:] in ENDINGS for at in lengths)


def root_of(word: str) -> str:
    """How all forms of a word begin."""
    return word[: max(SHORTEST_STEM, len(word) - 5)]


_WORD = re.compile(r"[^\W_]+")
