"""The tuning set of the detectors of personal information: it may be read while they are made."""

from collections import Counter

import pytest

from comments.personal_info import find_personal_info, redact
from comments.policy_messages import get_redaction_marks
from tests.comments.detectors.score import is_removed
from tests.comments.detectors.sets import FOLDER, KINDS, NOTHING_TO_FIND, Post, read_posts

POSTS = read_posts(FOLDER / "tuning_personal.txt")
DETAILS = [post for post in POSTS if post.kind not in NOTHING_TO_FIND]
CLEAN = [post for post in POSTS if post.kind in NOTHING_TO_FIND]
MIN_SHARE_OF_A_KIND = 0.88
MIN_SHARE_TOGETHER = 0.93
MAX_SHARE_OF_FALSE_ALARMS = 0.01
MAX_SHARE_IN_PART = 0.03


def covered(post: Post) -> set[int]:
    return {at for match in find_personal_info(post.text) for at in range(match.start, match.end)}


@pytest.fixture(scope="module")
def removed() -> dict[Post, set[int]]:
    return {post: covered(post) for post in POSTS}


def test_there_are_enough_posts_of_each_kind():
    counts = Counter(post.kind for post in POSTS)
    assert counts.keys() == set(KINDS["personal"])
    assert min(counts.values()) >= 50
    assert counts["clean"] >= 400


@pytest.mark.parametrize("kind", [kind for kind in KINDS["personal"] if kind not in NOTHING_TO_FIND])
def test_details_of_each_kind_are_removed_whole(kind: str, removed: dict[Post, set[int]]):
    posts = [post for post in DETAILS if post.kind == kind]
    missed = [post.text for post in posts if not is_removed(post, removed[post])]
    assert len(missed) <= (1 - MIN_SHARE_OF_A_KIND) * len(posts), missed


def test_nearly_all_details_are_removed_whole(removed: dict[Post, set[int]]):
    missed = [post.text for post in DETAILS if not is_removed(post, removed[post])]
    assert len(missed) <= (1 - MIN_SHARE_TOGETHER) * len(DETAILS), missed


def test_hardly_a_detail_is_removed_in_part(removed: dict[Post, set[int]]):
    """What is left of a detail would look clean to its author."""
    in_part = [
        post.text for post in DETAILS if post.positions() & removed[post] and not is_removed(post, removed[post])
    ]
    assert len(in_part) <= MAX_SHARE_IN_PART * len(DETAILS), in_part


def test_clean_posts_stay_clean(removed: dict[Post, set[int]]):
    alarms = [post.text for post in CLEAN if removed[post]]
    assert len(alarms) <= MAX_SHARE_OF_FALSE_ALARMS * len(CLEAN), alarms


def test_nothing_is_found_after_a_redaction():
    left = [redact(post.text, find_personal_info(post.text), get_redaction_marks()) for post in POSTS]
    assert [text for text in left if find_personal_info(text)] == []
