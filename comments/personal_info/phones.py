"""Phone numbers in the formats of many countries, except helplines and free numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from comments.personal_info.digits import DigitRun
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.phone_words import (
    CALLING_CODE,
    COUNTING,
    FIGURES_SPOKEN,
    FOR_EVERYBODY,
    MAY_MEAN_PHONE,
    MONEY,
    SAYS_PHONE,
    SHAPES,
    SPOKEN,
    UNIT,
    ZERO_SPOKEN,
)

_LINK = re.compile(
    r"\[[^\[\]\n]{0,200}\]\(\s?<?(?:(?:tel|sms):"
    r"|https?://(?:www\.)?wa\.me/)[^()\s]{1,100}[^()\n]{0,100}\)"
    r"|(?:https?://)?(?:www\.)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?\d{7,15}"
    r"|(?:tel|sms):\+?\d[\d-]{6,18}"
)
_INTERNATIONAL = re.compile(r"\+[ (]{0,2}\d(?:[ ()./-]{0,3}\d){6}")
_PRIVATE_NUMBER_TYPES = frozenset({"FIXED_LINE", "MOBILE", "FIXED_LINE_OR_MOBILE", "PERSONAL_NUMBER", "VOIP", "PAGER"})
_NEAR_CHARS = 34
MIN_SPOKEN_DIGITS = 2
# "O77OO 9OO 123", "07700 900 then 123"
_ZEROS_AS_LETTERS = re.compile(
    r"(?<![a-z0-9])(?=[\d .-]{0,12}o)(?:o[\do]{3,5}|0[\do]{3,4})[ .-]?[\do]{3}[ .-]?[\do]{3,4}(?![a-z0-9])"
)
_IN_TWO_PARTS = re.compile(
    r"(?<![\d.,-])(?:\+\d{2} ?\d{3,4}|0\d{3,4})[ -]?\d{3}[ ,]{1,3}(?:and |und |et )?(?:then|followed by|dann"
    r"|puis|luego|poi|dan|potem|depois)[ ,]{1,2}\d{3,6}(?!\d)"
)
_DIRECT = re.compile(r"(?<![a-z])(?:call|ring|text|dial)(?: me(?: (?:on|at))?| us)?(?![a-z])")
_DAY_AND_HOUR = re.compile(r"20[0-2]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DAY = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
)


def find_phones(normalized: NormalizedText) -> Iterator[Span]:
    if normalized.words & {"tel", "sms", "wa", "whatsapp"}:
        for match in _LINK.finditer(normalized.lower):
            yield match.span()
    yield from _find_in_words(normalized)
    for run in normalized.runs:
        if sum(run.lengths) >= 6:
            yield from _find_in_run(normalized, run)
    if _INTERNATIONAL.search(normalized.text):
        yield from _find_international(normalized)


def _find_in_words(normalized: NormalizedText) -> Iterator[Span]:
    """Numbers with digits in words, with the letter O for 0, or in two parts."""
    if len(normalized.words & FIGURES_SPOKEN) >= MIN_SPOKEN_DIGITS:
        for match in SPOKEN.finditer(normalized.lower):
            if _is_spoken(normalized, match):
                yield match.span()
    if normalized.has_digits:
        for form in (_ZEROS_AS_LETTERS, _IN_TWO_PARTS):
            for match in form.finditer(normalized.lower):
                yield match.span()


def _is_spoken(normalized: NormalizedText, match: re.Match[str]) -> bool:
    """Whether digits in words are a number: they begin with 0, are many, or a word shows it. Counting is none."""
    words = re.split(r"[ ,.-]{1,3}", match[0])
    if all(word.isdigit() for word in words):
        return False
    has_label = normalized.find_before(SAYS_PHONE, match.start(), _NEAR_CHARS) or normalized.has_after(
        SAYS_PHONE, match.end(), _NEAR_CHARS - 10
    )
    if COUNTING.match(match[0]) and not has_label:
        return False
    if ZERO_SPOKEN.match(match[0]):
        return len(words) >= 5 and (len(words) >= 7 or sum(len(word) > 3 for word in words) >= 3)
    return len(words) >= (7 if has_label else 8)


def _find_international(normalized: NormalizedText) -> Iterator[Span]:
    """Numbers of every country, with a plus and a calling code."""
    # Imported here: few posts have such a number, and the import takes 30 ms.
    from phonenumbers import PhoneNumberMatcher, PhoneNumberType, number_type

    for match in PhoneNumberMatcher(normalized.text, None):
        kind = PhoneNumberType.to_string(number_type(match.number))
        if kind in _PRIVATE_NUMBER_TYPES and not UNIT.match(normalized.lower, match.end):
            yield match.start, match.end


def _find_in_run(normalized: NormalizedText, run: DigitRun) -> Iterator[Span]:
    first, count = 0, len(run.groups)
    while first < count:
        for last in _list_ends(normalized.text, run, first):
            part = run.part(first, last)
            if 6 <= len(part.digits) <= 16 and _is_phone(normalized, part, whole=part == run):
                yield _add_brackets(normalized.text, part.span)
                first = last
                break
        first += 1


def _list_ends(text: str, run: DigitRun, first: int) -> range:
    """Possible ends of a number that begins here. Within a run, only 0 or "+" begins one."""
    group, last = run.groups[first], len(run.groups) - 1
    before = text[max(0, group.start - 3) : group.start].rstrip(" (")
    begins = before.endswith("+") or (
        group.digits[0] == "0" and (len(group.digits) > 1 or ")" in "".join(run.gaps[first : first + 1]))
    )
    if begins:
        return range(min(first + 11, last), first - 1, -1)
    return range(last, last - 1, -1) if first == 0 else range(0)


def _is_phone(normalized: NormalizedText, run: DigitRun, *, whole: bool) -> bool:
    digits = run.digits
    start, end = run.span
    if FOR_EVERYBODY.fullmatch(digits) or UNIT.match(normalized.lower, end):
        return False
    before = normalized.text[max(0, start - 4) : start]
    if before.rstrip(" (").endswith("+"):
        code = digits[1:] if digits.startswith("0") else digits
        free = FOR_EVERYBODY.fullmatch(digits.replace("0", "", 1)) or _free_abroad(digits)
        return 8 <= len(code) <= 15 and bool(CALLING_CODE.match(code)) and not free
    if MONEY.search(before.lower()):
        return False
    if digits.startswith("00"):
        return 10 <= len(digits) <= 16 and bool(CALLING_CODE.match(digits[2:]))
    if all(length == 1 for length in run.lengths) and len(run.lengths) > 1:
        return whole and _is_spelled_out(normalized, run)
    if digits[0] == "0" and digits[1] != "0":
        return _is_national(normalized, run, whole=whole)
    return whole and (_is_north_american(normalized, run) or _is_announced(normalized, run))


def _free_abroad(digits: str) -> bool:
    """Whether it is a free number with a calling code."""
    return bool(
        re.match(r"(?:4\d|3\d|353|6[14]|27)\(?0?80[08]\d{4,7}$|1800\d{7}$|18(?:88|77|66|55|44|33)\d{7}$", digits)
    )


def _is_national(normalized: NormalizedText, run: DigitRun, *, whole: bool) -> bool:
    """Whether it is a national number with a leading 0, as in most countries."""
    lengths, digits = run.lengths, run.digits
    if lengths[0] == 1 and not _is_bracketed(normalized.text, run):
        return whole and 10 <= len(digits) <= 11 and _has_word_near(normalized, run, SAYS_PHONE)
    if min(lengths[1:-1], default=2) < 2 and len(lengths) > 3:
        return whole and 10 <= len(digits) <= 11 and _has_word_near(normalized, run, SAYS_PHONE)
    signs = {gap.strip() for gap in run.gaps}
    if set(lengths) == {2} and "." in signs and len(signs) > 1:
        return False  # "07.30 12.15 19.00"
    if set(lengths) == {2} and len(lengths) != 5:
        return whole and len(lengths) == 4 and _has_word_near(normalized, run, SAYS_PHONE)
    if set(lengths) == {4} and all(int(g.digits[:2]) < 25 and int(g.digits[2:]) < 60 for g in run.groups):
        return False  # two times of day
    if 9 <= len(digits) <= 12:
        return len(lengths) <= 6
    return (
        7 <= len(digits) <= 13
        and whole
        and (
            _has_word_near(normalized, run, SAYS_PHONE)
            or (len(digits) == 8 and run.signs in {"/", "-"} and len(lengths) == 2)
        )
    )


def _is_north_american(normalized: NormalizedText, run: DigitRun) -> bool:
    """Whether it is a North American number: three, three and four digits.

    Without signs, neither the area code nor the exchange begins with 0 or 1.
    """
    lengths, digits = run.lengths, run.digits
    if len(digits) == 11 and digits[0] == "1":
        digits, lengths = (digits[1:], lengths[1:] if lengths[0] == 1 else (lengths[0] - 1, *lengths[1:]))
    if len(digits) != 10 or digits[0] in "01":
        return False
    if lengths == (3, 3, 4):
        if _is_bracketed(normalized.text, run) or run.signs in {"-", "."}:
            return True
        return digits[3] not in "01" and (bool(run.signs) or not digits.endswith("00"))
    if lengths == (10,):
        return not digits.endswith("0000") and not _DAY_AND_HOUR.match(digits)
    if lengths == (3, 7):
        is_marked = _is_bracketed(normalized.text, run) or bool(run.signs)
        return is_marked or _has_word_near(normalized, run, SAYS_PHONE)
    return lengths == (5, 5) and digits[0] in "6789" and not digits.endswith("00") and run.signs in {"", "-"}


def _is_announced(normalized: NormalizedText, run: DigitRun) -> bool:
    """Whether a word beside a number shows that it is a phone number."""
    lengths, digits = run.lengths, run.digits
    if _has_word_near(normalized, run, SAYS_PHONE):
        if run.shape in SHAPES:
            # Pairs of digits may be pulse rates.
            return set(lengths) != {2} or _has_word_near(normalized, run, SAYS_PHONE, near=14)
        if lengths == (2, 1, 4, 4):  # Brazil
            return True
        if max(lengths) >= 4 and min(lengths) >= 2 and len(lengths) <= 4 and 9 <= len(digits) <= 13:
            return not run.signs or set(run.signs) <= set("()-/")
        return lengths == (6,) and _has_word_near(normalized, run, SAYS_PHONE, near=14)
    if lengths == (3, 3, 3) and digits[0] in "456789" and run.signs in {"", "-"}:
        if all(group.digits.endswith("0") for group in run.groups):
            return False
        return _has_word_near(normalized, run, MAY_MEAN_PHONE, near=20)
    if lengths == (7,) and normalized.find_before(_DIRECT, run.span[0], 3):
        return not digits.endswith("00")
    if digits.endswith("000") or _DAY.fullmatch(digits):
        return False
    return lengths in {(9,), (11,), (8,)} and _has_word_near(normalized, run, MAY_MEAN_PHONE, near=12)


def _is_spelled_out(normalized: NormalizedText, run: DigitRun) -> bool:
    """Whether single digits are a phone number, "0 7 7 0 …", and not a list of scores."""
    digits = run.digits
    # " . " is not a decimal point.
    signs = {"" if gap == " . " else gap.strip() for gap in run.gaps}
    if not 8 <= len(digits) <= 14 or (len(signs) > 1 and signs != {"", "-"}):
        return False
    if _has_word_near(normalized, run, SAYS_PHONE, near=12):
        return True
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    if _has_word_near(normalized, run, SAYS_PHONE):
        return len(steps) > 2
    is_trunk = digits[0] == "0" and digits[1] != "0" and 9 <= len(digits) <= 12
    return is_trunk and len(steps) > 3 and int(max(digits)) > 3


def _has_word_near(normalized: NormalizedText, run: DigitRun, words: re.Pattern[str], near: int = _NEAR_CHARS) -> bool:
    start, end = run.span
    before = normalized.find_before(words, start, near)
    if before and "." not in normalized.lower[before[1] + 1 : start - 1]:
        return True
    return normalized.has_after(words, end, near - 10)


def _is_bracketed(text: str, run: DigitRun) -> bool:
    start = run.span[0]
    return text[start - 1 : start] == "(" and ")" in run.gaps[0] if run.gaps else False


def _add_brackets(text: str, span: Span) -> Span:
    start, end = span
    inside = text[start:end]
    if text[start - 1 : start] == "(" and inside.count(")") > inside.count("("):
        start -= 1
    before = text[max(0, start - 3) : start]
    if before.rstrip().endswith("+"):
        start -= len(before) - before.rindex("+")
    return start, end
