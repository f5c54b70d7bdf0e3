"""The traits of a text as numbers: the same ones in every process, on every machine.

Each trait falls into one of many buckets, by a hash that is not Python's own, which differs
from process to process.
"""

import sys
from array import array
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from comments.spam.classifier.text_features import Trait, Traits

BITS = 18
BUCKETS = 1 << BITS
GRAM = 4  # letters in a row
SPREAD = 250_007  # a prime: grams that are alike fall far apart

# How much each kind has to say, whatever there is of it; the more there is, the less each says.
OF_FACTS, OF_WORDS, OF_PAIRS, OF_LETTERS = 0.9, 0.7, 1.3, 1.0
CROWD = 0.4


class Group(NamedTuple):
    """The traits of one kind: their buckets, and what each of them counts."""

    value: float
    buckets: list[int]


def features_of(traits: Traits) -> list[Group]:
    """All that a score is made of. The length of the whole, as a vector, is 1."""
    kinds = (
        (OF_FACTS, [_of_fact(fact) for fact in traits.facts]),
        (OF_WORDS, [_of_word(word) for word in {*traits.words}]),
        (OF_PAIRS, [_of_pair(pair) for pair in {*traits.pairs}]),
        (OF_LETTERS, [gram % SPREAD for gram in _grams_in(traits.letters)]),
    )
    groups = [Group(share / len(of_it) ** CROWD, of_it) for share, of_it in kinds if of_it]
    length = sum(value * value * len(of_it) for value, of_it in groups) ** 0.5
    return [Group(value / length, of_it) for value, of_it in groups]


def named_features_of(traits: Traits) -> Iterator[tuple[Trait, float, int]]:
    """The same, one by one, each with a name and what it counts. Letters in a row bear the
    name of the word in which they begin: nobody wants to read "ubsc"."""
    values = iter(features_of(traits))
    value = next(values).value
    yield from ((fact, value, _of_fact(fact)) for fact in traits.facts)
    if traits.words:
        value = next(values).value
        yield from ((("word", word), value, _of_word(word)) for word in {*traits.words})
        value = next(values).value
        yield from ((("pair", pair), value, _of_pair(pair)) for pair in {*traits.pairs})
    if last := next(values, None):
        yield from ((name, last.value, at) for name, at in _named_grams_in(traits.letters))


def _of_fact(fact: Trait) -> int:
    return crc32("\0".join(fact).encode(), 1) >> (32 - BITS)


def _of_word(word: str) -> int:
    return crc32(word.encode(), 2) >> (32 - BITS)


def _of_pair(pair: str) -> int:
    return crc32(pair.encode(), 3) >> (32 - BITS)


def _grams_in(letters: str) -> set[int]:
    """Each row of four letters as one number. Four letters are eight bytes, so that the machine
    reads them as they lie, beginning at each of the first four, instead of a loop in Python."""
    data = letters.encode("utf-16-le")
    grams: set[int] = set()
    for start in range(0, 2 * GRAM, 2):
        rows = array("Q", data[start : len(data) - (len(data) - start) % (2 * GRAM)])
        if sys.byteorder == "big":
            rows.byteswap()
        grams.update(rows)
    return grams


def _named_grams_in(letters: str) -> Iterator[tuple[Trait, int]]:
    data = letters.encode("utf-16-le")
    last = len(data) - 2 * GRAM
    told: set[bytes] = set()
    at = 0
    for token in letters.strip().split(" "):
        name = ("word", token.strip(_AROUND_WORDS) or token)
        after = at + len(f" {token}".encode("utf-16-le"))
        for start in range(at, min(after, last + 1), 2):
            gram = data[start : start + 2 * GRAM]
            if gram not in told:
                told.add(gram)
                yield name, int.from_bytes(gram, "little") % SPREAD
        at = after


_AROUND_WORDS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~…“”‘’"
