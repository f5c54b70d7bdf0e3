"""Postal addresses: a house number and words of streets, post codes, boxes."""

import re
from collections.abc import Iterator

from comments.personal_info.address_tails import add_rest_of_address
from comments.personal_info.normalized_text import NormalizedText, Span, join_overlapping
from comments.personal_info.post_codes import UK_POST_CODE_PATTERN, find_by_post_code, find_post_boxes
from comments.personal_info.street_addresses import (
    KIND_WORDS,
    find_numbers_apart,
    find_street_addresses,
    is_famous,
    says_home_after,
)
from comments.personal_info.streets import FRENCH_ADDRESS, LIVES, MEASURING_UNIT, find_streets, says_lives_at
from comments.personal_info.words import WordFile

_WORDS = WordFile("addresses")

# A name begins with a capital letter. Patterns named _LOWER are for people who type none.
_NAME = r"[A-Z][A-Za-z'.-]{1,24}"
_ENGLISH = _WORDS.get_pattern("english_streets")
_FLAT = re.compile(
    r"(?<![A-Za-z])(?:Flat|Apt|Apartment|Unit|House|Plot|Door|Suite|H|Block|Room|Site"
    r"|Lot)\.? ?(?:No\.? ?)?#?\d{1,5}[A-Za-z]?[ ,/]{1,3}(?:No\.? ?)?$"
)
_HOUSE = r"\d{1,5}(?:[-/]\d{1,4})?[A-Za-z]?"
_STREET = re.compile(
    r"(?P<house>" + _HOUSE
    + r"),? (?:(?:[NS]?[EW]|[NS]|North|South|East|West|The|Old|Upper|Lower|Great|Little"
    r"|St\.?)\.? )?(?P<names>(?:" + _NAME + r"|\d{1,3}(?:st|nd|rd|th))(?: " + _NAME + r"){0,3}) "
    + _ENGLISH + r"(?![A-Za-z'])(?! ?(?:Hospital|Clinic|Infirmary|Surgery|Medical|Health))"
)  # fmt: skip
_ENGLISH_LOWER = _WORDS.get_pattern("lowercase_streets")
_STREET_LOWER = re.compile(
    r"(?P<house>\d{1,5}[a-z]?),? (?P<names>(?!" + _WORDS.get_pattern("units_of_time_and_length")
    + r"\b)[a-z'.-]{3,20}(?: [a-z'.-]{3,20}){0,2}) " + _ENGLISH_LOWER
    + r"(?![a-z'])(?P<rest>[^\n]{0,50})"
)  # fmt: skip
_THE_GREEN = re.compile(
    r"\d{1,4}[a-z]?,? the (?P<names>crescent|green|avenue|mews|square|close|drive|paddocks?"
    r"|lane|grove|croft|terrace|street|ridings|orchard|maltings|paddock|gardens|parade|row"
    r"|quay|rise)(?![a-z'])(?P<rest>[^\n]{0,50})"
)
_NOT_STREETS = re.compile(r"(?:^|\s)" + _WORDS.get_pattern("not_streets") + r"(?:\s|$)")
# A house or flat with a name, in a street: "Rose Cottage, Mill Lane, Example".
_NAMED_HOUSE = re.compile(
    "(?<![A-Za-z])(?:(?:The )?(?:" + _NAME + " ){0,2}" + _WORDS.get_pattern("named_house") + "|The (?:Old"
    "|New) [A-Z][a-z]{2,20}),? (?:"
    + _NAME + " ){1,3}" + _ENGLISH + "(?![A-Za-z'])|(?<![A-Za-z])(?:Flat|Apt|Apartment|Unit"
    r"|Suite)\.? ?\d{1,4}[A-Za-z]?(?:, (?:Block|Tower"
    "|Wing) [A-Z0-9]{1,3})?, (?:The )?[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2}"
    "(?:, [A-Z][a-z]{2,20}){1,2}"
)  # fmt: skip
# "The Old Forge, Exampletown", "Glebe Farm, Exampletown, Nr Sampleton"
_HOUSE_AND_VILLAGE = re.compile(
    "(?<![A-Za-z])(?:(?:The )?(?:" + _NAME + " ){1,2}" + _WORDS.get_pattern("named_house") + "|The (?:Old"
    "|New) [A-Z][a-z]{2,20})(?:,? (?:(?:[Nn]r\\.?|[Nn]ear|[Ii]n) )?(?-i:[A-Z][a-z]{2,20})(?: [A-Z][a-z]{2,20})?){1,3}"
    "(?=[,.;!?)\n]|$| -)"
)  # fmt: skip
# "my postcode is … and the door is number 31"
_NUMBER_OF_DOOR = re.compile(
    r"(?<![a-z])(?:door|house|flat|huis|haus|porte|porta|puerta|portal)(?: is| says|'s|:)?"
    r" (?:number|no\.?|nr\.?|nummer|numero) ?(?P<house>\d{1,4}[a-z]?)"
    r"(?![a-z\d])"
)
_CODE_AFTER = re.compile(
    r"(?<![a-z0-9])(?:" + UK_POST_CODE_PATTERN + r"|[a-z]{2,3},? \d{4,5}(?!\d)|\d{5,6}(?!\d))", re.IGNORECASE
)
# The rest of an address after the street: a flat, a town, a post code.
_TAIL = re.compile(
    r"(?:[ ,.\n]{1,3}(?:[A-Za-z0-9.º°'#/-]{1,20}[ ,\n]{1,3}){0,5}?(?:(?:[A-Z]{1,2}-)?"
    + UK_POST_CODE_PATTERN
    + r"|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d\d ?[A-Z0-9]{4}(?![a-z])|[A-Z]{2,3},? \d{4,5}(?:-\d{3,4})?"
    r"|(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2})? [A-Z][a-z]{2,20}|[A-Z][a-z]{2,20} (?!19|20)\d{4}"
    r"|\d{6}|\d\d-\d{3} [A-Z][a-z]+|\d{3} \d\d [A-Z][a-z]+)(?!\d))"
    r"|,? (?:in )?(?:[A-Z][a-z]{2,20}(?:[ -][A-Z][a-z]{2,20})?)(?![a-z])"
)  # fmt: skip
# A line that has only a town after the street is an address.
_ALL_OF_A_LINE = re.compile(r",? ?(?:[a-z]{4,16}(?:,? [a-z]{2,16})?)?\.?(?=\n|$)")
_KIND_WORDS = (
    KIND_WORDS
    | _WORDS.get_plain_words("english_streets")
    | _WORDS.get_plain_words("lowercase_streets")
    | {"crescent", "paddock", "ridings", "orchard", "maltings", "gardens", "quay", "rise"}
)
_SAYS_HOUSE = _WORDS.get_set("says_house")


