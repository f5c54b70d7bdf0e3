"""Detect posts whose author, or somebody near, may be in danger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from comments.crisis_detection.amounts import AmountReader
from comments.crisis_detection.clauses import ParsedText, list_word_spans, parse_clauses
from comments.crisis_detection.framing import FrameBits, FramedText
from comments.crisis_detection.lexicon import Lexicon, SlotBits, read_lexicon
from comments.crisis_detection.pattern_file import read_patterns

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
NEAR_SCORE = 0.8  # of the best language: a text may be in this one, too


@dataclass(frozen=True, slots=True)
class CrisisSign:
    """A sign of danger in a text: its pattern, and the span in the text."""

    pattern: str
    start: int
    end: int


class CrisisDetector:
    """Finds signs of danger by the patterns and lexicons of the data files. Thread-safe."""

    def __init__(self) -> None:
        bits = SlotBits()
        self._patterns = [*read_patterns(bits)]
        self._lexicons = [read_lexicon(language, bits) for language in LANGUAGES]
        self._amounts = AmountReader(bits)
        self._frames = FrameBits(bits)
        self._languages: dict[str, tuple[int, ...]] = {}  # the numbers of the lexicons that have the word
        for number, lexicon in enumerate(self._lexicons):
            for word in lexicon.words:
                self._languages[word] = (*self._languages.get(word, ()), number)
        self._triggers = 0
        for pattern in self._patterns:
            self._triggers |= pattern.slots[0]

    def find(self, text: str, *, unframed: Sequence[tuple[int, int]] = ()) -> list[CrisisSign]:
        """Signs of danger, in the order of the text. In unframed spans, no frame makes words harmless."""
        parsed = parse_clauses(text)
        if unframed:
            spans = list_word_spans(text)
            parsed.unframed = {
                place
                for place, (start, end) in enumerate(spans)
                for first, last in unframed
                if first <= start and end <= last
            }
        found = [sign for lexicon in self._choose_lexicons(parsed.words) for sign in self._find_in(parsed, lexicon)]
        if not found:
            return []
        spans = list_word_spans(text)
        return sorted(
            (CrisisSign(pattern, spans[first][0], spans[last][1]) for pattern, (first, last) in found),
            key=lambda sign: (sign.start, sign.end),
        )

    def has_signs(self, text: str) -> bool:
        """Whether there is any sign of danger. Looks no further than the first."""
        parsed = parse_clauses(text)
        return any(True for lexicon in self._choose_lexicons(parsed.words) for _ in self._find_in(parsed, lexicon))

    def _choose_lexicons(self, words: list[str]) -> list[Lexicon]:
        """The lexicons of the languages that most words are of."""
        scores = [0] * len(LANGUAGES)
        for numbers, count in Counter(map(self._languages.get, words)).items():
            for number in numbers or ():
                scores[number] += count
        best = max(scores)
        least = max(min(best * NEAR_SCORE, best - 1), 1)
        return [lexicon for lexicon, score in zip(self._lexicons, scores, strict=True) if score >= least]

    def _find_in(self, parsed: ParsedText, lexicon: Lexicon) -> Iterator[tuple[str, tuple[int, int]]]:
        slots = lexicon.fill_slots(parsed.words, parsed.sentences)
        self._amounts.fill(parsed, slots)
        seen = 0
        for slot in slots:
            seen |= slot
        if not seen & self._triggers:
            return
        framed = None
        for pattern in self._patterns:
            for slot in pattern.slots:
                if not seen & slot:
                    break
            else:
                framed = framed or FramedText(parsed, slots, self._frames)
                if pattern.filled:
                    seen |= framed.fill(pattern)
                elif span := framed.match(pattern):
                    yield pattern.name, span


@cache
def get_crisis_detector() -> CrisisDetector:
    """The detector of this process. Its data files are read once."""
    return CrisisDetector()
