"""The skeletons of account names, for migration 0005.

A copy of the code of `comments.watching` as it was when migration 0005 was written, and of its
table of characters, so that the migration goes on working however that code changes.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

REMEMBERED = 1 << 14  # characters, of more than a million
FIRST_ACCENT = 200  # of the combining classes; those below hold vowels of other scripts
ACCENTS = frozenset({1, *range(10, 36)})  # strokes through letters, points of Hebrew and Arabic


def skeleton(name):
    """Return the skeleton of a name: equal for names that a hurried reader confuses.

    It is that of Unicode Technical Standard 39, but without case, accents, spaces and
    punctuation, and with the pairs that only some typefaces tell apart.
    """
    said = (letter for letter in name if unicodedata.category(letter)[0] not in "PZC")
    seen = _prototype(unicodedata.normalize("NFD", "".join(said)))
    # Once more in small letters: the standard knows "I" as l and "i" as itself.
    small = _prototype("".join(map(_fold_letter, seen)))
    letters = "".join(filter(_is_read, "".join(map(_fold_letter, small))))
    for pair, letter in _ALIKE:
        letters = letters.replace(pair, letter)
    return letters


def _is_read(letter):
    """Whether it is a letter, a mark of one, or a number: no space, sign or picture."""
    return unicodedata.category(letter)[0] in "LMN"


def _prototype(name):
    return "".join(map(_prototype_of, name))


def _prototype_of(letter):
    if letter in _prototypes():
        return _prototypes()[letter]
    plain = unicodedata.normalize("NFKD", letter)
    return letter if plain == letter else _prototype(plain)


@cache
def _prototypes():
    """Map each character that looks like a more common one to that."""
    lines = Path(__file__).with_name("_lookalikes_0005.txt").read_text("utf-8").splitlines()
    pairs = [line.split(": ") for line in lines if not line.startswith("#")]
    return {
        chr(int(code, 16)): "".join(chr(int(part, 16)) for part in target.split("+"))
        for target, codes in pairs
        for code in codes.split()
    }


@lru_cache(REMEMBERED)
def _fold_letter(letter):
    """Fold one character to nothing, a letter, or several."""
    if letter in _STAND_FOR:
        return _STAND_FOR[letter]
    if letter.isascii():
        return letter.lower()
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = [part for part in parts if not _is_dropped(part)]
    if letter.isalpha():  # nothing of a letter parts the word: ŀ
        kept = [part for part in kept if unicodedata.category(part)[0] in "LMN"] or kept
    return "".join(map(_plain, kept))


def _plain(letter):
    """Return the plain letter of a Latin one with a stroke, a hook or a tail, and the like.

    Unicode's names say which letter it is; its decompositions do not.
    """
    if letter.isascii():
        return letter
    if letter == "ʍ":  # by its name a turned w, to the eye the small m of Cyrillic
        return "m"
    if named := _LATIN.fullmatch(unicodedata.name(letter, "")):
        return named[1].lower()
    if unicodedata.name(letter, "").startswith("LATIN "):  # æ, œ
        alike = unicodedata.normalize("NFD", _prototypes().get(letter, letter))
        plain = "".join(part for part in alike if not _is_dropped(part))
        return plain.lower() if plain.isascii() else letter
    return letter


def _is_dropped(letter):
    accent = unicodedata.combining(letter)
    return (
        accent >= FIRST_ACCENT
        or accent in ACCENTS
        or unicodedata.category(letter) == "Me"
        or bool(_UNSEEN.match(letter))
    )


# In this order: the second of the standard's own is what "m" becomes.
_ALIKE = (("vv", "w"), ("rn", "m"), ("i", "l"))

# Trade marks would become part of the word before them; and apostrophes are one.
_STAND_FOR = {"_": " ", "™": " ", "℠": " ", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"}
_LATIN = re.compile(
    r"(?:.*\bLATIN|REGIONAL INDICATOR SYMBOL)(?: (?:CAPITAL|SMALL))? LETTER (?:.* )?([A-Z])"
    r"(?: WITH .*)?"
)

# What Unicode calls default ignorable: zero-width, joining, turning and filling characters, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
