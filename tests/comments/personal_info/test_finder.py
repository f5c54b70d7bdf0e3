"""Finding and redacting personal information."""

import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from comments.personal_info import PersonalInfoKind, find_personal_info, redact
from comments.policy_messages import (
    PERSONAL_INFO_FOR_AUTHORS,
    PERSONAL_INFO_FOR_MODERATORS,
    REDACTION_MARKS,
    get_redaction_marks,
)
from tests.growth import MAX_GROWTH, get_time_growth

FIXTURES = Path(__file__).parent
LONGEST = 8_000  # characters of a post


class Positive(NamedTuple):
    kind: PersonalInfoKind
    text: str
    marked: list[tuple[int, int]]


def lines_of(name: str) -> list[str]:
    lines = (FIXTURES / name).read_text().splitlines()
    unseen = str.maketrans({"\x00": None})
    return [
        line.replace("\\n", "\n").replace("\\u200b", "\u200b").translate(unseen)
        for line in lines
        if line and not line.startswith("#")
    ]


def positive(line: str) -> Positive:
    kind, _, text = line.partition(": ")
    marked, pieces = [], re.split(r"\{\{|\}\}", text)
    for place in range(1, len(pieces), 2):
        start = len("".join(pieces[:place]))
        marked.append((start, start + len(pieces[place])))
    return Positive(PersonalInfoKind(kind), "".join(pieces), marked)


POSITIVES = [positive(line) for line in lines_of("positives.txt")]
CLEAN = lines_of("clean.txt")


def test_there_are_enough_examples_of_all_kinds():
    assert sum(len(example.marked) for example in POSITIVES) >= 200
    assert len(CLEAN) >= 300
    assert {example.kind for example in POSITIVES} == set(PersonalInfoKind)


def test_nineteen_of_twenty_are_found():
    total, missed = Counter(), []
    for kind, text, marked in POSITIVES:
        found = [place for place in find_personal_info(text) if place.kind == kind]
        for start, end in marked:
            total[kind] += 1
            if not any(place.start < end and start < place.end for place in found):
                missed.append((kind, text))
    misses = Counter(kind for kind, _ in missed)
    figures = {str(kind): f"{total[kind] - misses[kind]} of {total[kind]}" for kind in PersonalInfoKind}
    assert len(missed) <= 0.05 * total.total(), (figures, missed)


def test_of_fifty_clean_posts_at_most_one_is_taken_for_personal():
    taken = [(text, [place.text for place in places]) for text in CLEAN if (places := find_personal_info(text))]
    kinds = Counter(str(place.kind) for text in CLEAN for place in find_personal_info(text))
    assert len(taken) <= 0.02 * len(CLEAN), (f"{len(taken)} of {len(CLEAN)}", kinds, taken)


def test_nothing_is_found_where_it_was_taken_out():
    left = [redact(example.text, find_personal_info(example.text), MARK) for example in POSITIVES]
    assert [text for text in left if find_personal_info(text)] == []


MARK = {kind: str(mark) for kind, mark in REDACTION_MARKS.items()}


def test_what_is_not_personal_stays_as_it_was():
    text = "My number: **0170 555 01 23**.\n\n> EF 45 %\n\nwrite to a@example.org"
    left = redact(text, find_personal_info(text), MARK)
    assert left == ("My number: **[phone number removed]**.\n\n> EF 45 %\n\nwrite to [e-mail address removed]")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("0170 5550123(evenings)", "[phone number removed] (evenings)"),
        ("0170 5550123: ring me", "[phone number removed] : ring me"),
        ("0170 5550123[1]", "[phone number removed] [1]"),
        ("[me](mailto:a@example.org) or not", "[e-mail address removed] or not"),
        ("[0170 5550123](tel:+491705550123)", "[phone number removed]"),
        ("<a@example.org>", "[e-mail address removed]"),
        ("- a@example.org\n- EF 45", "- [e-mail address removed]\n- EF 45"),
    ],
)
def test_markdown_around_it_stays_whole(text, left):
    assert redact(text, find_personal_info(text), MARK) == left
    assert find_personal_info(left) == []


def test_a_place_is_what_the_author_wrote():
    (place,) = find_personal_info("ring ０１７０\u200b 555 01 23 please")
    assert (place.kind, place.text) == (PersonalInfoKind.PHONE, "０１７０\u200b 555 01 23")
    assert (place.start, place.end) == (5, 5 + len(place.text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PersonalInfoKind.NUMBER, "943 476 5919"),  # an NHS number, by its check digit
        (PersonalInfoKind.ACCOUNT, "4111 1111 1111 1111"),
        (PersonalInfoKind.ACCOUNT, "DE89 3704 0044 0532 0130 00"),
        (PersonalInfoKind.NUMBER, "AB123456C"),
        (PersonalInfoKind.NUMBER, "756.0699.2656.14"),
    ],
)
def test_arithmetic_speaks_for_a_number_without_a_word(kind, text):
    assert [(place.kind, place.text) for place in find_personal_info(f"see {text} there")] == [(kind, text)]


