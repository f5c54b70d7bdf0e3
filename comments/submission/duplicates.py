"""Duplicates: texts that are the same apart from case, spaces and punctuation."""

import re
from collections.abc import Callable

from comments.text.normalize import fold_for_comparison

MIN_COMPARED_CHARS = 12  # letters and digits: "No." and "No!" are two answers


def build_duplicate_test(text: str) -> Callable[[str], bool]:
    """Return a function that tells whether another text is a duplicate of this one."""
    normalized = _normalize(text)

    def is_duplicate(other: str) -> bool:
        if other == text or len(normalized) < MIN_COMPARED_CHARS:
            return other == text
        # A text of twice the length is no duplicate, so long texts need not be normalized.
        return len(text) <= 2 * len(other) <= 4 * len(text) and _normalize(other) == normalized

    return is_duplicate


def _normalize(text: str) -> str:
    return _IGNORED_CHARS.sub("", fold_for_comparison(text))


_IGNORED_CHARS = re.compile(r"[\W_]+")
