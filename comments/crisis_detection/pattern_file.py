"""Patterns: the slots that together are a sign of danger, in any order.

A line of the file is `name: slot slot|other slot ...`. Options follow the slots: `-slot` must not be near; `+frame`
allows a frame that otherwise makes words harmless; `@0` asks for one clause, `@2` for two sentences in a row;
`<8` for at most eight words between the first slot and each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comments.crisis_detection.lexicon import SlotBits, read_sections

# Frames make words harmless: what was, what is not so, what is feared, what is told of others or of machines.
FRAMES = ("past", "was", "not", "advice", "fiction", "resolved", "fear", "machine")
MAX_WORDS_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class CrisisPattern:
    """A sign of danger: the slots that must be filled. Words are looked for around the first slot."""

    name: str
    slots: tuple[int, ...]
    forbidden: int
    frames: int  # that make it harmless
    reach: int  # 0: within a clause; 1: a sentence; 2: two sentences
    words_between: int
    is_distinct: bool = False  # each slot by another word
    filled: int = 0  # a slot that this pattern fills, if it is no sign by itself


def read_patterns(bits: SlotBits) -> Iterator[CrisisPattern]:
    for section, lines in read_sections("patterns"):
        for line in filter(None, map(str.strip, lines.splitlines())):
            yield parse_crisis_pattern(f"{section}: {line}", bits)


def parse_crisis_pattern(line: str, bits: SlotBits) -> CrisisPattern:
    section, _, rest = line.partition(":")
    target, equals, combined = rest.partition(" = ")
    rest = combined if equals else rest
    slots, forbidden, reach, between, is_distinct = [], 0, 1, MAX_WORDS_BETWEEN, False
    frames = {frame: bits[frame] for frame in FRAMES}
    for part in rest.split():
        match part[0]:
            case "-":
                forbidden |= bits[part[1:]]
            case "+":
                del frames[part[1:]]
            case "@":
                reach = int(part[1:])
            case "!":
                is_distinct = True
            case "<":
                between = int(part[1:])
            case _:
                slots.append(sum({bits[name] for name in part.split("|")}))
    if any(slot & bits["not"] for slot in slots):
        frames.pop("not", None)
    name = f"{section}: {' + '.join(part for part in rest.split() if part[0].isalpha())}"
    filled = bits[target.strip()] if equals else 0
    return CrisisPattern(name, tuple(slots), forbidden, sum(frames.values()), reach, between, is_distinct, filled)
