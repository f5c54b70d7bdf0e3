"""Find listed words and phrases in a text, even if they are disguised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from comments.text.normalize import FoldedText, fold_disguises
from comments.word_lists.pattern import parse_pattern
from comments.word_lists.tokens import Token, build_coarse_form, split_tokens
from comments.word_lists.trie import EdgeIndex, TrieNode

MIN_SPELT_OUT_LETTERS = 4  # single letters: "c i a l i s"
MAX_GAP_CHARS = 3  # between two single letters
MAX_GAP_WORDS = 6  # words in the gap of an entry


@dataclass(frozen=True, slots=True, order=True)
class PhraseMatch:
    """A match: the entry, its position, and the words of the author."""

    start: int
    end: int
    entry: str
    text: str


Span = tuple[int, int]
TrieStep = tuple[TrieNode, int, int]  # the next node; position and length of the matched part
PartialMatch = tuple[TrieNode, int, int]  # a part of an entry; its start; how many other words may follow


class PhraseMatcher:
    """Finds all entries at once, except within allowed phrases. Immutable, so threads may share it.

    An entry is a word or a phrase. A star at an end of a word stands for any letters.
    """

    def __init__(self, entries: Iterable[str], allowed: Iterable[str] = ()):
        self._watched, self._allowed = TrieNode(), TrieNode()
        self._spelt_out = EdgeIndex()
        for entry in allowed:
            self._allowed.add(entry, parse_pattern(entry))
        for entry in entries:
            words = parse_pattern(entry)
            self._watched.add(entry, words)
            self._spell_out(entry, words)

    def find(self, text: str) -> list[PhraseMatch]:
        """All matches, in the order of the text. Time grows linearly with its length."""
        folded = fold_disguises(text)
        words = [*split_tokens(folded)]
        found = {*_walk(self._watched, folded, words), *self._find_spelt_out(folded, words)}
        if found:
            found = _drop_allowed(found, {span for _, span in _walk(self._allowed, folded, words)})
        return sorted(_build_match(folded, entry, span) for entry, span in found)

    def _spell_out(self, entry: str, words: list[str]) -> None:
        letters = build_coarse_form(words[0].strip("*")).strip("~")
        if len(words) == 1 and len(letters) >= MIN_SPELT_OUT_LETTERS:
            self._spelt_out.get_or_add([letters]).entries.append(entry)

    def _find_spelt_out(self, folded: FoldedText, words: list[Token]) -> Iterator[tuple[str, Span]]:
        for row in _single_letters(folded.letters, words):
            letters = "".join(folded.letters[word.start] for word in row)
            seen = "".join(build_coarse_form(letter)[1] for letter in letters)
            for place in range(len(seen)):
                for node, length in self._spelt_out.find_at(seen, place):
                    if sum(map(str.isalpha, letters[place : place + length])) * 2 < length:
                        continue  # mostly digits
                    span = row[place].start, row[place + length - 1].end
                    yield from ((entry, span) for entry in node.entries)


def _walk(root: TrieNode, folded: FoldedText, words: list[Token]) -> Iterator[tuple[str, Span]]:
    """All entries that the words spell, with their spans."""
    begun: dict[PartialMatch, None] = {}
    last = 0
    from_root: dict[str, tuple[TrieStep, ...]] = {}  # People repeat their words.
    for word in words:
        if begun and _ends_sentence(folded.letters[last : word.start]):
            begun = {state: None for state in begun if not state[2]}
        # Keep those that allow another word between.
        still: dict[PartialMatch, None] = {(node, first, others - 1): None for node, first, others in begun if others}
        for form, start, end in word.forms:
            if form not in from_root:
                from_root[form] = tuple(root.get_children(form))
            for node, first, _ in ((root, None, 0), *begun):
                steps = from_root[form] if node is root else node.get_children(form)
                for following, place, length in steps:
                    begin = start + place if first is None else first
                    # A part of the word, only in scripts without spaces.
                    stop = end if length == len(form) else start + place + length
                    yield from ((entry, (begin, stop)) for entry in following.entries)
                    if following.has_children:
                        still[following, begin, 0] = None
                    if following.gap:
                        still[following.gap, begin, MAX_GAP_WORDS] = None
        begun, last = still, word.end


def _ends_sentence(between: str) -> bool:
    return any(end in between for end in ".!?;") or between.count("\n") > 1


def _single_letters(letters: str, words: list[Token]) -> Iterator[list[Token]]:
    """Runs of single letters with the same separator."""
    row: list[Token] = []
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
        if len(between) > MAX_GAP_CHARS:
            row = []
        row.append(word)
        gap = between
    yield row


def _drop_allowed(found: set[tuple[str, Span]], allowed: set[Span]) -> set[tuple[str, Span]]:
    """Drop matches within an allowed phrase."""
    inside = sorted(allowed)
    starts = [start for start, _ in inside]
    reach = [*accumulate((end for _, end in inside), max, initial=-1)]
    return {hit for hit in found if reach[bisect_right(starts, hit[1][0])] < hit[1][1]}


def _build_match(folded: FoldedText, entry: str, span: Span) -> PhraseMatch:
    start, end = folded.span(*span)
    return PhraseMatch(start, end, entry, folded.source[start:end])
