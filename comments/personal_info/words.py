"""Word files of the detectors, one for each."""

import re
from pathlib import Path

_SECTION = re.compile(r"^\[(\w+)\]\n(.*?)\n*(?=^\[\w+\]\n|\Z)", re.MULTILINE | re.DOTALL)


class WordFile:
    """The file `words/<name>.txt`. Each section has words, or the alternatives of a pattern."""

    def __init__(self, name: str) -> None:
        text = (Path(__file__).parent / "words" / f"{name}.txt").read_text("utf-8")
        self._sections = dict(_SECTION.findall(text))

    def get_set(self, section: str) -> frozenset[str]:
        return frozenset(self._sections[section].split())

    def get_pattern(self, section: str) -> str:
        """A pattern for one of the alternatives, which are separated by line ends and "|"."""
        return "(?:" + self._sections[section].replace("\n", "|") + ")"
