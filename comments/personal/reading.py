"""A text as eyes read it: unseen characters gone, digits and letters plain, links out of the way.

Each character remembers where in the source it comes from, since people are shown their own
words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property, lru_cache
from html import unescape
from operator import itemgetter
from unicodedata import category, decimal, normalize

from comments.personal.digits import Run, runs_in

Span = tuple[int, int]

# Stands for what is not looked into: no letter, no digit, no space.
BLANK = "\ufffc"

# Of a source: what is not read as it is written.
_SPECIAL = re.compile(
    r"&#?[0-9A-Za-z]{1,10};"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r"|\*\*|~~|`+"
    r"|</?(?:b|i|em|strong|u|s|code|br)\s{0,3}/?>"
    r"|[^\x00-\x7f]+"
)
_LETTERS = {
    "ß": "ss", "ẞ": "SS", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "đ": "d",
    "ð": "d", "þ": "th", "œ": "oe", "Œ": "Oe", "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2028": "\n", "\u2029": "\n",
    "−": "-", "·": ".", "•": ".", "∙": ".", "№": "No",
}  # fmt: skip
_CIRCLED = 0x2460  # from here on, other digits are ornaments of ours; before, they are powers

_SHOUTED = re.compile(r"(?<![A-Za-z\d])(?:[A-Z]{2,}[ ,.:!-]{1,3}){2,}[A-Z]{2,}(?![A-Za-z\d])")
_WORD = re.compile("[a-z]+")
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"(?<![\w.,/:-])\d")

# Not the author's own numbers: addresses of pages, and what is named by a number in public.
_PUBLIC = re.compile(
    r"https?://(?!(?:www\.)?wa\.me/|api\.whatsapp)[^\s<>()\[\]]{1,2000}"
    r"|\bwww\.[^\s<>()\[\]]{1,2000}"
    r"|\]\((?!\s?<?(?:mailto:|tel:|sms:|https?://wa\.me/))[^()\s]{0,2000}"
    r"|^\[[^\[\]\n]{1,100}\]:\s{0,4}(?!mailto:|tel:|sms:)\S{1,2000}"
    r"|\b10\.\d{4,9}/\S{1,200}"
    r"|\b(?:pmid|pmcid|pmc|nct|isbn(?:-1[03])?|issn|isrctn|eudract|actrn|drks|ctri|doi|lot"
    r"|lote|batch|charge"
    r"|chargennummer|serial|seriennummer|serie|model|modell|modele|modelo|sn|s/n|ref|referenz"
    r"|referentie|order"
    r"|bestellnummer|artikel|pzn|catalogue|item|sku|gtin|ean|udi|firmware|version|guideline"
    r"|leitlinie|awmf|report)"
    r"(?![a-z])[ .:#-]{0,3}(?:(?:no|nr|num|number|nummer|numero|code|id|is|ist)\b[ .:#-]{0,3}){0,2}"
    r"[a-z]{0,6}[-/]?\d[\w./-]{0,40}(?: \d[\w./-]{0,20}){0,3}",
    re.MULTILINE,
)
# What stands where something has been taken out: a few words in brackets.
_NOTE = re.compile(r"\[([^\[\]\d@\n]{6,80})\](?![(\[:])(?: (?=[(\[:]))?")
_HIDES_AN_EMAIL = re.compile(
    r"\b(?:dot|punkt|punto|point|ponto|at)\b"
    r"|snabel|arroba|affe\b|chiocciola|apenstaartje|arobas|miukumauku"
)


class Reading:
    """`text` and `lower` are of one length; spans in them are turned back by `in_source`."""

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self.text = _SHOUTED.sub(lambda words: words[0].title(), text)
        self._starts = starts
        self._ends = ends
        self._words: dict[re.Pattern[str], list[Span]] = {}

    @classmethod
    def of(cls, source: str) -> Reading:
        text, starts, ends = _fold(source)
        whole = cls(text, starts, ends)
        spans = [match.span() for match in _PUBLIC.finditer(whole.lower)]
        notes = _NOTE.finditer(whole.lower)
        spans += [note.span() for note in notes if not _HIDES_AN_EMAIL.search(note[1])]
        return whole.without(spans)

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
    def figures(self) -> list[int]:
        """Where digits begin, and no word does."""
        return [match.start() for match in _FIGURE.finditer(self.text)]

    @cached_property
    def runs(self) -> list[Run]:
        return runs_in(self.text)

    def in_source(self, span: Span) -> Span:
        start, end = span
        return self._starts[start], self._ends[end - 1]

    def without(self, spans: Iterable[Span]) -> Reading:
        """Each span is one blank, so that what is left reads the same once it is taken out."""
        text, starts, ends, at = [], [], [], 0
        for start, end in sorted(spans):
            if end <= at:
                continue
            start = max(start, at)
            text += [self.text[at:start], BLANK]
            starts += [*self._starts[at:start], self._starts[start]]
            ends += [*self._ends[at:start], self._ends[end - 1]]
            at = end
        if not at:
            return self
        rest = self.text[at:], self._starts[at:], self._ends[at:]
        return Reading("".join(text) + rest[0], starts + rest[1], ends + rest[2])

    def spans_of(self, words: re.Pattern[str]) -> list[Span]:
        """Where these words stand; asked for again and again, looked for once."""
        if words not in self._words:
            self._words[words] = [match.span() for match in words.finditer(self.lower)]
        return self._words[words]

    def says_before(self, words: re.Pattern[str], place: int, reach: int) -> Span | None:
        """The last of these words that ends within reach before a place."""
        spans = self.spans_of(words)
        last = bisect_right(spans, place, key=_end) - 1
        return spans[last] if last >= 0 and place - spans[last][1] <= reach else None

    def says_after(self, words: re.Pattern[str], place: int, reach: int) -> bool:
        spans = self.spans_of(words)
        first = bisect_left(spans, place, key=_begin)
        return first < len(spans) and spans[first][0] - place <= reach


_begin, _end = itemgetter(0), itemgetter(1)


def _fold(source: str) -> tuple[str, list[int], list[int]]:
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
                put(_plain(source[place]), place, place + 1)
        elif source[start] == "&":
            put("".join(_plain(c) for c in unescape(match[0])[:8]), start, end)
        elif source[start : start + 3] == "<br":
            put("\n", start, end)
    keep(at, len(source))
    return "".join(text), starts, ends


@lru_cache(4096)
def _plain(character: str) -> str:
    """The plain letters or digits that a character looks like; nothing, if it is not seen."""
    if character <= "\x7f":
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    kind = category(character)
    if kind == "Nd":
        return str(decimal(character))
    if kind == "Zs":
        return " "
    if kind == "Pd":
        return "-"
    if kind in {"Cf", "Mn", "Me"}:
        return ""
    if kind == "No" and ord(character) < _CIRCLED:
        return " "
    letters = normalize("NFKD", character)
    return "".join(_LETTERS.get(c, c) for c in letters if category(c) != "Mn")
