"""The one place that folds Unicode, in four levels.

- As stored: `to_nfc`, so that a letter and its accent are one character.
- Compared: `to_nfkc`, which makes wide and joined letters plain, and `fold_for_comparison`,
  which ignores case as well.
- Searched: `fold_for_search`, small letters without accents. The search index is made of it.
- Disguised: `fold_disguises` for word lists and `to_plain_chars` for personal information.
  Both read letters that are dressed up, and drop characters that take no room.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category, combining, decimal, name, normalize

LETTER_CACHE_SIZE = 1 << 14  # characters, of more than a million
# Combining classes: those below hold vowels of other scripts.
FIRST_ACCENT_CLASS = 200
# Strokes through letters, points of Hebrew and Arabic.
OTHER_ACCENT_CLASSES = frozenset({1, *range(10, 36)})


def to_nfc(text: str) -> str:
    return normalize("NFC", text)


def to_nfkc(text: str) -> str:
    return normalize("NFKC", text)


def fold_for_comparison(text: str) -> str:
    return to_nfkc(text).casefold()


def fold_for_search(text: str) -> str:
    """In small letters and without accents. The text may become longer or shorter."""
    if text.isascii():
        return text.lower()
    return "".join(letter for letter in decompose(text.lower(), "NFKD") if not combining(letter))


def decompose(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """Letters and their accents apart; with NFKD, wide and joined letters are plain, too."""
    return normalize(form, text)


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
    parts = decompose(decompose(letter, "NFKD").casefold(), "NFKD")
    kept = [part for part in parts if not _is_dropped(part)]
    if letter.isalpha():  # nothing of a letter parts the word: ŀ
        kept = [part for part in kept if is_letter_or_digit(part)] or kept
    return "".join(map(_get_plain_letter, kept))


@lru_cache(LETTER_CACHE_SIZE)
def to_plain_chars(character: str) -> str:
    """The folded letters, but with their case; digits, blanks and dashes of all scripts plain."""
    if character <= "\x7f":
        return character
    if character in _PLAIN_SIGNS:
        return _PLAIN_SIGNS[character]
    kind = category(character)
    if kind == "Nd":
        return str(decimal(character))
    if kind == "Zs":
        return " "
    if kind == "Pd":
        return "-"
    if kind in {"Cf", "Mn", "Me"}:
        return ""
    if kind == "No" and ord(character) < FIRST_CIRCLED_DIGIT:
        return " "
    # Flags are symbols: beside a number, their letters would make it a word.
    folded = decompose(character, "NFKD") if kind == "So" else fold_letter(character)
    plain = "".join(_PLAIN_SIGNS.get(part, part) for part in folded)
    return plain.capitalize() if character.isupper() and kind != "So" else plain


def get_script(letter: str) -> str:
    """The first word of its name in Unicode: "LATIN", "CYRILLIC"."""
    return name(letter, "?").split()[0]


def is_letter_or_digit(character: str) -> bool:
    """Letters, their marks, and numbers: no space, sign or picture."""
    return category(character)[0] in "LMN"


def is_vowel_sign(character: str) -> bool:
    return category(character) in {"Mn", "Mc"}


def strip_signs(text: str) -> str:
    """Without punctuation, blanks and characters that control others."""
    return "".join(character for character in text if category(character)[0] not in "PZC")


def has_visible_text(text: str) -> bool:
    """Whether a reader would see anything: blanks, fillers and lone accents are nothing."""
    return any(category(letter)[0] in "LNPS" and letter not in _FILLERS for letter in text)


def _get_plain_letter(letter: str) -> str:
    """Latin letters with a stroke, a hook or a tail, small capitals, letters in black boxes:
    Unicode's names say which letter they are, its decompositions do not."""
    if letter.isascii():
        return letter
    if letter in _LATIN_LETTERS:
        return _LATIN_LETTERS[letter]
    named = _LATIN_NAME.fullmatch(name(letter, ""))
    return named[1].lower() if named else letter


def _is_dropped(letter: str) -> bool:
    accent = combining(letter)
    return (
        accent >= FIRST_ACCENT_CLASS
        or accent in OTHER_ACCENT_CLASSES
        or category(letter) == "Me"
        or bool(_INVISIBLE_CHARS.match(letter))
    )


# Trade marks would become part of the word before them; and apostrophes are one.
_REPLACEMENTS = {"_": " ", "™": " ", "℠": " ", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"}
_LATIN_NAME = re.compile(
    r"(?:.*\bLATIN|REGIONAL INDICATOR SYMBOL)(?: (?:CAPITAL|SMALL))? LETTER (?:.* )?([A-Z])"
    r"(?: WITH .*)?"
)

# Latin letters that Unicode names otherwise: joined ones, and ones that look like another.
_LATIN_LETTERS = {
    "æ": "ae", "œ": "oe", "ƍ": "g", "ɣ": "y", "ɩ": "i", "ƻ": "2", "ƽ": "s", "ǀ": "l", "ǁ": "ll",
    "ǃ": "!", "ȣ": "8", "ɑ": "a", "ʔ": "?", "ʣ": "dz", "ʦ": "ts", "ʪ": "ls", "ʫ": "lz", "ᵫ": "ue",
    "ᵻ": "i", "ᵼ": "i", "ᵾ": "u", "ꜳ": "aa", "ꜵ": "ao", "ꜷ": "au", "ꜹ": "av", "ꜻ": "av",
    "ꜽ": "ay", "ꝏ": "oo", "ꝡ": "w", "ꝷ": "tf", "ꝸ": "&", "ꞌ": "'", "ꞟ": "u", "ꭇ": "r", "ꭣ": "uo",
    "ʍ": "m",
}  # fmt: skip
# As personal information has them: digits that stay beside letters, quotes, dashes.
_PLAIN_SIGNS = {
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ẞ": "SS", "ʼ": "'", "’": "'", "‘": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2028": "\n", "\u2029": "\n",
    "−": "-", "·": ".", "•": ".", "∙": ".", "№": "No",
}  # fmt: skip
FIRST_CIRCLED_DIGIT = 0x2460  # the first of the digits that are ornaments; before it are powers

# What Unicode calls default ignorable: zero-width, joining, turning and filling characters, tags.
_INVISIBLE_CHARS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
