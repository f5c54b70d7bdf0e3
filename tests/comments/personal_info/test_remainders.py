"""Remainders: what is left of a personal detail beside the mark of its redaction."""

import pytest

from comments.personal_info import PersonalInfoKind, find_remainders, remove_remainders
from tests.growth import MAX_GROWTH, get_time_growth

MARKS = {
    PersonalInfoKind.ADDRESS: "[address removed]",
    PersonalInfoKind.PHONE: "[phone removed]",
    PersonalInfoKind.CLINICIAN: "[name removed]",
    PersonalInfoKind.NUMBER: "[number removed]",
}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Call [phone removed] 55.", "Call [phone removed]."),
        ("My number is [number removed]-4471, thanks", "My number is [number removed], thanks"),
        ("I live at [address removed], AB1 2CD.", "I live at [address removed]."),
        ("I live at [address removed], Exampletown.", "I live at [address removed]."),
        ("I live at [address removed] – Exampletown", "I live at [address removed]"),
        ("I live at [address removed] (Exampletown).", "I live at [address removed]."),
        ("I live at no. 23, [address removed].", "I live at [address removed]."),
        ("Wohne: [address removed], 12345 Musterstadt", "Wohne: [address removed]"),
        ("I live at [address removed], Exampletown(new)", "I live at [address removed] (new)"),
    ],
)
def test_a_part_that_certainly_belongs_to_the_detail_is_removed(text: str, left: str):
    sure = [remainder for remainder in find_remainders(text, MARKS) if remainder.is_sure]
    assert remove_remainders(text, sure) == left


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He is at [address removed] in Exampletown now", ["Exampletown"]),
        ("im at [address removed] stoke come for tea", ["stoke"]),
        ("[name removed] Example-Roe did it", ["Example-Roe"]),
        ("Hamish [name removed] did it", ["Hamish"]),
        ("[name removed] and Wong did it", ["Wong"]),
        ("I am at 31 [address removed]", ["31"]),
    ],
)
def test_a_part_that_may_belong_to_the_detail_is_named(text: str, words: list[str]):
    assert [(rest.text, rest.is_sure) for rest in find_remainders(text, MARKS)] == [(word, False) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "Call [phone removed] in the evening.",
        "Call [phone removed] 24 hours a day.",
        "[phone removed], 45 mg a day",
        "I live at [address removed]. Exampletown is far.",
        "I live at [address removed] and like it",
        "[name removed] says I am fine",
        "[name removed] said so on Tuesday",
        "The [name removed] was kind\nExampletown",
        "An ordinary [link] Exampletown",
    ],
)
def test_other_words_beside_a_mark_are_no_remainder(text: str):
    assert find_remainders(text, MARKS) == []


@pytest.mark.parametrize(
    "piece", ["[name removed] Roe ", "[address removed], ", "A B ", "1 - ", "[address removed] (A "]
)
def test_time_grows_with_the_length_only(piece: str):
    assert get_time_growth(lambda text: find_remainders(text, MARKS), piece * 400) <= MAX_GROWTH
