"""Signs and words in a name that look like a badge of the site: "Alice ✔", "Nurse (verified)"."""

from __future__ import annotations

import re
from pathlib import Path

from comments.text.confusables import build_skeleton
from comments.text.normalize import is_bracket, to_nfkc

# Check marks, shields, stars, crowns, keys, tools, medals, and signs of the police and of medicine.
_BADGES = frozenset(
    "√∨☑✅✓✔🗸🗹✪✫✬✭✮✯★☆⭐🌟⚝🛡⛨🔰⚜♔♕♚♛👑🤴👸🔑🗝🔐🔏🔒🔧🛠🔨⚒⚙🗡⚔⚖🎖🏅🥇🥈🥉🏆🏵📛🎗🚨👮🕵💂🚔🚓🛂⚕☤🩺🏥🚑🥼🎓🔵🔷🔹💠®©Ⓡⓒ"
)
# A letter in a circle or a square, beside the name.
_ENCLOSED_LETTER = re.compile(r"(?<!\S)[Ⓐ-ⓩ🄐-🆉](?!\S)")
LETTERS_FOR_DIGITS = str.maketrans("034579@$!|", "oeastgasll")
_VARIATIONS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def load_name_words(section: str) -> frozenset[str]:
    """Load the skeletons of the words in a section of `name_words.txt`."""
    text = Path(__file__).with_name("name_words.txt").read_text("utf-8")
    words = text.partition(f"[{section}]\n")[2].partition("\n[")[0].split()
    return frozenset(map(build_skeleton, words))


_BADGE_WORDS = load_name_words("badges")  # No honest name has them.
_ROLES = load_name_words("roles")  # where they stand apart from the name
_SEPARATORS = re.compile(r"\s[-–—]+\s|[|¦∣/\\:;,·•*~=+#&^]+|\s@")
_WORD = re.compile(r"[^\W_]+")


def has_badge(name: str) -> bool:
    """Whether a name has a badge, a word of one, or a role that stands apart from it."""
    plain = _VARIATIONS.sub("", name)
    if any(sign in _BADGES for sign in plain) or _ENCLOSED_LETTER.search(plain):
        return True
    parts = split_name(plain)
    if any(word in _BADGE_WORDS for part in parts for word in _list_words(part)):
        return True
    return len(parts) > 1 and any(_is_role(part) for part in parts)


def split_name(name: str) -> list[str]:
    """The parts of a name: in brackets or quotes, or on both sides of a line or a colon."""
    with_lines = "".join("|" if is_bracket(sign) else sign for sign in to_nfkc(name))
    return [part.strip() for part in _SEPARATORS.split(with_lines) if part.strip()]


def list_bidi_readings(name: str) -> list[str]:
    """The name as it is stored and, if it has signs that turn text around, as it may be shown."""
    plain = _BIDI_CONTROLS.sub("", name)
    return [plain] if plain == name else [plain, plain[::-1]]


def _is_role(part: str) -> bool:
    words = _list_words(part)
    return bool(words) and all(word in _ROLES for word in words)


def _list_words(part: str) -> list[str]:
    return [build_skeleton(word.translate(LETTERS_FOR_DIGITS)) for word in _WORD.findall(part)]
