"""What an article relies on: one source a line, numbered in the order of the lines."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One line: what it is, and where it can be read, if anywhere."""

    number: int
    text: str
    url: str = ""


def parse_sources(text: str) -> list[Source]:
    """Each line with words in it is a source; an address at its end is its address."""
    return [
        _parse_source(number, line)
        for number, line in enumerate(normalize_sources(text).splitlines(), 1)
    ]


def normalize_sources(text: str) -> str:
    """As sources are kept, wherever they come from: only lines with words in them."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _parse_source(number: int, line: str) -> Source:
    words, _, last = line.rpartition(" ")
    if not re.fullmatch(r"<?https?://[^\s<>]+>?", last):
        return Source(number, line)
    url = last.strip("<>")
    return Source(number, words or url, url)
