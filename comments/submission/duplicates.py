"""Whether two texts say the same."""

import re
import unicodedata
from collections.abc import Callable

MIN_COMPARED_CHARS = 12  # letters and figures: "No." and "No!" are two answers


def build_duplicate_test(words: str) -> Callable[[str], bool]:
    """Tells of other texts whether they say the same, word for word: case, blanks, marks and
    signs aside."""
    normalized = _normalize(words)

    def is_duplicate(other: str) -> bool:
        if other == words or len(normalized) < MIN_COMPARED_CHARS:
            return other == words
        # What is twice as long cannot be it: and long texts need not be read for it.
        return len(words) <= 2 * len(other) <= 4 * len(words) and _normalize(other) == normalized

    return is_duplicate


def _normalize(text: str) -> str:
    return _IGNORED_CHARS.sub("", unicodedata.normalize("NFKC", text).casefold())


_IGNORED_CHARS = re.compile(r"[\W_]+")
