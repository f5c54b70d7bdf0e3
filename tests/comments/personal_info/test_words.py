"""Word files of the detectors: every section is used, and none matches an empty text."""

import re
from pathlib import Path

import pytest

from comments import personal_info
from comments.personal_info.words import WordFile, join_alternatives, split_alternatives

FOLDER = Path(personal_info.__file__).parent
FILES = sorted(path.stem for path in (FOLDER / "words").glob("*.txt"))


def sections_in_use(name: str) -> dict[str, str]:
    """The sections that a detector reads, each with the name of the method."""
    (source,) = [text for path in FOLDER.glob("*.py") if f'WordFile("{name}")' in (text := path.read_text("utf-8"))]
    return {section: method for method, section in re.findall(r'\.(get_\w+)\("(\w+)"\)', source)}


def test_there_are_word_files():
    assert "phone_words" in FILES
    assert len(FILES) >= 10


@pytest.mark.parametrize("name", FILES)
def test_every_section_is_used(name):
    text = (FOLDER / "words" / f"{name}.txt").read_text("utf-8")
    sections = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)
    assert sorted(sections) == sorted(sections_in_use(name))


@pytest.mark.parametrize("name", FILES)
def test_no_section_is_empty_or_matches_nothing(name):
    words = WordFile(name)
    for section, method in sections_in_use(name).items():
        found = getattr(words, method)(section)
        assert found, section
        if method == "get_pattern":
            assert not re.fullmatch(found, ""), section


@pytest.mark.parametrize("name", FILES)
def test_grouped_alternatives_match_what_the_listed_ones_match(name):
    words = WordFile(name)
    sections = [section for section, method in sections_in_use(name).items() if method == "get_pattern"]
    for section in sections:
        text = (FOLDER / "words" / f"{name}.txt").read_text("utf-8")
        body = re.search(rf"^\[{section}\]\n(.*?)\n*(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
        plain = [word for word in split_alternatives(body[1].replace("\n", "|")) if re.fullmatch("[A-Za-z' ]+", word)]
        grouped = re.compile(words.get_pattern(section))
        assert [word for word in plain if not grouped.fullmatch(word)] == [], section


def test_alternatives_are_split_outside_brackets():
    assert split_alternatives(r"a(?:b|c)|[|]d|\|e") == ["a(?:b|c)", "[|]d", r"\|e"]


def test_alternatives_with_the_same_letter_share_a_group():
    joined = join_alternatives(["born", "birth", "b?x", "dob", "date", r"\d"])
    assert joined == r"(?:b(?:orn|irth)|d(?:ob|ate)|b?x|\d)"