@pytest.mark.parametrize(
    "text", ["4111 1111 1111 1112", "DE89 3704 0044 0532 0130 01", "943 476 5918 ml", "756.0699.2656.15"]
)
def test_numbers_with_wrong_check_digits_are_ignored(text):
    assert [
        place.kind for place in find_personal_info(f"see {text} there") if place.kind != PersonalInfoKind.PHONE
    ] == []


@pytest.mark.parametrize("number", ["999", "112", "911", "988", "111", "116 123", "13 11 14", "0800 111 0 111"])
def test_numbers_that_help_are_nobody_s_own(number):
    assert find_personal_info(f"Please call {number} now, it is free") == []


@pytest.mark.parametrize(
    ("number", "other"),
    [
        ("232-836-791", "232-836-792"),  # Canada
        ("490 271 1567", "490 271 1568"),  # United Kingdom, NHS
        ("2052 090465", "2052 090466"),  # Austria
        ("780317-0864", "780317-0865"),  # Sweden
        ("760678-5884", "760678-5885"),  # Sweden, co-ordination
        ("660525/6230", "660525/6231"),  # Czech Republic
        ("110898 44519", "110898 44510"),  # Norway
        ("50032640085", "50032640087"),  # Poland
        ("13 768 049 029", "13 768 049 020"),  # Germany, tax
        ("63.11.09-096.64", "63.11.09-096.65"),  # Belgium
        ("757.621.784-71", "757.621.784-72"),  # Brazil
        ("8292 3606 2186", "8292 3606 2187"),  # India
        ("19820310-8124", "19820310-8125"),  # Sweden, century
        ("740510 8812 086", "740510 8812 087"),  # South Africa
        ("756.1535.2878.69", "756.1535.2878.60"),  # Switzerland
        ("76632514X", "76632515X"),  # Spain
        ("X1116000V", "X1116001V"),  # Spain, foreigners
        ("1351001FA", "1351002FA"),  # Ireland
        ("270689-283B", "270689-284B"),  # Finland
        ("H682380044", "H682380045"),  # Germany, health insurance
        ("09 030993 R 596", "09 030993 R 597"),  # Germany, pension insurance
        ("DNP2208", "DNP2209"),  # New Zealand
        ("1 61 07 72 901 133 73", "1 61 07 72 901 133 74"),  # France
        ("2123 45670 1", "2123 45671 1"),  # Australia, Medicare
    ],
)
def test_identity_numbers_have_a_check_digit(number, other):
    (place,) = find_personal_info(f"see {number} there")
    assert (place.kind, place.text) == (PersonalInfoKind.NUMBER, number)
    found = find_personal_info(f"see {other} there")
    assert PersonalInfoKind.NUMBER not in [place.kind for place in found]


def example_numbers() -> list[str]:
    """A line and a mobile number of each country, in international form."""
    types = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    examples = (
        phonenumbers.example_number_for_type(region, type_)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        for type_ in types
    )
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return [phonenumbers.format_number(number, form) for number in examples if number]


def test_international_numbers_of_every_country_are_found():
    numbers = example_numbers()
    assert len(numbers) > 450
    assert {"+506 8312 3456", "+82 2-212-3456"} <= set(numbers)
    found = {number: find_personal_info(f"Ask me: {number}, tonight") for number in numbers}
    missed = [
        number
        for number, places in found.items()
        if [(place.kind, place.text) for place in places] != [(PersonalInfoKind.PHONE, number)]
    ]
    assert missed == []


@pytest.mark.parametrize("number", ["+1 800 273 8255", "+31 800 0113", "+506 800 123 4567"])
def test_international_numbers_that_cost_nothing_are_nobody_s_own(number):
    assert find_personal_info(f"Please call {number} now, it is free") == []


