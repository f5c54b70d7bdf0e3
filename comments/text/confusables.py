"""Confusable characters and names, by the table of Unicode Technical Standard 39."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from comments.text.normalize import (
    LETTER_CACHE_SIZE,
    decompose,
    fold_disguises,
    fold_letter,
    is_letter_or_digit,
    strip_signs,
)


@cache
def load_prototypes() -> dict[str, str]:
    """Characters that look like more common ones, with those: the prototypes of the standard."""
    lines = Path(__file__).with_name("confusables.txt").read_text("utf-8").splitlines()
    pairs = [line.split(": ") for line in lines if not line.startswith("#")]
    return {
        chr(int(code, 16)): "".join(chr(int(part, 16)) for part in target.split("+"))
        for target, codes in pairs
        for code in codes.split()
    }


@lru_cache(LETTER_CACHE_SIZE)
def get_look_alike(letter: str) -> str:
    """The Latin letters that a character resembles; otherwise the folded character."""
    folded = fold_letter(letter)
    if folded.isascii():
        return folded
    parts = decompose(letter)
    alike = "".join(_MORE_LOOK_ALIKES.get(part) or load_prototypes().get(part, part) for part in parts)
    seen = "".join(fold_letter(_MORE_LOOK_ALIKES.get(part, part)) for part in alike)
    return seen if seen.isascii() else folded


def is_latin_look_alike(letter: str) -> bool:
    """Whether it belongs to another script and looks like a Latin letter."""
    alike = load_prototypes().get(letter, "")
    return not letter.isascii() and alike.isascii() and alike.isalpha()


def build_skeleton(name: str) -> str:
    """Build the skeleton of a name: confusable names have the same one.

    As in Unicode Technical Standard 39, but without case, accents, spaces and punctuation. Pairs
    that look alike in some typefaces are equal. Empty for a name without letters and digits.
    """
    seen = _get_prototype(decompose(strip_signs(name)))
    # Again in small letters: the standard maps "I" to l, but "i" to itself.
    small = _get_prototype("".join(map(fold_letter, seen)))
    letters = "".join(filter(is_letter_or_digit, fold_disguises(small).letters))
    for pair, letter in _ALIKE_SEQUENCES:
        letters = letters.replace(pair, letter)
    return letters


def _get_prototype(name: str) -> str:
    return "".join(map(_compute_prototype, name))


def _compute_prototype(letter: str) -> str:
    if letter in load_prototypes():
        return load_prototypes()[letter]
    plain = decompose(letter, "NFKD")
    return letter if plain == letter else _get_prototype(plain)


# In this order: the standard maps "m" to "rn".
_ALIKE_SEQUENCES = (("vv", "w"), ("rn", "m"), ("i", "l"))

# Similar enough within a Latin word; the standard is stricter.
_MORE_LOOK_ALIKES = dict(zip("εєэΣзΛΔλДβьвƅкκĸмʍпπиИяЯωшχ", "eeee3aaaabbbbkkkmmnnnnrrwwx", strict=True))
