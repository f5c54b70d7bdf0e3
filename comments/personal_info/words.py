"""Words that detectors look for, by language and spelling: one file of them for each detector."""

import re
from pathlib import Path

_SECTION = re.compile(r"^\[(\w+)\]\n(.*?)\n*(?=^\[\w+\]\n|\Z)", re.MULTILINE | re.DOTALL)


class WordFile:
    """The sections of `words/<name>.txt`: each has words, or alternatives of a pattern."""

    def __init__(self, name: str) -> None:
        text = (Path(__file__).parent / "words" / f"{name}.txt").read_text("utf-8")
        self._sections = dict(_SECTION.findall(text))

    def get_set(self, section: str) -> frozenset[str]:
        return frozenset(self._sections[section].split())

    def get_pattern(self, section: str) -> str:
        """A pattern that matches one of the alternatives, which lines and "|" divide."""
        return "(?:" + self._sections[section].replace("\n", "|") + ")"
