"""A realistic conversation of any length: the author, parent and text of each post."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from comments.models.path import DIGITS_PER_LEVEL, MAX_LEVELS, build_child_path

NEW_BRANCHES = 0.22  # of all posts; the others answer one of the last ones
REMEMBERED = 60  # posts that somebody may still answer
FATES = {"published": 0.97, "removed": 0.012, "spam": 0.008, "withdrawn": 0.01}
VOICES = {"guest": 0.45, "anonymous member": 0.1, "member": 0.45}
BODIES = 250
WORDS = (  # noqa: SIM905
    "again always answer breath careful clinic daily doctor echo evening family first garden heart"
    " hospital hour letter little long measure medicine month morning murmur never night nurse open"
    " patient people pressure question quiet repair result scan second sister slowly small stairs"
    " story surgeon table thank think tired valve walk water week winter without word worry year"
).split()


@dataclass(frozen=True)
class Post:
    """One post of the conversation, before anybody's account or clock is known."""

    number: int
    answers: int | None  # the number of another post
    path: str
    fate: str  # a status
    voice: str
    body: int  # which of the bodies

    @property
    def is_deepest(self) -> bool:
        return len(self.path) == DIGITS_PER_LEVEL * MAX_LEVELS


def conversation(size: int, *, seed: int = 1) -> Iterator[Post]:
    """Most posts answer a recent one; some branches die at once, others reach the last level.
    The same size and seed make the same conversation, and a longer one begins alike."""
    rng = random.Random(seed)
    recent: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
    fates, voices = _draw(rng, FATES), _draw(rng, VOICES)
    for number in range(1, size + 1):
        starts = not recent or rng.random() < NEW_BRANCHES
        # The square favours what was said last.
        above = None if starts else recent[-1 - int(len(recent) * rng.random() ** 2)]
        path = build_child_path(above[1] if above else "", number)
        recent.append((number, path))
        answers = above[0] if above else None
        yield Post(number, answers, path, next(fates), next(voices), rng.randrange(BODIES))


def bodies(*, seed: int = 1) -> list[str]:
    """Texts of about 240 characters, in Markdown as people use it; each post says more."""
    rng = random.Random(seed)
    return [_body(rng, turn) for turn in range(BODIES)]


def _body(rng: random.Random, turn: int) -> str:
    parts = []
    for part in count():
        sentence = " ".join(rng.choices(WORDS, k=rng.randint(6, 14))).capitalize()
        if part == 1 and turn % 5 == 0:
            sentence = f"*{sentence}*"
        parts.append(f"{sentence}.")
        if sum(map(len, parts)) > 200:
            break
    if turn % 20 == 0:
        parts.append("[What I read](https://example.org/valves).")
    middle = len(parts) // 2
    breaks = "\n\n" if turn % 3 == 0 else " "
    return " ".join(parts[:middle]) + breaks + " ".join(parts[middle:])


def _draw(rng: random.Random, weights: dict[str, float]) -> Iterator[str]:
    while True:
        yield from rng.choices([*weights], [*weights.values()], k=1000)
