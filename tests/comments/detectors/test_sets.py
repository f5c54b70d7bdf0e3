"""The sets keep their format and their promised sizes. What the detectors find in them, `score.py` measures."""

from collections import Counter
from pathlib import Path

import pytest

from tests.comments.detectors.score import wilson_interval
from tests.comments.detectors.sets import FOLDER, KINDS, NOTHING_TO_FIND, OPTIONAL_KINDS, PATHS, FormatError, read_posts

PROMISED = {
    "danger": {"direct": 120, "indirect": 70, "violence": 50, "harmless": 420},
    "personal": dict.fromkeys(KINDS["personal"], 50) | {"clean": 520},
}
FRESH = {
    "danger": {"direct": 90, "indirect": 55, "violence": 50, "harmless": 300},
    "personal": dict.fromkeys(KINDS["personal"], 50) | {"clean": 350},
}
SETS = [(name, PATHS[name], PROMISED[name]) for name in KINDS]
SETS += [(name, FOLDER / f"fresh_set_{name}.txt", FRESH[name]) for name in KINDS]
LANGUAGES = {"en", "de", "fr", "es", "it", "nl", "pl", "pt"}


@pytest.mark.parametrize(("name", "path", "promised"), SETS)
def test_each_kind_has_the_promised_number_of_posts(name: str, path: Path, promised: dict[str, int]):
    counts = Counter(post.kind for post in read_posts(path))
    assert counts.keys() - set(OPTIONAL_KINDS[name]) == set(KINDS[name])
    assert {kind: counts[kind] for kind in KINDS[name] if counts[kind] < promised[kind]} == {}


@pytest.mark.parametrize(("name", "path"), [made[:2] for made in SETS])
def test_each_kind_has_posts_in_all_languages(name: str, path: Path):
    posts = read_posts(path)
    for kind in KINDS[name]:
        assert {post.language for post in posts if post.kind == kind} == LANGUAGES
    assert sum(post.language == "en" for post in posts) > 0.4 * len(posts)


@pytest.mark.parametrize("name", KINDS)
def test_no_post_is_there_twice(name: str):
    paths = [path for kind, path, _ in SETS if kind == name]
    counts = Counter(post.text.casefold() for path in paths for post in read_posts(path))
    assert max(counts.values()) == 1


@pytest.mark.parametrize(("name", "path"), [made[:2] for made in SETS])
def test_braces_are_where_there_is_a_detail_to_find(name: str, path: Path):
    has_details = name == "personal"
    wanted = {kind: has_details and kind not in NOTHING_TO_FIND for kind in (*KINDS[name], *OPTIONAL_KINDS[name])}
    assert sum(bool(post.positions()) != wanted[post.kind] for post in read_posts(path)) == 0


def test_a_post_without_its_braces(tmp_path: Path):
    path = tmp_path / "set.txt"
    path.write_text("# A comment\n\nphone | en | Ring\\n{{12 34}} or {{5}}, a | b\n")
    [post] = read_posts(path)
    assert post.text == "Ring\n12 34 or 5, a | b"
    assert [post.text[start:end] for start, end in post.details] == ["12 34", "5"]
    assert len(post.positions()) == 5


@pytest.mark.parametrize("line", ["phone | en", "phone | en | {{1", "phone | en | 1}}"])
def test_an_error_names_the_line_and_not_its_text(line: str, tmp_path: Path):
    path = tmp_path / "set.txt"
    path.write_text(line)
    with pytest.raises(FormatError, match=r"^set\.txt:1: "):
        read_posts(path)


def test_the_interval_of_a_rate():
    assert [round(end, 3) for end in wilson_interval(8, 10)] == [0.49, 0.943]
    assert wilson_interval(0, 20)[0] == 0
    assert wilson_interval(20, 20)[1] == 1
