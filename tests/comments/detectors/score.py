"""`python -m tests.comments.detectors.score`: how much the detectors find in posts they were not made from.

Prints figures only, never a text: who tunes the detectors may run it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from tests.comments.detectors.sets import KINDS, NOTHING_TO_FIND, PATHS, Post, read_posts

if TYPE_CHECKING:
    from comments.personal_info.match import PersonalInfoMatch

Z = 1.959964  # of 95 %


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.comments.detectors.score", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, help="only this detector")
    parser.add_argument("--set", type=Path, help="another set in the same format; needs --kind")
    options = parser.parse_args()
    if options.set and not options.kind:
        parser.error("--set needs --kind")
    with detectors_at_hand():
        for kind in [options.kind] if options.kind else KINDS:
            score = SCORES[kind]
            sys.stdout.write("\n".join([kind, *score(read_posts(options.set or PATHS[kind])), "", ""]))


@contextmanager
def detectors_at_hand() -> Iterator[None]:
    """A database of its own, filled by the migrations: the crisis phrases are in it."""
    import tests.environment  # noqa: F401 - before the settings

    import django  # isort: skip

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)


def score_danger(posts: list[Post]) -> list[str]:
    """The share of posts in which a crisis phrase is found, of whatever kind."""
    from comments.submission.compiled_list import CRISIS_PHRASE_LIST

    return _lines(posts, lambda post: bool(CRISIS_PHRASE_LIST.find(post.text)))


def score_personal(posts: list[Post]) -> list[str]:
    """The share of details found as a whole, by matches of any kind; and by those of the right kind alone."""
    from comments.personal_info.finder import find_personal_info

    matches = {post: find_personal_info(post.text) for post in posts}

    def is_found(post: Post) -> bool:
        if post.kind in NOTHING_TO_FIND:
            return bool(matches[post])
        return is_removed(post, _covered(matches[post]))

    def is_found_as_such(post: Post) -> bool:
        return is_removed(post, _covered(match for match in matches[post] if match.kind == post.kind))

    def is_found_in_part(post: Post) -> bool:
        covered = _covered(match for match in matches[post] if match.kind == post.kind)
        return any(positions <= covered for positions in post.positions_by_part())

    def is_left_in_part(post: Post) -> bool:
        return bool(post.positions() & _covered(matches[post])) and not is_found(post)

    details = [post for post in posts if post.kind not in NOTHING_TO_FIND]
    parted = [post for post in details if len(post.details) > 1]
    clean = [post for post in posts if post.kind in NOTHING_TO_FIND]
    alarms = Counter(kind for post in clean for kind in {match.kind for match in matches[post]})
    by_kind = ", ".join(f"{kind} {count}" for kind, count in alarms.most_common()) or "none"
    return [
        *_lines(posts, is_found),
        "the kind is right",
        *_lines(details, is_found_as_such),
        "only a part of the detail is removed: a fault, since the rest looks clean",
        *_lines(details, is_left_in_part),
        "the kind is right, and of details in several parts at least one is found, such as the name of a clinician",
        *_lines(parted, is_found_in_part),
        f"kinds of the false alarms: {by_kind}",
    ]


def is_removed(post: Post, covered: set[int]) -> bool:
    """Whether nothing of the detail is left. Of a clinician, the name or the place may stay whole, not both."""
    if post.kind != "clinician":
        return post.positions() <= covered
    parts = post.positions_by_part()
    return any(part <= covered for part in parts) and all(part <= covered or not part & covered for part in parts)


def _covered(matches: Iterable[PersonalInfoMatch]) -> set[int]:
    return {at for match in matches for at in range(match.start, match.end)}


SCORES = {"danger": score_danger, "personal": score_personal}


def _lines(posts: list[Post], is_found: Callable[[Post], bool]) -> list[str]:
    """A line of figures for each kind, and for all that has to be found."""
    found, total = Counter(), Counter()
    for post in posts:
        names = [post.kind] if post.kind in NOTHING_TO_FIND else [post.kind, "together"]
        total.update(names)
        found.update(names if is_found(post) else [])
    order = sorted(total, key=lambda name: (name in NOTHING_TO_FIND, name == "together"))
    return [_line(name, found[name], total[name]) for name in order]


def _line(name: str, found: int, total: int) -> str:
    low, high = wilson_interval(found, total)
    note = "  false alarms" if name in NOTHING_TO_FIND else ""
    return f"  {name:<10} {found:>4}/{total:<4} {found / total:>6.1%}  ({low:.1%} to {high:.1%}){note}"


def wilson_interval(found: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a rate."""
    rate, spread = found / total, Z * Z / total
    middle = (rate + spread / 2) / (1 + spread)
    half = sqrt(rate * (1 - rate) * spread + spread * spread / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


if __name__ == "__main__":
    main()
