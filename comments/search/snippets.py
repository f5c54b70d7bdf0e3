"""Snippets: matches of the search words in a text, and the best passage around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from comments.search.query_words import get_root, is_form_of
from comments.text.normalize import fold_for_search, to_nfc

SNIPPET_CHARS = 240
MAX_LEAD_CHARS = 60  # before the first match
MAX_MATCHES_PER_WORD = 100  # in one text


class WordMatch(NamedTuple):
    start: int
    end: int
    word_index: int


class SnippetPart(NamedTuple):
    """Part of a text; highlighted if it is a match."""

    text: str
    is_highlighted: bool = False


@dataclass(frozen=True)
class SearchTerms:
    """Words of a search, with methods to find and mark them in a text."""

    words: Sequence[str]

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        # One for each root: patterns that begin with fixed letters are the fastest.
        roots = {get_root(word) for word in self.words}
        return [re.compile(root + r"[^\W_]*") for root in roots]

    @cached_property
    def _known(self) -> dict[str, int | None]:
        return {}

    def find_matches(self, text: str) -> list[WordMatch]:
        """Matches from first to last; in a long text only the first ones of each word."""
        text = _in_small_letters(text)
        hits = set()
        for pattern in self._patterns:
            for match in islice(pattern.finditer(text), MAX_MATCHES_PER_WORD):
                start, end = match.span()
                begins = not (start and text[start - 1].isalnum())
                if begins and (word_index := self._which(match[0])) is not None:
                    hits.add(WordMatch(start, end, word_index))
        return sorted(hits)

    def _which(self, word: str) -> int | None:
        if word not in self._known:
            forms = (at for at, mine in enumerate(self.words) if is_form_of(word, mine))
            self._known[word] = next(forms, None)
        return self._known[word]

    def score_text(self, text: str) -> float:
        """Relevance of a text: how many of the words it has, how close together, how early, and
        how often."""
        hits = self.find_matches(text)
        if not hits:
            return 0.0
        present = len({hit.word_index for hit in hits})
        start, end = _closest(hits, present)
        letters = sum(map(len, self.words)) + len(self.words)
        nearness = min(1.0, letters / (hits[end].end - hits[start].start))
        often = min(len(hits) / len(self.words), 5) / 5
        early = 1 / (1 + hits[0].start / SNIPPET_CHARS)
        return 4 * present / len(self.words) + 2 * nearness + often + early / 2

    def highlight(self, text: str) -> list[SnippetPart]:
        """The whole text in parts, for titles."""
        return _pieces(text, self.find_matches(text), 0, len(text))

    def build_snippet(self, text: str) -> list[SnippetPart]:
        """The passage with the most words; the beginning if there is none."""
        hits = self.find_matches(text)
        start = end = 0
        if hits:
            first = max(range(len(hits)), key=lambda at: (_present_from(hits, at), -at))
            start = max(0, hits[first].start - MAX_LEAD_CHARS)
        if start:
            start = text.find(" ", start, hits[first].start) + 1 or hits[first].start
        end = start + SNIPPET_CHARS
        if end < len(text):
            last = max((hit.end for hit in hits if hit.start >= start and hit.end <= end), default=0)
            end = max(text.rfind(" ", start, end), last)
            end = end if end > start else start + SNIPPET_CHARS
        before, after = "… " * (start > 0), " …" * (end < len(text))
        pieces = _pieces(text, hits, start, min(end, len(text)))
        return [piece for piece in (SnippetPart(before), *pieces, SnippetPart(after)) if piece.text]


def to_single_line(text: str) -> str:
    """The text on one line, with accents joined to their letters."""
    return to_nfc(" ".join(text.split()))


def _in_small_letters(text: str) -> str:
    """Fold letter by letter, so that positions are those of the text."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict):
    def __missing__(self, code: int) -> str:
        letter = fold_for_search(chr(code))
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


def _closest(hits: list[WordMatch], present: int) -> tuple[int, int]:
    """First and last match of the shortest passage with all words that are present."""
    seen: dict[int, int] = {}  # the last match of each word so far
    best, shortest = (0, len(hits) - 1), hits[-1].end - hits[0].start
    for at, hit in enumerate(hits):
        seen[hit.word_index] = at
        if len(seen) == present:
            first = min(seen.values())
            if (length := hit.end - hits[first].start) < shortest:
                best, shortest = (first, at), length
    return best


def _present_from(hits: list[WordMatch], first: int) -> int:
    end = hits[first].start + SNIPPET_CHARS - MAX_LEAD_CHARS
    return len({hit.word_index for hit in hits[first : first + 20] if hit.end <= end})


def _pieces(text: str, hits: list[WordMatch], start: int, end: int) -> list[SnippetPart]:
    pieces, at = [], start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        pieces += [SnippetPart(text[at : hit.start]), SnippetPart(text[hit.start : hit.end], is_highlighted=True)]
        at = hit.end
    return [piece for piece in (*pieces, SnippetPart(text[at:end])) if piece.text]
