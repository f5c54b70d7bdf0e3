"""Letters as they are compared: small, without accents, and without what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from comments.text.lookalikes import prototypes

REMEMBERED = 1 << 14  # characters, of more than a million
FIRST_ACCENT = 200  # of the combining classes; those below hold vowels of other scripts
ACCENTS = frozenset({1, *range(10, 36)})  # strokes through letters, points of Hebrew and Arabic


@dataclass(frozen=True)
class Folded:
    """A text in folded letters, and where each of them comes from."""

    source: str
    letters: str
    places: Sequence[int] | None  # None: each from its own place

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters `start` to `end` stand in the source, with the accents and unseen
        characters that belong to the last of them."""
        if self.places is None:
            return start, end
        after = self.places[end] if end < len(self.places) else len(self.source)
        return self.places[start], max(self.places[end - 1] + 1, after)


def fold(text: str) -> Folded:
    if text.isascii():
        return Folded(text, text.lower().replace("_", " "), None)
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = fold_letter(letter)
        letters.append(folded)
        places.extend([place] * len(folded))
    return Folded(text, "".join(letters), places)


@lru_cache(REMEMBERED)
def fold_letter(letter: str) -> str:
    """What is left of one character: nothing, a letter, or several."""
    if letter in _STAND_FOR:
        return _STAND_FOR[letter]
    if letter.isascii():
        return letter.lower()
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = [part for part in parts if not _is_dropped(part)]
    if letter.isalpha():  # nothing of a letter parts the word: ŀ
        kept = [part for part in kept if unicodedata.category(part)[0] in "LMN"] or kept
    return "".join(map(_plain, kept))


@lru_cache(REMEMBERED)
def seen_letter(letter: str) -> str:
    """What a reader of Latin letters takes one character for; itself, folded, if for none."""
    folded = fold_letter(letter)
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", letter)
    alike = "".join(_ALSO_ALIKE.get(part) or prototypes().get(part, part) for part in parts)
    seen = "".join(fold_letter(_ALSO_ALIKE.get(part, part)) for part in alike)
    return seen if seen.isascii() else folded


def looks_latin(letter: str) -> bool:
    """Whether it is of another script, and hardly to be told from a Latin letter."""
    alike = prototypes().get(letter, "")
    return not letter.isascii() and alike.isascii() and alike.isalpha()


def _plain(letter: str) -> str:
    """Latin letters with a stroke, a hook or a tail, small capitals, letters in black boxes:
    Unicode's names say which letter they are, its decompositions do not."""
    if letter.isascii():
        return letter
    if letter == "ʍ":  # by its name a turned w, to the eye the small m of Cyrillic
        return "m"
    if named := _LATIN.fullmatch(unicodedata.name(letter, "")):
        return named[1].lower()
    if unicodedata.name(letter, "").startswith("LATIN "):  # æ, œ
        alike = unicodedata.normalize("NFD", prototypes().get(letter, letter))
        plain = "".join(part for part in alike if not _is_dropped(part))
        return plain.lower() if plain.isascii() else letter
    return letter


def _is_dropped(letter: str) -> bool:
    accent = unicodedata.combining(letter)
    return (
        accent >= FIRST_ACCENT
        or accent in ACCENTS
        or unicodedata.category(letter) == "Me"
        or bool(_UNSEEN.match(letter))
    )


# Trade marks would become part of the word before them; and apostrophes are one.
_STAND_FOR = {"_": " ", "™": " ", "℠": " ", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"}
_LATIN = re.compile(
    r"(?:.*\bLATIN|REGIONAL INDICATOR SYMBOL)(?: (?:CAPITAL|SMALL))? LETTER (?:.* )?([A-Z])"
    r"(?: WITH .*)?"
)

# Alike enough in the middle of a Latin word; the standard compares finer.
_ALSO_ALIKE = dict(zip("εєэΣзΛΔλДβьвƅкκĸмʍпπиИяЯωшχ", "eeee3aaaabbbbkkkmmnnnnrrwwx", strict=True))

# What Unicode calls default ignorable: zero-width, joining, turning and filling characters, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
