"""Find the words and phrases that are watched for in a text, however they are disguised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from comments.text.letters import Folded, fold
from comments.word_lists.pattern import words_of_entry
from comments.word_lists.tokens import Word, coarse, words_in
from comments.word_lists.trie import Branch, Ways

SPELT_OUT = 4  # letters, one by one: "c i a l i s"
MAX_GAP = 3  # characters between two of them
WORDS_BETWEEN = 6  # where an entry has a gap


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An entry that was found, where, and as which words of the author."""

    start: int
    end: int
    entry: str
    text: str


Span = tuple[int, int]
Step = tuple[Branch, int, int]  # where a word leads, by which part of it: place and length
Begun = tuple[Branch, int, int]  # a part of an entry; where it began; how many others may follow


class Watch:
    """Looks for all entries at once. Built once and never changed: safe among threads.

    An entry is a word or a phrase; a star at an end of a word stands for any letters. What
    stands within something that is allowed is not found.
    """

    def __init__(self, entries: Iterable[str], allowed: Iterable[str] = ()):
        self._watched, self._allowed = Branch(), Branch()
        self._spelt_out = Ways()
        for entry in allowed:
            self._allowed.grow(entry, words_of_entry(entry))
        for entry in entries:
            words = words_of_entry(entry)
            self._watched.grow(entry, words)
            self._spell_out(entry, words)

    def find(self, text: str) -> list[Hit]:
        """All hits, in the order of the text. Takes time in proportion to its length."""
        folded = fold(text)
        words = [*words_in(folded)]
        found = {*_along(self._watched, folded, words), *self._one_by_one(folded, words)}
        if found:
            found = _outside(found, {span for _, span in _along(self._allowed, folded, words)})
        return sorted(_hit(folded, entry, span) for entry, span in found)

    def _spell_out(self, entry: str, words: list[str]) -> None:
        letters = coarse(words[0].strip("*")).strip("~")
        if len(words) == 1 and len(letters) >= SPELT_OUT:
            self._spelt_out.to([letters]).entries.append(entry)

    def _one_by_one(self, folded: Folded, words: list[Word]) -> Iterator[tuple[str, Span]]:
        for row in _single_letters(folded.letters, words):
            letters = "".join(folded.letters[word.start] for word in row)
            seen = "".join(coarse(letter)[1] for letter in letters)
            for place in range(len(seen)):
                for branch, length in self._spelt_out.at(seen, place):
                    if sum(map(str.isalpha, letters[place : place + length])) * 2 < length:
                        continue  # a row of numbers
                    span = row[place].start, row[place + length - 1].end
                    yield from ((entry, span) for entry in branch.entries)


def _along(root: Branch, folded: Folded, words: list[Word]) -> Iterator[tuple[str, Span]]:
    """Every entry that the words spell, and from where to where."""
    begun: dict[Begun, None] = {}
    last = 0
    from_root: dict[str, tuple[Step, ...]] = {}  # People repeat their words.
    for word in words:
        if begun and _ends_sentence(folded.letters[last : word.start]):
            begun = {state: None for state in begun if not state[2]}
        # Those that may wait for a later word do.
        still: dict[Begun, None] = {
            (branch, first, others - 1): None for branch, first, others in begun if others
        }
        for form, start, end in word.forms:
            if form not in from_root:
                from_root[form] = tuple(root.follow(form))
            for branch, first, _ in ((root, None, 0), *begun):
                steps = from_root[form] if branch is root else branch.follow(form)
                for following, place, length in steps:
                    begin = start + place if first is None else first
                    # A part of the word only where words have no spaces between them.
                    stop = end if length == len(form) else start + place + length
                    yield from ((entry, (begin, stop)) for entry in following.entries)
                    if following.goes_on:
                        still[following, begin, 0] = None
                    if following.gap:
                        still[following.gap, begin, WORDS_BETWEEN] = None
        begun, last = still, word.end


def _ends_sentence(between: str) -> bool:
    return any(end in between for end in ".!?;") or between.count("\n") > 1


def _single_letters(letters: str, words: list[Word]) -> Iterator[list[Word]]:
    """Words of one letter each, with the same between any two of them."""
    row: list[Word] = []
    gap = ""
    for word in words:
        if word.end - word.start > 1:
            yield row
            row = []
            continue
        between = letters[row[-1].end : word.start] if row else ""
        if len(row) > 1 and between != gap:
            yield row
            row = row[-1:]
        if len(between) > MAX_GAP:
            row = []
        row.append(word)
        gap = between
    yield row


def _outside(found: set[tuple[str, Span]], allowed: set[Span]) -> set[tuple[str, Span]]:
    """What was found, without what stands within something that is allowed."""
    inside = sorted(allowed)
    starts = [start for start, _ in inside]
    reach = [*accumulate((end for _, end in inside), max, initial=-1)]
    return {hit for hit in found if reach[bisect_right(starts, hit[1][0])] < hit[1][1]}


def _hit(folded: Folded, entry: str, span: Span) -> Hit:
    start, end = folded.span(*span)
    return Hit(start, end, entry, folded.source[start:end])
