"""Duplicates: the same text, slightly disguised, is the same text."""

import pytest

from comments.submission.duplicates import build_duplicate_test

WORDS = "I walk an hour every day, and it helps."


@pytest.mark.parametrize(
    "again",
    [
        WORDS,
        "i walk an hour every day and it helps",
        "I walk  an hour every day,\nand it helps!!",
        "I walk an hour **every day**, and it _helps_.",
        "I wa\u200blk an hour every day, and it helps.",
        "Ｉ walk an hour every day, and it helps.",
    ],
)
def test_the_same(again):
    assert build_duplicate_test(WORDS)(again)
    assert build_duplicate_test(again)(WORDS)


@pytest.mark.parametrize(
    "other",
    [
        "I walk an hour every day, and it hurts.",
        "I walk 2 hours every day, and it helps.",
        f"{WORDS} And you?",
        f"> {WORDS}\n\nSo do I.",
        "",
    ],
)
def test_not_the_same(other):
    assert not build_duplicate_test(WORDS)(other)
    assert not build_duplicate_test(other)(WORDS)


@pytest.mark.parametrize(("one", "other"), [("No.", "No!"), ("+1", "-1"), ("?!", "!"), ("5", "5!")])
def test_short_answers_are_what_they_are(one, other):
    assert not build_duplicate_test(one)(other)
    assert build_duplicate_test(one)(one)


@pytest.mark.parametrize(("text", "is_compared"), [("We walk there", False), ("We walk around", True)])
def test_texts_of_twelve_letters_or_more_are_compared(text, is_compared):
    assert build_duplicate_test(text)(f"{text}!") == is_compared


@pytest.mark.parametrize(("marks", "is_duplicate"), [(14, True), (15, False)])
def test_a_text_more_than_twice_as_long_is_another(marks, is_duplicate):
    short = "We walk around"
    long = short + "!" * marks
    assert build_duplicate_test(short)(long) == is_duplicate
    assert build_duplicate_test(long)(short) == is_duplicate


def test_words_in_any_writing():
    assert build_duplicate_test("Я хожу пешком каждый день")("я хожу пешком, каждый день!")
