"""Streets with a house number in eight languages, in capitals or not, and numbers that are written apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comments.personal_info.common_words import COMMON_WORDS
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.streets import LIVES, says_lives_at
from comments.personal_info.words import WordFile

_WORDS = WordFile("street_addresses")

_STRONG = _WORDS.get_pattern("strong_kinds")
_KINDS = "(?:" + _STRONG + "|" + _WORDS.get_pattern("weak_kinds") + ")"
_IS_STRONG = re.compile(_STRONG)
_WORD = r"[a-z0-9][a-z0-9'.&-]{0,20}"
# "12 Mill Lane", "12, the paddocks", "12 county road 5"
_NUMBER_FIRST = re.compile(
    r"(?P<house>\d{1,5}(?: ?[-/] ?\d{1,4})?[a-z]?),?[ \n](?:"
    + _WORDS.get_pattern("name_first_kinds") + r" (?P<after>" + _WORD + r")"
    r"|(?P<names>(?:" + _WORD + r" ){1,4}?)(?P<kind>" + _KINDS + r")\.?(?: (?:north|south|east|west|n|s|e|w|ne"
    r"|nw|se|sw)(?![a-z]))?)(?![a-z0-9'])(?! ?" + _WORDS.get_pattern("ward_after") + ")"
)  # fmt: skip
_NUMBER_IN_WORDS = re.compile(
    r"(?<![a-z-])(?i:" + _WORDS.get_pattern("number_words") + r"),? (?:The )?(?:[A-Z][a-z']{1,20} ){1,3}(?i:"
    + _KINDS + r")(?![a-z])"
)  # fmt: skip
_FRENCH = re.compile(
    r"(?P<house>\d{1,4}(?: ?(?:bis|ter|quater|[a-d](?![a-z])))?),? (?P<kind>" + _WORDS.get_pattern("french_kinds")
    + r") (?P<names>(?:(?:de la|de l'|du|des|de|d'|la|le|les|l'|saint|ste?|sainte)[ -]?){0,2}[a-z][a-z'.-]{1,24}"
    r"(?:[ -](?!\d)[a-z][a-z'.-]{1,20}){0,3}?)(?=[ ,]{1,2}\d{5}|[,.;\n)]|$| (?:a|au|chez|pres|dans|et|si|pour"
    r"|le|la) )"
)  # fmt: skip
# "calle mayor 14", "via Roma n. 3", "ul. Polna 7"
_KIND_FIRST = re.compile(
    r"(?<![a-z])(?P<kind>" + _WORDS.get_pattern("romance_kinds") + r")(?:(?<=[./ ])|[. ])[ ]?"
    r"(?P<names>(?:" + _WORD + r"[ ]){0,4}?" + _WORD + r")(?:,? | ?, ?)(?:n[.o]{0,2} ?|num\.? ?|numero "
    r"|nr\.? ?)?(?P<house>\d{1,5}|s/n)"
    r"(?: ?(?:bis|ter|[a-d])(?![a-z]))?(?: ?/ ?[a-z0-9]{1,4})?(?!\d|[.,:]\d| ?[-–] ?\d)"
)  # fmt: skip
# "birkenweg 3", "am anger 22"
_GERMANIC = re.compile(
    r"(?<![a-z])(?P<names>(?:" + _WORDS.get_pattern("germanic_prefixes") + r" )?[a-z-]{3,26}(?:"
    + _WORDS.get_pattern("germanic_ends")
    + r")|(?:alte|alter|neue|neuer|lange|kurze|kleine|grosse|obere|untere|hohe) (?:strasse|str\.?|gasse|reihe)"
    r"|(?:" + _WORDS.get_pattern("germanic_prefixes") + r") [a-z-]{3,24})[ ,]{1,2}(?:n[ro]\.? ?)?"
    r"(?P<house>\d{1,4})(?: ?[a-h](?![a-z]))?"
    r"(?:[-/]\d{1,4})?(?![\d.,:]\d|\d)"
)  # fmt: skip
_STREET = r"(?:[A-Z][A-Za-z']{1,20} ){1,3}(?i:" + _KINDS + r")(?![A-Za-z])"
_GERMAN_STREET = (
    r"[A-Z][A-Za-z-]{2,26}(?:strasse|str\.|gasse|allee|weg|platz|ring|straat|laan|gracht|kade|plein)(?![a-z])"
)
_KIND_AND_NAME = (
    r"(?i:(?<![a-z])(?:"
    + _WORDS.get_pattern("romance_kinds")
    + r"))(?:(?<=[./ ])|[. ])[ ]?(?:[a-z']{1,6} ){0,2}[A-Z][A-Za-z']{1,20}"
    r"(?: (?:[a-z]{1,3} )?[A-Z][A-Za-z']{1,20}){0,2}"
)
_NUMBER = (
    r"(?i:"
    + _WORDS.get_pattern("number_labels")
    + r")[ :.]{1,2}(?:is |ist |est |es )?(?P<house>\d{1,4}[a-z]?)(?![a-z\d])"
)
# "Such, Mill Lane"
_HOUSE_AND_STREET = re.compile(
    r"(?<![A-Za-z'])(?:The )?(?P<house>[A-Z][A-Za-z']{2,20}(?: [A-Z][A-Za-z']{1,20}){0,2}), " + _STREET
)
_SAYS_NUMBER = re.compile(_NUMBER)
_LIVES_IN_WORDS = _WORDS.get_set("lives_in_words")
_STREETS = r"(?P<street>" + _STREET + "|" + _GERMAN_STREET + "|" + _KIND_AND_NAME + ")"
# "on Mill Lane, at number 31"; "house number 17, Mill Lane"
_NUMBER_APART = (
    re.compile(r"(?<![A-Za-z])" + _STREETS + r"[^.!?\n\d]{0,30}?(?<![A-Za-z])" + _NUMBER),
    re.compile(
        r"(?<![A-Za-z])"
        + _NUMBER
        + r"(?:[ ,]{1,3}(?:in|on|of|der|the|di|de|della|del|na|da|do|du|van|op|an|auf|la|rue)){0,3}[ ,]{1,2}"
        + _STREETS
    ),
)
_LIVES_IN = re.compile(
    r"(?i:(?<![a-z])(?:live|lives|living|lived|wohne|wohnen|wohnhaft|habite|habitons|vivo|vivimos|abito"
    r"|abitiamo|woon|wonen"
    r"|mieszkam|mieszkamy|moro|moramos|address|adresse|moved))(?: [a-z]{1,6}){0,3}:? " + _STREETS
)
_FAMOUS = re.compile(_WORDS.get_pattern("famous"))
_NUMBER_AND_NAME = re.compile(
    r"(?P<house>\d{1,4}[a-z]?),? (?P<names>(?:The )?[A-Z][A-Za-z']{1,20}(?: [A-Z][A-Za-z']{1,20}){0,2})"
    r"(?:, ?[A-Z][A-Za-z']{2,20}(?: [A-Z][A-Za-z']{2,20}){0,2})?(?![a-z])"
)
_LIVES_RIGHT_BEFORE = re.compile(
    r"(?<![a-z])(?:live|lives|living|lived|moved|home|address|house|adresse|anschrift|wohne|wohnen|wohnhaft"
    r"|habite|vivo|abito|woon|moro|i'm|we're|find (?:me|us)|sent|posted|deliver\w{0,3})"
    r"(?: (?:at|to|is|in|on|are|now|back|here|number|no\.?|nr\.?|bei|au|a|en|op)){0,3}[ :=,]{1,3}(?:number |no\.? )?$"
)
_CODE_RIGHT_AFTER = re.compile(
    r",? (?:[A-Z][A-Za-z]+,? ){0,2}(?:[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
    r"|[A-Z]{2} \d{5})(?![A-Za-z0-9])"
)
_HOME_AFTER = re.compile(r"[ ,.-]{0,3}(?:(?:,? (?:and )?)?)" + _WORDS.get_pattern("says_home_after"))
# "no. 23 cherry garth", "flat 2, 5 fern bank"
_LABEL_BEFORE = re.compile(r"(?<![a-z])(?:no\.|house no\.?|house|flat \d{1,3}[a-z]?,?|apt\.? \d{1,4}[a-z]?,?) $")
_UNITS_AFTER = re.compile(r" ?-?" + _WORDS.get_pattern("units_after"))
_CODE_NEAR = re.compile(
    r"[^\n]{0,40}?[ ,\n(](?:[a-z]{1,2}\d[\da-z]? ?\d[abd-hjlnp-uw-z]{2}|(?:[a-z]{1,2}-)?\d{5}(?:-\d{3,4})?"
    r"|\d{4} ?[a-z]{2}|\d\d-\d{3}|\d{4}-\d{3}"
    r"|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{2,3},? \d{4,5})(?![a-z0-9])(?! ?" + _WORDS.get_pattern("units_after") + ")"
)
_WHOLE_CLAUSE = re.compile(r"(?:,? ?[a-z'-]{4,20}(?: [a-z'-]{4,20})?){0,3}\.?(?=\n|$)")
_MEASURES = _WORDS.get_set("measures_before")
_NO_NAMES = COMMON_WORDS | _MEASURES
_PARTICLES = _WORDS.get_set("particles")
_NOT_GERMANIC = _WORDS.get_set("not_germanic")
_ROMANCE_WORDS = _WORDS.get_set("romance_words")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "sister", "nurse"})
_KIND_WORDS = (
    _WORDS.get_plain_words("strong_kinds")
    | _WORDS.get_plain_words("weak_kinds")
    | _WORDS.get_plain_words("name_first_kinds")
)
# Texts without any of these have no street with the number first.
KIND_WORDS = _KIND_WORDS | {word.removesuffix("s") for word in _KIND_WORDS} | _ROMANCE_WORDS
_ENDS_OF_GERMANIC = tuple(_WORDS.get_plain_words("germanic_ends"))
_PREFIXES = _WORDS.get_plain_words("germanic_prefixes")
_GAPS = frozenset(" .,")
_NUMBER_SIGNS = frozenset({"nr", "nr.", "no", "no."})


def find_street_addresses(normalized: NormalizedText) -> Iterator[Span]:
    """A house number and the name of a street, where something shows that it is an address."""
    if normalized.words & KIND_WORDS:
        yield from _find_number_first(normalized)
    if normalized.words & _ROMANCE_WORDS:
        for match in _KIND_FIRST.finditer(normalized.lower):
            if _is_kind_first(normalized, match):
                yield match.span()
    yield from _find_number_and_name(normalized)
    for match in _list_germanic(normalized):
        if _is_germanic(normalized, match):
            yield match.span()


def _find_number_first(normalized: NormalizedText) -> Iterator[Span]:
    lower = normalized.lower
    for figure in normalized.digit_starts:
        if match := _NUMBER_FIRST.match(lower, figure):
            if _is_number_first(normalized, match):
                yield match.span()
        elif (match := _FRENCH.match(lower, figure)) and _is_french(normalized, match):
            yield match.span()


def _list_germanic(normalized: NormalizedText) -> Iterator[re.Match[str]]:
    lower = normalized.lower
    for figure in normalized.digit_starts:
        if lower[figure - 1 : figure] not in _GAPS or not (
            lower[figure - 2 : figure - 1].isalpha() or lower[figure - 2 : figure - 1] in _GAPS
        ):
            continue
        words = lower[max(0, figure - 48) : figure].replace(",", " ").split()[-4:]
        if words and words[-1] in _NUMBER_SIGNS:
            words.pop()
        if words and (words[-1].strip(".").endswith(_ENDS_OF_GERMANIC) or (len(words) > 1 and words[-2] in _PREFIXES)):
            start = lower.find(" ", max(0, figure - 60)) + 1 if figure > 60 else 0
            yield from _GERMANIC.finditer(lower, start, figure + 10)


def find_numbers_apart(normalized: NormalizedText) -> Iterator[Span]:
    """A street and its number with other words between them; a street where somebody lives."""
    if not (normalized.words & KIND_WORDS or any(word.endswith(_ENDS_OF_GERMANIC) for word in normalized.words)):
        return
    lives = normalized.find_spans(LIVES)
    if not lives:
        return
    text = normalized.text
    says_number = normalized.has_digits and _SAYS_NUMBER.search(normalized.lower)
    for start, end in normalized.get_surroundings(lives, 10, 120):
        yield from _find_near_lives(normalized, start, min(end, len(text)), says_number=bool(says_number))


def _find_near_lives(normalized: NormalizedText, start: int, end: int, *, says_number: bool) -> Iterator[Span]:
    text = normalized.text
    for match in _LIVES_IN.finditer(text, start, end) if normalized.words & _LIVES_IN_WORDS else ():
        if not _FAMOUS.search(match["street"].lower()):
            yield match.span("street")
    for match in _HOUSE_AND_STREET.finditer(text, start, end):
        if says_lives_at(normalized, match.start()) and match["house"].lower() not in COMMON_WORDS:
            yield match.span()
    for form in _NUMBER_APART if says_number else ():
        for match in form.finditer(text, start, end):
            yield match.span("street")
            yield match.span("house")
    for match in _NUMBER_IN_WORDS.finditer(text, start, end):
        if says_lives_at(normalized, match.start()):
            yield match.span()


def is_famous(address: str) -> bool:
    return bool(_FAMOUS.match(address.lower()))


def says_home_after(normalized: NormalizedText, end: int) -> bool:
    return bool(_HOME_AFTER.match(normalized.lower, end))


def _find_number_and_name(normalized: NormalizedText) -> Iterator[Span]:
    """ "7 Gwyn, Example" without a kind of street, where the words around say that it is an address."""
    text, lower = normalized.text, normalized.lower
    for figure in normalized.digit_starts:
        match = _NUMBER_AND_NAME.match(text, figure)
        if (
            not match
            or _UNITS_AFTER.match(lower, match.end("house"))
            or _NO_NAMES & set(match["names"].lower().split())
        ):
            continue
        before = _LIVES_RIGHT_BEFORE.search(lower, max(0, figure - 40), figure)
        if before or _HOME_AFTER.match(lower, match.end()) or _CODE_RIGHT_AFTER.match(text, match.end()):
            yield match.span()


def _is_number_first(normalized: NormalizedText, match: re.Match[str]) -> bool:
    start, end = match.span()
    if _FAMOUS.match(match[0]) or _is_amount(normalized.lower, match):
        return False
    if match["after"]:
        return normalized.text[match.end("house") + 1].isupper() or _is_home(normalized, start, end)
    words = match["names"].split()
    if _is_title(normalized.text, match) or any(word[0].isdigit() and not word[-2:].isalpha() for word in words):
        return False
    if words[0] in _MEASURES or any(word in COMMON_WORDS and word not in _PARTICLES for word in words[1:]):
        return False
    is_named = normalized.text[match.start("names")].isupper() and normalized.text[match.start("kind")].isupper()
    if is_named and _IS_STRONG.fullmatch(match["kind"]) and not _may_be_year(match["house"]):
        return True
    if words[0] in COMMON_WORDS and words[0] not in _PARTICLES:
        return False
    return _is_home(normalized, start, end)


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether "Dr" or "St" begins a name: "27 Perimount Dr Jones"."""
    is_short = (
        match["kind"] in {"dr", "st"} and text[match.end() :].lstrip(". ")[:1].isupper() and text[match.end()] != ","
    )
    return is_short or bool(_TITLES & set(match["names"].replace(".", "").split()))


