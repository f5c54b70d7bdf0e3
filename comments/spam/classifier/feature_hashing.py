"""Feature hashing: the features of a text as bucket numbers, the same on every machine.

The hash is not Python's own, which differs from process to process.
"""

import sys
from array import array
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from comments.spam.classifier.text_features import TextFeature, TextFeatures

HASH_BITS = 18
BUCKET_COUNT = 1 << HASH_BITS
NGRAM_CHARS = 4  # characters of an n-gram
NGRAM_PRIME = 250_007  # a prime: similar n-grams fall far apart

# Weight of each kind. It is shared by all features of the kind.
METADATA_WEIGHT, WORD_WEIGHT, PAIR_WEIGHT, NGRAM_WEIGHT = 0.9, 0.7, 1.3, 1.0
DAMPING_EXPONENT = 0.4


class FeatureGroup(NamedTuple):
    """Features of one kind: their buckets, and the value of each."""

    value: float
    buckets: list[int]


def hash_features(features: TextFeatures) -> list[FeatureGroup]:
    """Hash all features of a text. The vector of all values has the length 1."""
    kinds = (
        (METADATA_WEIGHT, [_hash_metadata(item) for item in features.metadata]),
        (WORD_WEIGHT, [_hash_word(word) for word in {*features.words}]),
        (PAIR_WEIGHT, [_hash_pair(pair) for pair in {*features.pairs}]),
        (NGRAM_WEIGHT, [gram % NGRAM_PRIME for gram in _extract_ngrams(features.letters)]),
    )
    groups = [FeatureGroup(share / len(hashes) ** DAMPING_EXPONENT, hashes) for share, hashes in kinds if hashes]
    length = sum(value * value * len(hashes) for value, hashes in groups) ** 0.5
    return [FeatureGroup(value / length, hashes) for value, hashes in groups]


def hash_named_features(features: TextFeatures) -> Iterator[tuple[TextFeature, float, int]]:
    """Hash features one by one, each with a name and its value. An n-gram bears the name of the
    word in which it begins, since it is hard to read "ubsc"."""
    values = iter(hash_features(features))
    value = next(values).value
    yield from ((item, value, _hash_metadata(item)) for item in features.metadata)
    if features.words:
        value = next(values).value
        yield from ((("word", word), value, _hash_word(word)) for word in {*features.words})
        value = next(values).value
        yield from ((("pair", pair), value, _hash_pair(pair)) for pair in {*features.pairs})
    if last := next(values, None):
        yield from ((name, last.value, at) for name, at in _extract_named_ngrams(features.letters))


def _hash_metadata(item: TextFeature) -> int:
    return crc32("\0".join(item).encode(), 1) >> (32 - HASH_BITS)


def _hash_word(word: str) -> int:
    return crc32(word.encode(), 2) >> (32 - HASH_BITS)


def _hash_pair(pair: str) -> int:
    return crc32(pair.encode(), 3) >> (32 - HASH_BITS)


def _extract_ngrams(letters: str) -> set[int]:
    """Return each sequence of four characters as one number.

    Four characters are eight bytes. The machine reads them in place, starting at each of the first
    four, without a loop in Python.
    """
    data = letters.encode("utf-16-le")
    grams: set[int] = set()
    for start in range(0, 2 * NGRAM_CHARS, 2):
        rows = array("Q", data[start : len(data) - (len(data) - start) % (2 * NGRAM_CHARS)])
        if sys.byteorder == "big":
            rows.byteswap()
        grams.update(rows)
    return grams


def _extract_named_ngrams(letters: str) -> Iterator[tuple[TextFeature, int]]:
    data = letters.encode("utf-16-le")
    last = len(data) - 2 * NGRAM_CHARS
    seen: set[bytes] = set()
    at = 0
    for token in letters.strip().split(" "):
        name = ("word", token.strip(_AROUND_WORDS) or token)
        after = at + len(f" {token}".encode("utf-16-le"))
        for start in range(at, min(after, last + 1), 2):
            gram = data[start : start + 2 * NGRAM_CHARS]
            if gram not in seen:
                seen.add(gram)
                yield name, int.from_bytes(gram, "little") % NGRAM_PRIME
        at = after


_AROUND_WORDS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~…“”‘’"
