"""The few traits of a text that weighed most, each said once."""

from collections.abc import Iterable

from comments.spam.classifier.logistic_regression import WeightedFeature

MAX_SIGNS = 5
MAX_SIGN_CHARS = 40  # letters of one sign

# As JSON: a kind, which of that kind, and 1 where it speaks for spam, -1 where against it.
ScoreSign = list[str | int]


def select_signs(weighed: Iterable[WeightedFeature]) -> list[ScoreSign]:
    """From the heaviest on; words that a heavier pair has named are not named again."""
    signs: list[ScoreSign] = []
    named: set[str] = set()
    for feature in weighed:
        words = (
            {*feature.which.split()}
            if feature.kind in {"word", "pair"}
            else {f"{feature.kind} {feature.which}"}
        )
        if words <= named:
            continue
        named |= words
        signs.append(
            [feature.kind, feature.which[:MAX_SIGN_CHARS], 1 if feature.weight > 0 else -1]
        )
        if len(signs) == MAX_SIGNS:
            break
    return signs
