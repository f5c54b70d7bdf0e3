"""Invented words, as frequent as real words: a few in every text, most of them rare."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

SIZE = 30_000
ONSETS = "b br c ch cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sl st t th tr v w".split()  # noqa: SIM905
VOWELS = "a e i o u ai ea ee oa oo ou".split()  # noqa: SIM905
ENDS = "b ck d ft g l ld lm m mp n nd nt p r rk rn st t x".split()  # noqa: SIM905

# Said in every second text each, and never together; in one of fifty, a thousand, fifty thousand.
EVEN, ODD, FIFTIETH, THOUSANDTH, RARE = "evenword", "oddword", "fiftieth", "thousandth", "rareword"

MISTYPED, MEANT = "regurgetation", "regurgitation"  # A title has the one, none the other.


@cache
def vocabulary() -> list[str]:
    rng = random.Random(3)
    words: dict[str, None] = {}
    while len(words) < SIZE:
        syllables = 1 + (len(words) > 200) + (len(words) > 4000)
        start = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(syllables))
        words[start + rng.choice(ENDS)] = None
    return [*words]


@cache
def _weights() -> list[float]:
    """As Zipf found: the second word is said half as often as the first, and so on."""
    return [*accumulate(1 / (place + 3) for place in range(SIZE))]


def sentence(number: int, words: int = 12) -> str:
    """The same for the same number."""
    rng = random.Random(number)
    said = rng.choices(vocabulary(), cum_weights=_weights(), k=words)
    said.insert(number % words, ODD if number % 2 else EVEN)
    marks = {50: FIFTIETH, 1000: THOUSANDTH, 50_000: RARE}
    said += [mark for every, mark in marks.items() if number % every == 0]
    return f"{' '.join(said)}.".capitalize()
