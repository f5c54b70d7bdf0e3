"""Runs of digits that are written together: with gaps, brackets, across line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_DIGITS = 34
MAX_DIGIT_GROUPS = 24


class DigitGroup(NamedTuple):
    start: int
    end: int
    digits: str


class DigitRun(NamedTuple):
    """Groups of digits with only gaps between them. `gaps[i]` follows `groups[i]`."""

    groups: tuple[DigitGroup, ...]
    gaps: tuple[str, ...]

    @property
    def digits(self) -> str:
        return "".join(group.digits for group in self.groups)

    @property
    def lengths(self) -> tuple[int, ...]:
        return tuple(len(group.digits) for group in self.groups)

    @property
    def shape(self) -> str:
        """Lengths of the groups, as in "3 3 4"."""
        return " ".join(map(str, self.lengths))

    @property
    def signs(self) -> str:
        """Signs in the gaps, each once, without spaces."""
        return "".join(sorted(set("".join(self.gaps)) - {" ", "\n", "\t"}))

    @property
    def span(self) -> tuple[int, int]:
        return self.groups[0].start, self.groups[-1].end

    def part(self, first: int, last: int) -> DigitRun:
        return DigitRun(self.groups[first : last + 1], self.gaps[first:last])

    def lines(self) -> Iterator[DigitRun]:
        """The whole run, and each of its lines if it has several."""
        yield self
        ends = [place for place, gap in enumerate(self.gaps) if "\n" in gap]
        if ends:
            for first, last in zip([0, *(end + 1 for end in ends)], [*ends, len(self.gaps)], strict=True):
                yield self.part(first, last)


# A full stop and a space end a sentence; digits before a letter belong to a word or unit.
_GROUP = re.compile(r"\d+")
_GAP = re.compile(r"(?!\.\s)(?=.{1,5}$)[ \t]{0,2}[-./()_*]{0,2}[ \t]{0,2}\n?[ \t>]{0,3}[-(]?", re.DOTALL)
# Dates, times of day and blood pressures are not parts of longer numbers.
_DATE = re.compile(
    r"(?:\d{1,4}(?P<r>[./-])\d{1,2}(?P=r)\d{2,4} ?[-/] ?\d{1,4}(?P=r)\d{1,2}(?P=r)\d{2,4}"
    r"|\d{1,2}[./]\d{1,2}\.? ?- ?\d{1,2}[./]\d{1,2}(?:[./](?:(?:19|20)\d\d|\d\d))?"
    r"|(?:0?[1-9]|[12]\d|3[01])(?P<d>[./-]) ?(?:0?[1-9]|1[0-2])(?P=d) ?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:0?[1-9]|1[0-2])(?P<m>[./-])(?:0?[1-9]|[12]\d|3[01])(?P=m)(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d(?P<y>[./-])(?:0?[1-9]|1[0-2])(?P=y)(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d"
    r"|(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?"
    r"|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"
    r"|[1-2]?\d\d ?/ ?[3-9]\d|[12]\d\d ?/ ?1[0-3]\d"
    r")(?!\d)(?![./-]\d)"
)
_JOINS = (".", "/", "-")


def find_digit_runs(text: str) -> list[DigitRun]:
    runs: list[DigitRun] = []
    groups: list[DigitGroup] = []
    gaps: list[str] = []

    def close() -> None:
        if groups:
            runs.append(DigitRun(tuple(groups), tuple(gaps)))
            groups.clear()
            gaps.clear()

    end_of_date = 0
    for match in _GROUP.finditer(text):
        start, end = match.span()
        if start >= end_of_date and not (text[start - 1 : start] in _JOINS and text[start - 2 : start - 1].isdigit()):
            date = _DATE.match(text, start)
            end_of_date = date.end() if date else 0
        before, after = text[start - 1 : start], text[end : end + 1]
        long = len(match[0]) >= 9  # typed without a space before or after the word
        if start < end_of_date or (before.isalpha() and not long) or len(match[0]) > MAX_DIGITS:
            close()
            continue
        if groups:
            gap = text[groups[-1].end : start]
            if len(gap) > 5 or not _GAP.fullmatch(gap) or len(groups) >= MAX_DIGIT_GROUPS:
                close()
            else:
                gaps.append(gap)
        groups.append(DigitGroup(start, end, match[0]))
        if after.isalpha() and not long:
            # "5mg", "80th": digits with letters are not part of a number.
            groups.pop()
            if gaps:
                gaps.pop()
            close()
    close()
    return runs
