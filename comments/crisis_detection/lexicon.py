"""Lexicon of one language: the words and phrases of each slot, from a data file.

A file has sections. `[chest]` begins the words of the slot "chest", separated by commas or line ends. A star at an
end of a word stands for any letters. "…" in a phrase stands for up to three other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from comments.text.normalize import fold_disguises
from comments.word_lists.tokens import build_coarse_form

DATA = Path(__file__).parent / "data"
GAP_SIGN = "…"
FOLDED_GAP_SIGN = "..."
ANY_WORD = ""  # second word of phrases that go on with a gap or with a stem
MAX_GAP_WORDS_IN_PHRASE = 3
MIN_COARSE_LETTERS = 3  # of a word that is recognised in disguise
MAX_REMEMBERED_WORDS = 20_000
STEM_LETTERS = 3  # a word with a star has at least so many
WITH_ELISIONS = frozenset({"fr", "it"})  # l'air, m'a

_SECTION = re.compile(r"^\[([a-z_0-9]+)\]\n(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^#.*\n?", re.MULTILINE)
_SEPARATOR = re.compile(r"[,\n]")


def read_sections(name: str) -> Iterator[tuple[str, str]]:
    """The sections of a data file, without comments."""
    yield from _SECTION.findall(_COMMENT.sub("", (DATA / f"{name}.txt").read_text("utf-8")))


class SlotBits:
    """The bit of each slot, shared by all languages and patterns."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))


class Lexicon:
    """The slots that each word and phrase of a language may fill, as bits."""

    def __init__(self, language: str, bits: SlotBits) -> None:
        self.language = language
        self.words: dict[str, int] = {}
        self._phrases: dict[str, dict[str, list[tuple[list[str], int]]]] = {}  # by the first two words
        self._by_stem: dict[str, list[tuple[str, int]]] = {}
        self._by_ending: dict[str, list[tuple[str, int]]] = {}
        self._coarse: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._negation, self._figure = bits["not"], bits["figure"]
        self._kept = ~(bits["not"] | bits["was"])  # of the words within a phrase

    def add(self, entry: str, bit: int) -> None:
        first, *others = fold_disguises(entry).letters.replace("'", "").replace(FOLDED_GAP_SIGN, GAP_SIGN).split()
        if others:
            second = ANY_WORD if others[0] == GAP_SIGN or others[0].endswith("*") else others[0]
            self._phrases.setdefault(first, {}).setdefault(second, []).append((others, bit))
            return
        bare = first.strip("*")
        if first.endswith("*"):
            self._by_stem.setdefault(bare[:STEM_LETTERS], []).append((bare, bit))
        if first.startswith("*"):
            self._by_ending.setdefault(bare[-STEM_LETTERS:], []).append((bare, bit))
        if first == bare:
            self.words[bare] = self.words.get(bare, 0) | bit
            if len(bare) >= MIN_COARSE_LETTERS:
                coarse = build_coarse_form(bare)
                self._coarse[coarse] = self._coarse.get(coarse, 0) | bit

    def list_bits(self) -> list[int]:
        """The bits of all words and phrases."""
        listed = [*self._by_stem.values(), *self._by_ending.values()]
        phrases = [pair for by_second in self._phrases.values() for pairs in by_second.values() for pair in pairs]
        return [*self.words.values(), *(bit for pairs in listed for _, bit in pairs), *(bit for _, bit in phrases)]

    def fill_slots(self, words: list[str], sentences: list[int]) -> list[int]:
        """The slots that each word fills, by itself or in a phrase."""
        known, look_up = self._known, self._look_up
        slots = [known[word] if word in known else look_up(word) for word in words]
        plain = [word.replace("'", "") if "'" in word else word for word in words]
        found: list[tuple[int, int, int]] = []
        for place, word in enumerate(plain[:-1]):
            if word in self._phrases:
                by_second = self._phrases[word]
                for others, bit in (*by_second.get(plain[place + 1], ()), *by_second.get(ANY_WORD, ())):
                    end = _find_phrase_end(others, plain, place + 1)
                    if end and sentences[end - 1] == sentences[place]:
                        found.append((place, end, bit))
        if found:
            self._fill_phrases(slots, found)
        return slots

    def _fill_phrases(self, slots: list[int], found: list[tuple[int, int, int]]) -> None:
        """Fill the slots of phrases. The words of a figure of speech fill none."""
        figures = {place for start, end, bit in found if bit == self._figure for place in range(start, end)}
        for place in figures:
            slots[place] = 0
        for start, end, bit in found:
            if bit == self._figure or not figures.isdisjoint(range(start, end)):
                continue
            if bit != self._negation:
                for place in range(start, end):
                    slots[place] &= self._kept
            slots[start] |= bit

    def _look_up(self, word: str) -> int:
        """The slots of one word, from now on known."""
        plain = word.replace("'", "")
        found = self._look_up_plain(plain)
        if "'" in word and self.language in WITH_ELISIONS:
            for part in word.split("'"):
                found |= self._look_up_plain(part)
        if not found and not (plain.isascii() and plain.isalpha()):
            found = self._coarse.get(build_coarse_form(plain), 0)
        if len(self._known) >= MAX_REMEMBERED_WORDS:
            self._known.clear()
        self._known[word] = found
        return found

    def _look_up_plain(self, word: str) -> int:
        found = self.words.get(word, 0)
        for stem, bit in self._by_stem.get(word[:STEM_LETTERS], ()):
            if word.startswith(stem):
                found |= bit
        for ending, bit in self._by_ending.get(word[-STEM_LETTERS:], ()):
            if word.endswith(ending):
                found |= bit
        return found


def read_lexicon(language: str, bits: SlotBits) -> Lexicon:
    """The lexicon of the language, with the drugs that all languages share."""
    lexicon = Lexicon(language, bits)
    for section, lines in read_sections(language):
        for entry in _SEPARATOR.split(lines):
            if entry.strip():
                lexicon.add(entry, bits[section])
    for section, lines in read_sections("drugs"):
        for line in filter(None, lines.split("\n")):
            lexicon.add(line.split()[0], bits[section])
    return lexicon


def _find_phrase_end(others: list[str], words: list[str], place: int) -> int:
    """The number of the word after the phrase, or 0."""
    gap = False
    for position, wanted in enumerate(others):
        if wanted == GAP_SIGN:
            gap = True
            continue
        if gap:
            for skipped in range(MAX_GAP_WORDS_IN_PHRASE + 1):
                if end := _find_phrase_end(others[position:], words, place + skipped):
                    return end
            return 0
        if place >= len(words) or not _is_like(words[place], wanted):
            return 0
        place += 1
    return place


def _is_like(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted
