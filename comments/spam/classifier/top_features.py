"""The few traits of a text that weighed most, each said once."""

from collections.abc import Iterable

from comments.spam.classifier.logistic_regression import Weighed

MOST = 5
LONGEST = 40  # letters of one sign

# As JSON: a kind, which of that kind, and 1 where it speaks for spam, -1 where against it.
Sign = list[str | int]


def signs_of(weighed: Iterable[Weighed]) -> list[Sign]:
    """From the heaviest on; words that a heavier pair has named are not named again."""
    signs: list[Sign] = []
    told: set[str] = set()
    for one in weighed:
        words = (
            {*one.which.split()} if one.kind in {"word", "pair"} else {f"{one.kind} {one.which}"}
        )
        if words <= told:
            continue
        told |= words
        signs.append([one.kind, one.which[:LONGEST], 1 if one.weight > 0 else -1])
        if len(signs) == MOST:
            break
    return signs