_NEAR_CHARS = 60


def find_addresses(normalized: NormalizedText) -> Iterator[Span]:
    numbered = (
        (_find_number_first, find_streets, find_by_post_code, find_post_boxes, find_street_addresses)
        if normalized.has_digits
        else ()
    )
    spans = [span for finder in (_find_named_houses, find_numbers_apart, *numbered) for span in finder(normalized)]
    for match in _NUMBER_OF_DOOR.finditer(normalized.lower) if spans and numbered else ():
        if any(
            abs(match.start() - span[1]) < _NEAR_CHARS or abs(span[0] - match.end()) < _NEAR_CHARS for span in spans[:9]
        ):
            spans.append(match.span("house"))
    for span in join_overlapping(spans):
        yield add_rest_of_address(normalized, _add_tail(normalized.text, span))


def _find_number_first(normalized: NormalizedText) -> Iterator[Span]:
    text, lower = normalized.text, normalized.lower
    for figure in normalized.digit_starts if normalized.words & _KIND_WORDS else ():
        match = _STREET.match(text, figure)
        if (
            match
            and not is_famous(match[0])
            and not _is_a_year(lower, match)
            and not _NOT_STREETS.search(match["names"].lower())
        ):
            flat = _FLAT.search(text[max(0, figure - 24) : figure])
            yield figure - len(flat[0]) if flat else figure, match.end()
        elif match := FRENCH_ADDRESS.match(text, figure):
            if not MEASURING_UNIT.match(lower, match.end()):
                yield match.span()
        elif match := _THE_GREEN.match(lower, figure) or _STREET_LOWER.match(lower, figure):
            is_street = not _NOT_STREETS.search(match["names"])
            is_named = " The " in text[figure : match.start("rest")]
            is_all = not lower[lower.rfind("\n", 0, figure) + 1 : figure].strip() and bool(
                _ALL_OF_A_LINE.fullmatch(match["rest"])
            )
            if is_street and (
                is_named or is_all or _CODE_AFTER.search(match["rest"]) or says_lives_at(normalized, figure)
            ):
                yield figure, match.start("rest")


def _find_named_houses(normalized: NormalizedText) -> Iterator[Span]:
    if normalized.words & _SAYS_HOUSE:
        for start, end in normalized.get_surroundings(normalized.find_spans(LIVES), 60, 130):
            for match in _NAMED_HOUSE.finditer(normalized.text, start, end):
                if says_lives_at(normalized, match.start()) or says_home_after(normalized, match.end()):
                    yield match.span()
            for match in _HOUSE_AND_VILLAGE.finditer(normalized.text, start, min(end, len(normalized.text))):
                if says_lives_at(normalized, match.start(), 24):
                    yield match.span()


def _is_a_year(lower: str, match: re.Match[str]) -> bool:
    """Whether the number is a year: "In 2019 Harley Street …"."""
    before = lower[max(0, match.start("house") - 14) : match.start("house")]
    is_year = re.fullmatch(r"(?:19|20)\d\d", match["house"])
    return bool(
        is_year
        and re.search(r"(?:in|since|of|by|from|until|till|[a-z]{3,9})[ ,]{1,2}$", before)
        and not re.search(r"(?:at|address|is|live|to) $", before)
    )


def _add_tail(text: str, span: Span) -> Span:
    start, end = span
    tail = _TAIL.match(text, end)
    return start, tail.end() if tail else end
