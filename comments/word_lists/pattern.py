"""A word or phrase as somebody asks for it to be watched for. Nothing of it is an expression:
a star at an end of a word stands for any letters, "…" between two words for a few others of the
same sentence, and that is all."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from comments.text.letters import fold
from comments.word_lists.tokens import IS_UNSPACED, words_in

STAR = "*"
GAP = "…"
GAPS = frozenset({GAP, "..."})
LONGEST_ENTRY = 100  # characters
MOST_WORDS = 15
SHORTEST_WORD = 2
SHORTEST_WITH_STAR = 3  # letters: "th*" would be half of a text


class Problem(StrEnum):
    """Why something cannot be watched for."""

    EMPTY = "empty"
    NO_LETTERS = "no letters"
    GAP_AT_END = "gap at end"
    STAR_WITHIN = "star within"
    TOO_SHORT = "too short"
    TOO_SHORT_WITH_STAR = "too short with star"
    TOO_LONG = "too long"
    TOO_MANY_WORDS = "too many words"


class BadEntry(ValueError):
    def __init__(self, problem: Problem):
        super().__init__(problem.value)
        self.problem = problem


def words_of_entry(entry: str) -> list[str]:
    """Its words, each with its stars, and the gaps between them. Raises BadEntry."""
    if not entry.strip():
        raise BadEntry(Problem.EMPTY)
    if len(entry) > LONGEST_ENTRY:
        raise BadEntry(Problem.TOO_LONG)
    words = [word for token in entry.split() for word in _words_of(token)]
    if not words or words == [GAP]:
        raise BadEntry(Problem.NO_LETTERS)
    if GAP in (words[0], words[-1]) or (GAP, GAP) in pairwise(words):
        raise BadEntry(Problem.GAP_AT_END)
    if len(words) > MOST_WORDS:
        raise BadEntry(Problem.TOO_MANY_WORDS)
    if len(words) == 1 and _length(words[0]) < SHORTEST_WORD:
        raise BadEntry(Problem.TOO_SHORT)
    return words


def _words_of(token: str) -> list[str]:
    if token in GAPS:
        return [GAP]
    bare = token.strip(STAR)
    if STAR in bare:
        raise BadEntry(Problem.STAR_WITHIN)
    folded = fold(bare)
    words = [bare[slice(*folded.span(word.start, word.end))] for word in words_in(folded)]
    if not words:
        if bare != token:
            raise BadEntry(Problem.TOO_SHORT_WITH_STAR)
        return []
    opening = STAR if token.startswith(STAR) else ""
    closing = STAR if token.endswith(STAR) else ""
    for end, star in ((words[0], opening), (words[-1], closing)):
        if star and _length(end) < SHORTEST_WITH_STAR:
            raise BadEntry(Problem.TOO_SHORT_WITH_STAR)
    words[0] = opening + words[0]
    words[-1] += closing
    return words


def _length(word: str) -> int:
    """How many letters it has. One of a script without spaces may be a word."""
    letters = fold(word.strip(STAR)).letters
    return len(letters) * (SHORTEST_WITH_STAR if IS_UNSPACED.search(letters) else 1)
