"""Unicode is folded in one place, in four levels."""

import ast
from pathlib import Path

import pytest

from comments.text.normalize import (
    fold_disguises,
    fold_for_comparison,
    fold_for_search,
    has_visible_text,
    to_nfc,
    to_plain_chars,
)

ROOT = Path(__file__).parents[3]
PLACE = "comments/text/normalize.py"
PROPERTIES = {"bidirectional", "category"}  # Questions about a character; they fold nothing.


@pytest.mark.parametrize(
    ("text", "stored", "compared", "searched", "disguised", "plain"),
    [
        ("E\u0301", "É", "é", "e", "e", "E"),
        ("Ｓtraße", "Ｓtraße", "strasse", "straße", "strasse", "Strasse"),
        ("ﬁ", "ﬁ", "fi", "fi", "fi", "fi"),
        ("a\u200bb", "a\u200bb", "a\u200bb", "a\u200bb", "ab", "ab"),
        ("ᴀᴅᴍɪɴ", "ᴀᴅᴍɪɴ", "ᴀᴅᴍɪɴ", "ᴀᴅᴍɪɴ", "admin", "admin"),
        ("Łæ_", "Łæ_", "łæ_", "łæ_", "lae ", "Lae_"),
        ("٣", "٣", "٣", "٣", "٣", "3"),
        ("№ 5–6", "№ 5–6", "no 5–6", "No 5–6", "no 5–6", "No 5-6"),
        ("🇬🇧5", "🇬🇧5", "🇬🇧5", "🇬🇧5", "gb5", "🇬🇧5"),
    ],
)
def test_each_level_folds_more(text, stored, compared, searched, disguised, plain):
    assert to_nfc(text) == stored
    assert fold_for_comparison(text) == compared
    assert fold_for_search(text) == searched
    assert fold_disguises(text).letters == disguised
    assert "".join(map(to_plain_chars, text)) == plain


def test_a_folded_letter_knows_its_place_in_the_source():
    folded = fold_disguises("Die Straße\u0301!")
    start = folded.letters.index("sse")
    assert folded.source[slice(*folded.span(start, start + 3))] == "ße\u0301"


@pytest.mark.parametrize(
    ("text", "is_visible"), [("a", True), ("❤", True), ("?", True), ("\u200b \u3164\u2800\u0301", False)]
)
def test_blanks_and_fillers_are_not_visible(text, is_visible):
    assert has_visible_text(text) is is_visible


def find_folding(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "unicodedata":
            found += [alias.name for alias in node.names]
        if isinstance(node, ast.Attribute):
            is_property = ast.unparse(node.value) == "unicodedata" and node.attr in PROPERTIES
            is_folding = ast.unparse(node.value) == "unicodedata" and not is_property
            if is_folding or node.attr in {"casefold", "normalize"}:
                found.append(node.attr)
    return found


def test_no_other_module_folds():
    files = [
        path
        for package in ("articles", "comments", "mvforum")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    ]
    found = {str(path.relative_to(ROOT)): names for path in files if (names := find_folding(path.read_text()))}
    assert found.pop(PLACE)
    assert found == {}
