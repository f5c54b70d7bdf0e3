"""Tokens: the words of a text, each in all forms that an entry may have.

A form is a word in folded letters. A word that may be a disguise has a coarse form as well: it
mixes scripts, has digits or signs within, or imitates Latin letters. All disguises of a word have
the same coarse form: "c1alis" and "ciAl!s" are both "~ciaiis~".
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from comments.text.confusables import get_look_alike, is_latin_look_alike
from comments.text.normalize import LETTER_CACHE_SIZE, FoldedText, fold_disguises, get_script, is_vowel_sign

MAX_LIST_WORD_CHARS = 60  # longer words are never disguises
MIN_PART_LETTERS = 3  # letters joined to a number: "cialis20mg", not "20mg"


class Token(NamedTuple):
    """A word, its position in the folded text, and its forms."""

    start: int
    end: int
    forms: tuple[tuple[str, int, int], ...]  # each with its start and end


def split_tokens(folded: FoldedText) -> Iterator[Token]:
    letters, source = folded.letters, folded.source
    is_latin = _is_mostly_latin(letters)
    has_odd_case = bool(_ODD_CASE.search(source))
    for start, end in _find_runs(letters):
        run = letters[start:end]
        if run.isascii() and run.isalpha() and not has_odd_case:
            yield Token(start, end, ((run, start, end),))
            continue
        if UNSPACED_SCRIPT.match(run):
            yield Token(start, end, ((run, start, end),))
            continue
        first, last = folded.span(start, end)
        forms = [(run, start, end)]
        if can_be_disguised(run.replace("'", ""), source[first:last], is_latin=is_latin):
            forms.append((build_coarse_form(source[first:last]), start, end))
        if not run.isalpha():
            forms += _split_parts(run, start)
        yield Token(start, end, tuple(dict.fromkeys(forms)))


def list_forms(word: str) -> list[str]:
    """Forms of a listed word, the coarse one last.

    An apostrophe may be left out, but not added: "hell" does not match "he'll".
    """
    plain = fold_disguises(word).letters.strip(EDGE_SIGNS)
    return [*dict.fromkeys((plain, plain.replace("'", ""))), build_coarse_form(word)]


@lru_cache(LETTER_CACHE_SIZE)
def build_coarse_form(word: str) -> str:
    """Build the form that all disguises of a word share."""
    seen = word if word.isascii() else "".join(map(get_look_alike, word))
    return "~" + seen.lower().strip(EDGE_SIGNS).replace("'", "").translate(_LETTERS_FOR) + "~"


def can_be_disguised(plain: str, source: str, *, is_latin: bool) -> bool:
    if len(plain) > MAX_LIST_WORD_CHARS:
        return False
    if not plain.isascii():
        return is_latin or len({get_script(letter) for letter in plain if letter.isalpha()}) > 1
    if plain.isalpha():
        return bool(_ODD_CASE.search(source))
    return _has_disguised_letters(plain)


def _has_disguised_letters(word: str) -> bool:
    """Whether digits and signs replace letters. They do not in "5 mg", "b12", "3D", "1st", "$5"."""
    letters = sum(map(str.isalpha, word))
    if not any(map(str.isdigit, word)):
        return letters > 0 and len(word) > 2
    leading = len(word) - len(word.lstrip(string.digits))
    starts_well = not leading or (leading == 1 and letters > 2)
    return starts_well and letters > 1 and len(word) <= 2 * letters


def _split_parts(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Parts between signs, and words without the numbers joined to them."""
    for part in _PART.finditer(run):
        yield part[0], start + part.start(), start + part.end()
        if part[0].isalpha():
            continue
        for piece in _GLUED_LETTERS.finditer(part[0]):
            place = start + part.start() + piece.start()
            yield piece[0], place, place + len(piece[0])


def _find_runs(letters: str) -> Iterator[tuple[int, int]]:
    is_ascii = letters.isascii()
    for run in _RUN.finditer(letters):
        start, end = run.span()
        if is_ascii and end - start <= MAX_LIST_WORD_CHARS:
            yield start, end - (len(run[0]) - len(run[0].rstrip(EDGE_SIGNS)))
            continue
        pieces = _PART if end - start > MAX_LIST_WORD_CHARS else _ONE_WAY_OF_WRITING
        for piece in pieces.finditer(letters, start, end):
            yield from _trim(letters, *piece.span())


def _trim(letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    core = letters[start:end].rstrip(EDGE_SIGNS)
    if any(map(str.isalnum, core)):
        yield start, start + len(core)


def _is_mostly_latin(letters: str) -> bool:
    """Whether most letters are Latin, or nearly all look Latin.

    In Russian or Greek, half of the letters look Latin.
    """
    if letters.isascii():
        return True
    total = sum(map(str.isalpha, letters))
    latin = sum(map(letters.count, string.ascii_lowercase))
    if 2 * latin >= total:
        return True
    return 4 * (latin + sum(map(is_latin_look_alike, letters))) >= 3 * total


EDGE_SIGNS = "!|'"  # not letters at the ends of a word
_LETTER_SIGNS = "@$€£!¡|"  # signs for a, s, e, l, i within words
_LETTERS_FOR = str.maketrans("l|!¡1£$50@4€378962", "iiiiiissoaaeetbggz")
_ODD_CASE = re.compile("[a-z]I|[A-Z]l[A-Z]")  # a capital I among small letters, or reverse

# Vowel signs: they are part of a word, but `\w` does not include them.
_MARKS = "".join(
    letter
    for first, last in ((0x0900, 0x1D00), (0xA800, 0xAC00), (0x11000, 0x12000))
    for letter in map(chr, range(first, last))
    if is_vowel_sign(letter)
)
# Scripts that write words without spaces: Thai, Lao, Tibetan, Burmese, Khmer, kana, Chinese.
_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
_PART = re.compile(rf"[\w{_MARKS}]+")
_RUN = re.compile(rf"[@$€£]{{0,2}}[\w{_MARKS}][\w{_MARKS}{_LETTER_SIGNS}']*")
_GLUED_LETTERS = re.compile(rf"\D{{{MIN_PART_LETTERS},}}")
_ONE_WAY_OF_WRITING = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
UNSPACED_SCRIPT = re.compile(rf"[{_UNSPACED}]")
