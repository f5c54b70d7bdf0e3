"""Letters as they are compared: small, without accents, and without what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from comments.text.lookalikes import load_prototypes

LETTER_CACHE_SIZE = 1 << 14  # characters, of more than a million
FIRST_COMBINING_CODE_POINT = (
    200  # of the combining classes; those below hold vowels of other scripts
)
COMBINING_CLASSES = frozenset(
    {1, *range(10, 36)}
)  # strokes through letters, points of Hebrew and Arabic


@dataclass(frozen=True)
class FoldedText:
    """A text in folded letters, and where each of them comes from."""

    source: str
    letters: str
    positions: Sequence[int] | None  # None: each from its own place

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters `start` to `end` stand in the source, with the accents and unseen
        characters that belong to the last of them."""
        if self.positions is None:
            return start, end
        after = self.positions[end] if end < len(self.positions) else len(self.source)
        return self.positions[start], max(self.positions[end - 1] + 1, after)


def fold_disguises(text: str) -> FoldedText:
    if text.isascii():
        return FoldedText(text, text.lower().replace("_", " "), None)
    letters: list[str] = []
    positions: list[int] = []
    for place, letter in enumerate(text):
        folded = fold_letter(letter)
        letters.append(folded)
        positions.extend([place] * len(folded))
    return FoldedText(text, "".join(letters), positions)


@lru_cache(LETTER_CACHE_SIZE)
def fold_letter(letter: str) -> str:
    """What is left of one character: nothing, a letter, or several."""
    if letter in _REPLACEMENTS:
        return _REPLACEMENTS[letter]
    if letter.isascii():
        return letter.lower()
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = [part for part in parts if not _is_dropped(part)]
    if letter.isalpha():  # nothing of a letter parts the word: ŀ
        kept = [part for part in kept if unicodedata.category(part)[0] in "LMN"] or kept
    return "".join(map(_get_plain_letter, kept))


@lru_cache(LETTER_CACHE_SIZE)
def get_look_alike(letter: str) -> str:
    """What a reader of Latin letters takes one character for; itself, folded, if for none."""
    folded = fold_letter(letter)
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", letter)
    alike = "".join(
        _MORE_LOOK_ALIKES.get(part) or load_prototypes().get(part, part) for part in parts
    )
    seen = "".join(fold_letter(_MORE_LOOK_ALIKES.get(part, part)) for part in alike)
    return seen if seen.isascii() else folded


def is_latin_look_alike(letter: str) -> bool:
    """Whether it is of another script, and hardly to be told from a Latin letter."""
    alike = load_prototypes().get(letter, "")
    return not letter.isascii() and alike.isascii() and alike.isalpha()


def _get_plain_letter(letter: str) -> str:
    """Latin letters with a stroke, a hook or a tail, small capitals, letters in black boxes:
    Unicode's names say which letter they are, its decompositions do not."""
    if letter.isascii():
        return letter
    if letter == "ʍ":  # by its name a turned w, to the eye the small m of Cyrillic
        return "m"
    if named := _LATIN.fullmatch(unicodedata.name(letter, "")):
        return named[1].lower()
    if unicodedata.name(letter, "").startswith("LATIN "):  # æ, œ
        alike = unicodedata.normalize("NFD", load_prototypes().get(letter, letter))
        plain = "".join(part for part in alike if not _is_dropped(part))
        return plain.lower() if plain.isascii() else letter
    return letter


def _is_dropped(letter: str) -> bool:
    accent = unicodedata.combining(letter)
    return (
        accent >= FIRST_COMBINING_CODE_POINT
        or accent in COMBINING_CLASSES
        or unicodedata.category(letter) == "Me"
        or bool(_INVISIBLE_CHARS.match(letter))
    )


# Trade marks would become part of the word before them; and apostrophes are one.
_REPLACEMENTS = {"_": " ", "™": " ", "℠": " ", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"}
_LATIN = re.compile(
    r"(?:.*\bLATIN|REGIONAL INDICATOR SYMBOL)(?: (?:CAPITAL|SMALL))? LETTER (?:.* )?([A-Z])"
    r"(?: WITH .*)?"
)

# Alike enough in the middle of a Latin word; the standard compares finer.
_MORE_LOOK_ALIKES = dict(
    zip("εєэΣзΛΔλДβьвƅкκĸмʍпπиИяЯωшχ", "eeee3aaaabbbbkkkmmnnnnrrwwx", strict=True)
)

# What Unicode calls default ignorable: zero-width, joining, turning and filling characters, tags.
_INVISIBLE_CHARS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
