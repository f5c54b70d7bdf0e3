"""A source as plain letters and digits, and where in it each of them comes from."""

import re
from functools import lru_cache
from html import unescape
from unicodedata import category, decimal, normalize

# Of a source: what is not read as it is written.
_SPECIAL = re.compile(
    r"&#?[0-9A-Za-z]{1,10};"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r"|\*\*|~~|`+"
    r"|</?(?:b|i|em|strong|u|s|code|br)\s{0,3}/?>"
    r"|[^\x00-\x7f]+"
)
_LETTERS = {
    "ß": "ss", "ẞ": "SS", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "đ": "d",
    "ð": "d", "þ": "th", "œ": "oe", "Œ": "Oe", "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2028": "\n", "\u2029": "\n",
    "−": "-", "·": ".", "•": ".", "∙": ".", "№": "No",
}  # fmt: skip
_CIRCLED = 0x2460  # from here on, other digits are ornaments of ours; before, they are powers


def normalize_source(source: str) -> tuple[str, list[int], list[int]]:
    """The text, and for each of its characters where it starts and ends in the source."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        text.append(source[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    def put(plain: str, start: int, end: int) -> None:
        text.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))

    at = 0
    for match in _SPECIAL.finditer(source):
        start, end = match.span()
        keep(at, start)
        at = end
        if source[start] > "\x7f":
            for place in range(start, end):
                put(_get_plain_chars(source[place]), place, place + 1)
        elif source[start] == "&":
            put("".join(_get_plain_chars(c) for c in unescape(match[0])[:8]), start, end)
        elif source[start : start + 3] == "<br":
            put("\n", start, end)
    keep(at, len(source))
    return "".join(text), starts, ends


@lru_cache(4096)
def _get_plain_chars(character: str) -> str:
    """The plain letters or digits that a character looks like; nothing, if it is not seen."""
    if character <= "\x7f":
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    kind = category(character)
    if kind == "Nd":
        return str(decimal(character))
    if kind == "Zs":
        return " "
    if kind == "Pd":
        return "-"
    if kind in {"Cf", "Mn", "Me"}:
        return ""
    if kind == "No" and ord(character) < _CIRCLED:
        return " "
    letters = normalize("NFKD", character)
    return "".join(_LETTERS.get(c, c) for c in letters if category(c) != "Mn")
