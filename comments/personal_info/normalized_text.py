"""A text as readers see it: plain letters and digits, without invisible characters and page links.

Each character knows its position in the source, because people are shown their own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from html import unescape
from operator import itemgetter

from comments.personal_info.digits import DigitRun, find_digit_runs
from comments.personal_info.profile_addresses import PROFILE_LOCATION
from comments.personal_info.words import WordFile
from comments.text.normalize import to_plain_chars

_WORDS = WordFile("public_numbers")

Span = tuple[int, int]

# Replaces removed parts: it is no letter, no digit and no space.
REMOVED_CHAR = "\ufffc"

# Parts of a source that readers see differently.
_SPECIAL = re.compile(
    r"&#?[0-9A-Za-z]{1,10};"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r"|\*\*|~~|`+"
    r"|</?(?:b|i|em|strong|u|s|code|br)\s{0,3}/?>"
    r"|[^\x00-\x7f]+"
)

_ALL_CAPS = re.compile(r"(?<![A-Za-z\d])(?:[A-Z]{2,}[ ,.:!-]{1,3}){2,}[A-Z]{2,}(?![A-Za-z\d])")
_WORD = re.compile("[a-z]+")
_DIGIT = re.compile(r"\d")
# Detectors need runs of six digits and more.
_SIX_DIGITS = re.compile(r"(?:\d[^\dA-Za-z]{0,5}){6}")
_FIGURE = re.compile(r"(?<![\w.,/:-])\d")

# Page addresses and public numbers, such as an ISBN: they are not personal.
_PUBLIC_URL = re.compile(
    r"https?://(?!(?:www\.)?wa\.me/|api\.whatsapp|" + PROFILE_LOCATION + r")[^\s<>()\[\]]{1,2000}"
    r"|\bwww\.(?!" + PROFILE_LOCATION + r")[^\s<>()\[\]]{1,2000}"
    r"|\]\((?!\s?<?(?:mailto:|tel:|sms:|https?://wa\.me/|(?:https?://)?" + PROFILE_LOCATION + r"))[^()\s]{0,2000}"
    r"|^\[[^\[\]\n]{1,100}\]:\s{0,4}(?!mailto:|tel:|sms:|(?:https?://)?" + PROFILE_LOCATION + r")\S{1,2000}",
    re.MULTILINE,
)
_MAY_HAVE_URL = re.compile(r"https?://|www\.|\]\(|\]:")
_PUBLIC_NUMBER = re.compile(
    r"\b10\.\d{4,9}/\S{1,200}|\b(?P<label>" + _WORDS.get_pattern("labels") + r")"
    r"(?![a-z])[ .:#-]{0,3}(?:(?:no|nr|num|number|nummer|numero|code|id|is|ist|nº|de)\b[ .:#-]{0,3}){0,2}"
    r"[a-z]{0,6}[-/]?\d[\w./-]{0,40}(?: \d[\w./-]{0,20}){0,3}"
)
_LOT_OF_LAND = re.compile(r"lote? \d{1,3}")  # in an address; batches have longer numbers
_LABEL_WORDS = _WORDS.get_set("label_words")
# "claim ref 1234": these labels are also those of personal numbers.
_MAY_BE_PERSONAL = re.compile(_WORDS.get_pattern("may_be_personal"))
_PERSONAL_CONTEXT = re.compile(r"(?<![a-z])" + _WORDS.get_pattern("personal_context") + r"(?![a-z])[^.!?\n\d]{0,16}$")
# A mark of a redaction: a few words in brackets.
_BRACKETED_NOTE = re.compile(r"\[([^\[\]\d@\n]{6,80})\](?![(\[:])(?: (?=[(\[:]))?")
_HIDES_AN_EMAIL = re.compile(
    r"\b(?:dot|punkt|punto|point|ponto|at)\b"
    r"|snabel|arroba|affe\b|chiocciola|apenstaartje|arobas|miukumauku"
)


def join_overlapping(spans: Iterable[Span]) -> list[Span]:
    """Join overlapping spans."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


