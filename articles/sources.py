"""Sources of an article: one a line, numbered in the order of the lines."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A source, with its address if it has one."""

    number: int
    text: str
    url: str = ""


def parse_sources(text: str) -> list[Source]:
    """Parse lines into sources. An address at the end of a line is that of the source."""
    return [_parse_source(number, line) for number, line in enumerate(normalize_sources(text).splitlines(), 1)]


def normalize_sources(text: str) -> str:
    """Remove blank lines and blank space around lines, as sources are stored."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _parse_source(number: int, line: str) -> Source:
    words, _, last = line.rpartition(" ")
    if not re.fullmatch(r"<?https?://[^\s<>]+>?", last):
        return Source(number, line)
    url = last.strip("<>")
    return Source(number, words or url, url)
