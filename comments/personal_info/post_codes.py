"""Post codes with towns, post boxes, and Indian addresses with sectors and plots."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.streets import says_lives_at
from comments.personal_info.words import WordFile

_WORDS = WordFile("post_codes")

# Street, number, post code and town.
_CONTINENTAL = re.compile(
    "(?<![A-Za-z])(?!Tel|Phone|Landline|Mobile?|Handy|Fax|Fon|Ph|Tlf|Gsm|Cell"
    "|Call)[A-Z][A-Za-z.'-]{1,28}(?: (?:(?:de|der|den|la|van|du|des|del|di"
    r"|da) )?[A-Z][A-Za-z.'-]{1,20}){0,3},? (?:n[ro]?[o.]{0,2} ?)?\d{1,4}(?: ?[a-zA-Z]"
    r"(?![a-zA-Z])|[-/ ]\d{1,3}){0,2},?[ \n]{1,2}(?:-+ )?(?:(?:D|A|CH|B|F|I|E|L|NL|DK|S|N"
    r"|SE|FI|PL|DE|AT)-)?(?:\d{5}|\d{3} \d{2}|\d\d-\d{3}|(?!19|20)\d{4}(?: ?[A-Z]{2})?"
    r"|(?:19|20)\d\d ?(?!MR|CT|US|UK|EU|TE|LV|EF|AV|MV|TR|TV)[A-Z]{2}) {1,2}(?!\d)(?!"
    + _WORDS.get_pattern("continental")
    + r"\b)[A-Z][a-z'-]{2,24}(?:[ -][A-Z][a-z]{2,20})?"
)
# "D-12345 Exampletown, Prager Zeile 4"
_CODE_FIRST = re.compile(
    r"(?<![A-Za-z0-9.,-])(?:(?:D|A|CH|B|F|I|E|L|NL|DK|S|N|PL|DE|AT)-)?(?:\d{5}|(?!19|20)\d{4}(?: [A-Z]{2})?"
    r"|\d\d-\d{3}) [A-Z][a-z'-]{2,24}(?:[ -][A-Z][a-z]{2,20})?, "
    r"(?:(?:[A-Za-z]{2,4}\.?|[A-Z][a-z'-]{1,24}) ){0,2}[A-Z][A-Za-z'.-]{2,28} "
    r"\d{1,4}[a-z]?(?![A-Za-z0-9])"
)
# "lieu-dit La Grange, 12345 Exampletown", where somebody lives
_PLACE_AND_CODE = re.compile(
    r"(?<![A-Za-z'])(?:(?:[Ll]ieu-?dit|[Hh]ameau|[Qq]uinta|[Ll]oc\.|[Ff]inca|[Hh]of|[Hh]aus|[Mm]as) )?"
    r"[A-Z][A-Za-z'-]{1,20}(?: (?:[a-z]{1,3} )?[A-Z][A-Za-z'-]{1,20}){0,2},? "
    r"(?:(?:[Ll]ote|n[.o]{0,2}|[Ll]ot|casa)\.? ?\d{1,4},? |\d{1,4}[a-z]?, )?"
    r"(?:\d{5}|\d\d-\d{3}|\d{4}-\d{3}|(?!19|20)\d{4}(?: [A-Z]{2})?) [A-Z][a-z'-]{2,24}(?:[ -][A-Z][a-z]{2,20})?"
)
_AREAS = _WORDS.get_pattern("uk_areas")
UK_POST_CODE_PATTERN = _AREAS + r"\d[\dA-Z]? {0,2}\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
_POST_CODES = re.compile(
    "(?<![A-Za-z0-9-])(?:"
    + UK_POST_CODE_PATTERN
    + r"|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![A-Za-z0-9])"
    r"|(?:[AC-FHKNPRTV-Y]\d\d|D6W) ?(?=[0-9AC-FHKNPRTV-Y]{0,3}[AC-FHKNPRTV-Y])"
    r"(?=[A-Z]{0,3}\d)[0-9AC-FHKNPRTV-Y]{4}(?![A-Za-z0-9])"
    "|(?:[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2},? )"
    + _WORDS.get_pattern("words_after_a_post_code")
    + r",? \d{5}(?:-\d{4})?(?!\d)|(?:[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2},? )(?:NSW"
    r"|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}(?!\d))"
)
_POST_CODE_SAID = re.compile(
    "(?<![a-z])"
    + _WORDS.get_pattern("post_code_words")
    + r"[ :.#]{1,3}(?:is |ist |est |es |e |= )?(?P<code>(?:[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2}"
    r"|\d{3} \d{3}|\d{4,6}(?:-\d{4})?|\d\d-\d{3}|[a-z]\d[a-z] ?\d[a-z]\d"
    r"|[a-z]\d[\dw] ?[a-z0-9]{4}))(?![a-z0-9])"
)
_BOX = re.compile(
    "(?<![a-z])"
    + _WORDS.get_pattern("post_boxes")
    + r"[ :.#]{1,3}(?:no\.? ?|nr\.? ?|numero )?x?\d{1,7}(?: \d{2,3}){0,2}(?!\d)"
    r"|(?<![a-z])(?:box|bp|b\.p\.|cs) \d{1,5}(?: \d{2})?,? \d{3} ?\d{2} "
    "(?=[a-z]{3,20})[a-z-]{3,20}"
)
_INDIAN = re.compile(
    r"(?<![a-z])(?:flat|house|plot|door|h\.? ?no|d\.? ?no|shop|qtr)\.? ?(?:no\.? ?"
    r"|number )?[:#]? ?[a-z]?-?\d{1,4}[-/]?[a-z0-9]{0,4}[, ]{1,2}[^\n]{0,70}?"
    + _WORDS.get_pattern("indian_places")
    + r"(?![a-z])(?: ?-?\d{1,3}(?!\d))?|(?<![a-z])[a-z]{4,20} ?[-,] ?[1-9]\d{2} ?\d{3}"
    r"(?= ?(?:$|[,.;)\n]|india|tamil|maharashtra|karnataka|kerala|delhi|gujarat))"
    r"|(?<![a-z])(?:sector|sec)[ -]\d{1,3}[ ,]{1,2}[a-z]{4,16}[ -]{1,3}[1-9]\d{5}(?!\d)"
    "|(?<![a-z])" + _WORDS.get_pattern("indian_cities") + r" ?[-,]{0,1} ?[1-9]\d{2} ?\d{3}(?!\d)",
    re.MULTILINE,
)
_PIN_TOWN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{3,20} ?[-,–]? ?[1-9]\d{2} ?\d{3}(?!\d)")
_SAYS_POST_CODE = _WORDS.get_set("says_post_code")
_SAYS_BOX = _WORDS.get_set("says_box")
_SAYS_FLAT = _WORDS.get_set("says_flat")
_SOME_TOWN = re.compile(r"\d(?: ?[A-Z]{2})?[ ,]{1,2}[A-Z][a-z]")
_MAY_BE_POST_CODE = re.compile(r"[A-Z]\d[\dA-Z]? {0,2}\d?|[A-Z]{2,3},? \d{4}")
_MAY_BE_LOWER_CODE = re.compile(r"[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2}(?![a-z0-9])")
_LOWER_CODE = re.compile(
    r"(?<![A-Za-z0-9])" + UK_POST_CODE_PATTERN.replace("(?![A-Za-z0-9])", "").lower() + r"(?![A-Za-z0-9])"
)
_STREET_BEFORE = re.compile(r"(?<![a-z])\d{1,4}[a-z]? [a-z]{2,20} [a-z]{2,20}")
_PIN = re.compile(r"[1-9]\d{2} ?\d{3}(?!\d)")


def find_by_post_code(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.text
    for may, form in ((_SOME_TOWN, _CONTINENTAL), (_SOME_TOWN, _CODE_FIRST), (_MAY_BE_POST_CODE, _POST_CODES)):
        if may.search(text):
            yield from (match.span() for match in form.finditer(text))
    if _SOME_TOWN.search(text):
        yield from _find_places_with_code(normalized)
    if _MAY_BE_LOWER_CODE.search(text):
        yield from _find_lower_codes(normalized)
    if normalized.words & _SAYS_POST_CODE:
        for match in _POST_CODE_SAID.finditer(normalized.lower):
            yield match.span("code")
    if _PIN.search(text):
        for match in _PIN_TOWN.finditer(text):
            if says_lives_at(normalized, match.start(), 80):
                yield match.span()


def _find_places_with_code(normalized: NormalizedText) -> Iterator[Span]:
    for match in _PLACE_AND_CODE.finditer(normalized.text):
        if match[0].lower().startswith("lieu") or says_lives_at(normalized, match.start(), 40):
            yield match.span()


def _find_lower_codes(normalized: NormalizedText) -> Iterator[Span]:
    for match in _LOWER_CODE.finditer(normalized.text):
        start = match.start()
        has_street = _STREET_BEFORE.search(normalized.text, max(0, start - 60), start)
        if has_street or says_lives_at(normalized, start, 80):
            yield match.span()


def find_post_boxes(normalized: NormalizedText) -> Iterator[Span]:
    """Post boxes, and flats and houses as they are numbered in India."""
    if normalized.words & _SAYS_BOX:
        for match in _BOX.finditer(normalized.lower):
            yield match.span()
    if normalized.words & _SAYS_FLAT or _PIN.search(normalized.text):
        for match in _INDIAN.finditer(normalized.lower):
            yield match.span()
