"""Unicode folding, in four levels. No other module folds.

- Stored: `to_nfc` joins a letter and its accent.
- Compared: `to_nfkc` makes wide and joined letters plain; `fold_for_comparison` ignores case, too.
- Searched: `fold_for_search` gives small letters without accents, as in the search index.
- Disguised: `fold_disguises` for word lists and `to_plain_chars` for personal information. Both
  read ornamental letters, and drop invisible characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category, combining, decimal, name, normalize

LETTER_CACHE_SIZE = 1 << 14  # characters
# Combining classes: lower ones have vowels of other scripts.
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
    """Convert to small letters without accents. The length may change."""
    if text.isascii():
        return text.lower()
    return "".join(letter for letter in decompose(text.lower(), "NFKD") if not combining(letter))


def decompose(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """Separate letters from their accents; with NFKD, wide and joined letters become plain."""
    return normalize(form, text)


@dataclass(frozen=True)
class FoldedText:
    """A text in folded letters, each with its position in the source."""

    source: str
    letters: str
    positions: Sequence[int] | None  # None: the same as in the source

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source, including accents and invisible characters at its end."""
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
    """Fold one character to any number of letters."""
    if letter in _REPLACEMENTS:
        return _REPLACEMENTS[letter]
    if letter.isascii():
        return letter.lower()
    parts = decompose(decompose(letter, "NFKD").casefold(), "NFKD")
    kept = [part for part in parts if not _is_dropped(part)]
    if letter.isalpha():  # a letter stays within the word: ŀ
        kept = [part for part in kept if is_letter_or_digit(part)] or kept
    return "".join(map(_get_plain_letter, kept))


@lru_cache(LETTER_CACHE_SIZE)
def to_plain_chars(character: str) -> str:
    """Fold one character, keeping case. Digits, spaces and dashes of all scripts become ASCII."""
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
    # Symbols keep their form: the letters of a flag would join a number beside it.
    folded = decompose(character, "NFKD") if kind == "So" else fold_letter(character)
    plain = "".join(_PLAIN_SIGNS.get(part, part) for part in folded)
    return plain.capitalize() if character.isupper() and kind != "So" else plain


def get_script(letter: str) -> str:
    """The first word of the Unicode name: "LATIN", "CYRILLIC"."""
    return name(letter, "?").split()[0]


def is_letter_or_digit(character: str) -> bool:
    """Whether it is a letter, a mark or a number."""
    return category(character)[0] in "LMN"


def is_bracket(character: str) -> bool:
    """Whether it is a bracket or a quotation mark that opens or closes; no apostrophe."""
    return character in "<>" or (category(character) in {"Ps", "Pe", "Pi", "Pf"} and character not in "’‘")


def is_vowel_sign(character: str) -> bool:
    return category(character) in {"Mn", "Mc"}


def strip_signs(text: str) -> str:
    """Remove punctuation, spaces and control characters."""
    return "".join(character for character in text if category(character)[0] not in "PZC")


def has_visible_text(text: str) -> bool:
    """Whether readers would see anything. Spaces, fillers and accents alone are invisible."""
    return any(category(letter)[0] in "LNPS" and letter not in _FILLERS for letter in text)


def _get_plain_letter(letter: str) -> str:
    """Fold Latin letters with a stroke or a hook, small capitals, and letters in boxes.

    Their Unicode names have the plain letter; their decompositions do not.
    """
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


# Trade marks would join the word before them. All apostrophes are equal.
_REPLACEMENTS = {"_": " ", "™": " ", "℠": " ", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"}
_LATIN_NAME = re.compile(
    r"(?:.*\bLATIN|REGIONAL INDICATOR SYMBOL)(?: (?:CAPITAL|SMALL))? LETTER (?:.* )?([A-Z])"
    r"(?: WITH .*)?"
)

# Latin letters whose names do not show the plain letter.
_LATIN_LETTERS = {
    "æ": "ae", "œ": "oe", "ƍ": "g", "ɣ": "y", "ɩ": "i", "ƻ": "2", "ƽ": "s", "ǀ": "l", "ǁ": "ll",
    "ǃ": "!", "ȣ": "8", "ɑ": "a", "ʔ": "?", "ʣ": "dz", "ʦ": "ts", "ʪ": "ls", "ʫ": "lz", "ᵫ": "ue",
    "ᵻ": "i", "ᵼ": "i", "ᵾ": "u", "ꜳ": "aa", "ꜵ": "ao", "ꜷ": "au", "ꜹ": "av", "ꜻ": "av",
    "ꜽ": "ay", "ꝏ": "oo", "ꝡ": "w", "ꝷ": "tf", "ꝸ": "&", "ꞌ": "'", "ꞟ": "u", "ꭇ": "r", "ꭣ": "uo",
    "ʍ": "m",
}  # fmt: skip
# Letters, quotes and dashes as the detectors of personal information expect them.
_PLAIN_SIGNS = {
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ẞ": "SS", "ʼ": "'", "’": "'", "‘": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2028": "\n", "\u2029": "\n",
    "−": "-", "·": ".", "•": ".", "∙": ".", "№": "No",
}  # fmt: skip
FIRST_CIRCLED_DIGIT = 0x2460  # exponents and fractions come before it

# "Default ignorable" in Unicode: zero-width, joining, direction and filler characters, tags.
_INVISIBLE_CHARS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