class NormalizedText:
    """`text` and `lower` have the same length. `to_source_span` converts their spans."""

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self.text = _ALL_CAPS.sub(lambda words: words[0].title(), text)
        self._starts = starts
        self._ends = ends
        self._words: dict[re.Pattern[str], list[Span]] = {}

    @classmethod
    def from_source(cls, source: str) -> NormalizedText:
        text, starts, ends = _read_source(source)
        whole = cls(text, starts, ends)
        lower = whole.lower
        spans = [match.span() for match in _PUBLIC_URL.finditer(lower)] if _MAY_HAVE_URL.search(lower) else []
        if whole.has_digits and (whole.words & _LABEL_WORDS or "10." in lower):
            spans += [match.span() for match in _PUBLIC_NUMBER.finditer(lower) if not _is_personal(lower, match)]
        if "[" in lower:
            notes = _BRACKETED_NOTE.finditer(lower)
            spans += [note.span() for note in notes if not _HIDES_AN_EMAIL.search(note[1])]
        return whole.remove_spans(spans)

    @cached_property
    def lower(self) -> str:
        lower = self.text.lower()
        if len(lower) == len(self.text):
            return lower
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.lower))

    @cached_property
    def has_digits(self) -> bool:
        return bool(_DIGIT.search(self.text))

    @cached_property
    def digit_starts(self) -> list[int]:
        """Positions of digits that are not within a word."""
        return [match.start() for match in _FIGURE.finditer(self.text)]

    @cached_property
    def runs(self) -> list[DigitRun]:
        return find_digit_runs(self.text) if _SIX_DIGITS.search(self.text) else []

    def to_source_span(self, span: Span) -> Span:
        start, end = span
        return self._starts[start], self._ends[end - 1]

    def remove_spans(self, spans: Iterable[Span]) -> NormalizedText:
        """Replace each span by one character, so that the rest reads the same after a redaction."""
        text, starts, ends, at = [], [], [], 0
        for start, end in sorted(spans):
            if end <= at:
                continue
            start = max(start, at)
            text += [self.text[at:start], REMOVED_CHAR]
            starts += [*self._starts[at:start], self._starts[start]]
            ends += [*self._ends[at:start], self._ends[end - 1]]
            at = end
        if not at:
            return self
        rest = self.text[at:], self._starts[at:], self._ends[at:]
        return NormalizedText("".join(text) + rest[0], starts + rest[1], ends + rest[2])

    def find_spans(self, words: re.Pattern[str]) -> list[Span]:
        """Spans of these words, cached."""
        if words not in self._words:
            self._words[words] = [match.span() for match in words.finditer(self.lower)]
        return self._words[words]

    def get_surroundings(self, spans: Iterable[tuple[int, ...]], before: int, after: int = 0) -> list[Span]:
        """Parts of the text near these spans, without overlaps."""
        stretches: list[Span] = []
        for span in sorted(spans):
            start, end = max(0, span[0] - before), span[1] + (after or before)
            word = self.text.rfind(" ", max(0, start - 40), start) + 1
            start = word or start  # at the beginning of a word
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
            else:
                stretches.append((start, end))
        return stretches

    def find_before(self, words: re.Pattern[str], place: int, reach: int) -> Span | None:
        """The last of these words that ends at most `reach` characters before a position."""
        spans = self.find_spans(words)
        last = bisect_right(spans, place, key=_end) - 1
        return spans[last] if last >= 0 and place - spans[last][1] <= reach else None

    def has_after(self, words: re.Pattern[str], place: int, reach: int) -> bool:
        spans = self.find_spans(words)
        first = bisect_left(spans, place, key=_begin)
        return first < len(spans) and spans[first][0] - place <= reach


def _is_personal(lower: str, match: re.Match[str]) -> bool:
    """Whether the label of a public number belongs to a person here: "claim ref"."""
    if _LOT_OF_LAND.fullmatch(match[0]):
        return True
    if not match["label"] or not _MAY_BE_PERSONAL.fullmatch(match["label"]):
        return False
    return bool(_PERSONAL_CONTEXT.search(lower, max(0, match.start() - 40), match.start()))


_begin, _end = itemgetter(0), itemgetter(1)


def _read_source(source: str) -> tuple[str, list[int], list[int]]:
    """The text, and where each of its characters starts and ends in the source."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        text.append(source[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    def put(plain: str, start: int, end: int) -> None:
        text.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))

    at = 0
    for match in _SPECIAL.finditer(source):
        start, end = match.span()
        keep(at, start)
        at = end
        if source[start] > "\x7f":
            for place in range(start, end):
                put(to_plain_chars(source[place]), place, place + 1)
        elif source[start] == "&":
            put("".join(to_plain_chars(c) for c in unescape(match[0])[:8]), start, end)
        elif source[start : start + 3] == "<br":
            put("\n", start, end)
    keep(at, len(source))
    return "".join(text), starts, ends