def test_a_post_without_an_international_number_does_not_wait_for_the_library():
    program = (
        "import sys; from comments.personal_info import find_personal_info;"
        "assert find_personal_info('0170 5550123, +5 % and +1 234');"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_a_clinician_alone_or_a_clinic_alone_tells_nothing():
    assert find_personal_info("My cardiologist Dr Smith is kind.") == []
    assert find_personal_info("The Royal Infirmary was kind.") == []
    assert find_personal_info("I saw Dr Smith. It was sunny. We had tea. The Royal Infirmary was kind.") == []
    assert [place.text for place in find_personal_info("Dr Smith is kind. The Royal Infirmary is, too.")] == [
        "Dr Smith"
    ]


PROFILES = [example for example in POSITIVES if example.kind == PersonalInfoKind.PROFILE]


@pytest.mark.parametrize("example", PROFILES, ids=lambda example: example.text)
def test_a_profile_in_a_social_network_is_found_and_taken_for_nothing_else(example):
    assert len(PROFILES) >= 50
    found = [(place.kind, place.start, place.end) for place in find_personal_info(example.text)]
    assert found == [(PersonalInfoKind.PROFILE, *marked) for marked in example.marked]


@pytest.mark.parametrize(
    "text",
    [
        "@Mary thanks, I saw it on Facebook too @Paul",
        "There is a facebook.com/groups/heartvalve page, and reddit.com/r/afib",
        "See https://twitter.com/escardio/status/123456 and youtube.com/watch?v=abc",
        "My Facebook is private, and Instagram: nothing useful",
        "Follow @example_foundation on Instagram, or instagram.com/exampleclinic",
        "ask @anna.be about it",
    ],
)
def test_groups_publications_and_other_readers_are_no_profiles(text):
    assert find_personal_info(text) == []


HOSTILE = [
    "1", "a@", "a@a.", "A", "Ab ", ".", " ", "\n", "1 ", "01 ", "+1 ", "(0", "[", "](", "a.", "-", "é", "привет ", "١",
    "+506 8312 3456 ", "+12345678901", "+(1", "Dr Ab ", "Dr Ab at the Xy Hospital ", "12 Ab ", "12 ab cd ", "born on the ", "nhs number ", "phone 12345678 ", "0170 ",
    "12.03.1961 ", "one ", "A. ", "de la ", "hospital ", "1\u200b", "&#49;", "**1", "a at b dot ", "GB29 ", "4111", "a@a.co ",
    "Ab-", "Am Ab ", "calle Ab ", "Calle Ab Cd 1", "rue de la ", "\\1", "`1`", "P.O. Box ", "Flat 1, ", "LS6 2A", "<a@", "[a](tel:",
    "Mr Ab ", "Ab Cd, my surgeon ", "Dr Ab works ", "at Ab by ", "Dr\nAb\n", "dr ab at st ", "Dr Ab, Cd Ef ", "Rose Cottage, ",
    "Flat 1, Ab, ", "4111 1111 1111 1111 12 ", "my ab number is ", "my ab cd id 12 34 ", "turned 60 on ", "3 May 1960 ", "a@ok",
    "instagram ", "instagram @a", "instagram is ", "my insta name is ", "@a on ", "find me on facebook ", "x.com/", "x.com/a", "I'm Ab Cd ",
    "12 ab road ", "12 ab road, cd, ", "via ab 3 ", "ab weg 3, ", "live at 3 Ab, ", "Ab, LS6 2AB ", "calle a b c ", "am ab 3 ", "number 3 ", "Ab Street number ",
    "dr ab at ", "Drs Ab and ", "my nurse ab at ", "under Ab at ", "anna ab did my ", "Anna Ab, nurse at ", "ab surgery ", "praxis am ", "born, ", "born 3 may, ",
    "third of may ", "may ", "birthday 3.4. ", "F, 3.4.61 ", "policy ", "policy AB 12-34 ", "my ab no 123456 ", "12-34-56 ", "sort code 123456 ", "a dot ", "a dash b at c dot ",
    "zero six ", "0770 o", "07700 900 then ", "AB 12 ", "12 34 ", "1.2.", "card 1234 ",
    "discord ", "u/abc ", "@a@", "https://", "https://a/@", "a.b.", "my x, ", "dm me: ", "ab_", "www.", "reddit ", "a#1234 ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_long(piece):
    text = (piece * LONGEST)[:LONGEST]
    assert get_time_growth(find_personal_info, text) <= MAX_GROWTH


PIECES = st.lists(
    st.one_of(
        st.sampled_from([example.text for example in POSITIVES]),
        st.sampled_from(CLEAN),
        st.text(max_size=20),
        st.sampled_from([*HOSTILE, *MARK.values(), "(", ":", "[", "0", "+49", "\n"]),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(PIECES, st.sampled_from(["", " ", "\n", ", "]))
def test_places_are_in_order_and_what_is_left_is_clean(pieces, between):
    text = between.join(pieces)
    places = find_personal_info(text)
    assert [text[place.start : place.end] for place in places] == [place.text for place in places]
    assert all(a.end <= b.start for a, b in pairwise(places))
    left = redact(text, places, MARK)
    assert find_personal_info(left) == [], left


@pytest.mark.parametrize("words", [PERSONAL_INFO_FOR_MODERATORS, PERSONAL_INFO_FOR_AUTHORS, REDACTION_MARKS])
def test_every_kind_has_words(words):
    assert set(words) == set(PersonalInfoKind)
    assert all(str(sentence) for sentence in words.values())
    assert get_redaction_marks() == MARK
