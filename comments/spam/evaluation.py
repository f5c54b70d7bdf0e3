"""Evaluation of the spam score: scores before each decision, compared with the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.timezone import now

from comments.models import TrainingExample

EVALUATION_DAYS = 30
NEUTRAL_SCORE = 0.5  # Above it, a post looks like spam. It is also the score of an untrained model.
MIN_POSTS_FOR_PERCENTAGE = 20  # A percentage of fewer posts says little.


@dataclass(frozen=True)
class Evaluation:
    """Numbers of posts that a moderator has decided about."""

    caught: int = 0  # spam that looked like it
    missed: int = 0  # spam that did not
    suspected: int = 0  # other posts that looked like spam
    spared: int = 0  # and those that did not
    unknown: int = 0  # by an untrained model

    @classmethod
    def of_recent_decisions(cls) -> Evaluation:
        """Evaluate the last 30 days."""
        lessons = TrainingExample.objects.learned_since(now() - timedelta(days=EVALUATION_DAYS)).order_by()
        spam, looks = Q(is_spam=True), Q(score__gt=NEUTRAL_SCORE)
        unknown = Q(score=NEUTRAL_SCORE)
        return cls(
            **lessons.aggregate(
                caught=Count("pk", filter=spam & looks),
                missed=Count("pk", filter=spam & ~looks & ~unknown),
                suspected=Count("pk", filter=~spam & looks),
                spared=Count("pk", filter=~spam & ~looks & ~unknown),
                unknown=Count("pk", filter=unknown),
            )
        )

    @property
    def posts(self) -> int:
        """Posts that the model had a score for."""
        return self.caught + self.missed + self.suspected + self.spared

    @property
    def right(self) -> int:
        return self.caught + self.spared

    @property
    def spam(self) -> int:
        return self.caught + self.missed

    @property
    def others(self) -> int:
        return self.suspected + self.spared

    @property
    def classified_as_spam(self) -> int:
        return self.caught + self.suspected

    @property
    def accuracy(self) -> int | None:
        """Percentage of correct scores; None while there are too few posts."""
        return _get_percentage(self.right, self.posts)

    @property
    def precision(self) -> int | None:
        """Percentage of spam among posts that looked like spam."""
        return _get_percentage(self.caught, self.classified_as_spam)

    @property
    def recall(self) -> int | None:
        """Percentage of spam that looked like spam."""
        return _get_percentage(self.caught, self.spam)

    @property
    def is_unreliable(self) -> bool:
        return None in {self.accuracy, self.precision, self.recall}


def get_percentage(part: int, whole: int) -> int | None:
    """Percentage, rounded; None without a whole."""
    return round(100 * part / whole) if whole else None


def _get_percentage(part: int, whole: int) -> int | None:
    return get_percentage(part, whole) if whole >= MIN_POSTS_FOR_PERCENTAGE else None
