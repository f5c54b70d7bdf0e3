"""Workplaces of clinicians: named hospitals, clinics, practices and towns."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from comments.personal_info.common_words import COMMON_WORDS
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("workplaces")

_KIND_OF_WORKPLACE = _WORDS.get_pattern("kind_of_house")
_QUALITY = (
    r"(?i:city|university|uni|county|regional|general|district|royal|state|children'?s"
    r"|municipal|town|village|veterans|memorial|community|presbyterian|methodist|stadtischen?"
    r"|universitats\w{0,3}|st\.?|saint|national|cottage|infirmary|provincial|civic)"
)
_OF = "(?:" + _WORDS.get_pattern("articles") + " ?){1,3}"
# Chains of hospitals.
_CHAINS = _WORDS.get_pattern("chains")
_NAMED_WORKPLACE = re.compile(
    r"(?<![A-Za-z])(?:"
    # "St Y's Hospital", "Royal Infirmary", "the city clinic"
    r"(?:[A-Z][A-Za-z']{1,20}(?:\.|'s|s')?(?:[ -](?:and |of |& )?[A-Z][A-Za-z']{1,20}(?:'s"
    r"|s')?){0,3}|" + _QUALITY + r")[ -](?:(?i:hospital|heart|medical|health|general|university|children'?s|cardiac"
    r"|heart and lung) )?(?i:" + _KIND_OF_WORKPLACE + r")(?![a-z])"
    # "Klinikum Y", "Hospital de la Z", "szpital w Y"
    r"|(?i:"
    + _KIND_OF_WORKPLACE
    + r")(?:s?) (?:[a-z]{4,14} )?(?:"
    + _OF
    + r")?(?:(?:La|El|Le|Las|Los|Les|San|Santa|St|De) )?(?-i:[A-Z][a-z'-]{2,20})"
    # "Stadtklinik", "Unispital", "UMC", "Charité"
    r"|(?i:(?:uni|universitats|stadt|kreis|kantons|insel|bezirks|landes|herz|stads|landspitali"
    r"|rigs|riks|ulleval|universitets|landssykehus|akademiska|akademisch\w{0,2}"
    r"|universitair\w{0,2}|[a-z]{3,20}-?)(?:klinik\w{0,4}|spital|krankenhaus|hospital\w{0,3}"
    r"|sjukhus\w{0,3}|sykehus\w{0,3}|ziekenhuis|zentrum))"
    r"|[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})? (?:Private|General|Memorial|Regional"
    r"|Presbyterian|Methodist|Baptist|Infirmary|University|Children's)(?![a-z])"
    # "Y Heart", "Y Health"
    r"|(?!British|American|World|Public|National|Mental|Irish|European|My|The|Apple|Open|Bad|Good"
    r"|Congenital|Your|Our|Global|Samsung|Google|Cardiac)[A-Z][a-z]{2,20} (?:Heart|Health"
    r"|Healthcare|Cardiology|Cardiovascular|Vascular)(?![A-Za-z])(?! (?:Association|Foundation"
    r"|Organi|Rhythm|Journal|Failure|Valve|Voices|Rate|Attack|Disease|Surgery|Research))"
    # "St Y's" for short.
    r"|(?:St|Saint)\.? (?!Jude)[A-Z][a-z]{2,20}(?:'s|s'?)(?![A-Za-z])(?! (?:Church|School|Road"
    r"|Street|Square"
    r"|Park|Day|College|Cathedral|valve))"
    r"|[A-Z][a-z]{2,20} (?:U?MC|HB|NHS)(?![A-Za-z])"
    r"|Royal (?!College|Society|Mail|Family|Academy)[A-Z][a-z]{2,20}"
    r"|(?:AZ|UZ|ZNA|OLV|MC|GZA|HM|ASL|SP ZOZ) [A-Z][a-z-]{2,20}"
    r"|(?:Charite|" + _CHAINS + r"|Mayo|Mount Sinai|Johns Hopkins|Cedars|Mass General|Papworth|Brompton"
    r"|Harefield|Barts"
    r"|Addenbrooke'?s|Guy's|Bart's|John Radcliffe|James Cook|Groote Schuur|San Raffaele|UCLH"
    r"|Great Ormond|Karolinska|Sahlgrenska|Rikshospitalet|Rigshospitalet|UMC|AMC|LUMC|UZ|CHU"
    r"|CHUV|CHRU|AKH|HUS|OUS|AIIMS|UCLA|UCSF|NYU|MVZ"
    r"|NHS Trust|HCA|KBC|CKD)(?![A-Za-z])"
    r")"
)
# Without capitals: "at netcare example hospital".
_LOWER_WORKPLACE = re.compile(
    r"(?:,? (?:at|from|in|of) (?:the )?|, | \(| - | (?=[a-z]{4,20} (?:heart|medical"
    "|royal) ))(?P<words>(?:[a-z'.]{2,16} ){1,3})" + _WORDS.get_pattern("lower_house") + "(?![a-z])"
)
# "at example": a word that is not common is the name of a workplace.
_LOWER_PLACE = re.compile(
    r",? (?:at )?(?P<words>(?i:" + _CHAINS + r")"
    r"|(?<=at )(?:st\.? [a-z']{4,16}|[a-z]{5,16}))(?![a-z])"
)
_NO_PLACES = _WORDS.get_set("no_places")
_MERE_KINDS = _WORDS.get_set("mere_kinds")
_NO_TOWNS = _WORDS.get_set("no_towns")
_ENDS_OF_NOUNS = tuple(_WORDS.get_set("ends_of_nouns"))
_NOT_NAMES = _WORDS.get_set("not_named_houses")
WORKPLACE_PATTERN = re.compile(_KIND_OF_WORKPLACE)


def is_at_lowercase_workplace(lower: str, end: int) -> bool:
    house = _LOWER_WORKPLACE.match(lower, end)
    if house and not _MERE_KINDS.issuperset(house["words"].split()):
        return True
    place = _LOWER_PLACE.match(lower, end)
    return bool(place and not {*place["words"].split()} & (_MERE_KINDS | _NO_TOWNS | _NO_PLACES))


def is_town(word: str) -> bool:
    """Whether the word may be a town. German nouns have capitals, too: "in Behandlung"."""
    word = word.split()[0].lower()
    return word not in _NO_TOWNS and not word.endswith(_ENDS_OF_NOUNS)


def _is_named(house: str) -> bool:
    """Whether it is a name, and not just "The hospital" at the beginning of a sentence."""
    words = house.replace("-", " ").split()
    while words and words[0].lower() in _NOT_NAMES:
        words.pop(0)
    if words and words[-1].lower() == "surgery" and _OPERATIONS.intersection(map(str.lower, words)):
        return False
    return len(words) > 1 or bool(
        words and (words[0].isupper() or not re.fullmatch(_KIND_OF_WORKPLACE, words[0].lower()))
    )


_OPERATIONS = _WORDS.get_set("operations")
_WORKS_AT = re.compile(r"(?:(?<![a-z])(?:at|from|in|of)(?: the)? |, )$")
# A clinician of the workplace may follow: "Mayo Clinic, Dr Example".
_CLINICIAN_AFTER = re.compile(r"(?: [a-z]{3,12})?(?:,|:| -{1,2}| \() ?(?:my |with )?(?:dr|prof|doctor|mr)")


def find_workplaces(normalized: NormalizedText, parts: Iterable[Span]) -> list[int]:
    """Positions of named workplaces in these parts of the text."""
    found = [
        house
        for start, end in parts
        for house in _NAMED_WORKPLACE.finditer(normalized.text, start, end)
        if _is_named(house[0])
    ]
    return [house.start() for house in found if not _is_only_cited(normalized.lower, house)]


def _is_only_cited(lower: str, house: re.Match[str]) -> bool:
    """Whether a clinic is only cited: two are known to everybody for their websites."""
    before = lower[max(0, house.start() - 9) : house.start()]
    is_known = "Mayo" in house[0] or "Cleveland" in house[0]
    is_said = _WORKS_AT.search(before) or _CLINICIAN_AFTER.match(lower, house.end())
    return is_known and not is_said


_PLACE_WORD = r"[a-z][a-z'&.-]{1,20}"
# "elm tree surgery", "praxis am markt", "przychodni na polnej": with a name beside the kind, in capitals or not.
_PLACES_OF_WORK = _WORDS.get_pattern("places_of_work")
_PLACE_OF_WORK = re.compile(
    r"(?<![a-z])(?P<kind>" + _PLACES_OF_WORK + r")(?![a-z])"
    r"(?: (?P<joint>" + _WORDS.get_pattern("joints_of_places") + r")(?:(?<=')| )){0,3}(?: ?(?P<after>"
    + _PLACE_WORD + r"))?"
)  # fmt: skip
_COMPOUND_PLACE = re.compile(_PLACE_OF_WORK.pattern.replace(_PLACES_OF_WORK, _WORDS.get_pattern("compound_places")))
_STEMS = tuple(_WORDS.get_set("stems_of_compound_places"))
_WORDS_BEFORE = re.compile(r"(?:(?P<first>" + _PLACE_WORD + r")[ ])?(?P<last>" + _PLACE_WORD + r")[ -]$")
_UNITS_OF_HOSPITALS = frozenset({"unit", "centre", "center", "clinic", "institute", "hospital", "department", "group"})
# Districts and practices with a number: "asl 3"
_NUMBERED = re.compile(r"asl|usf|ubs|poz")
_NUMBER_AFTER = re.compile(r" ?(?:n[.o]{0,2} ?|nr\.? ?)?\d")
# In these languages the name follows, also in small letters: "ziekenhuis gelderse vallei".
_NAME_AFTER_KIND = re.compile(
    r"ziekenhuis|klinikum|krankenhaus|ospedale|szpital|hopital|clinique|przychodni|\w*praktijk|policlinico"
)
_ENDS_OF_ADJECTIVES = ("skim", "ckim", "skiego", "ckiego", "skiej", "ckiej")  # Polish: "szpital bielanski"
_ONLY_CITED = _WORDS.get_set("only_cited")
_MERE_PLACES = _WORDS.get_set("mere_places") | _MERE_KINDS


def find_places_of_work(
    normalized: NormalizedText, parts: Iterable[Span], names: Iterable[tuple[int, ...]]
) -> list[Span]:
    """Places of work with a name, also in small letters. Names of clinicians are no names of places."""
    has_compound = any(stem in normalized.lower for stem in _STEMS)
    forms = (_PLACE_OF_WORK, _COMPOUND_PLACE) if has_compound else (_PLACE_OF_WORK,)
    of_clinicians = sorted((name[0], name[1]) for name in names)
    return [
        match.span()
        for start, end in parts
        for form in forms
        for match in form.finditer(normalized.lower, start, end)
        if _has_name_beside(normalized, match, of_clinicians)
    ]


def _has_name_beside(normalized: NormalizedText, match: re.Match[str], of_clinicians: list[Span]) -> bool:
    start = match.start()
    before = _WORDS_BEFORE.search(normalized.lower, max(0, start - 44), start)
    if (
        before
        and before["first"]
        and before["last"] in _MERE_PLACES
        and normalized.text.islower()
        and before["first"] not in _ONLY_CITED
        and is_place_name(normalized, before.span("first"), must_be_capital=False)
        and match["kind"] in _UNITS_OF_HOSPITALS
    ):
        at = before.start("first")
        nearest = bisect_right(of_clinicians, (at + 1, at + 2)) - 1
        if nearest < 0 or at >= of_clinicians[nearest][1]:
            return True
    if _NUMBERED.match(match["kind"]) and _NUMBER_AFTER.match(normalized.lower, match.end("kind")):
        return True
    if (
        before
        and before["last"] not in _ONLY_CITED
        and is_place_name(normalized, before.span("last"), must_be_capital=False)
    ):
        at = before.start("last")
        nearest = bisect_right(of_clinicians, (at + 1, at + 2)) - 1
        if nearest < 0 or at >= of_clinicians[nearest][1]:
            return True
    after = match["after"]
    if not after:
        return False
    if match["joint"] in {"la", "el"} and len(after) == len("fe"):  # "hospital la fe"
        return after not in COMMON_WORDS
    may_be_lower = (
        match["joint"]
        or after.endswith(_ENDS_OF_ADJECTIVES)
        or (_NAME_AFTER_KIND.match(match["kind"]) and normalized.text.islower())
    )
    return is_place_name(normalized, match.span("after"), must_be_capital=not may_be_lower)


def is_place_name(normalized: NormalizedText, span: Span, *, must_be_capital: bool) -> bool:
    """Whether a word may be the name of a place: neither a common word nor a kind of place."""
    word = normalized.lower[slice(*span)].strip(".'-")
    if word in COMMON_WORDS or word in _MERE_PLACES or word in _NO_TOWNS or word in _NO_PLACES or len(word) < 2:
        return False
    if len(word) < 3 and not normalized.text[span[0]].isupper():
        return False
    if word.endswith(("ly", "ed", "ing")) and not normalized.text[span[0]].isupper():
        return False
    return not must_be_capital or normalized.text[span[0]].isupper()
