"""Names that read like others'."""

from __future__ import annotations

import unicodedata

from comments.text.letters import fold_disguises, fold_letter
from comments.text.lookalikes import load_prototypes


def build_skeleton(name: str) -> str:
    """The same for all names that a hurried reader takes for one another; empty if there is
    nothing in it to read.

    The skeleton of Unicode Technical Standard 39, but without case, accents, spaces and
    punctuation, and with the pairs that only some typefaces tell apart.
    """
    said = (letter for letter in name if unicodedata.category(letter)[0] not in "PZC")
    seen = _get_prototype(unicodedata.normalize("NFD", "".join(said)))
    # Once more in small letters: the standard knows "I" as l and "i" as itself.
    small = _get_prototype("".join(map(fold_letter, seen)))
    letters = "".join(letter for letter in fold_disguises(small).letters if _is_read(letter))
    for pair, letter in _ALIKE_SEQUENCES:
        letters = letters.replace(pair, letter)
    return letters


def _is_read(letter: str) -> bool:
    """Letters, their marks, and numbers: no space, sign or picture."""
    return unicodedata.category(letter)[0] in "LMN"


def _get_prototype(name: str) -> str:
    return "".join(map(_compute_prototype, name))


def _compute_prototype(letter: str) -> str:
    if letter in load_prototypes():
        return load_prototypes()[letter]
    plain = unicodedata.normalize("NFKD", letter)
    return letter if plain == letter else _get_prototype(plain)


# In this order: the second of the standard's own is what "m" becomes.
_ALIKE_SEQUENCES = (("vv", "w"), ("rn", "m"), ("i", "l"))
