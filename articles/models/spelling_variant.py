"""Spelling variants of words in titles, so that a mistyped word is found by an equality lookup."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from django.db import models

from comments.search.query_words import MAX_WORD_CHARS, is_form_of, split_words

MIN_TITLE_WORD_LETTERS = 4  # Shorter words are all similar.
MIN_LETTERS_FOR_TWO_MISTAKES = 8  # Shorter words may have one mistake.
MAX_COMPARED_LETTERS = 9  # from the beginning of a word
MAX_CORRECTIONS = 3


class SpellingVariantQuerySet(models.QuerySet["SpellingVariant"]):
    def add_titles(self, titles: Iterable[str]) -> None:
        """Add the words of titles. They stay until the index is rebuilt."""
        spellings = [self.model(variant=v, word=word) for v, word in build_spelling_variants(titles)]
        self.bulk_create(spellings, ignore_conflicts=True, batch_size=5000)

    def suggest_words(self, words: Iterable[str]) -> dict[str, list[str]]:
        """Return the likely meanings of each word that is in no title, the likeliest first."""
        by_word = {word: build_variants(word) for word in words if _is_compared(word)}
        asked = set().union(*by_word.values())
        rows = self.filter(variant__in=asked).values_list("variant", "word") if asked else ()
        alike: dict[str, set[str]] = {variant: set() for variant in asked}
        for variant, other in rows:
            alike[variant].add(other)
        return {
            word: meant
            for word, variants in by_word.items()
            if (meant := _rank_corrections(word, set().union(*(alike[one] for one in variants))))
        }


class SpellingVariant(models.Model):
    """A word of a title, with one or two of its letters left out."""

    variant = models.CharField(max_length=MAX_WORD_CHARS)
    word = models.CharField(max_length=MAX_WORD_CHARS)

    objects = SpellingVariantQuerySet.as_manager()

    class Meta:
        db_table = "articles_spelling"
        verbose_name = "spelling"  # in the titles of permissions
        constraints = (models.UniqueConstraint(fields=["variant", "word"], name="one_spelling_per_word"),)

    def __str__(self) -> str:
        return f"{self.variant}: {self.word}"


def get_allowed_mistakes(word: str) -> int:
    return 2 if len(word) >= MIN_LETTERS_FOR_TWO_MISTAKES else 1


def build_variants(word: str) -> set[str]:
    """Return the beginning of a word with up to as many letters left out as mistakes are allowed.

    A word and a mistyped one have a variant in common, whether a letter was changed, omitted,
    doubled or swapped.
    """
    start = word[:MAX_COMPARED_LETTERS]
    kept = range(len(start), len(start) - get_allowed_mistakes(word) - 1, -1)
    return {"".join(letters) for count in kept for letters in combinations(start, count)}


def compute_edit_distance(one: str, other: str) -> int:
    """Count the letters to insert, delete, change, or swap with the next one."""
    before: list[int] = []
    last = [*range(len(other) + 1)]
    for i, mine in enumerate(one, 1):
        line = [i]
        for j, theirs in enumerate(other, 1):
            least = min(last[j] + 1, line[-1] + 1, last[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs:
                least = min(least, before[j - 2] + 1)
            line.append(least)
        before, last = last, line
    return last[-1]


def build_spelling_variants(titles: Iterable[str]) -> list[tuple[str, str]]:
    """Return each long word of the titles with each of its variants."""
    words = {word for title in titles for word in split_words(title) if _is_compared(word)}
    return [(variant, word) for word in sorted(words) for variant in sorted(build_variants(word))]


def _is_compared(word: str) -> bool:
    return MIN_TITLE_WORD_LETTERS <= len(word) < MAX_WORD_CHARS


def _rank_corrections(word: str, alike: set[str]) -> list[str]:
    if any(is_form_of(word, other) for other in alike):
        return []
    distances = {other: compute_edit_distance(word, other) for other in alike}
    near = [other for other in alike if distances[other] <= get_allowed_mistakes(other)]
    return sorted(near, key=lambda other: (distances[other], other[0] != word[0], other))[:MAX_CORRECTIONS]
