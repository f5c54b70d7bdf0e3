"""Whether two texts say the same."""

import re
import unicodedata
from collections.abc import Callable

SHORT = 12  # letters and figures: "No." and "No!" are two answers


def same_as(words: str) -> Callable[[str], bool]:
    """Tells of other texts whether they say the same, word for word: case, blanks, marks and
    signs aside."""
    gist = _gist(words)

    def says_the_same(other: str) -> bool:
        if other == words or len(gist) < SHORT:
            return other == words
        # What is twice as long cannot be it: and long texts need not be read for it.
        return len(words) <= 2 * len(other) <= 4 * len(words) and _gist(other) == gist

    return says_the_same


def _gist(text: str) -> str:
    return _UNSAID.sub("", unicodedata.normalize("NFKC", text).casefold())


_UNSAID = re.compile(r"[\W_]+")
