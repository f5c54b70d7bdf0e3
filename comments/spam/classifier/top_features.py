"""The features of a text that weighed most, without repetitions."""

from collections.abc import Iterable

from comments.spam.classifier.logistic_regression import WeightedFeature

MAX_SIGNS = 5
MAX_SIGN_CHARS = 40  # of one sign

# As JSON: kind, name, and 1 for spam or -1 against it.
ScoreSign = list[str | int]


def select_signs(weighed: Iterable[WeightedFeature]) -> list[ScoreSign]:
    """Select signs, the heaviest first. Words of a heavier pair are not repeated."""
    signs: list[ScoreSign] = []
    named: set[str] = set()
    for feature in weighed:
        words = {*feature.which.split()} if feature.kind in {"word", "pair"} else {f"{feature.kind} {feature.which}"}
        if words <= named:
            continue
        named |= words
        signs.append([feature.kind, feature.which[:MAX_SIGN_CHARS], 1 if feature.weight > 0 else -1])
        if len(signs) == MAX_SIGNS:
            break
    return signs
