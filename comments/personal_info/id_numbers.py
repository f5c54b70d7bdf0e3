"""Identity numbers: of a state, a health service, an insurance or a hospital."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from stdnum import luhn
from stdnum.at import vnr
from stdnum.be import nn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import nif
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.ie import pps
from stdnum.in_ import aadhaar
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.se import personnummer
from stdnum.us import ssn
from stdnum.za import idnr as south_african_id

from comments.personal_info.digits import DigitRun
from comments.personal_info.labelled_numbers import MAY_HAVE_CODE, find_personal_numbers
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.phone_words import UNIT
from comments.personal_info.words import WordFile

_WORDS = WordFile("id_numbers")

# Formats of letters and digits that nothing else has.
_LETTERED = re.compile(
    r"(?<![a-z0-9])(?=[a-z0-9])(?:"
    r"[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?-?\d\d[ -]?\d\d[ -]?\d\d[ -]?[a-d]"  # United Kingdom, NI
    # United States, Medicare
    r"|[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?"
    r"[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y]{2}\d\d"
    # Italy
    r"|[a-z]{3} ?[a-z]{3} ?\d[0-9lmnp-v][abcdehlmprst]\d[0-9lmnp-v] ?"
    r"[a-z]\d[0-9lmnp-v]{2}[a-z]"
    r"|[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d"  # Mexico
    r"|[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]"  # India, PAN
    r"|[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?2[ab] ?\d{3} ?\d{3}(?: ?\d\d)?"  # Corsica
    r")(?![a-z0-9])"
)
# Words that name the number beside them: "NHS number", "Versichertennummer".
_SAYS_REGISTER = _WORDS.get_pattern("says_register")
_JOINT = (
    r"(?:[ \t.:#=-]{1,3}(?:"
    + _WORDS.get_pattern("between")
    + r"(?![a-z]))){0,3}[ \t.:#=-]{0,3}(?:(?P<word>number|numbers|num|nos?|nr|nummer|numero"
    r"|numer|n|no\.|id|code|codigo|#|cislo|nmbr|numbr|mrn|reference"
    r"""|ref)(?![a-z]))?(?:[ \t.:,#=(\"'-]{1,3}(?:(?P<is>is|was|s|ist|lautet|est|es|e|er|ar"""
    r"|on|to|:|=|to jest|jest|in case|the|my|mine|mein\w{0,2}|mi|mon|ma|mia|mio|of|for"
    "|it's|that is|here|goes|so|then|and|thats|also|still|currently|follows"
    "|as)(?![a-z]))){0,3}"
)
_AFTER_WORDS = re.compile(
    r"(?<![a-z])(?=[a-z])(?P<what>" + _SAYS_REGISTER + r")(?![a-z])" + _JOINT
    + r"(?P<sign>[ \t\n.:#=(\"'-]{1,4})(?P<code>[a-z]{0,4}[ -]?\d[a-z0-9]{0,20}"
    r"(?:[ ./-][a-z]{0,2}\d[a-z0-9]{0,12}){0,5}(?:[ -][a-z]{1,2}(?![a-z]))?)(?![a-z0-9])"
)  # fmt: skip
# Unambiguous words: the number may follow without "number" between.
_UNAMBIGUOUS = re.compile(
    r"nhs|uhid|ihi|dva|tfn|abha|nuss|insee|bupa|vhi|chi|nhi|ssn|sin|mbi|ohip|phn|mrn|urn|pps\w{0,3}"
    r"|a?adha{1,2}r"
    r"|nino|ni|kvnr"
    r"|svnr|rvnr"
    r"|ahv\w{0,8}|nir|niss|insz|dni|nie|nif|cf|bsn|pesel|person\w+|fodsels\w+|fnr|cpr\w*"
    r"|henk\w+|hetu|cpf|egn|oib|taj|cnp|amka|\w*num{1,2}er"
)
_SAYS_NUMBER = re.compile(
    "[:#=]|(?<![a-z])" + _WORDS.get_pattern("says_number") + "(?![a-z])|nummer|karte|carte|tarjeta|tessera"
)
_BEFORE_WORDS = re.compile(
    r"(?<![a-z0-9])(?=[a-z]{0,3}\d)(?P<code>[a-z]{0,3}\d[a-z0-9]{5,16}"
    r"(?:[ -]\d[a-z0-9]{1,8}){0,4}|\d{2,4}(?:[ -]\d[a-z0-9]{1,8}){1,4})[ ,)]{1,3}(?:(?:is"
    r"|ist|est|es|e|to|er|ar|=|as|for|-)[ ]{1,2})?(?:(?:my|the|mein\w{0,2}|mi|mon|mia"
    "|mijn|moj|min|mit)[ ]{1,2})?" + _WORDS.get_pattern("says_register_after") + "(?![a-z])"
)
# Any other name: "my such number is …".
_ANY_NAME = re.compile(
    r"(?<![a-z])(?:my|his|her) (?P<what>[a-z]{2,14}(?: [a-z]{2,14})?) (?:number|no\.?|nr|id)"
    r"(?: is|:"
    r"|=)[ :]{0,2}(?P<code>[a-z]{0,3}[ -]?\d[\da-z]{2,14}(?:[ -][\da-z]{2,8}){0,3})"
    r"(?![a-z0-9])"
)
_OTHER_NUMBERS = re.compile(
    r"phone|mobile|cell|tel|home|work|land|office|whats|fax|account|acc|card|bank|house|flat|room"
    r"|lucky|valve|model|serial|lot|order|ticket|device|pacemaker|flight|post|step|bed|contact"
)
_SOCIAL = re.compile(r"(?<![a-z])(?:social|ssn|sin|social insurance|bsn)(?![a-z])")
_PHONE = re.compile("(?<![a-z])" + _WORDS.get_pattern("phone") + "(?![a-z])")

_NOT_CODES = re.compile(
    r"(?:19|20)\d\d[ /-]?(?:19|20)?\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}(?:[ .]000)+"
    r"|\d{2,4}00"
)


def _sum_weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


# Three registers that python-stdnum does not know.
def _is_australian_medicare_number(digits: str) -> bool:
    return _sum_weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def _is_new_zealand_health_index(code: str) -> bool:
    values = [str("abcdefghjklmnpqrstuvwxyz".index(letter) + 1) for letter in code[:3]]
    total = sum(int(v) * w for v, w in zip((*values, *code[3:]), (7, 6, 5, 4, 3, 2), strict=False))
    return 11 - total % 11 == (int(code[6]) or 10)


def _is_german_number(code: str, weights: tuple[int, ...]) -> bool:
    """Letters count by their position in the alphabet; the digits of each product are added."""
    digits = re.sub("[a-z]", lambda letter: f"{ord(letter[0]) - 96:02}", code)
    products = (int(d) * weight for d, weight in zip(digits, weights, strict=False))
    return sum(sum(divmod(product, 10)) for product in products) % 10 == int(digits[-1])


_DAY, _MONTH = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"

# Letters and digits with a check digit. Spaces, full stops and slashes are removed first.
# Four characters and more with a digit, and letters of a code near them: only this part of a text is searched.
_TOKEN_WITH_DIGITS = re.compile(r"\d(?:[\da-z./+-]| {1,2}(?=[a-z]{0,3} ?\d)){2,}")
MIN_DIGITS_OF_A_CODE = 6
_LETTERS_BEFORE_CHARS, _LETTERS_AFTER_CHARS = 14, 8
_SPACING = re.compile("[ ./]")
_CHECKED_CODES: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = tuple(
    (re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])"), is_valid)
    for pattern, is_valid in (
        (r"(?=[xyz\d])[xyz]?[ .-]?\d{1,2}[.]?\d{3}[.]?\d{2,3}[ -]?[a-hj-np-tv-z]", nif.is_valid),
        (r"\d{7}[ -]?[a-w][abhwtx]?", pps.is_valid),
        (r"\d{6}[-+a-fu-y]\d{3}[0-9a-fhj-npr-y]", partial(hetu.is_valid, allow_temporary=True)),
        # Germany: a health insurance, and a pension insurance.
        (r"[a-z] ?\d{3} ?\d{3} ?\d{3}", partial(_is_german_number, weights=(1, 2) * 5)),
        (
            rf"\d\d ?\d\d{_MONTH}\d\d ?[a-z] ?\d{{3}}",
            partial(_is_german_number, weights=(2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)),
        ),
        (r"[a-hj-np-z]{3}(?!19|20)\d{4}", _is_new_zealand_health_index),
        (
            r"[123478] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d\d ?\d{3} ?\d{3}[ ./-]{0,2}\d\d",
            lambda code: nir.is_valid(code.replace("-", "")),
        ),
    )
)
# Digits only, with the same sign or a space in each gap.
_CHECKED_DIGITS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = tuple(
    (re.compile(pattern), is_valid)
    for pattern, is_valid in (
        (r"\d{3}-\d\d-\d{4}", ssn.is_valid),
        (r"\d{3}-\d{3}-\d{3}", sin.is_valid),
        # Without gaps, one that begins with 9 looks like a phone number of India.
        (r"[4679]\d\d([ -])\d{3}\1\d{4}|[467]\d{9}", nhs.is_valid),
        (r"[2-6]\d{3}(?:([ -])\d{5}\1\d|([ /-])\d{5}\2\d\2\d)", _is_australian_medicare_number),
        (rf"\d{{4}}([ /])(?:{_DAY}{_MONTH}\d\d|{_DAY}\1{_MONTH}\1\d\d)", vnr.is_valid),
        # Sweden: 60 is added to the day in co-ordination numbers.
        (rf"\d\d(-?){_MONTH}\1(?:{_DAY}|6[1-9]|[78]\d|9[01])-\d{{4}}", luhn.is_valid),
        (r"\d\d(-?)\d\d\1\d\d-\d{4}", cpr.is_valid),
        (r"\d{6}/\d{4}", rc.is_valid),
        (r"\d{6} ?\d{5}", fodselsnummer.is_valid),
        (r"\d{11}", pesel.is_valid),
        (r"\d{11}|\d\d \d{3} \d{3} \d{3}", idnr.is_valid),
        (r"\d{11}|\d\d( |-\.?)\d\d\1\d\d\1\d{3}\1\d\d|\d{6}( |-\.?)\d{3}\2\d\d", nn.is_valid),
        (r"\d{11}|\d{3}( |-\.?)\d{3}\1\d{3}\1\d\d", cpf.is_valid),
        (r"\d{12}|\d{4}([ -])\d{4}\1\d{4}", aadhaar.is_valid),
        (r"(?:18|19|20)\d{6}[ -]?\d{4}", personnummer.is_valid),
        (r"\d{13}|\d{6} \d{4} (?:\d{3}|\d\d \d|\d \d \d)", south_african_id.is_valid),
        (r"\d{13}|\d{3}([ .-])\d{4}\1\d{4}\1\d\d", ahv.is_valid),
    )
)


