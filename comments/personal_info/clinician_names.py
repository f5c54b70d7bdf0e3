"""Names of clinicians, known by a title, a profession or degrees beside them."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from comments.personal_info.normalized_text import NormalizedText
from comments.personal_info.words import WordFile
from comments.personal_info.workplaces import WORKPLACE_PATTERN

_WORDS = WordFile("clinician_names")

_CAPITAL = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|du|zu|ten|O'|Mc|Mac"
    r"|d')[ ]?){0,2}[A-Z][a-z]{1,20}(?:[A-Z][a-z]{1,16})?"
)
_NAME = r"(?:[A-Z]\. ?){0,2}" + _CAPITAL + r"(?:[ -]" + _CAPITAL + r"){0,2}"
_TITLE = (
    "(?i:" + _WORDS.get_pattern("titles") + r"(?:\.|(?=[ ]))(?:ssa)?(?: ?(?:med|dr|hab|n|h|c|mult|univ|in|ing|ssa"
    r"|et)\.){0,4} ?(?:dr\.? |med\. )?)"
)
_TITLED = re.compile(r"(?<![A-Za-z])" + _TITLE + r"(?P<name>" + _NAME + r"|[A-Z]\.?(?![A-Za-z]))(?![a-z])")
PROFESSION_PATTERN = "(?:" + _WORDS.get_pattern("field_of_medicine") + " ){0,2}" + _WORDS.get_pattern("profession")
_BY_PROFESSION = re.compile(
    "(?<![A-Za-z])(?i:" + PROFESSION_PATTERN + ")" + _WORDS.get_pattern("words_before_a_name")
    + "?(?: (?:a|the|my) [a-z]{3,12})? (?P<from>(?:(?:Mr|Mrs|Ms|Miss|Herr|Frau|Herrn"
    r"|Signor|Sr|Sra|Mme|M|pan|pani|meneer|mevrouw)\.? )?)(?P<name>" + _CAPITAL + "(?:[ -]"
    + _CAPITAL + "){0,2})(?![a-z])"
)  # fmt: skip
_BY_MISTER = re.compile(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Herr|Frau|Herrn)\.? (?P<name>" + _NAME + r")(?![a-z])")
# Words after "Mr …" that show that he is a surgeon.
_OPERATES = re.compile(
    r"[^.\n]{0,60}(?i:surgeon|consultant|cardiolog|operated|operation|chirurg"
    r"|replaced|repaired|stent|valve|bypass|avr|mvr|tavi|cabg|ablation|pacemaker|my heart"
    r"|klappe|clinic|list)"
    r"|,? (?i:(?:the|our|my|a|heart failure|cardiology) )?(?i:" + PROFESSION_PATTERN + r")(?![a-z])"
)
# "Jane Roe at Example Hill is my surgeon"
_BEFORE_PROFESSION = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z][a-z]{1,20}[ -]"
    + _CAPITAL
    + r")(?P<place> (?:at|of|from|in) (?:the )?[A-Z][A-Za-z' ]{2,40}?)?(?:,| is| was| \()"
    r"(?: (?:my|our|the|his|her|a|an))? ?(?i:" + PROFESSION_PATTERN + r")(?![a-z])"
)
# Degrees after a name mean the same as "Dr" before it: "Jane Roe, MD".
_LETTERED = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z][a-z]{1,20}(?: [A-Z]\.)?(?:[ -]" + _CAPITAL + "){1,2}),? "
    + _WORDS.get_pattern("letters_after_a_name") + "(?![A-Za-z])"
)  # fmt: skip
_LOWER_TITLED = re.compile(
    "(?<![A-Za-z])(?i:dr|doctor|prof|professor|mr|mrs|ms|miss|nurse"
    r"|sister)\.? (?P<name>(?!" + _WORDS.get_pattern("words_after_a_title") + "(?![a-z]))(?:(?:van|von|de|der|den|du|la"
    r"|le) ){0,2}[a-z][a-z']{2,16}(?: [a-z]{1,16}\.?)??)(?=,? (?:at|from|in|of) |, | \("
    "| - | [a-z]{4,20} (?:heart|medical|royal) )"
)
# Capitalised words that are not names.
_NOT_NAMES = _WORDS.get_set("no_names")
_PARTICLES = _WORDS.get_set("particles")
_MAY_BE_PROFESSION = re.compile(r"(?<![a-z])(?=[a-z])" + PROFESSION_PATTERN)
# A quick pattern for the beginning of each form, searched first.
_FORMS = (
    (re.compile(r"(?<![a-z])(?=[dpolcsmn])" + _TITLE.replace("(?i:", "(?:", 1)), _TITLED),
    (_MAY_BE_PROFESSION, _BY_PROFESSION),
    (re.compile(r"(?<![a-z])(?:mr|mrs|ms|miss|herrn?|frau)(?![a-z])"), _BY_MISTER),
    (re.compile(r"(?<![a-z])(?:dr|doctor|prof|professor|mrs?|ms|miss|nurse|sister)(?![a-z])"), _LOWER_TITLED),
)
_SAYS_LETTERS = _WORDS.get_set("says_letters")


class ClinicianName(NamedTuple):
    """Position of a name, and whether the words around it prove that it is a clinician's."""

    start: int
    end: int
    is_sure: bool


def find_names(normalized: NormalizedText) -> Iterator[ClinicianName]:
    for may, form in _FORMS:
        for at, _ in normalized.find_spans(may):
            match = form.match(normalized.text, at)
            if match and (words := _extract_name(match["name"])):
                start = match.start("from") if form is _BY_PROFESSION else at
                end = match.start("name") + len(words)
                # "my cardiologist, Example Hospital"
                if form is not _BY_PROFESSION or not WORKPLACE_PATTERN.match(normalized.lower, end + 1):
                    is_sure = form is not _BY_MISTER or bool(_OPERATES.match(normalized.text, end))
                    yield ClinicianName(start, end, is_sure)
    yield from _find_names_before(normalized)


def _find_names_before(normalized: NormalizedText) -> Iterator[ClinicianName]:
    """Names with a degree or profession after them."""
    forms = [_LETTERED] if normalized.words & _SAYS_LETTERS else []
    forms += [_BEFORE_PROFESSION] if normalized.find_spans(_MAY_BE_PROFESSION) else []
    for form in forms:
        for match in form.finditer(normalized.text):
            if _extract_name(match["name"]) == match["name"]:
                is_sure = form is _LETTERED or bool(match["place"])
                yield ClinicianName(*match.span("name"), is_sure=is_sure)


def _extract_name(words: str) -> str:
    """The leading words that form a name: none in "Dr Google"."""
    name = list(takewhile(lambda word: word in _PARTICLES or not _is_not_name(word), words.split()))
    while name and name[-1] in _PARTICLES:
        name.pop()
    return " ".join(name)


def _is_not_name(word: str) -> bool:
    word = word.strip(".").lower()
    return word in _NOT_NAMES or bool(WORKPLACE_PATTERN.fullmatch(word))
