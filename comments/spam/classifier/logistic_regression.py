"""An online logistic regression: what it has learnt, a lesson more or less, and a score.

What a feature weighs has two parts. One is counted: how much more often spam had it than other
posts. The other is moved: each lesson moves the features of its text towards what the moderator
said, by as much as the score was wrong. Both are sums over lessons, so that a lesson can be
taken out again.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, fsum, log
from typing import NamedTuple

from comments.spam.classifier.feature_hashing import (
    BUCKET_COUNT,
    FeatureGroup,
    hash_features,
    hash_named_features,
)
from comments.spam.classifier.text_features import (
    NO_METADATA,
    TextFeature,
    TextMetadata,
    extract_features,
)

LEARNING_RATE = 7.0  # how far one lesson moves
MAX_ERROR = 0.15  # beyond which it moves no further: one post shall not turn everything round
COUNT_WEIGHT = 0.5  # how much the counted part has to say
SMOOTHING = 0.1  # about what was counted: more is more careful about what is rare
MIN_LESSONS_PER_KIND = 10  # lessons of both kinds before one of them counts as rare
PARTS_PER_LESSON = 1024  # parts of a lesson
AUTHOR_DISCOUNT = 8  # times less each lesson by the same author teaches than the one before
COUNT_BITS = 32  # bits of a count
MAX_LOGIT = 30.0  # where nothing is more certain any more


class WeightedFeature(NamedTuple):
    """A trait and what it weighs: above 0 it speaks for spam, below against it."""

    kind: str
    which: str
    weight: float


def get_lesson_weight(before: int) -> float:
    """What one weighs after so many by the same author: all of them little more than one."""
    return 1 / AUTHOR_DISCOUNT ** min(before, PARTS_PER_LESSON.bit_length())


@dataclass(frozen=True)
class Update:
    """What a lesson did to the model: enough, with its text, to take it back."""

    is_spam: bool
    parts: int  # of a whole lesson
    size: float  # how far the features of the text were moved; below 0 away from spam
    score_before: float


def _build_empty_counts() -> array[int]:
    return array("Q", bytes(8 * BUCKET_COUNT))


def _build_empty_weights() -> array[float]:
    return array("f", bytes(4 * BUCKET_COUNT))


@dataclass
class Model:
    """All that has been learnt. Where it is shared it is only read: lessons go into a copy."""

    # How many lessons had a feature, in parts of a lesson: spam in the upper half of a number,
    # the others in the lower, since both are looked up together.
    counts: array[int] = field(default_factory=_build_empty_counts)
    weights: array[float] = field(default_factory=_build_empty_weights)
    spam_lessons: int = 0  # in parts
    ham_lessons: int = 0

    def copy(self) -> Model:
        return Model(self.counts[:], self.weights[:], self.spam_lessons, self.ham_lessons)

    def score(self, text: str, metadata: TextMetadata = NO_METADATA) -> float:
        """How much this looks like spam, from 0 to 1; 0.5 where nothing is known."""
        return self._score(hash_features(extract_features(text, metadata)))

    def learn(
        self, text: str, metadata: TextMetadata = NO_METADATA, *, is_spam: bool, weight: float = 1.0
    ) -> Update:
        features = hash_features(extract_features(text, metadata))
        score = self._score(features)
        parts = round(weight * PARTS_PER_LESSON)
        wrong = max(-MAX_ERROR, min(MAX_ERROR, is_spam - score))
        size = LEARNING_RATE * parts / PARTS_PER_LESSON * self._get_rarity(is_spam=is_spam) * wrong
        step = Update(is_spam, parts, size, score)
        self._apply_update(features, step, sign=1)
        return step

    def unlearn(self, text: str, metadata: TextMetadata, step: Update) -> None:
        """Take back what `learn()` did with this text: exactly, but for rounding. What was
        learnt since stays as it was learnt, with this lesson in mind."""
        self._apply_update(hash_features(extract_features(text, metadata)), step, sign=-1)

    def explain(
        self, text: str, metadata: TextMetadata = NO_METADATA, limit: int | None = None
    ) -> list[WeightedFeature]:
        """The traits that weigh anything, the heaviest first. Together they are the score."""
        weights: dict[TextFeature, float] = {}
        for trait, value, bucket in hash_named_features(extract_features(text, metadata)):
            weight = self.weights[bucket] + self._get_count_weight(self.counts[bucket])
            weights[trait] = weights.get(trait, 0.0) + value * weight
        weighed = [WeightedFeature(*trait, weight) for trait, weight in weights.items() if weight]
        return sorted(weighed, key=lambda one: (-abs(one.weight), one))[:limit]

    def _score(self, features: Iterable[FeatureGroup]) -> float:
        total = fsum(value * self._sum_weights(buckets) for value, buckets in features)
        return 1 / (1 + exp(-max(-MAX_LOGIT, min(MAX_LOGIT, total))))

    def _sum_weights(self, buckets: list[int]) -> float:
        """What all of them weigh. Most have been seen as often as many others."""
        total = fsum(map(self.weights.__getitem__, buckets))
        seen = Counter(map(self.counts.__getitem__, buckets))
        return total + fsum(times * self._get_count_weight(count) for count, times in seen.items())

    def _get_count_weight(self, count: int) -> float:
        """What a feature weighs that so many lessons of both kinds had."""
        if not count:
            return 0.0
        spam, ham = (
            (count >> COUNT_BITS) / PARTS_PER_LESSON,
            (count & (1 << COUNT_BITS) - 1) / PARTS_PER_LESSON,
        )
        share = (self.spam_lessons + PARTS_PER_LESSON) / (
            self.spam_lessons + self.ham_lessons + 2 * PARTS_PER_LESSON
        )
        both = spam + ham
        # As often among spam as was to be expected, if it told nothing; and among the others.
        more = (spam + SMOOTHING) / (both * share + SMOOTHING)
        less = (ham + SMOOTHING) / (both * (1 - share) + SMOOTHING)
        return COUNT_WEIGHT * log(more / less)

    def _get_rarity(self, *, is_spam: bool) -> float:
        """The kind of which there have been fewer lessons moves further."""
        spam, ham = (
            lessons / PARTS_PER_LESSON + MIN_LESSONS_PER_KIND
            for lessons in (self.spam_lessons, self.ham_lessons)
        )
        return (2 * (ham if is_spam else spam) / (spam + ham)) ** 0.5

    def _apply_update(self, features: Iterable[FeatureGroup], step: Update, *, sign: int) -> None:
        counts, weights = self.counts, self.weights
        parts = sign * step.parts
        more = parts << COUNT_BITS if step.is_spam else parts
        for value, buckets in features:
            change = sign * step.size * value
            for bucket in buckets:
                counts[bucket] += more
                weights[bucket] += change
        if step.is_spam:
            self.spam_lessons += parts
        else:
            self.ham_lessons += parts