def find_id_numbers(normalized: NormalizedText) -> Iterator[Span]:
    if MAY_HAVE_CODE.search(normalized.text):
        for finder in (_find_codes, _find_beside_words, find_personal_numbers, _find_digits):
            yield from finder(normalized)


def _may_be_code(lower: str, token: re.Match[str]) -> bool:
    """Whether there are letters or enough digits. Blood pressures have a slash."""
    if lower[token.start() - 1 : token.start()].isalpha() or any(map(str.isalpha, token[0])):
        return True
    return "/" not in token[0] and sum(map(str.isdigit, token[0])) >= MIN_DIGITS_OF_A_CODE


def _find_codes(normalized: NormalizedText) -> Iterator[Span]:
    lower = normalized.lower
    tokens = [match.span() for match in _TOKEN_WITH_DIGITS.finditer(lower) if _may_be_code(lower, match)]
    for start, end in normalized.get_surroundings(tokens, _LETTERS_BEFORE_CHARS, _LETTERS_AFTER_CHARS):
        for match in _LETTERED.finditer(lower, start, min(end, len(lower))):
            yield match.span()
        for pattern, is_valid in _CHECKED_CODES:
            for match in pattern.finditer(lower, start, min(end, len(lower))):
                if is_valid(_SPACING.sub("", match[0])):
                    yield match.span()


