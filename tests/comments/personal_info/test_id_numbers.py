"""Numbers of registers: found by their form and their check digits, without any word beside them."""

import pytest

from comments.personal_info.id_numbers import find_id_numbers
from comments.personal_info.normalized_text import NormalizedText

CHECKED = {
    "Austria": "1237 010180",
    "Belgium": "85 07 30 033 28",
    "Brazil": "390.533.447-05",
    "Canada": "123-456-782",
    "Czechia": "710319/2745",
    "Finland": "131052-308T",
    "France": "2 55 08 14 168 025 38",
    "Germany, health insurance": "A123456780",
    "Germany, tax": "36574261809",
    "India": "2341 2341 2346",
    "New Zealand": "ZAC5361",
    "Norway": "151086 95088",
    "Poland": "44051401359",
    "South Africa": "750330 5044 089",
    "Spain": "12345678Z",
    "Spain, foreigners": "X1234567L",
    "Sweden": "811228-9874",
    "Sweden, with the century": "19811228-9874",
    "Switzerland": "756.9217.0769.85",
    "United Kingdom": "943 476 5870",
}
# Their check character is not the last one, or they have none.
OTHERS = {
    "Australia": ("2123 45670 1", "2123 45680 1"),
    "Denmark": ("211062-5629", "311362-5629"),
    "Germany, pension": ("65180539W001", "65180539W002"),
    "Ireland": ("1234567FA", "1234567GA"),
    "United States": ("536-90-4399", "666-90-4399"),
}


def found(text: str) -> list[str]:
    normalized = NormalizedText.from_source(f"I saw {text} there")
    return [normalized.text[start:end] for start, end in find_id_numbers(normalized)]


def with_other_ends(number: str) -> list[str]:
    ends = "0123456789" if number[-1].isdigit() else "ABCDEFGHJKLMNPQRSTVXYZ"
    return [number[:-1] + end for end in ends if end != number[-1]]


@pytest.mark.parametrize("country", CHECKED)
def test_a_number_is_found_with_one_check_character_only(country):
    number = CHECKED[country]
    assert found(number) == [number]
    others = with_other_ends(number)
    assert len(others) >= 9
    assert [other for other in others if found(other)] == []


@pytest.mark.parametrize("country", OTHERS)
def test_an_impossible_number_is_ignored(country):
    number, impossible = OTHERS[country]
    assert found(number) == [number]
    assert found(impossible) == []


def test_a_number_inside_a_longer_word_is_ignored():
    assert found("X943476587012") == []
