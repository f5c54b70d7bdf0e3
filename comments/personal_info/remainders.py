"""Remainders: words and figures beside a mark of a redaction that may belong to the removed detail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from comments.personal_info.common_words import COMMON_WORDS
from comments.personal_info.finder import LINK_STARTS
from comments.personal_info.match import PersonalInfoKind
from comments.personal_info.words import WordFile

_WORDS = WordFile("remainders")

_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞĀ-Ž", "a-zß-öø-ÿā-ž"
_LETTERS = _UPPER + _LOWER
_POST_CODE = (
    r"(?:[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d\d-\d{3}|\d{4}-\d{3}|\d{4} [A-Z]{2}"
    r"|(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{4})?)(?![A-Za-z0-9])"
)
_FIGURE = r"\d{1,14}(?:[ /.-]{1,2}\d{1,6}){0,3}[a-z]?(?![A-Za-z0-9])"
_NAME = rf"(?:[{_UPPER}]\. ?){{0,2}}(?:St\. )?[{_UPPER}][{_LETTERS}'’]{{1,20}}"
_NAMES = rf"{_NAME}(?:[ -]{_NAME}){{0,3}}"
_LABELS, _JOINTS = _WORDS.get_pattern("number_labels"), _WORDS.get_pattern("joints")
_BESIDE = r"[ \t]{0,2}(?:[,;/(–—-][ \t]{0,2}){0,2}"
_FIGURE_AFTER = re.compile(rf"{_BESIDE}(?P<rest>{_POST_CODE}|{_FIGURE})")
_FIGURE_BEFORE = re.compile(
    rf"(?<![{_LETTERS}\d.,])(?P<rest>(?P<label>(?i:{_LABELS})[ .:]{{1,2}})?"
    rf"(?:{_POST_CODE}|\d{{1,5}}[a-z]?)){_BESIDE}$"
)
_NAMES_AFTER = re.compile(rf"{_BESIDE}(?:{_JOINTS} )?(?P<rest>{_NAMES})(?![{_LETTERS}])")
_NAMES_BEFORE = re.compile(rf"(?<![{_LETTERS}'’])(?P<rest>{_NAMES})[ -]{{1,2}}$")
_LOWER_AFTER = re.compile(rf"{_BESIDE}(?P<rest>[{_LOWER}]{{3,20}})(?![{_LETTERS}])")
_UNIT = re.compile(r" ?" + _WORDS.get_pattern("units_of_figures") + rf"(?![{_LETTERS}])")
_APART = re.compile(r"[,;/(–—-]")
_ENDS = re.compile(r"[ \t]*(?:[.,;:()!?\n]|$)")
_IS_POST_CODE = re.compile(_POST_CODE)
_NO_NAMES = _WORDS.get_set("no_names")
_HAS_FIGURES = frozenset(PersonalInfoKind) - {PersonalInfoKind.EMAIL, PersonalInfoKind.PROFILE}
_HAS_NAMES = frozenset({PersonalInfoKind.ADDRESS, PersonalInfoKind.CLINICIAN})
_REACH_CHARS = 60
MAX_REMAINDERS_OF_A_MARK = 4


class Remainder(NamedTuple):
    """A part of a redacted text, and whether it certainly belongs to the detail beside it."""

    start: int  # with the signs between it and the mark
    end: int
    text: str
    is_sure: bool


def find_remainders(text: str, marks: Mapping[PersonalInfoKind, str]) -> list[Remainder]:
    """Words and figures beside the marks of a redacted text, in the order of the text."""
    found: dict[int, Remainder] = {}
    for kind, mark in marks.items():
        at = text.find(mark)
        while at >= 0:
            for remainder in (*_find_before(text, kind, at), *_find_after(text, kind, at + len(mark))):
                found.setdefault(remainder.start, remainder)
            at = text.find(mark, at + len(mark))
    return [found[start] for start in sorted(found)]


def remove_remainders(text: str, remainders: list[Remainder]) -> str:
    """Take these parts out. The mark beside them already says that something was there."""
    pieces, at = [], 0
    for remainder in sorted(remainders):
        # Otherwise the brackets of the mark could become the text of a link.
        is_after_mark = text.startswith("]", remainder.start - 1)
        space = " " if is_after_mark and text.startswith(LINK_STARTS, remainder.end) else ""
        pieces += [text[at : max(at, remainder.start)], space]
        at = max(at, remainder.end)
    return "".join(pieces) + text[at:]


def _find_after(text: str, kind: PersonalInfoKind, place: int) -> list[Remainder]:
    found: list[Remainder] = []
    line_end = text.find("\n", place)
    limit = min(place + _REACH_CHARS, line_end if line_end >= 0 else len(text))
    for _ in range(MAX_REMAINDERS_OF_A_MARK):
        remainder = _match_after(text, kind, place, limit, follows_code=bool(found) and found[-1].is_sure)
        if not remainder:
            break
        found.append(remainder)
        place = remainder.end
    return found


def _match_after(text: str, kind: PersonalInfoKind, place: int, limit: int, *, follows_code: bool) -> Remainder | None:
    if kind in _HAS_FIGURES and (match := _FIGURE_AFTER.match(text, place, limit)):
        ends = _ENDS.match(text, match.end()) or (
            kind == PersonalInfoKind.ADDRESS and _IS_POST_CODE.match(match["rest"])
        )
        is_sure = bool(ends) and kind != PersonalInfoKind.CLINICIAN
        return None if _UNIT.match(text, match.end()) else _build(match, is_sure=is_sure)
    if kind not in _HAS_NAMES:
        return None
    if match := _NAMES_AFTER.match(text, place, limit):
        if not _may_be_name(match["rest"]):
            return None
        is_apart = follows_code or bool(_APART.search(text, place, match.start("rest")))
        is_sure = kind == PersonalInfoKind.ADDRESS and is_apart and bool(_ENDS.match(text, match.end()))
        return _build(match, is_sure=is_sure)
    if kind == PersonalInfoKind.ADDRESS and (match := _LOWER_AFTER.match(text, place, limit)):
        return _build(match, is_sure=False) if _may_be_name(match["rest"]) else None
    return None


def _find_before(text: str, kind: PersonalInfoKind, place: int) -> list[Remainder]:
    start = max(0, text.rfind("\n", 0, place) + 1, place - _REACH_CHARS)
    if kind == PersonalInfoKind.ADDRESS and (match := _FIGURE_BEFORE.search(text, start, place)):
        return [_build(match, is_sure=bool(match["label"]))]
    if kind == PersonalInfoKind.CLINICIAN and (match := _NAMES_BEFORE.search(text, start, place)):
        return [_build(match, is_sure=False)] if _may_be_name(match["rest"]) else []
    return []


def _may_be_name(words: str) -> bool:
    first = re.split("[ -]", words)[0].strip(".'’").lower()
    return first not in COMMON_WORDS and first not in _NO_NAMES


def _build(match: re.Match[str], *, is_sure: bool) -> Remainder:
    end = match.end()
    if "(" in match[0] and match.string.startswith(")", end):
        end += 1
    return Remainder(match.start(), end, match["rest"], is_sure)
