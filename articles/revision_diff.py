"""Differences between two revisions, field by field, with changed words marked.

Pure functions of strings, in bounded time: texts that would take too long to compare are shown as
old and new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain, groupby, takewhile

from articles.models.revision import get_field_label
from articles.snapshot import Snapshot, format_field, list_changed_fields

DiffRun = tuple[bool, list[str], list[str]]

CONTEXT_LINES = 2  # unchanged lines on either side of a change
MAX_COMPARISON_STEPS = 50_000_000  # in all fields together: a second at worst
# Of the words of the longer passage; below it, the passages count as different.
MIN_COMMON_SHARE = 0.3


@dataclass(frozen=True)
class DiffSegment:
    """Text that one revision has, or both."""

    text: str
    is_old: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class DiffHunk:
    """Consecutive segments, or the number of equal lines that are left out."""

    segments: list[DiffSegment] = field(default_factory=list)
    omitted_lines: int = 0


@dataclass(frozen=True)
class FieldDiff:
    """The difference in one field."""

    label: str
    hunks: list[DiffHunk]


class ComparisonBudget:
    """The number of steps of comparison that are left."""

    def __init__(self, left: int = MAX_COMPARISON_STEPS):
        self.steps_left = left

    def can_afford(self, old: list[str], new: list[str]) -> bool:
        """Whether these can be compared within the budget. If so, spends the steps."""
        here = Counter(new)
        pairs = sum(here[word] for word in old)
        cost = (len(old) + pairs) * min(len(old), len(new))  # the worst case of difflib
        if cost > self.steps_left:
            return False
        self.steps_left -= cost
        return True


def diff_snapshots(before: Snapshot, after: Snapshot) -> list[FieldDiff]:
    """Compare two snapshots, field by field, in the order of the form."""
    budget = ComparisonBudget()
    return [
        FieldDiff(get_field_label(name), diff_texts(format_field(name, before), format_field(name, after), budget))
        for name in list_changed_fields(before, after)
    ]


def diff_texts(before: str, after: str, budget: ComparisonBudget) -> list[DiffHunk]:
    """Compare two texts by lines, and changed lines by words."""
    runs = [*_compute_runs(before.splitlines(), after.splitlines(), budget)]
    passages: list[DiffHunk] = []
    for index, (is_same, was, is_now) in enumerate(runs):
        if is_same:
            before_it, behind_it = index > 0, index < len(runs) - 1
            passages += _shorten(was, start=CONTEXT_LINES * before_it, end=CONTEXT_LINES * behind_it)
        else:
            passages.append(DiffHunk(_mark_words("\n".join(was), "\n".join(is_now), budget)))
    return passages


def _compute_runs(old: list[str], new: list[str], budget: ComparisonBudget) -> Iterator[DiffRun]:
    """Yield runs of equal and changed items: whether they are equal, the old ones, the new ones."""
    head = _count_common(old, new)
    tail = _count_common(old[head:][::-1], new[head:][::-1])
    if head:
        yield True, old[:head], new[:head]
    was, is_now = old[head : len(old) - tail], new[head : len(new) - tail]
    if was and is_now and budget.can_afford(was, is_now):
        matcher = SequenceMatcher(None, was, is_now, autojunk=False)
        for tag, start, end, first, last in matcher.get_opcodes():
            yield tag == "equal", was[start:end], is_now[first:last]
    elif was or is_now:
        yield False, was, is_now
    if tail:
        yield True, old[-tail:], new[-tail:]


def _count_common(old: list[str], new: list[str]) -> int:
    """Count the common items at the start."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _shorten(lines: list[str], *, start: int, end: int) -> list[DiffHunk]:
    """Leave out unchanged lines that are far from a change."""
    left_out = len(lines) - start - end
    if left_out < 2:
        return [_build_unchanged_hunk(lines)]
    shown = [_build_unchanged_hunk(lines[:start])] if start else []
    shown.append(DiffHunk(omitted_lines=left_out))
    return shown + ([_build_unchanged_hunk(lines[-end:])] if end else [])


def _build_unchanged_hunk(lines: list[str]) -> DiffHunk:
    return DiffHunk([DiffSegment("\n".join(lines))])


def _mark_words(before: str, after: str, budget: ComparisonBudget) -> list[DiffSegment]:
    """Compare the words of a changed passage."""
    old, new = _split_words(before), _split_words(after)
    runs = [*_compute_runs(old, new, budget)]
    kept = sum(len(was) for is_same, was, _is_now in runs if is_same)
    if kept < MIN_COMMON_SHARE * max(len(old), len(new)):
        return _old_and_new(before, after)
    pieces: list[DiffSegment] = []
    for is_same, group in groupby(_drop_islands(runs), key=lambda run: run[0]):
        was, is_now = ("".join(chain(*words)) for words in (*zip(*group, strict=True),)[1:])
        pieces += [DiffSegment(is_now)] if is_same else _old_and_new(was, is_now)
    return pieces


def _drop_islands(runs: list[DiffRun]) -> Iterator[DiffRun]:
    """Yield the runs. A single unchanged word between changes counts as changed: that
    reads better."""
    for index, (is_same, was, is_now) in enumerate(runs):
        is_island = 0 < index < len(runs) - 1 and len(was) == 1
        yield is_same and not is_island, was, is_now


def _old_and_new(before: str, after: str) -> list[DiffSegment]:
    pieces = [DiffSegment(before, is_old=True), DiffSegment(after, is_new=True)]
    return [piece for piece in pieces if piece.text]


def _split_words(text: str) -> list[str]:
    """Split into words, each with the blank space before it."""
    return re.findall(r"\s*\S+|\s+", text)
