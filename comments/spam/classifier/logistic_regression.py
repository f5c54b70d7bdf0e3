"""An online logistic regression that can unlearn its examples.

The weight of a feature has two parts. One part is counted: how much more often it occurred in spam
than in other posts. The other part is trained: each example moves the features of its text, in
proportion to the error of the score. Both parts are sums over examples, so that an example can be
subtracted again.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, fsum, log
from typing import NamedTuple

from comments.spam.classifier.feature_hashing import BUCKET_COUNT, FeatureGroup, hash_features, hash_named_features
from comments.spam.classifier.text_features import NO_METADATA, TextFeature, TextMetadata, extract_features

LEARNING_RATE = 7.0  # step length of an example
MAX_ERROR = 0.15  # limits the step, so that one post cannot change everything
COUNT_WEIGHT = 0.5  # weight of the counted part
SMOOTHING = 0.1  # of counts: a higher value trusts rare features less
MIN_LESSONS_PER_KIND = 10  # added to both kinds before their ratio is used
PARTS_PER_LESSON = 1024  # fixed-point unit of an example's weight
AUTHOR_DISCOUNT = 8  # Each further example by an author weighs so many times less.
COUNT_BITS = 32  # bits of a count
MAX_LOGIT = 30.0  # limits the score


class WeightedFeature(NamedTuple):
    """A feature and its weight: above 0 for spam, below 0 against it."""

    kind: str
    which: str
    weight: float


def get_example_weight(before: int) -> float:
    """Weight of the next example by an author with so many examples. All of them together weigh
    little more than one."""
    return 1 / AUTHOR_DISCOUNT ** min(before, PARTS_PER_LESSON.bit_length())


@dataclass(frozen=True)
class Update:
    """The change by one example: with its text, enough to subtract it."""

    is_spam: bool
    parts: int  # weight, in 1/PARTS_PER_LESSON
    size: float  # step length; below 0 away from spam
    score_before: float


def _build_empty_counts() -> array[int]:
    return array("Q", bytes(8 * BUCKET_COUNT))


def _build_empty_weights() -> array[float]:
    return array("f", bytes(4 * BUCKET_COUNT))


@dataclass
class Model:
    """The trained weights. Shared models are never changed: training needs a copy."""

    # Number of examples with a feature, in parts. Spam is in the upper half of the integer, the
    # others are in the lower half, since both are looked up together.
    counts: array[int] = field(default_factory=_build_empty_counts)
    weights: array[float] = field(default_factory=_build_empty_weights)
    spam_lessons: int = 0  # in parts
    ham_lessons: int = 0

    def copy(self) -> Model:
        return Model(self.counts[:], self.weights[:], self.spam_lessons, self.ham_lessons)

    def score(self, text: str, metadata: TextMetadata = NO_METADATA) -> float:
        """Probability of spam, from 0 to 1; 0.5 from an untrained model."""
        return self._score(hash_features(extract_features(text, metadata)))

    def learn(self, text: str, metadata: TextMetadata = NO_METADATA, *, is_spam: bool, weight: float = 1.0) -> Update:
        features = hash_features(extract_features(text, metadata))
        score = self._score(features)
        parts = round(weight * PARTS_PER_LESSON)
        wrong = max(-MAX_ERROR, min(MAX_ERROR, is_spam - score))
        size = LEARNING_RATE * parts / PARTS_PER_LESSON * self._get_rarity(is_spam=is_spam) * wrong
        step = Update(is_spam, parts, size, score)
        self._apply_update(features, step, sign=1)
        return step

    def unlearn(self, text: str, metadata: TextMetadata, step: Update) -> None:
        """Subtract the update of `learn()` with this text, exactly but for rounding. Later updates
        stay, although this example had influenced them."""
        self._apply_update(hash_features(extract_features(text, metadata)), step, sign=-1)

    def explain(
        self, text: str, metadata: TextMetadata = NO_METADATA, limit: int | None = None
    ) -> list[WeightedFeature]:
        """Features with a weight, the heaviest first. Their sum is the logit of the score."""
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
        """Sum the weights of these features. Many have the same counts, so each count is evaluated
        once."""
        total = fsum(map(self.weights.__getitem__, buckets))
        seen = Counter(map(self.counts.__getitem__, buckets))
        return total + fsum(times * self._get_count_weight(count) for count, times in seen.items())

    def _get_count_weight(self, count: int) -> float:
        """The counted part of the weight, from the packed numbers of examples."""
        if not count:
            return 0.0
        spam, ham = ((count >> COUNT_BITS) / PARTS_PER_LESSON, (count & (1 << COUNT_BITS) - 1) / PARTS_PER_LESSON)
        share = (self.spam_lessons + PARTS_PER_LESSON) / (self.spam_lessons + self.ham_lessons + 2 * PARTS_PER_LESSON)
        both = spam + ham
        # Observed against expected frequency, in spam and in other posts.
        more = (spam + SMOOTHING) / (both * share + SMOOTHING)
        less = (ham + SMOOTHING) / (both * (1 - share) + SMOOTHING)
        return COUNT_WEIGHT * log(more / less)

    def _get_rarity(self, *, is_spam: bool) -> float:
        """Factor of the step: examples of the rarer kind move the weights further."""
        spam, ham = (
            lessons / PARTS_PER_LESSON + MIN_LESSONS_PER_KIND for lessons in (self.spam_lessons, self.ham_lessons)
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
