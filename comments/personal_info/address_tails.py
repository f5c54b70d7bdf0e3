"""The rest of an address beside a street and number: flat, town, post code, state."""

from __future__ import annotations

import re

from comments.personal_info.common_words import COMMON_WORDS
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("address_tails")

MAX_PARTS = 7
_BETWEEN = re.compile(r"[ \t]{0,2}\.?(?:[ \t]{0,2}[,;/|(\n-]){0,2}[ \t\n]{0,2}")
_UNIT = re.compile(_WORDS.get_pattern("units") + r"(?![a-z0-9])")
_CODE = re.compile(
    r"(?:(?:[a-z]{1,2}-)?\d{5}(?:-\d{3,4})?|[a-z]{1,2}\d[\da-z]? ?\d[abd-hjlnp-uw-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d"
    r"|[ac-fhknprtv-y]\d[\dw] ?[0-9ac-fhknprtv-y]{4}|\d\d-\d{3}|\d{4}-\d{3}|\d{4} ?[a-z]{2}(?![a-z])"
    r"|\d{3} ?\d{3}|\d{3} \d\d"
    r"|(?:[a-z]{1,2}-)?(?!(?:19|20)\d\d[ .,\n])\d{4})(?![a-z0-9])"
)
# Other words may stand before a post code: "third floor left, 12345 Exampletown".
_CODE_AHEAD = re.compile(
    r"[^.!?\n\d]{0,32}?[ ,](?:\d{5}|[a-z]{1,2}\d[\da-z]? ?\d[abd-hjlnp-uw-z]{2}|\d{4} [a-z]{2}|\d\d-\d{3}"
    r"|\d{4}-\d{3})(?![a-z0-9])"
)
_LOWER_DISTRICT = re.compile(r"[a-z]{1,2}\d{1,2}(?![a-z0-9])")
_DISTRICT = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?(?![A-Za-z0-9])")
_STATE = re.compile(_WORDS.get_pattern("states").upper() + r"(?![A-Za-z])")
_AFTER_A_TOWN = re.compile(
    r" ?(?:cedex(?: \d{1,2})?|\([a-z]{2}\)|- ?[a-z]{2}(?![a-z])|\d{1,2}(?:er|eme|e)?(?=[.,;!?)\n]|$| -))"
)
_PREPOSITION = re.compile(_WORDS.get_pattern("town_prepositions") + " ")
_TOWN = re.compile(
    r"[A-Z][A-Za-z'.]{1,24}(?:(?:[ -]" + _WORDS.get_pattern("within_towns") + r")?[ -][A-Z][A-Za-z']{1,20}){0,3}"
)
_LOWER_TOWN = re.compile(
    r"(?:(?:le|la|el|st|de|den|al) )?[a-z][a-z'-]{2,20}(?: [a-z][a-z'-]{2,20}){0,2}?(?:,? (?:"
    + _WORDS.get_pattern("states")
    + r"))?(?= ?(?:[,.;!?)\n]|$| \d| [a-z]{1,2}\d))"
)
_ENDS_OF_TOWNS = frozenset(["", *",.;!?)\n0123456789"])
_TOWNS_BEGIN = _WORDS.get_set("first_words_of_towns")
_NO_TOWNS = _WORDS.get_set("no_towns")
_HOUSE_BEFORE = re.compile(
    r"(?<![a-z0-9])(?:" + _WORDS.get_pattern("house_before")
    + r"|" + _WORDS.get_pattern("residences_before") + r"(?: [a-z'-]{2,20}){1,3})[, /\n]{1,3}$"
)  # fmt: skip


