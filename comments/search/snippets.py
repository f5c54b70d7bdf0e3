"""Where in a text the words are that somebody looks for, and the passage that shows it best."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from comments.search.query_words import are_forms_of_one, folded, root_of

WIDTH = 240  # characters of a passage
BEFORE = 60  # of them at most before the first word
ENOUGH = 100  # hits of one word in one text


class Hit(NamedTuple):
    start: int
    end: int
    which: int  # of the words


class Piece(NamedTuple):
    """A part of a text; marked if it is one of the words."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Wanted:
    """The words that somebody looks for."""

    words: Sequence[str]

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        # One for each root: a pattern that begins with fixed letters is looked for the fastest.
        roots = {root_of(word) for word in self.words}
        return [re.compile(root + r"[^\W_]*") for root in roots]

    @cached_property
    def _known(self) -> dict[str, int | None]:
        return {}

    def hits_in(self, text: str) -> list[Hit]:
        """Where the words are, first to last; of very many, those of the beginning."""
        text = _in_small_letters(text)
        hits = set()
        for pattern in self._patterns:
            for match in islice(pattern.finditer(text), ENOUGH):
                start, end = match.span()
                begins = not (start and text[start - 1].isalnum())
                if begins and (which := self._which(match[0])) is not None:
                    hits.add(Hit(start, end, which))
        return sorted(hits)

    def _which(self, word: str) -> int | None:
        if word not in self._known:
            forms = (at for at, mine in enumerate(self.words) if are_forms_of_one(word, mine))
            self._known[word] = next(forms, None)
        return self._known[word]

    def worth_of(self, text: str) -> float:
        """How well a text fits: how many of the words it has, how near they stand to each other,
        how early the first one comes and how often they are said."""
        hits = self.hits_in(text)
        if not hits:
            return 0.0
        present = len({hit.which for hit in hits})
        start, end = _closest(hits, present)
        letters = sum(map(len, self.words)) + len(self.words)
        nearness = min(1.0, letters / (hits[end].end - hits[start].start))
        often = min(len(hits) / len(self.words), 5) / 5
        early = 1 / (1 + hits[0].start / WIDTH)
        return 4 * present / len(self.words) + 2 * nearness + often + early / 2

    def marked(self, text: str) -> list[Piece]:
        """All of a text, for titles."""
        return _pieces(text, self.hits_in(text), 0, len(text))

    def passage_of(self, text: str) -> list[Piece]:
        """The part of a text that has the most of the words; its beginning, if it has none."""
        hits = self.hits_in(text)
        start = end = 0
        if hits:
            first = max(range(len(hits)), key=lambda at: (_present_from(hits, at), -at))
            start = max(0, hits[first].start - BEFORE)
        if start:
            start = text.find(" ", start, hits[first].start) + 1 or hits[first].start
        end = start + WIDTH
        if end < len(text):
            last = max(
                (hit.end for hit in hits if hit.start >= start and hit.end <= end), default=0
            )
            end = max(text.rfind(" ", start, end), last)
            end = end if end > start else start + WIDTH
        before, after = "… " * (start > 0), " …" * (end < len(text))
        pieces = _pieces(text, hits, start, min(end, len(text)))
        return [piece for piece in (Piece(before), *pieces, Piece(after)) if piece.text]


def readable(text: str) -> str:
    """On one line, accents joined to their letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _in_small_letters(text: str) -> str:
    """Folded letter by letter, so that every place in it is the same place in the text."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict):
    def __missing__(self, code: int) -> str:
        letter = folded(chr(code))
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


def _closest(hits: list[Hit], present: int) -> tuple[int, int]:
    """The first and the last hit of the shortest stretch that has every word present."""
    seen: dict[int, int] = {}  # the last hit of each word so far
    best, shortest = (0, len(hits) - 1), hits[-1].end - hits[0].start
    for at, hit in enumerate(hits):
        seen[hit.which] = at
        if len(seen) == present:
            first = min(seen.values())
            if (length := hit.end - hits[first].start) < shortest:
                best, shortest = (first, at), length
    return best


def _present_from(hits: list[Hit], first: int) -> int:
    end = hits[first].start + WIDTH - BEFORE
    return len({hit.which for hit in hits[first : first + 20] if hit.end <= end})


def _pieces(text: str, hits: list[Hit], start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        pieces += [Piece(text[at : hit.start]), Piece(text[hit.start : hit.end], is_marked=True)]
        at = hit.end
    return [piece for piece in (*pieces, Piece(text[at:end])) if piece.text]
