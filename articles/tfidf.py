"""Similarity of texts by tf-idf and cosine.

Pure functions. Words are numbers here, since millions of them are in memory at a time. A word
weighs more the more often its text uses it, and the fewer other texts do. The similarity of two
texts is the cosine of their heaviest words, from 0 to 1. A shared topic counts as a word of both.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from heapq import nlargest
from math import log, sqrt
from zlib import crc32

WORD_PATTERN = re.compile(r"[^\W\d_]{3,}")
MAX_TERMS_PER_VECTOR = 48  # the heaviest words
MAX_DOCUMENT_FREQUENCY = 0.4  # Words in a larger share of texts are ignored.
MIN_CORPUS_SIZE = 50  # With fewer texts, common words are unknown.
TOPIC_WEIGHT = 0.2  # of sharing all topics, beside a cosine of 1
MIN_SIMILARITY = 0.08  # Texts below it are not related.
# Texts that share most of their heaviest words are copies; of a few sentences nobody can say.
NEAR_COPY_SHARE = 0.75
MIN_TERMS_OF_COPY = 16
CANDIDATES_PER_RESULT = 6  # Most candidates may be copies.
MAX_TERM_COUNT = 255  # of one word
WEIGHT_SCALE = 65_535  # of packed weights

TermWeights = dict[int, float]
PackedVector = bytes | memoryview


def count_terms(text: str) -> Counter[int]:
    """Count how often a text uses each of its words."""
    counted = Counter(WORD_PATTERN.findall(text.lower()))
    return Counter({crc32(word.encode()): min(n, MAX_TERM_COUNT) for word, n in counted.items()})


def compute_weights(
    words: Mapping[int, int], topics: Iterable[int], commonness: Mapping[int, int], texts: int
) -> TermWeights:
    """Return the heaviest words of a text, and its topics, with their weights.

    `commonness` is the number of texts with each word, of so many `texts`.
    """
    limit = MAX_DOCUMENT_FREQUENCY * max(texts, MIN_CORPUS_SIZE)
    heavy = {
        word: (1 + log(n)) * log((texts + 1) / max(commonness.get(word, 0), 1))
        for word, n in words.items()
        if commonness.get(word, 0) <= limit
    }
    kept = nlargest(MAX_TERMS_PER_VECTOR, heavy.items(), key=lambda item: (item[1], item[0]))
    length = sqrt(sum(weight**2 for _, weight in kept)) or 1.0
    weights = {word: weight / length for word, weight in kept}
    named = [get_topic_key(topic) for topic in topics]
    return weights | dict.fromkeys(named, sqrt(TOPIC_WEIGHT / max(len(named), 1)))


def get_topic_key(topic: int) -> int:
    return crc32(f"topic {topic}".encode())


def pack_words(words: Mapping[int, int]) -> bytes:
    return struct.pack(f"<{len(words)}I{len(words)}B", *words.keys(), *words.values())


def unpack_words(packed: PackedVector) -> dict[int, int]:
    count = len(packed) // 5
    values = struct.unpack(f"<{count}I{count}B", packed)
    return dict(zip(values[:count], values[count:], strict=True))


def pack_weights(weights: TermWeights) -> bytes:
    values = [min(round(weight * WEIGHT_SCALE), WEIGHT_SCALE) for weight in weights.values()]
    return struct.pack(f"<{len(weights)}I{len(weights)}H", *weights, *values)


def unpack_weights(packed: PackedVector) -> TermWeights:
    count = len(packed) // 6
    values = struct.unpack(f"<{count}I{count}H", packed)
    return {word: weight / WEIGHT_SCALE for word, weight in zip(values[:count], values[count:], strict=True)}


def count_document_frequency(texts: Iterable[PackedVector]) -> Counter[int]:
    """Count in how many texts each word occurs. The texts are packed words."""
    found: Counter[int] = Counter()
    for packed in texts:
        found.update(struct.unpack_from(f"<{len(packed) // 5}I", packed))
    return found


def compute_similarities(mine: TermWeights, others: Iterable[tuple[int, PackedVector]]) -> dict[int, float]:
    """Return the similarity to each of the others, given by packed weights. Dissimilar texts are
    left out."""
    words, scores = frozenset(mine), {}
    for other, packed in others:
        count = len(packed) // 6
        values = struct.unpack(f"<{count}I{count}H", packed)
        if shared := words.intersection(values[:count]):
            theirs = dict(zip(values[:count], values[count:], strict=True))
            score = sum(mine[word] * theirs[word] for word in shared) / WEIGHT_SCALE
            if score >= MIN_SIMILARITY:
                scores[other] = score
    return scores


def get_highest_scores(scores: Mapping[int, float], number: int) -> list[tuple[int, float]]:
    """Return the highest scores first; of equal ones, the later article."""
    return nlargest(number, scores.items(), key=lambda item: (item[1], item[0]))


def is_near_copy(one: TermWeights, other: TermWeights, topic_keys: Collection[int] = ()) -> bool:
    """Whether two texts share most of their heaviest words. Neither topics nor weights count: a
    title weighs much, and a copy may have another one."""
    words, other_words = one.keys() - topic_keys, other.keys() - topic_keys
    if min(len(words), len(other_words)) < MIN_TERMS_OF_COPY:
        return False
    return len(words & other_words) >= NEAR_COPY_SHARE * max(len(words), len(other_words))


def choose_similar(
    mine: TermWeights,
    scores: Mapping[int, float],
    weights: Mapping[int, TermWeights],
    number: int,
    topic_keys: Collection[int] = (),
) -> list[tuple[int, float]]:
    """Return the highest scores without near copies of the text, and with one of several copies.

    `weights` are those of the best candidates at least.
    """
    chosen: list[tuple[int, float]] = []
    for other, score in get_highest_scores(scores, number * CANDIDATES_PER_RESULT):
        if len(chosen) == number:
            break
        known = (mine, *(weights[text] for text, _score in chosen))
        if not any(is_near_copy(text, weights[other], topic_keys) for text in known):
            chosen.append((other, score))
    return chosen


def find_all_similar(
    weights: Mapping[int, TermWeights], number: int, topic_keys: Collection[int] = ()
) -> dict[int, list[tuple[int, float]]]:
    """Return the most similar texts of each text, without near copies."""
    users: dict[int, list[tuple[int, float]]] = {}
    for text, theirs in weights.items():
        for word, weight in theirs.items():
            users.setdefault(word, []).append((text, weight))
    nearest = {}
    for text, mine in weights.items():
        scores: dict[int, float] = {}
        for word, weight in mine.items():
            for other, heavy in users[word]:
                scores[other] = scores.get(other, 0.0) + weight * heavy
        scores.pop(text, None)
        found = {other: score for other, score in scores.items() if score >= MIN_SIMILARITY}
        nearest[text] = choose_similar(mine, found, weights, number, topic_keys)
    return nearest
