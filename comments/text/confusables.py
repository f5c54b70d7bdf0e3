"""Characters and names that look alike, by the table of Unicode Technical Standard 39."""

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
    """Each character that looks like something more common, and what that is."""
    lines = Path(__file__).with_name("confusables.txt").read_text("utf-8").splitlines()
    pairs = [line.split(": ") for line in lines if not line.startswith("#")]
    return {
        chr(int(code, 16)): "".join(chr(int(part, 16)) for part in target.split("+"))
        for target, codes in pairs
        for code in codes.split()
    }


@lru_cache(LETTER_CACHE_SIZE)
def get_look_alike(letter: str) -> str:
    """What a reader of Latin letters takes one character for; itself, folded, if for none."""
    folded = fold_letter(letter)
    if folded.isascii():
        return folded
    parts = decompose(letter)
    alike = "".join(
        _MORE_LOOK_ALIKES.get(part) or load_prototypes().get(part, part) for part in parts
    )
    seen = "".join(fold_letter(_MORE_LOOK_ALIKES.get(part, part)) for part in alike)
    return seen if seen.isascii() else folded


def is_latin_look_alike(letter: str) -> bool:
    """Whether it is of another script, and hardly to be told from a Latin letter."""
    alike = load_prototypes().get(letter, "")
    return not letter.isascii() and alike.isascii() and alike.isalpha()


def build_skeleton(name: str) -> str:
    """The same for all names that a hurried reader takes for one another; empty if there is
    nothing in it to read.

    The skeleton of Unicode Technical Standard 39, but without case, accents, spaces and
    punctuation, and with the pairs that only some typefaces tell apart.
    """
    seen = _get_prototype(decompose(strip_signs(name)))
    # Once more in small letters: the standard knows "I" as l and "i" as itself.
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


# In this order: the second of the standard's own is what "m" becomes.
_ALIKE_SEQUENCES = (("vv", "w"), ("rn", "m"), ("i", "l"))

# Alike enough in the middle of a Latin word; the standard compares finer.
_MORE_LOOK_ALIKES = dict(
    zip("εєэΣзΛΔλДβьвƅкκĸмʍпπиИяЯωшχ", "eeee3aaaabbbbkkkmmnnnnrrwwx", strict=True)
)
