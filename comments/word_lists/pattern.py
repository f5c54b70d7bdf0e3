"""Syntax of an entry of a word list: a word or a phrase, not a regular expression.

A star at an end of a word stands for any letters. "…" between two words stands for a few other
words of the same sentence.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from comments.text.normalize import fold_disguises
from comments.word_lists.tokens import UNSPACED_SCRIPT, split_tokens

STAR = "*"
GAP = "…"
GAPS = frozenset({GAP, "..."})
MAX_PATTERN_CHARS = 100
MAX_PATTERN_WORDS = 15
MIN_WORD_LETTERS = 2
MIN_LETTERS_WITH_STAR = 3  # "th*" would match half of a text


class PatternProblem(StrEnum):
    """Reason to reject an entry."""

    EMPTY = "empty"
    NO_LETTERS = "no letters"
    GAP_AT_END = "gap at end"
    STAR_WITHIN = "star within"
    TOO_SHORT = "too short"
    TOO_SHORT_WITH_STAR = "too short with star"
    TOO_LONG = "too long"
    TOO_MANY_WORDS = "too many words"


class PatternError(ValueError):
    def __init__(self, problem: PatternProblem):
        super().__init__(problem.value)
        self.problem = problem


def parse_pattern(entry: str) -> list[str]:
    """The words of an entry with their stars, and the gaps. Raises PatternError."""
    if not entry.strip():
        raise PatternError(PatternProblem.EMPTY)
    if len(entry) > MAX_PATTERN_CHARS:
        raise PatternError(PatternProblem.TOO_LONG)
    words = [word for token in entry.split() for word in _split_token(token)]
    if not words or words == [GAP]:
        raise PatternError(PatternProblem.NO_LETTERS)
    if GAP in (words[0], words[-1]) or (GAP, GAP) in pairwise(words):
        raise PatternError(PatternProblem.GAP_AT_END)
    if len(words) > MAX_PATTERN_WORDS:
        raise PatternError(PatternProblem.TOO_MANY_WORDS)
    if len(words) == 1 and _count_letters(words[0]) < MIN_WORD_LETTERS:
        raise PatternError(PatternProblem.TOO_SHORT)
    return words


def _split_token(token: str) -> list[str]:
    if token in GAPS:
        return [GAP]
    bare = token.strip(STAR)
    if STAR in bare:
        raise PatternError(PatternProblem.STAR_WITHIN)
    folded = fold_disguises(bare)
    words = [bare[slice(*folded.span(word.start, word.end))] for word in split_tokens(folded)]
    if not words:
        if bare != token:
            raise PatternError(PatternProblem.TOO_SHORT_WITH_STAR)
        return []
    opening = STAR if token.startswith(STAR) else ""
    closing = STAR if token.endswith(STAR) else ""
    for end, star in ((words[0], opening), (words[-1], closing)):
        if star and _count_letters(end) < MIN_LETTERS_WITH_STAR:
            raise PatternError(PatternProblem.TOO_SHORT_WITH_STAR)
    words[0] = opening + words[0]
    words[-1] += closing
    return words


def _count_letters(word: str) -> int:
    """Number of letters. A single letter may be a word in scripts without spaces."""
    letters = fold_disguises(word.strip(STAR)).letters
    return len(letters) * (MIN_LETTERS_WITH_STAR if UNSPACED_SCRIPT.search(letters) else 1)
