"""Sets of posts, each with what a detector should find in it. The README describes the format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PATHS = {"danger": FOLDER / "test_set_danger.txt", "personal": FOLDER / "test_set_personal.txt"}
KINDS = {
    "danger": ("direct", "indirect", "violence", "harmless"),
    "personal": ("email", "account", "number", "birth", "address", "phone", "clinician", "clean"),
}
OPTIONAL_KINDS = {"danger": (), "personal": ("profile",)}  # a set may go without them
NOTHING_TO_FIND = {"harmless", "clean"}
_BRACES = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)


class FormatError(ValueError):
    """A line that does not keep the format. The message names the line, never its text."""


@dataclass(frozen=True, slots=True)
class Post:
    kind: str
    language: str
    text: str  # without the braces
    details: tuple[tuple[int, int], ...]  # where in the text the braces were

    def positions(self) -> set[int]:
        """The places of all letters and digits that have to be found."""
        return set().union(*self.positions_by_part())

    def positions_by_part(self) -> list[set[int]]:
        return [{at for at in range(start, end) if self.text[at].isalnum()} for start, end in self.details]


def read_posts(path: Path) -> list[Post]:
    return list(_read(path))


def _read(path: Path) -> Iterator[Post]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split(" | ", 2)
        if len(fields) < 3:
            raise FormatError(f"{path.name}:{number}: fewer than three fields")
        kind, language, braced = (field.strip() for field in fields)
        text, details = _take_braces(braced.replace("\\n", "\n"))
        if "{{" in text or "}}" in text or not text:
            raise FormatError(f"{path.name}:{number}: braces without their other half, or no text")
        yield Post(kind, language, text, details)


def _take_braces(braced: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text, details, at = "", [], 0
    for match in _BRACES.finditer(braced):
        text += braced[at : match.start()]
        details.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + braced[at:], tuple(details)
