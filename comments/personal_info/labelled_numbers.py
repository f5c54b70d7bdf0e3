"""Numbers and codes whose label is beside them or elsewhere in the sentence: of patients, insurances, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.phone_words import MONEY, SAYS_PHONE, UNIT
from comments.personal_info.words import WordFile

_WORDS = WordFile("labelled_numbers")

_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<prefix>[A-Z]{1,6})[ /.-]{0,2}(?=[\d]|[A-Z]?\d)"
    r"|[a-z]{1,4}(?=\d))?(?P<digits>\d[\dA-Za-z]*"
    r"(?:(?:[ ./]|-|\. | - | / )(?:[A-Z](?![A-Za-z])|[A-Za-z]{0,3}\d[\dA-Za-z]*)){0,7})(?![A-Za-z0-9])"
)
# Four digits, also with letters and signs between them: a quick check.
MAY_HAVE_CODE = re.compile(r"\d[A-Za-z ./-]{0,3}\d[A-Za-z ./-]{0,3}\d[A-Za-z ./-]{0,3}\d")
_PERSONAL = re.compile("(?<![a-z])" + _WORDS.get_pattern("personal_labels") + "(?![a-z])")
_ACCOUNT = re.compile("(?<![a-z])" + _WORDS.get_pattern("account_labels") + "(?![a-z])")
_CARD = re.compile("(?<![a-z])" + _WORDS.get_pattern("cards") + "(?![a-z])")
_OTHER = re.compile("(?<![a-z])" + _WORDS.get_pattern("other_labels") + "(?![a-z])")
_NUMBER_WORD = re.compile("(?<![a-z])" + _WORDS.get_pattern("number_words") + r"(?![a-z])|[#:=]")
_OWN_NUMBER = re.compile(
    r"(?<![a-z])(?:my|our|his|her|mein\w{0,2}|unser\w{0,2}|mon|ma|mi|mis|mio|mia|mijn|moj\w{0,2}|meu"
    r"|minha) (?:[a-z-]{2,16} ){1,3}"
    r"(?:number|no|nr|id|code|ref|reference|nummer|numero|numer|kennung|[a-z]{3,16}nummer)(?![a-z])"
)
_SAID_AFTER = re.compile(
    r"[ ,(=-]{1,3}(?:(?:and |but )?(?:that'?s|that is|thats|it'?s|is|was|as|for|from|on|in|ist|steht|est|c'est"
    r"|es|e|to|jest|dat is|das ist)(?![a-z]))[^.!?\n\d]{0,30}?"
)
_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d ?[/-] ?(?:19"
    r"|20)?\d\d"
)
_LABEL_REACH_CHARS = 60
_LONGEST_LABEL_CHARS = 50
MIN_CARD_DIGITS = 13


class _Code(NamedTuple):
    start: int  # with letters before the digits
    digits_start: int
    end: int


def find_personal_numbers(normalized: NormalizedText) -> Iterator[Span]:
    for code in _list_codes(normalized, min_digits=5):
        start = _find_label_before(normalized, code, _PERSONAL)
        if start is None and _is_labelled_after(normalized, code, _PERSONAL):
            start = code.start
        if start is None and _has_own_number(normalized, code):
            start = code.start
        if start is not None:
            yield start, code.end


def find_account_numbers(normalized: NormalizedText) -> Iterator[Span]:
    for code in _list_codes(normalized, min_digits=6):
        if _is_on_another_card(normalized, code):
            continue
        start = _find_label_before(normalized, code, _ACCOUNT)
        if start is None and _is_labelled_after(normalized, code, _ACCOUNT):
            start = code.start
        if start is not None:
            yield start, code.end


def _is_on_another_card(normalized: NormalizedText, code: _Code) -> bool:
    """Whether the label is "card": of a health service, or with too few digits for a bank's."""
    card = _find_last_before(normalized, _CARD, code.digits_start, _LABEL_REACH_CHARS)
    if not card:
        return False
    digits = sum(map(str.isdigit, normalized.text[code.digits_start : code.end]))
    return digits < MIN_CARD_DIGITS or bool(
        _find_last_before(normalized, _PERSONAL, code.digits_start, _LABEL_REACH_CHARS)
    )


def find_parts_of_accounts(normalized: NormalizedText) -> Iterator[Span]:
    """Short numbers that belong to an account: a sort code, a check digit, a branch."""
    yield from (match.span(match.lastgroup or 0) for match in _PART.finditer(normalized.lower))


_PART = re.compile(
    r"(?<![a-z])(?:"
    + _WORDS.get_pattern("parts_of_accounts")
    + r")[ :.#=]{1,3}(?:is |no\.? |nr\.? |number )?(?P<part>\d[\d -]{0,14}\d(?:/\d\d)?)(?![\d.,]*\d)"
    r"|(?<![\d.,-])(?P<account>\d{7,10})(?=[ ,;]{1,3}(?:and )?(?:the |my )?(?:sort|s/c|blz|bank))"
)


