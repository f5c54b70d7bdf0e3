"""Fonts for cards: choose one that has a glyph for every letter of a text. Few machines have many
fonts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont

BUNDLED_FONT = ""  # comes with Pillow; Latin letters only
FONT_FILES = (
    BUNDLED_FONT,
    "DejaVuSans.ttf",
    *(
        f"NotoSans{script}-Regular.ttf"
        for script in ("", "Arabic", "Hebrew", "Devanagari", "Bengali", "Tamil", "Thai", "Georgian")
    ),
    *("NotoSansCJK-Regular.ttc", "NotoNaskhArabic-Regular.ttf", "DroidSansFallbackFull.ttf"),
)
# Letters that change their form beside others: without a shaper they are unreadable.
NEEDS_SHAPING = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
# Characters that a title can lose: emoji, private and unassigned ones.
ORNAMENT_CATEGORIES = {"So", "Sk", "Cc", "Cn", "Co", "Cs"}
FORMAT_CATEGORY = "Cf"  # joiners, marks of direction
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
MISSING_GLYPH_CHAR = "\U0010fffe"


def has_text_shaping() -> bool:
    """Whether text is shaped as its script requires: from right to left, with joined letters."""
    return bool(features.check("raqm"))


def prepare_text(text: str) -> tuple[str, str] | None:
    """Return the text in one line as it can be drawn, and the name of its font. None if no font on
    this machine has all letters."""
    text = " ".join(VARIATION_SELECTORS.sub("", text).split())
    text = "".join(letter for letter in text if not _can_be_omitted(letter)).strip()
    if not has_text_shaping():
        if NEEDS_SHAPING.search(text):
            return None
        text = "".join(letter for letter in text if unicodedata.category(letter) != FORMAT_CATEGORY)
    name = next((name for name in FONT_FILES if all(_has_glyph(name, letter) for letter in text)), None)
    return None if name is None or not text else (text, name)


@lru_cache(maxsize=64)
def load_font(name: str, size: int) -> FreeTypeFont:
    """Load a font. Raises OSError if this machine does not have it."""
    if name:
        return ImageFont.truetype(name, size)
    ours = ImageFont.load_default(size)
    if not isinstance(ours, FreeTypeFont):
        raise OSError(name)
    return ours


def is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


def _can_be_omitted(letter: str) -> bool:
    is_ornament = unicodedata.category(letter) in ORNAMENT_CATEGORIES
    return is_ornament and not any(_has_glyph(name, letter) for name in FONT_FILES)


@lru_cache(maxsize=8192)
def _has_glyph(name: str, letter: str) -> bool:
    """Whether the font has a glyph for a letter, other than the one for missing letters."""
    if not _is_installed(name):
        return False
    if letter.isspace() or unicodedata.category(letter) == FORMAT_CATEGORY:
        return True
    return _render_glyph(name, letter) != _render_glyph(name, MISSING_GLYPH_CHAR)


@lru_cache(maxsize=len(FONT_FILES))
def _is_installed(name: str) -> bool:
    try:
        load_font(name, 20)
    except OSError:
        return False
    return True


def _render_glyph(name: str, letter: str) -> tuple[object, bytes]:
    mask = load_font(name, 20).getmask(letter)
    return mask.size, bytes(mask)
