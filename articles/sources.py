"""What an article relies on: one source a line, numbered in the order of the lines."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One line: what it is, and where it can be read, if anywhere."""

    number: int
    words: str
    url: str = ""


def sources_of(text: str) -> list[Source]:
    """Each line with words in it is a source; an address at its end is its address."""
    return [_source(number, line) for number, line in enumerate(tidy(text).splitlines(), 1)]


def tidy(text: str) -> str:
    """As sources are kept, wherever they come from: only lines with words in them."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _source(number: int, line: str) -> Source:
    words, _, last = line.rpartition(" ")
    if not re.fullmatch(r"<?https?://[^\s<>]+>?", last):
        return Source(number, line)
    url = last.strip("<>")
    return Source(number, words or url, url)