def _list_codes(normalized: NormalizedText, min_digits: int) -> Iterator[_Code]:
    if not MAY_HAVE_CODE.search(normalized.text):
        return
    for match in _CODE.finditer(normalized.text):
        code = match[0]
        digits = sum(map(str.isdigit, code))
        letters = sum(map(str.isalpha, code))
        if not min_digits - (letters > 1) <= digits <= 28 or _is_no_code(normalized, match):
            continue
        yield _Code(match.start(), match.start("digits"), match.end())


def _is_no_code(normalized: NormalizedText, match: re.Match[str]) -> bool:
    start, end = match.span("digits")
    digits = match["digits"]
    if _DATE.fullmatch(digits) or (
        re.fullmatch(r"\d{1,4}(?:[ ./-]\d{1,3}){1,}", digits) and len(digits) < 8 and not match["prefix"]
    ):
        return not re.fullmatch(r"\d{2,4}-\d{3}|\d{3}-\d{2,4}|\d\d-\d\d-\d\d|\d{4,5}/\d\d", digits)
    if re.fullmatch(r"\d+0000?|\d{1,3}(?:[ .]000)+", digits) and len(digits) < 9:
        return True
    if UNIT.match(normalized.lower, end) or MONEY.search(normalized.lower[max(0, start - 6) : start]):
        return True
    # Measured values: "120/80 62 118/76"
    groups = re.split(r"\D+", digits)
    return len(groups) > 2 and max(map(len, groups)) <= 3 and any(sign in digits for sign in "/") and len(groups) > 3


def _find_last_before(normalized: NormalizedText, words: re.Pattern[str], place: int, reach: int) -> Span | None:
    """The last of these words before a place. Few posts have codes, so only the text near them is searched."""
    last = None
    for match in words.finditer(normalized.lower, max(0, place - reach - _LONGEST_LABEL_CHARS), place):
        last = match.span()
    return last if last and place - last[1] <= reach else None


def _find_label_before(normalized: NormalizedText, code: _Code, labels: re.Pattern[str]) -> int | None:
    """Where the number begins, if a label of this kind is the nearest one before it."""
    label = _find_last_before(normalized, labels, code.digits_start, _LABEL_REACH_CHARS)
    if not label:
        return None
    start = code.digits_start if label[1] > code.start else code.start
    lower = normalized.lower
    gap = lower[label[1] : start]
    if _is_beyond(gap, lower, start) or re.search(r"\d{3}", gap):
        return None
    for others in (_OTHER, SAYS_PHONE):
        other = _find_last_before(normalized, others, code.digits_start, _LABEL_REACH_CHARS)
        if other and other[0] > label[0] and not _is_number_word(lower[slice(*other)]) and other[1] > label[1]:
            return None
    said = lower[max(0, label[0] - 24) : start]
    is_direct = not re.search("[a-z]", gap) or len(gap) <= 4
    is_direct |= bool(re.search(r"(?:is|are|says|said|lautet|ist|est|es|jest|to|[:=]) ?$", gap))
    return start if is_direct or _NUMBER_WORD.search(said) or len(gap) < 25 else None


def _is_beyond(gap: str, lower: str, start: int) -> bool:
    """Whether a sentence ends between a label and a number, unless the number begins the next one."""
    ends = [match.end() for match in re.finditer(r"[!?](?=\s)|(?<![a-z ][a-z])(?<!no)(?<!nr)(?<!num)\.(?=\s)|\n", gap)]
    if not ends:
        return False
    return len(ends) > 1 or bool(re.search("[a-z]{3}", gap[ends[0] :]))


def _is_number_word(word: str) -> bool:
    return bool(_NUMBER_WORD.fullmatch(word)) or word in {"numero", "numer", "nummer", "nr", "number"}


def _is_labelled_after(normalized: NormalizedText, code: _Code, labels: re.Pattern[str]) -> bool:
    lower = normalized.lower
    said = _SAID_AFTER.match(lower, code.end)
    if not said:
        return False
    for label in labels.finditer(lower, said.end(), min(len(lower), said.end() + 45)):
        between = lower[code.end : label.start()]
        return (
            not re.search(r"[.!?\n]|\d{3}", between)
            and not _OTHER.search(between)
            and not _OTHER.search(lower, max(0, code.start - 25), code.start)
        )
    return False


def _has_own_number(normalized: NormalizedText, code: _Code) -> bool:
    """A number with an unknown label: "my such and such number is …"."""
    label = _find_last_before(normalized, _OWN_NUMBER, code.digits_start, 20)
    if (
        not label
        or _OTHER.search(normalized.lower, label[0], code.start)
        or SAYS_PHONE.search(normalized.lower, label[0], label[1] - 7)
    ):
        return False
    gap = normalized.lower[label[1] : code.start]
    return bool(
        re.fullmatch(r"[ :=#]{1,3}(?:(?:is|was|ist|lautet|est|es|e|to|jest|here)(?:[ :=]{1,2}|$))?", gap)
    ) and not re.search(
        r"(?:phone|mobile|cell|tel|home|work|land|office|whats|fax|house|flat|room|lucky|bed|contact|handy|mobil)",
        normalized.lower[label[0] : label[1]],
    )