_CODE_FORMS = (
    r"(?:[a-z]{1,2}\d[\da-z]? ?\d[abd-hjlnp-uw-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d"
    r"|[ac-fhknprtv-y]\d[\dw] ?[0-9ac-fhknprtv-y]{4})(?![a-z0-9])"
)
_STARTS_WITH_CODE = re.compile(_CODE_FORMS)
_ENDS_WITH_CODE = re.compile(r"(?<![a-z0-9])" + _CODE_FORMS + "$")
_CAPITALS_AT_END = re.compile(
    r"(?<![A-Za-z0-9.'])(?:[A-Z][A-Za-z'.-]{1,20}|\d{1,5}[A-Za-z]?(?:/\d{1,3})?|(?:Flat|Apt|Unit|Box|RR"
    r"|No\.?) ?\d{1,4}[A-Za-z]?)"
    r"(?:[ ](?:(?:of|on|upon|the|in|de|la|du|des|le|under|by|y|yr|an|na|nan|do|da|dos|del|di|am|im)[ ])?"
    r"(?:[A-Z][A-Za-z'.-]{0,20}"
    r"|\d{1,5}[A-Za-z]?)){0,4}[ ,\n]{1,3}$"
)
_LOWER_AT_END = re.compile(
    r"(?<![a-z0-9.'])(?:\d{1,5}[a-z]? )?[a-z][a-z'-]{2,20}(?: [a-z][a-z'-]{1,20}){0,2}[ ,\n]{1,3}$"
)
_PART_BEFORE = re.compile(r"(?<![A-Za-z.'])(?:The )?[A-Z][A-Za-z']{2,20}(?: [A-Z][A-Za-z']{1,20}){0,2}, $")
_TOWN_BEFORE = re.compile(
    r"(?<![A-Za-z0-9-])(?:(?:[A-Z]{1,2}-)?\d{4,5}|\d\d-\d{3}) [A-Z][A-Za-z'-]{2,20}(?: [A-Z][a-z-]+)?,? $"
)
_RECIPIENT = re.compile(
    r"(?<![A-Za-z])(?:Familie|Fam\.|Family|Mrs?|Ms|Miss|Herrn?|Frau|Mme|M\.|Sr\.?|Sra\.?|Sig\.?|Sig\.ra|c/o"
    r"|Dhr\.?|Mevr\.?|Pan|Pani)\.? "
    r"(?:[A-Z]\.? )*[A-Z][A-Za-z'-]{1,20}(?: [A-Z][A-Za-z'-]{1,20})?, $"
)


_RECIPIENT_TITLE = re.compile(
    r"(?<![A-Za-z])(?:Familie|Fam\.|Family|(?:Mr|Herr|M\.|Dr)\.? (?:and|&|und|et) (?:Mrs|Frau|Mme|Ms)\.?|Mrs?\.?|Ms\.?"
    r"|Miss|Herrn?|Frau|Mme|c/o) $|(?<![A-Za-z])(?:Mr|Herr|Dr)\.? (?:and|&|und) $"
)


def add_rest_of_address(normalized: NormalizedText, span: Span) -> Span:
    """Extend a street and number by what stands beside them."""
    start = _add_house_before(normalized, span[0])
    if _STARTS_WITH_CODE.match(normalized.lower, span[0]) or _ENDS_WITH_CODE.search(normalized.lower, span[0], span[1]):
        start = _add_parts_before(normalized, start)
    else:
        start = _add_name_of_house(normalized, start)
    start = _add_house_before(normalized, start)
    start = _add_recipient(normalized, _add_town_before(normalized, start))
    return start, find_end_of_address(normalized, span)


def _add_house_before(normalized: NormalizedText, start: int) -> int:
    for _ in range(3):
        before = _HOUSE_BEFORE.search(normalized.lower[max(0, start - 50) : start])
        if not before or not before[0].strip(" ,/\n"):
            break
        start -= len(before[0])
    return start


def _add_parts_before(normalized: NormalizedText, start: int) -> int:
    """Parts of an address before a post code: "The Old House, Mill Lane, Exampletown AB1 2CD"."""
    text, lower = normalized.text, normalized.lower
    for _ in range(MAX_PARTS):
        begin = max(0, start - 48)
        line = (
            max(text.rfind("\n", begin, max(begin, start - 1)), text.rfind(",", begin, max(begin, start - 2))) + 1
            or begin
        )
        part = text[line:start]
        match = _CAPITALS_AT_END.search(part)
        if not match or not match[0].strip(" ,\n"):
            match = _LOWER_AT_END.search(part) if text[start : start + 4].islower() or lower[start].isdigit() else None
            if not match or COMMON_WORDS & set(match[0].strip(" ,").split()):
                break
        elif match[0].strip(" ,\n").lower() in COMMON_WORDS:
            break
        start = line + match.start()
        if match.start() > len(part) - len(part.lstrip()):
            break  # Other words stand before it.
    return start


