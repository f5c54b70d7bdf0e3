"""Dates of birth: dates beside a word such as "born". Other dates are not personal."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("birth_dates")

_MONTHS = _WORDS.get_pattern("months")
_YEAR = r"(?:'?(?:19|20)\d\d|'?\d\d)(?!\d)"
_DATE = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])\s?[./ -]\s?(?:0?[1-9]|1[0-2])\s?[./ -]{1,2}\s?" + _YEAR
    + r"|(?:0?[1-9]|1[0-2])\s?[./-]\s?(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?" + _YEAR
    + r"|(?:19|20)\d\d\s?[./ -]\s?(?:0?[1-9]|1[0-2])\s?[./ -]\s?(?:0?[1-9]|[12]\d"
    r"|3[01])(?!\d)|(?:(?:twenty|thirty)[ -])?" + _WORDS.get_pattern("ordinals")
    + " (?:day )?(?:of )?" + _MONTHS + ",? (?:in )?" + _YEAR
    + "|(?:christmas(?: day| eve)?|boxing day|new year'?s (?:day|eve)|hallowe'?en) (?:in "
    "|of )?" + _YEAR
    + r"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|eme|ste|de|e|o|\.)?[ ./-]{0,2}(?:of |de "
    "|del |d'|den |di |van )?" + _MONTHS + r"\.?[ ,./-]{0,3}(?:of |de |del |do |do roku |roku )?"
    + _YEAR + "|" + _MONTHS
    + r"\.?[ -]{0,2}(?:the )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ ,.-]{1,3}(?:in |of )?"
    + _YEAR + r"|(?:19|20)\d\d[ -]" + _MONTHS
    + r"[ -]\d{1,2}(?!\d)|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d"
    r"|\d\d)(?!\d)|(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)  # fmt: skip
_SAYS_BIRTH = _WORDS.get_pattern("says_birth")
# A place that may stand between: "born in Leeds on the 3rd …".
_FILLER = _WORDS.get_pattern("filler")
_PLACE = (
    r"(?:[ ,]{1,2}(?:in|at|a|en|a la|w|i|te|um|aus|near|em)[ ][a-z][a-z'-]{2,20}(?:[ -](?!with"
    r"|by|mit|avec|con)[a-z][a-z'-]{2,20}){0,2})?"
)
_AFTER_THE_WORD = re.compile(
    r"(?<![a-z])(?=[a-z])(?P<word>" + _SAYS_BIRTH + r")"
    r"(?:\([a-z/]{1,4}\)|/[a-z]{1,2}|'s)?(?![a-z])" + _PLACE
    + r"(?:[ ,:=(\n\"*-]{0,3}(?<![a-z])" + _FILLER + r"(?![a-z])){0,4}"
    r"[ .,:=(\n\"*-]{0,4}(?<![0-9a-z])(?P<date>" + _DATE + ")"
)  # fmt: skip
_BEFORE_THE_WORD = re.compile(
    "(?<![0-9a-z./-])(?=[0-9a-z])(?P<date>" + _DATE + ")[ ,)(=:-]{1,3}(?:"
    + _WORDS.get_pattern("between") + "[ ,(:]{1,2}){0,4}" + _WORDS.get_pattern("says_birth_after")
    + "(?![a-z])"
)  # fmt: skip
# Unambiguous words: other words may stand between them and the date.
_FAR_AFTER_THE_WORD = re.compile(
    "(?<![a-z])(?=[dbgfd])" + _WORDS.get_pattern("says_date_of_birth")
    + r"(?![a-z])[^\d.!?\n\ufffc]{0,45}(?<![0-9a-z])(?P<date>" + _DATE
    + r"|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)|(?:19\d\d|200\d)(?![\d/-])"
    r"|(?<=[ :])\d{1,2}(?:st|nd|rd|th)? (?:of )?" + _MONTHS + "(?![a-z])|" + _MONTHS
    + r" (?:19|20)\d\d(?!\d))"
)  # fmt: skip
# "3 April 1962 to be exact, that's my birthday"
_FAR_BEFORE_THE_WORD = re.compile(
    r"(?<![0-9a-z./-])(?=[0-9a-z])(?P<date>"
    + _DATE
    + r")(?![\d])[^\d.!?\n]{0,40}(?<![a-z])(?:(?:is|was|that's|thats|it's|'s) (?:my|when i was)"
    r" (?:real |actual |own )?(?:birth ?day|b-?day|birth ?date|born|date of birth|dob)"
    r"|ist mein geburtstag|est mon anniversaire)(?![a-z])"
)
_SIGNS = re.compile(r"(?<![\w*])\*\s?(?P<date>" + _DATE + r")(?![*\w])")
# "New birthday" means the day of the operation.
_OTHER_BIRTH = re.compile("(?<![a-z])" + _WORDS.get_pattern("other_births") + r"[ -]{0,2}\"?$")
_LONG_AGO = re.compile(r"(?:19\d\d|\D[2-9]\d)$")
_SAYS_AFTER = _WORDS.get_set("says_after")


def find_birth_dates(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    for match in _AFTER_THE_WORD.finditer(text):
        word = match["word"]
        is_no = word in {"ne", "nee"} and text[match.end("word")] in ",."  # Dutch
        is_no |= word == "b." and not _LONG_AGO.search(match["date"])
        if not is_no and not _OTHER_BIRTH.search(text[max(0, match.start() - 12) : match.start()]):
            yield match.span("date")
    forms = [_FAR_AFTER_THE_WORD, _SIGNS]
    if normalized.words & _SAYS_AFTER:
        forms += [_BEFORE_THE_WORD, _FAR_BEFORE_THE_WORD]
    for form in forms:
        for match in form.finditer(text):
            yield match.span("date")