def _is_french(normalized: NormalizedText, match: re.Match[str]) -> bool:
    if any(word in COMMON_WORDS and word not in _PARTICLES for word in re.split("[ -]", match["names"])):
        return False
    return _has_capital(normalized, match) or _is_home(normalized, *match.span())


def _is_kind_first(normalized: NormalizedText, match: re.Match[str]) -> bool:
    if _UNITS_AFTER.match(normalized.lower, match.end()) or (
        _may_be_year(match["house"]) and not _says_home(normalized, match.start())
    ):
        return False
    words = re.split("[ ']", match["names"])
    if any(word.isdigit() for word in words[1:]) or (
        any(word in COMMON_WORDS and word not in _PARTICLES for word in words) and not _has_capital(normalized, match)
    ):
        return False
    kind = match["kind"].strip(". ")
    is_short = len(kind) < 3 and not match["kind"].strip().endswith((".", "/"))
    if _has_capital(normalized, match) and not is_short:
        return True
    return words[-1] not in _PARTICLES and _is_home(normalized, *match.span(), has_town=True)


def _is_germanic(normalized: NormalizedText, match: re.Match[str]) -> bool:
    words = match["names"].split()
    if words[-1] in COMMON_WORDS or _UNITS_AFTER.match(normalized.lower, match.end()):
        return False
    if words[-1] in _NOT_GERMANIC and not (len(words) > 2 and _says_home(normalized, match.start())):
        return False
    has_kind = words[-1].strip(".").endswith(_ENDS_OF_GERMANIC)
    return not _may_be_year(match["house"]) and _is_home(normalized, *match.span(), has_town=not has_kind)


