"""Word files of the detectors: every section is used, and none matches an empty text."""

import re
from pathlib import Path

import pytest

from comments import personal_info
from comments.personal_info.words import WordFile

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
