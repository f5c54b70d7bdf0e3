"""Word files of the detectors, one for each."""

import re
from pathlib import Path

_SECTION = re.compile(r"^\[(\w+)\]\n(.*?)\n*(?=^\[\w+\]\n|\Z)", re.MULTILINE | re.DOTALL)
_QUANTIFIERS = frozenset("?*+{")
FEW_ALTERNATIVES = 4


class WordFile:
    """The file `words/<name>.txt`. Each section has words, or the alternatives of a pattern."""

    def __init__(self, name: str) -> None:
        text = (Path(__file__).parent / "words" / f"{name}.txt").read_text("utf-8")
        self._sections = dict(_SECTION.findall(text))

    def get_set(self, section: str) -> frozenset[str]:
        return frozenset(self._sections[section].split())

    def get_plain_words(self, section: str) -> frozenset[str]:
        """Sequences of letters in the alternatives of a pattern, in small letters."""
        return frozenset(re.findall("[a-z]{2,}", self._sections[section].lower()))

    def get_pattern(self, section: str) -> str:
        """A pattern for one of the alternatives, which are separated by line ends and "|"."""
        return join_alternatives(split_alternatives(self._sections[section].replace("\n", "|")))


def split_alternatives(pattern: str) -> list[str]:
    """Split a pattern at each "|" that is not within brackets."""
    alternatives, depth, start, place = [], 0, 0, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "|" and not depth:
            alternatives.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*alternatives, pattern[start:]]


def join_alternatives(alternatives: list[str]) -> str:
    """Join alternatives, those with the same first letter in one group.

    Each word of a post is compared with a few letters then, and not with hundreds of words.
    """
    if len(alternatives) <= FEW_ALTERNATIVES:
        return "(?:" + "|".join(alternatives) + ")"
    groups: dict[str, list[str]] = {}
    others: list[str] = []
    for alternative in alternatives:
        if alternative[:1].isascii() and alternative[:1].isalnum() and alternative[1:2] not in _QUANTIFIERS:
            groups.setdefault(alternative[0], []).append(alternative[1:])
        else:
            others.append(alternative)
    joined = [letter + (rests[0] if len(rests) == 1 else join_alternatives(rests)) for letter, rests in groups.items()]
    return "(?:" + "|".join(joined + others) + ")"