def _add_name_of_house(normalized: NormalizedText, start: int) -> int:
    before = _PART_BEFORE.search(normalized.text, max(0, start - 40), start)
    if not before or before[0].rstrip(", ").lower() in COMMON_WORDS | _NO_TOWNS:
        return start
    return before.start()


def _add_town_before(normalized: NormalizedText, start: int) -> int:
    """A post code and town before the street: "12345 Exampletown, Example Street 6"."""
    before = _TOWN_BEFORE.search(normalized.text, max(0, start - 50), start)
    return before.start() if before else start


def _add_recipient(normalized: NormalizedText, start: int) -> int:
    text = normalized.text
    before = _RECIPIENT.search(text, max(0, start - 50), start)
    before = before or _RECIPIENT_TITLE.search(text, max(0, start - 24), start)
    return before.start() if before else start


def find_end_of_address(normalized: NormalizedText, span: Span) -> int:
    """The end of the parts that follow: "…, Flat 2, Exampletown AB1 2CD"."""
    text, lower = normalized.text, normalized.lower
    start, end = span
    is_lower = text[start:end] == lower[start:end] or not any(map(str.isupper, text[start + 1 : end]))
    for _ in range(MAX_PARTS):
        between = _BETWEEN.match(text, end)
        place = between.end() if between else end
        is_apart = any(sign in text[end:place] for sign in ",\n(;-")
        if place == end:
            break
        following = _match_part(text, lower, place, is_apart=is_apart, is_lower=is_lower)
        if following is None:
            ahead = _CODE_AHEAD.match(lower, end)
            if not ahead:
                break
            following = ahead.end()
        end = following
    return end


def _match_part(text: str, lower: str, place: int, *, is_apart: bool, is_lower: bool) -> int | None:
    """The end of a flat, a post code, a state or a town that begins here."""
    for form, source in ((_UNIT, lower), (_CODE, lower), (_DISTRICT, text), (_STATE, text)):
        if match := form.match(source, place):
            after = _AFTER_A_TOWN.match(lower, match.end())
            return after.end() if after else match.end()
    if is_lower and (match := _LOWER_DISTRICT.match(lower, place)):
        return match.end()
    preposition = _PREPOSITION.match(lower, place)
    begin = preposition.end() if preposition else place
    end = _match_town(text, lower, begin, is_lower=is_lower, is_apart=is_apart or _follows_code(lower, place))
    if end is None and preposition and (code := _CODE.match(lower, begin)):
        return code.end()
    if end is None:
        return None
    after = _AFTER_A_TOWN.match(lower, end)
    return after.end() if after else end


def _follows_code(lower: str, place: int) -> bool:
    return bool(re.search(r"\d[a-z]{0,2}[ ,]{1,2}$", lower[max(0, place - 8) : place]))


def _match_town(text: str, lower: str, place: int, *, is_lower: bool, is_apart: bool) -> int | None:
    if match := _TOWN.match(text, place):
        first = lower[match.start() : match.end()].replace("-", " ").split()[0].strip(".'")
        known = first in _NO_TOWNS or (first in COMMON_WORDS and len(match[0].split()) == 1)
        return None if known else match.end()
    if is_lower and (match := _LOWER_TOWN.match(lower, place)):
        words = match[0].split()
        if not is_apart and (len(words) > 3 or lower[match.end() :].lstrip()[:1] not in _ENDS_OF_TOWNS):
            return None
        return (
            None
            if words[0] in _NO_TOWNS or any(word in COMMON_WORDS and word not in _TOWNS_BEGIN for word in words)
            else match.end()
        )
    return None
