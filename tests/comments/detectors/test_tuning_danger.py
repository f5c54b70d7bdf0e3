"""The posts by which the danger detector is tuned: nearly all are found, and nearly no harmless one.

How much it finds elsewhere, `score.py` says.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from comments.crisis_detection.detector import LANGUAGES, get_crisis_detector

HARMLESS = "harmless_"


def read_tuning_set() -> dict[str, list[tuple[str, str]]]:
    """Language and text of the posts, by kind."""
    posts = defaultdict(list)
    for line in Path(__file__).with_name("tuning_danger.txt").read_text().splitlines():
        if line.startswith("["):
            kind, language = line.strip("[]").split()
        elif line and not line.startswith("#"):
            posts[kind].append((language, line))
    return posts


POSTS = read_tuning_set()
DANGEROUS = [kind for kind in POSTS if not kind.startswith(HARMLESS)]


def find_posts(posts: list[tuple[str, str]]) -> list[str]:
    return [text for _, text in posts if get_crisis_detector().find(text)]


def test_the_set_has_enough_of_each_kind():
    assert len(DANGEROUS) == 6
    assert all(len(POSTS[kind]) >= 50 for kind in DANGEROUS)
    assert all({language for language, _ in POSTS[kind]} == {*LANGUAGES} for kind in DANGEROUS)
    assert sum(len(posts) for kind, posts in POSTS.items() if kind.startswith(HARMLESS)) >= 400


@pytest.mark.parametrize("kind", DANGEROUS)
def test_posts_of_people_in_danger_are_found(kind):
    found = find_posts(POSTS[kind])
    assert len(found) >= 0.85 * len(POSTS[kind]), [text for _, text in POSTS[kind] if text not in found]


def test_harmless_posts_are_not_found():
    posts = [post for kind, posts in POSTS.items() if kind.startswith(HARMLESS) for post in posts]
    found = find_posts(posts)
    assert len(found) <= 0.02 * len(posts), found
