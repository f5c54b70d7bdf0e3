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

from comments.spam.classifier.feature_hashing import BUCKETS, Group, features_of, named_features_of
from comments.spam.classifier.text_features import NOTHING_ELSE, Facts, Trait, traits_of

STEP = 7.0  # how far one lesson moves
SURPRISE = 0.15  # beyond which it moves no further: one post shall not turn everything round
COUNTED = 0.5  # how much the counted part has to say
DOUBT = 0.1  # about what was counted: more is more careful about what is rare
PATIENCE = 10  # lessons of both kinds before one of them counts as rare
WHOLE = 1024  # parts of a lesson
LESS = 8  # times less each lesson by the same author teaches than the one before
HALF = 32  # bits of a count
FAR = 30.0  # where nothing is more certain any more


class Weighed(NamedTuple):
    """A trait and what it weighs: above 0 it speaks for spam, below against it."""

    kind: str
    which: str
    weight: float


def weight_of_lesson(before: int) -> float:
    """What one weighs after so many by the same author: all of them little more than one."""
    return 1 / LESS ** min(before, WHOLE.bit_length())


@dataclass(frozen=True)
class Step:
    """What a lesson did to the model: enough, with its text, to take it back."""

    is_spam: bool
    parts: int  # of a whole lesson
    size: float  # how far the features of the text were moved; below 0 away from spam
    score_before: float


def _nothing_counted() -> array[int]:
    return array("Q", bytes(8 * BUCKETS))


def _nothing_moved() -> array[float]:
    return array("f", bytes(4 * BUCKETS))


@dataclass
class Model:
    """All that has been learnt. Where it is shared it is only read: lessons go into a copy."""

    # How many lessons had a feature, in parts of a lesson: spam in the upper half of a number,
    # the others in the lower, since both are looked up together.
    counts: array[int] = field(default_factory=_nothing_counted)
    moved: array[float] = field(default_factory=_nothing_moved)
    spam_lessons: int = 0  # in parts
    ham_lessons: int = 0

    def copy(self) -> Model:
        return Model(self.counts[:], self.moved[:], self.spam_lessons, self.ham_lessons)

    def score(self, text: str, facts: Facts = NOTHING_ELSE) -> float:
        """How much this looks like spam, from 0 to 1; 0.5 where nothing is known."""
        return self._score(features_of(traits_of(text, facts)))

    def learn(
        self, text: str, facts: Facts = NOTHING_ELSE, *, is_spam: bool, weight: float = 1.0
    ) -> Step:
        features = features_of(traits_of(text, facts))
        score = self._score(features)
        parts = round(weight * WHOLE)
        wrong = max(-SURPRISE, min(SURPRISE, is_spam - score))
        size = STEP * parts / WHOLE * self._rarity(is_spam=is_spam) * wrong
        step = Step(is_spam, parts, size, score)
        self._add(features, step, sign=1)
        return step

    def unlearn(self, text: str, facts: Facts, step: Step) -> None:
        """Take back what `learn()` did with this text: exactly, but for rounding. What was
        learnt since stays as it was learnt, with this lesson in mind."""
        self._add(features_of(traits_of(text, facts)), step, sign=-1)

    def explain(
        self, text: str, facts: Facts = NOTHING_ELSE, most: int | None = None
    ) -> list[Weighed]:
        """The traits that weigh anything, the heaviest first. Together they are the score."""
        weights: dict[Trait, float] = {}
        for trait, value, bucket in named_features_of(traits_of(text, facts)):
            weight = self.moved[bucket] + self._counted(self.counts[bucket])
            weights[trait] = weights.get(trait, 0.0) + value * weight
        weighed = [Weighed(*trait, weight) for trait, weight in weights.items() if weight]
        return sorted(weighed, key=lambda one: (-abs(one.weight), one))[:most]

    def _score(self, features: Iterable[Group]) -> float:
        total = fsum(value * self._weight_of(buckets) for value, buckets in features)
        return 1 / (1 + exp(-max(-FAR, min(FAR, total))))

    def _weight_of(self, buckets: list[int]) -> float:
        """What all of them weigh. Most have been seen as often as many others."""
        moved = fsum(map(self.moved.__getitem__, buckets))
        seen = Counter(map(self.counts.__getitem__, buckets))
        return moved + fsum(times * self._counted(count) for count, times in seen.items())

    def _counted(self, count: int) -> float:
        """What a feature weighs that so many lessons of both kinds had."""
        if not count:
            return 0.0
        spam, ham = (count >> HALF) / WHOLE, (count & (1 << HALF) - 1) / WHOLE
        share = (self.spam_lessons + WHOLE) / (self.spam_lessons + self.ham_lessons + 2 * WHOLE)
        both = spam + ham
        # As often among spam as was to be expected, if it told nothing; and among the others.
        more = (spam + DOUBT) / (both * share + DOUBT)
        less = (ham + DOUBT) / (both * (1 - share) + DOUBT)
        return COUNTED * log(more / less)

    def _rarity(self, *, is_spam: bool) -> float:
        """The kind of which there have been fewer lessons moves further."""
        spam, ham = (
            lessons / WHOLE + PATIENCE for lessons in (self.spam_lessons, self.ham_lessons)
        )
        return (2 * (ham if is_spam else spam) / (spam + ham)) ** 0.5

    def _add(self, features: Iterable[Group], step: Step, *, sign: int) -> None:
        counts, moved = self.counts, self.moved
        parts = sign * step.parts
        more = parts << HALF if step.is_spam else parts
        for value, buckets in features:
            way = sign * step.size * value
            for bucket in buckets:
                counts[bucket] += more
                moved[bucket] += way
        if step.is_spam:
            self.spam_lessons += parts
        else:
            self.ham_lessons += parts
