"""Framing: which words of a text count, and in which of them a pattern is found.

A frame makes words harmless: what is long past, denied, feared, advised to others, read or seen on a stage.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import groupby

from comments.crisis_detection.clauses import ParsedText
from comments.crisis_detection.lexicon import SlotBits
from comments.crisis_detection.pattern_file import FRAMES, CrisisPattern

MAX_SCARE_QUOTE_WORDS = 3  # "heart attack", in quotation marks, is no quotation
Span = tuple[int, int]  # the first and the last word


class FrameBits:
    """Bits of the slots that frame others, and of those that end a frame."""

    def __init__(self, bits: SlotBits) -> None:
        self.past, self.was, self.negation = bits["past"], bits["was"], bits["not"]
        self.advice, self.fiction, self.resolved = bits["advice"], bits["fiction"], bits["resolved"]
        self.of_clause = self.negation | bits["fear"]
        self.machine, self.person = bits["machine"], bits["i"] | bits["rel"] | bits["person"]
        self.all = sum(bits[name] for name in FRAMES)
        self.now, self.present, self.conjunction = bits["now"], bits["is"], bits["conj"]
        self.speaker, self.speaks = bits["i"] | bits["rel"], bits["speaks"]
        self.author = bits["i"] | bits["me"]


class FramedText:
    """The words of a text with the slots that they fill and the frames around them."""

    def __init__(self, parsed: ParsedText, slots: list[int], bits: FrameBits) -> None:
        self._bits = bits
        self._sentences, self._paragraphs = parsed.sentences, parsed.paragraphs
        self._slots = self._drop_quotations(parsed, slots) if any(parsed.is_quoted) else slots
        self._clauses = self._split_at_conjunctions(parsed.clauses)
        self._frames = self._build_frames()
        for place in parsed.unframed:
            self._frames[place] = 0
        self._filled = [place for place, slot in enumerate(self._slots) if slot]

    def match(self, pattern: CrisisPattern) -> Span | None:
        """The first place of the text where the slots of the pattern are filled."""
        first, *others = pattern.slots
        for place in self._filled:
            if self._slots[place] & first and not self._frames[place] & pattern.frames:
                span = self._find_span(pattern, others, place)
                if span:
                    return span
        return None

    def fill(self, pattern: CrisisPattern) -> int:
        """Fill the slot of the pattern wherever its own slots are filled. Returns the slot, if anywhere."""
        first, *others = pattern.slots
        filled = 0
        for place in self._filled:
            if self._slots[place] & first and self._find_span(replace(pattern, frames=0), others, place):
                self._slots[place] |= pattern.filled
                filled = pattern.filled
        return filled

    def _find_span(self, pattern: CrisisPattern, others: list[int], trigger: int) -> Span | None:
        low = max(trigger - pattern.words_between, 0)
        high = min(trigger + pattern.words_between + 1, len(self._slots))
        near = [
            place for place in range(low, high) if self._slots[place] and self._is_within(pattern.reach, trigger, place)
        ]
        if pattern.forbidden and any(self._slots[place] & pattern.forbidden for place in near):
            return None
        places = [trigger]
        for slot in others:
            fitting = (
                place
                for place in near
                if self._slots[place] & slot
                and not self._frames[place] & pattern.frames
                and not (pattern.is_distinct and place in places)
            )
            nearest = min(fitting, key=lambda place: abs(place - trigger), default=None)
            if nearest is None:
                return None
            places.append(nearest)
        return min(places), max(places)

    def _is_within(self, reach: int, trigger: int, place: int) -> bool:
        if reach == 0:
            return self._clauses[place] == self._clauses[trigger]
        if reach == 1:
            return self._sentences[place] == self._sentences[trigger]
        return (
            abs(self._sentences[place] - self._sentences[trigger]) <= 1
            and self._paragraphs[place] == self._paragraphs[trigger]
        )

    def _drop_quotations(self, parsed: ParsedText, slots: list[int]) -> list[int]:
        """A quotation counts if the author or a relative says it now, or if all is quoted."""
        bits, kept, places = self._bits, [*slots], range(len(slots))
        if all(parsed.is_quoted):
            return kept
        around: dict[int, int] = defaultdict(int)
        for place in places:
            if not parsed.is_quoted[place]:
                around[parsed.sentences[place]] |= slots[place]
        for is_quoted, run in groupby(places, key=parsed.is_quoted.__getitem__):
            quoted = [*run]
            if not is_quoted or len(quoted) <= MAX_SCARE_QUOTE_WORDS:
                continue
            outside = around[parsed.sentences[quoted[0]]]
            if (
                outside & bits.speaker
                and outside & bits.speaks
                and not outside & (bits.past | bits.fiction | bits.advice)
            ):
                continue
            for place in quoted:
                kept[place] = 0
        return kept

    def _split_at_conjunctions(self, clauses: list[int]) -> list[int]:
        split, added = [], 0
        for clause, slot in zip(clauses, self._slots, strict=True):
            if slot & self._bits.conjunction:
                added += 1
            split.append(clause + added)
        return split

    def _build_frames(self) -> list[int]:
        bits, frames = self._bits, [0] * len(self._slots)
        in_fiction = in_past = False
        paragraph = -1
        for _, run in groupby(range(len(self._slots)), key=self._sentences.__getitem__):
            places = [*run]
            if self._paragraphs[places[0]] != paragraph:
                paragraph, in_fiction, in_past = self._paragraphs[places[0]], False, False
            clauses = [(0, [*clause]) for _, clause in groupby(places, key=self._clauses.__getitem__)]
            clauses = [(self._join(clause), clause) for _, clause in clauses]
            whole = self._join(places)
            # What is told of a film or a book goes on until the author speaks of themselves.
            in_fiction = bool(whole & bits.fiction) or (in_fiction and not whole & bits.author)
            of_sentence = whole & (bits.advice | bits.resolved) | (bits.fiction if in_fiction else 0)
            is_past = bool(whole & bits.past) or (in_past and bool(whole & bits.was) and not whole & bits.now)
            lasting = bits.past if is_past else 0
            for slot, clause in clauses:
                is_present = slot & (bits.now | bits.present)
                if is_present:
                    lasting &= ~bits.was
                lasting |= slot & bits.was & (0 if slot & bits.now else bits.was)
                frame = of_sentence | slot & bits.of_clause | lasting
                if not slot & bits.person:
                    frame |= slot & bits.machine
                if is_present and not slot & bits.past:
                    frame &= ~bits.past
                if slot & bits.now:
                    frame &= ~bits.was
                for place in clause:
                    frames[place] = frame
            in_past = is_past and not whole & bits.now
        return frames

    def _join(self, places: list[int]) -> int:
        joined = 0
        for place in places:
            joined |= self._slots[place]
        return joined