def _is_amount(lower: str, match: re.Match[str]) -> bool:
    return bool(_UNITS_AFTER.match(lower, match.end("house"))) and not (
        match["after"] or "the" in match["names"].split()
    )


def _may_be_year(house: str) -> bool:
    return len(house) == 4 and house[:2] in {"19", "20"}


def _has_capital(normalized: NormalizedText, match: re.Match[str]) -> bool:
    names = normalized.text[match.start("names") : match.end("names")]
    return any(
        word[:1].isupper()
        and word.lower() not in _PARTICLES
        and (not word.isupper() or len(word) < 2 or set(word) <= set("IVX"))
        for word in re.split("[ '-]", names)
    )


def _is_home(normalized: NormalizedText, start: int, end: int, *, has_town: bool = False) -> bool:
    """Whether the words around show that somebody lives there, or a post code follows."""
    lower = normalized.lower
    if (
        _says_home(normalized, start)
        or _LABEL_BEFORE.search(lower, max(0, start - 16), start)
        or _HOME_AFTER.match(lower, end)
        or _CODE_NEAR.match(lower, end)
    ):
        return True
    if has_town and lower[end : end + 1] != ",":
        return False
    return not lower[lower.rfind("\n", 0, start) + 1 : start].strip() and bool(_WHOLE_CLAUSE.match(lower, end))


def _says_home(normalized: NormalizedText, start: int) -> bool:
    return says_lives_at(normalized, start)
