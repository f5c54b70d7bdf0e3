"""What differs between two revisions, field by field, with the words marked.

Pure functions of strings do the comparing, in bounded time: where two texts have too much
that could be compared, what is left of them is shown as old and new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain, groupby, takewhile
from typing import TYPE_CHECKING

from articles.snapshot import Snapshot, changes, label_of, words_of

if TYPE_CHECKING:
    from articles.models.article import Article

Run = tuple[bool, list[str], list[str]]

AROUND = 2  # unchanged lines that are shown on either side of a change
EFFORT = 50_000_000  # steps of comparing, in all fields together: a second at worst
IN_COMMON = 0.3  # of the longer passage's words; with fewer it is another one, not a changed one


@dataclass(frozen=True)
class Piece:
    """Words that both revisions have, or one of them."""

    words: str
    is_old: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Passage:
    """Lines that follow each other; or the number of equal lines that are left out here."""

    pieces: list[Piece] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class Difference:
    """One field that says something else."""

    label: str
    passages: list[Passage]


class Effort:
    """How much may still be compared."""

    def __init__(self, left: int = EFFORT):
        self.left = left

    def suffices(self, old: list[str], new: list[str]) -> bool:
        """Whether these can be compared, too; if so, it is spent."""
        here = Counter(new)
        pairs = sum(here[word] for word in old)
        cost = (len(old) + pairs) * min(len(old), len(new))  # what difflib does at worst
        if cost > self.left:
            return False
        self.left -= cost
        return True


def differences(article: Article, before: Snapshot, after: Snapshot) -> list[Difference]:
    """In the order of the form."""
    effort = Effort()
    return [
        Difference(
            label_of(article, name),
            compare(words_of(article, name, before), words_of(article, name, after), effort),
        )
        for name in changes(before, after)
    ]


def compare(before: str, after: str, effort: Effort) -> list[Passage]:
    """Two texts, by lines, and within changed lines by words."""
    runs = [*_runs(before.splitlines(), after.splitlines(), effort)]
    passages: list[Passage] = []
    for index, (is_same, was, is_now) in enumerate(runs):
        if is_same:
            before_it, behind_it = index > 0, index < len(runs) - 1
            passages += _shortened(was, start=AROUND * before_it, end=AROUND * behind_it)
        else:
            passages.append(Passage(_pieces("\n".join(was), "\n".join(is_now), effort)))
    return passages


def _runs(old: list[str], new: list[str], effort: Effort) -> Iterator[Run]:
    """What follows each other: whether it is the same, as it was, as it is now."""
    head = _in_common(old, new)
    tail = _in_common(old[head:][::-1], new[head:][::-1])
    if head:
        yield True, old[:head], new[:head]
    was, is_now = old[head : len(old) - tail], new[head : len(new) - tail]
    if was and is_now and effort.suffices(was, is_now):
        matcher = SequenceMatcher(None, was, is_now, autojunk=False)
        for tag, start, end, first, last in matcher.get_opcodes():
            yield tag == "equal", was[start:end], is_now[first:last]
    elif was or is_now:
        yield False, was, is_now
    if tail:
        yield True, old[-tail:], new[-tail:]


def _in_common(old: list[str], new: list[str]) -> int:
    """How many are the same from the start."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _shortened(lines: list[str], *, start: int, end: int) -> list[Passage]:
    """Unchanged lines, without those that are far from a change."""
    left_out = len(lines) - start - end
    if left_out < 2:
        return [_same(lines)]
    shown = [_same(lines[:start])] if start else []
    shown.append(Passage(left_out=left_out))
    return shown + ([_same(lines[-end:])] if end else [])


def _same(lines: list[str]) -> Passage:
    return Passage([Piece("\n".join(lines))])


def _pieces(before: str, after: str, effort: Effort) -> list[Piece]:
    """A changed passage, with the words marked."""
    old, new = _words(before), _words(after)
    runs = [*_runs(old, new, effort)]
    kept = sum(len(was) for is_same, was, _is_now in runs if is_same)
    if kept < IN_COMMON * max(len(old), len(new)):
        return _old_and_new(before, after)
    pieces: list[Piece] = []
    for is_same, group in groupby(_without_islands(runs), key=lambda run: run[0]):
        was, is_now = ("".join(chain(*words)) for words in (*zip(*group, strict=True),)[1:])
        pieces += [Piece(is_now)] if is_same else _old_and_new(was, is_now)
    return pieces


def _without_islands(runs: list[Run]) -> Iterator[Run]:
    """One word that stayed between others that did not reads better with them."""
    for index, (is_same, was, is_now) in enumerate(runs):
        is_island = 0 < index < len(runs) - 1 and len(was) == 1
        yield is_same and not is_island, was, is_now


def _old_and_new(before: str, after: str) -> list[Piece]:
    pieces = [Piece(before, is_old=True), Piece(after, is_new=True)]
    return [piece for piece in pieces if piece.words]


def _words(text: str) -> list[str]:
    """Each with the blanks before it."""
    return re.findall(r"\s*\S+|\s+", text)
