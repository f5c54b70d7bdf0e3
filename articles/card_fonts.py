"""Which font has a picture for every letter of a text. Not every machine has many fonts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont

OURS = ""  # the one that comes with the library that draws: Latin letters only
FONTS = (
    OURS,
    "DejaVuSans.ttf",
    *(
        f"NotoSans{script}-Regular.ttf"
        for script in ("", "Arabic", "Hebrew", "Devanagari", "Bengali", "Tamil", "Thai", "Georgian")
    ),
    *("NotoSansCJK-Regular.ttc", "NotoNaskhArabic-Regular.ttf", "DroidSansFallbackFull.ttf"),
)
# Letters that change with their neighbours: without a shaper they would be no words.
SHAPED = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
# What a title can lose and still be that title: emoji, private and unassigned characters.
ORNAMENTS = {"So", "Sk", "Cc", "Cn", "Co", "Cs"}
UNSEEN = "Cf"  # joiners, marks of direction
VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
NO_LETTER = "\U0010fffe"


def can_shape() -> bool:
    """Whether text is set as its script asks: from right to left, with joined letters."""
    return bool(features.check("raqm"))


def drawable(text: str) -> tuple[str, str] | None:
    """The text as it can be drawn, in one line, and the name of the font for it; None if no
    font here can."""
    text = " ".join(VARIANTS.sub("", text).split())
    text = "".join(letter for letter in text if not _can_be_left_out(letter)).strip()
    if not can_shape():
        if SHAPED.search(text):
            return None
        text = "".join(letter for letter in text if unicodedata.category(letter) != UNSEEN)
    name = next((name for name in FONTS if all(_has(name, letter) for letter in text)), None)
    return None if name is None or not text else (text, name)


@lru_cache(maxsize=64)
def font(name: str, size: int) -> FreeTypeFont:
    """Raises OSError if there is no such font here."""
    if name:
        return ImageFont.truetype(name, size)
    ours = ImageFont.load_default(size)
    if not isinstance(ours, FreeTypeFont):
        raise OSError(name)
    return ours


def is_from_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


def _can_be_left_out(letter: str) -> bool:
    is_ornament = unicodedata.category(letter) in ORNAMENTS
    return is_ornament and not any(_has(name, letter) for name in FONTS)


@lru_cache(maxsize=8192)
def _has(name: str, letter: str) -> bool:
    """Whether the font has a picture for it, other than the one for what it does not have."""
    if not _is_here(name):
        return False
    if letter.isspace() or unicodedata.category(letter) == UNSEEN:
        return True
    return _picture(name, letter) != _picture(name, NO_LETTER)


@lru_cache(maxsize=len(FONTS))
def _is_here(name: str) -> bool:
    try:
        font(name, 20)
    except OSError:
        return False
    return True


def _picture(name: str, letter: str) -> tuple[object, bytes]:
    mask = font(name, 20).getmask(letter)
    return mask.size, bytes(mask)
