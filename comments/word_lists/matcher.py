"""Find the words and phrases that are watched for in a text, however they are disguised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from comments.text.normalize import FoldedText, fold_disguises
from comments.word_lists.pattern import parse_pattern
from comments.word_lists.tokens import Token, build_coarse_form, split_tokens
from comments.word_lists.trie import EdgeIndex, TrieNode

MIN_SPELT_OUT_LETTERS = 4  # letters, one by one: "c i a l i s"
MAX_GAP_CHARS = 3  # characters between two of them
MAX_GAP_WORDS = 6  # where an entry has a gap


@dataclass(frozen=True, slots=True, order=True)
class PhraseMatch:
    """An entry that was found, where, and as which words of the author."""

    start: int
    end: int
    entry: str
    text: str


Span = tuple[int, int]
TrieStep = tuple[TrieNode, int, int]  # where a word leads, by which part of it: place and length
PartialMatch = tuple[
    TrieNode, int, int
]  # a part of an entry; where it began; how many others may follow


class PhraseMatcher:
    """Looks for all entries at once. Built once and never changed: safe among threads.

    An entry is a word or a phrase; a star at an end of a word stands for any letters. What
    stands within something that is allowed is not found.
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
        """All hits, in the order of the text. Takes time in proportion to its length."""
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
                        continue  # a row of numbers
                    span = row[place].start, row[place + length - 1].end
                    yield from ((entry, span) for entry in node.entries)


def _walk(root: TrieNode, folded: FoldedText, words: list[Token]) -> Iterator[tuple[str, Span]]:
    """Every entry that the words spell, and from where to where."""
    begun: dict[PartialMatch, None] = {}
    last = 0
    from_root: dict[str, tuple[TrieStep, ...]] = {}  # People repeat their words.
    for word in words:
        if begun and _ends_sentence(folded.letters[last : word.start]):
            begun = {state: None for state in begun if not state[2]}
        # Those that may wait for a later word do.
        still: dict[PartialMatch, None] = {
            (node, first, others - 1): None for node, first, others in begun if others
        }
        for form, start, end in word.forms:
            if form not in from_root:
                from_root[form] = tuple(root.get_children(form))
            for node, first, _ in ((root, None, 0), *begun):
                steps = from_root[form] if node is root else node.get_children(form)
                for following, place, length in steps:
                    begin = start + place if first is None else first
                    # A part of the word only where words have no spaces between them.
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
    """Words of one letter each, with the same between any two of them."""
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
    """What was found, without what stands within something that is allowed."""
    inside = sorted(allowed)
    starts = [start for start, _ in inside]
    reach = [*accumulate((end for _, end in inside), max, initial=-1)]
    return {hit for hit in found if reach[bisect_right(starts, hit[1][0])] < hit[1][1]}


def _build_match(folded: FoldedText, entry: str, span: Span) -> PhraseMatch:
    start, end = folded.span(*span)
    return PhraseMatch(start, end, entry, folded.source[start:end])
