"""The misspellings of the words of titles, for migration 0015.

A copy of the code of `articles.models.spelling_variant` as it was when migration 0015 was written, so that
the migration goes on working however that changes.
"""

import re
import unicodedata
from itertools import combinations

MIN_LETTERS = 4  # Shorter words are all alike.
MAX_LETTERS = 40
LETTERS_FOR_TWO_MISTAKES = 8
LETTERS_COMPARED = 9  # at the beginning of a word


def spellings_of(titles):
    """Return each long word of the titles with each of its variants, as (variant, word)."""
    words = {
        word
        for title in titles
        for word in _words_in(title)
        if MIN_LETTERS <= len(word) < MAX_LETTERS
    }
    return [(variant, word) for word in sorted(words) for variant in sorted(_variants_of(word))]


def _variants_of(word):
    """Return the beginning of a word with as many letters left out as mistakes are forgiven."""
    start = word[:LETTERS_COMPARED]
    mistakes = 2 if len(word) >= LETTERS_FOR_TWO_MISTAKES else 1
    kept = range(len(start), len(start) - mistakes - 1, -1)
    return {"".join(letters) for count in kept for letters in combinations(start, count)}


def _words_in(text):
    return re.findall(r"[^\W_]+", _folded(text))


def _folded(text):
    """Fold a text to small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
