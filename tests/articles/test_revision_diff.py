"""Comparison of two texts: readable, complete, in bounded time."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.revision_diff import MAX_COMPARISON_STEPS, ComparisonBudget, DiffHunk, diff_texts


def marked(before: str, after: str) -> str:
    """[-old-] and [+new+] in the running text, and … for lines that are left out."""
    return "\n".join(map(_shown, diff_texts(before, after, ComparisonBudget())))


def _shown(passage: DiffHunk) -> str:
    if passage.omitted_lines:
        return f"…{passage.omitted_lines}"
    marks = {(True, False): "[-{}-]", (False, True): "[+{}+]", (False, False): "{}"}
    return "".join(marks[piece.is_old, piece.is_new].format(piece.text) for piece in passage.segments)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It leaks a lot today.", "It leaks a little today.", "It leaks a[- lot-][+ little+] today."),
        ("", "New", "[+New+]"),
        ("Old", "", "[-Old-]"),
        ("All of this goes", "Nothing stays as it was", "[-All of this goes-][+Nothing stays as it was+]"),
        ("One\n\nThree", "One\n\nTwo\n\nThree", "One\n\n[+Two\n+]\nThree"),
        ("same", "same", "same"),
        ("a  b c d", "a b c d", "a[-  b-][+ b+] c d"),
    ],
)  # fmt: skip
def test_words_are_marked(before, after, shown):
    assert marked(before, after) == shown


def test_a_word_between_changes_goes_with_them():
    before, after = "a b c one and two x y z", "a b c three and four x y z"
    assert marked(before, after) == "a b c[- one and two-][+ three and four+] x y z"


def test_what_is_far_from_a_change_is_left_out():
    lines = [f"Line {number}" for number in range(20)]
    changed = [*lines[:10], "Another one altogether", *lines[11:]]
    shown = marked("\n".join(lines), "\n".join(changed))
    assert shown.startswith("…8\nLine 8\nLine 9\n[-Line 10-]")
    assert shown.endswith("Line 11\nLine 12\n…7")


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_nothing_is_lost_between_the_marks(before, after):
    passages = diff_texts(before, after, ComparisonBudget())
    pieces = [piece for passage in passages for piece in passage.segments]
    assume(not any(passage.omitted_lines for passage in passages))
    for text, is_there in ((before, lambda p: not p.is_new), (after, lambda p: not p.is_old)):
        words = "".join(piece.text for piece in pieces if is_there(piece))
        assert "".join(words.split()) == "".join(text.split())


LONG = 100_000
WORST = ["\n".join("a" * 360), " ".join("ab" * (LONG // 4)), "\n" * LONG, "x" * LONG, " " * LONG]


@pytest.mark.parametrize("other", [*WORST, "\n".join("ab" * 180), "word " * (LONG // 5)])
@pytest.mark.parametrize("text", WORST)
def test_no_text_costs_more_than_is_allowed(text, other, monkeypatch):
    effort = ComparisonBudget()
    diff_texts(text, other, effort)
    assert 0 <= effort.steps_left <= MAX_COMPARISON_STEPS


def test_what_is_too_much_is_shown_as_old_and_new():
    old, new = " ".join("ab" * 5000), " ".join("cab" * 5000)
    assert [len(p.segments) for p in diff_texts(old, new, ComparisonBudget())] == [2]
    assert not ComparisonBudget(left=10).can_afford(["a"] * 10, ["a"] * 10)
