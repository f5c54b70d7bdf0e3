"""Names that read like others'."""

from __future__ import annotations

import unicodedata

from comments.text.letters import fold, fold_letter
from comments.text.lookalikes import prototypes


def skeleton(name: str) -> str:
    """The same for all names that a hurried reader takes for one another; empty if there is
    nothing in it to read.

    The skeleton of Unicode Technical Standard 39, but without case, accents, spaces and
    punctuation, and with the pairs that only some typefaces tell apart.
    """
    said = (letter for letter in name if unicodedata.category(letter)[0] not in "PZC")
    seen = _prototype(unicodedata.normalize("NFD", "".join(said)))
    # Once more in small letters: the standard knows "I" as l and "i" as itself.
    small = _prototype("".join(map(fold_letter, seen)))
    letters = "".join(letter for letter in fold(small).letters if _is_read(letter))
    for pair, letter in _ALIKE:
        letters = letters.replace(pair, letter)
    return letters


def _is_read(letter: str) -> bool:
    """Letters, their marks, and numbers: no space, sign or picture."""
    return unicodedata.category(letter)[0] in "LMN"


def _prototype(name: str) -> str:
    return "".join(map(_prototype_of, name))


def _prototype_of(letter: str) -> str:
    if letter in prototypes():
        return prototypes()[letter]
    plain = unicodedata.normalize("NFKD", letter)
    return letter if plain == letter else _prototype(plain)


# In this order: the second of the standard's own is what "m" becomes.
_ALIKE = (("vv", "w"), ("rn", "m"), ("i", "l"))