def _find_beside_words(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    for match in _AFTER_WORDS.finditer(text):
        span = _strip_short_words(normalized.text, *match.span("code"))
        if not _is_code(text[slice(*span)]) or UNIT.match(text, span[1]):
            continue
        said = text[max(0, match.start() - 14) : match.start("code")]
        if match["is"] or _SAYS_NUMBER.search(said) or _UNAMBIGUOUS.fullmatch(match["what"]):
            yield span
    for match in _ANY_NAME.finditer(text):
        if _is_code(match["code"]) and not _OTHER_NUMBERS.search(match["what"]):
            yield match.span("code")
    for match in _BEFORE_WORDS.finditer(text):
        if _is_code(match["code"]):
            yield match.span("code")


def _find_digits(normalized: NormalizedText) -> Iterator[Span]:
    for run in normalized.runs:
        if sum(run.lengths) >= 9:
            yield from (part.span for part in run.lines() if _is_valid_number(normalized, part))
        spaced = run.shape in {"3 2 4", "3 3 3"} and not run.signs
        if spaced and normalized.find_before(_SOCIAL, run.span[0], 40):
            yield run.span


def _strip_short_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Exclude short words before and after a code: "12345 is"."""
    code = re.sub(r"(?: [a-z]{1,2})+$", "", text[start:end])
    bare = re.sub(r"^[a-z]+ ", "", code)
    return start + len(code) - len(bare), start + len(code)


def _is_code(code: str) -> bool:
    digits = sum(map(str.isdigit, code))
    letters = sum(map(str.isalpha, code))
    return 5 - (letters > 1) <= digits <= 20 and not _NOT_CODES.fullmatch(code)


def _is_valid_number(normalized: NormalizedText, run: DigitRun) -> bool:
    """Whether the format and check digit of a country fit."""
    gap, start = run.signs or " ", run.span[0]
    code = gap.join(group.digits for group in run.groups)
    if normalized.text[start - 1 : start] == "+":
        return False
    if not any(pattern.fullmatch(code) and is_valid(run.digits) for pattern, is_valid in _CHECKED_DIGITS):
        return False
    return len(run.digits) > 10 or not normalized.find_before(_PHONE, start, 30)
