"""Amounts: numbers that are a sign of danger by their value, beside the word that they measure."""

from __future__ import annotations

import re
from itertools import takewhile

from comments.crisis_detection.clauses import ParsedText
from comments.crisis_detection.lexicon import STEM_LETTERS, SlotBits, read_sections

MANY_TABLETS = 10
MAX_TABLETS = 1000
MAX_INSULIN_UNITS = 80
WORDS_TO_TABLETS = 4
WORDS_TO_DRUG = 4
FIRST_YEAR, LAST_YEAR = 1930, 2039

MILLIGRAMS = {"mg": 1.0, "milligram": 1.0, "milligramm": 1.0, "milligrams": 1.0, "mgs": 1.0, "g": 1000.0}
MILLIGRAMS |= {"gram": 1000.0, "grams": 1000.0, "gramm": 1000.0, "mcg": 0.001, "ug": 0.001, "μg": 0.001}
# Values that are a sign by themselves: the slot, the slot of the word that the number measures, and the range.
RANGES = (
    ("n_fast", "pulse", 150, 320),
    ("n_slow", "pulse", 18, 36),
    ("n_saturation", "saturation", 40, 87),
    ("n_fever", "fever", 40.5, 43),
    ("n_warm", "fever", 38.3, 43),
    ("n_low_sugar", "sugar", 1, 2.8),
    ("n_high_sugar", "sugar", 400, 1500),
    ("n_inr", "inr", 7, 25),
    ("n_high_pressure", "pressure", 205, 300),
)
WORDS_TO_QUANTITY = 5  # "my pulse has been at 190"
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)([a-zμ]*)")
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d")
_PRESSURE = re.compile(r"(\d{2,3})/(\d{2,3})")


class AmountReader:
    """Fills the slots of numbers: a dose that is too large, many tablets, an alarming pulse, a year."""

    def __init__(self, bits: SlotBits) -> None:
        self._limits: dict[str, list[tuple[str, float]]] = {}
        for _section, lines in read_sections("drugs"):
            for line in lines.split("\n"):
                if " " in line:
                    name, limit = line.split()
                    self._limits.setdefault(name[:STEM_LETTERS], []).append((name.strip("*"), float(limit)))
        self._ranges = [(bits[name], bits[quantity], low, high) for name, quantity, low, high in RANGES]
        self._quantities = sum({quantity for _, quantity, _, _ in self._ranges})
        self._tablets = bits["tablets"] | bits["drug"]
        self._drug, self._insulin, self._units = bits["drug"], bits["insulin"], bits["insulin_units"]
        self._many, self._too_much, self._pressure = bits["many_tablets"], bits["too_much"], bits["n_pressure"]
        self._ten, self._over, self._past = bits["ten_or_more"], bits["over"], bits["past"]
        self._number, self._pressure_word = bits["number"], bits["pressure"]

    def fill(self, parsed: ParsedText, slots: list[int]) -> None:
        words = parsed.words
        for place, word in enumerate(words):
            if word[0].isdigit():
                slots[place] |= self._read(word, place, parsed, slots)
            elif slots[place] & self._ten and self._is_before_tablets(place, parsed.sentences, slots):
                slots[place] |= self._many

    def _read(self, word: str, place: int, parsed: ParsedText, slots: list[int]) -> int:
        if _DATE.fullmatch(word):
            return self._past
        if found := _PRESSURE.fullmatch(word):
            return self._judge_pressure(float(found[1]), float(found[2]))
        if not (found := _NUMBER.fullmatch(word)):
            return 0
        value, unit = float(found[1].replace(",", ".")), found[2]
        after = parsed.words[place + 1 : place + 3]
        if not unit and after and after[0] in MILLIGRAMS:
            unit = after[0]
        if unit in MILLIGRAMS:
            return self._judge_dose(value * MILLIGRAMS[unit], place, parsed, slots)
        if FIRST_YEAR <= value <= LAST_YEAR and not unit:
            return self._past
        near = slots[place + 1 : place + 1 + WORDS_TO_TABLETS]
        if near and near[0] & self._units:
            is_insulin = any(slot & self._insulin for slot in slots[max(place - 4, 0) : place + 5])
            return self._too_much if is_insulin and value >= MAX_INSULIN_UNITS else 0
        filled = self._number | self._measure(value, place, parsed, slots)
        if MANY_TABLETS <= value <= MAX_TABLETS and unit in {"", "x"} and any(slot & self._tablets for slot in near):
            filled |= self._many
        return filled

    def _measure(self, value: float, place: int, parsed: ParsedText, slots: list[int]) -> int:
        """The slots of an alarming value: a pulse, a temperature, a blood pressure of two numbers."""
        filled = 0
        quantity = self._find_quantity(place, parsed, slots)
        for bit, measured, low, high in self._ranges:
            if quantity & measured and low <= value <= high:
                filled |= bit
        after = parsed.words[place + 1 : place + 3]
        if quantity & self._pressure_word and len(after) == 2 and slots[place + 1] & self._over and after[1].isdigit():
            filled |= self._judge_pressure(value, float(after[1]))
        return filled

    def _judge_pressure(self, systolic: float, diastolic: float) -> int:
        if not 25 <= diastolic < systolic <= 320:
            return 0
        return self._pressure if systolic >= 200 or systolic <= 80 or diastolic >= 130 else 0

    def _find_quantity(self, place: int, parsed: ParsedText, slots: list[int]) -> int:
        """The slot of the word that a number measures: before it, with no other number between, or right after it."""
        words, sentences = parsed.words, parsed.sentences
        for near in range(place - 1, max(place - WORDS_TO_QUANTITY, 0) - 1, -1):
            if words[near][0].isdigit() or sentences[near] != sentences[place]:
                break
            if found := slots[near] & self._quantities:
                return found
        after = place + 1
        if after < len(words) and parsed.clauses[after] == parsed.clauses[place]:
            return slots[after] & self._quantities
        return 0

    def _judge_dose(self, milligrams: float, place: int, parsed: ParsedText, slots: list[int]) -> int:
        """A dose is too large beside a drug of which nobody is given so much."""
        words, clauses = parsed.words, parsed.clauses
        after = range(place + 1, min(place + WORDS_TO_DRUG, len(words)))
        before = range(place - 1, max(place - WORDS_TO_DRUG, -1), -1)
        for nears in (after, before):
            for near in nears:
                if clauses[near] != clauses[place] or words[near][0].isdigit():
                    break
                if near < place and words[near - 1] in MILLIGRAMS:
                    break  # That drug has a dose of its own.
                if slots[near] & self._drug:
                    return self._too_much if milligrams > self._get_limit(words[near]) else 0
        return 0

    def _get_limit(self, drug: str) -> float:
        limits = (limit for name, limit in self._limits.get(drug[:STEM_LETTERS], ()) if drug.startswith(name))
        return next(limits, float("inf"))

    def _is_before_tablets(self, place: int, sentences: list[int], slots: list[int]) -> bool:
        near = range(place + 1, min(place + 1 + WORDS_TO_TABLETS, len(slots)))
        here = takewhile(lambda other: sentences[other] == sentences[place], near)
        return any(slots[other] & self._tablets for other in here)
