"""How good the spam score is: what it thought of each post before it was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.timezone import now

from comments.models import TrainingExample

EVALUATION_DAYS = 30
NEUTRAL_SCORE = (
    0.5  # Above it, a post looks like spam; this is also the score of what nobody knows.
)
MIN_POSTS_FOR_PERCENTAGE = 20  # posts: a share of fewer says little


@dataclass(frozen=True)
class Evaluation:
    """Numbers of posts on which a moderator has decided."""

    caught: int = 0  # spam that looked like it
    missed: int = 0  # spam that did not
    suspected: int = 0  # other posts that looked like spam
    spared: int = 0  # and those that did not
    unknown: int = 0  # when nothing was known yet

    @classmethod
    def of_recent_decisions(cls) -> Evaluation:
        """Over the last 30 days."""
        lessons = TrainingExample.objects.learned_since(
            now() - timedelta(days=EVALUATION_DAYS)
        ).order_by()
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
        """About which it had an opinion."""
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
        """In per cent, like the others; None where there is too little to go by."""
        return _get_percentage(self.right, self.posts)

    @property
    def precision(self) -> int | None:
        """Of what looked like spam."""
        return _get_percentage(self.caught, self.classified_as_spam)

    @property
    def recall(self) -> int | None:
        """Of the spam."""
        return _get_percentage(self.caught, self.spam)

    @property
    def is_unreliable(self) -> bool:
        return None in {self.accuracy, self.precision, self.recall}


def get_percentage(part: int, whole: int) -> int | None:
    """Percentage, rounded; None without a whole."""
    return round(100 * part / whole) if whole else None


def _get_percentage(part: int, whole: int) -> int | None:
    return get_percentage(part, whole) if whole >= MIN_POSTS_FOR_PERCENTAGE else None
