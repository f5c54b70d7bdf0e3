"""Clinicians named together with their workplace: this tells readers whose patient the author is.

A name or a hospital alone is not personal: each has many patients.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from comments.personal_info.clinician_names import PROFESSION_PATTERN, ClinicianName, find_names
from comments.personal_info.first_names import FIRST_NAMES
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile
from comments.personal_info.workplaces import (
    find_places_of_work,
    find_workplaces,
    is_at_lowercase_workplace,
    is_place_name,
    is_town,
)

_WORDS = WordFile("clinicians")

# "Dr Example's rooms", "the clinic of Dr Example"
_THEIR_OWN = re.compile(
    r"'s? (?:private |own |outpatient )?(?:office|clinic|practice|rooms|surgery|team)"
    r" (?:in|on|at) (?:the )?[a-z]"
)
_OF_THEIRS = re.compile(
    r"(?<![a-z])(?:clinic|practice|surgery|office|rooms|praxis|cabinet|ordination|consulta|studio"
    r"|praktijk)(?: (?:of|von|du|del|van))?(?: (?:herrn?|frau|my|mr|ms|docteur))? $"
)
# A town directly after the name: "Dr Example in Leeds".
_IN_TOWN = re.compile(
    r"(?:,|\))?(?: (?:here|over|up|down|based|works?|working|who works|practi[cs]es|operates"
    r"|operating|praktiziert|die|der|che lavora|que trabaja)|,? (?:[a-z]{3,20} )?(?i:" + PROFESSION_PATTERN + r"))?"
    r" (?:in|from|at|at the|in the|of|of the|aus|a|al|alla|allo|au|de la|du|della|von der|vom"
    r"|del|dell'|en|en el|en la|w|i"
    r"|de|di"
    r"|te|uit|an der|fra|fran|pa) ?(?P<town>(?:(?:St|San|Santa"
    r"|Saint)\.? )?[A-Z][a-z]{2,20}(?: [A-Z][a-z]+)?)"
    # "Dr Example, Such Place, Town"
    r"|, (?P<place>(?!Dr|Mr|Prof|Miss|Nurse)[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2}),"
    r" (?!Dr|Mr|Prof|Miss|Nurse)[A-Z][a-z]{3,20}(?=[.!?\n]|$)"
    # "Dr Example, Such House"
    r"|(?:,| -) (?P<house>(?!Dr|Mr|Prof|Miss|Nurse|Sister|Kind|Good|Best|Many|Thank|Warm|All|Happy"
    r"|Merry|Take|Love|God|Dear|Yours|Have)(?:St\.? )?[A-Z][a-z]{2,20}"
    r" (?!Dr|Mr|Prof)[A-Z][a-z]{2,20})(?=[.!?\n]| -|$)"
    # Initials of a hospital
    r"|,? (?:at|at the|from|of|of the|in the|vom|im|am|an der|von der"
    r"|au|du|del|al|della|van het|in het|bij het|w|z|do|no|da|na)"
    r" (?P<initials>(?!ESC|ACC|AHA|NHS|BBC|CNN|ICU|CCU|HDU|ITU|USA"
    r"|CPR|INR|STS|AATS|PBS|ABC|NPR|MIT|EACTS|TCT|FDA|NICE|ECG|EKG|MRI|AVR|MVR|ER"
    r"|OR)[A-Z]{3,6})(?![A-Za-z0-9])"
)
_AT_TOWN = re.compile(r",? at (?:the )?(?P<town>(?:St\.? )?[A-Z][a-z]{2,20})(?![A-Za-z])")
_TOWN_IN_BRACKETS = re.compile(r" \((?P<town>[A-Z][a-z]{3,20}(?: [A-Z][a-z]{2,20}){0,3})[,)]")
# "… yesterday at Example", "… She works out of Example"
_AT_A_PLACE = re.compile(
    r"(?:(?:,? (?i:yesterday|today|recently|again|now|back|last|this|next|week|month|year|spring"
    r"|summer"
    r"|autumn|winter|[a-z]{3,6}day|in|on|\d{4}|who|saw|sees|seen|see|is|was|has|me|him|her|us"
    r"|did|my"
    r"|it|team|and|his|the|colleagues|down|up|over)){1,6} at|[^\n]{0,40}? (?i:(?:he|she"
    r"|who)(?:'s| is| was| works| sits| practi[cs]es"
    r"| operates)|works|practi[cs]es|based|operates)(?: now| based| currently| mainly| mostly)?"
    r" (?:out of|at|in|with)) (?:the )?"
    r"(?P<town>(?:St\.? )?[A-Z][a-z]{2,20})(?![a-z.'])"
)
# "At Example, by Dr …"
_PLACE_BEFORE = re.compile(
    "(?<![A-Za-z])(?:[Aa]t|[Ii]n|[Ff]rom|[Aa]us) (?:the )?(?P<town>"
    r"(?:St\.? )?[A-Z][a-z]{2,20})(?: [A-Z][a-z]{2,20})?,?(?: "
    + _WORDS.get_pattern("words_before_a_clinician")
    + "){1,5} $"
)
# "… did my valve at Example Hill"
_DID_IT_AT = re.compile(
    r" (?:who )?(?:has )?(?:did|performed|operated|replaced|repaired|implanted|fitted|put"
    r"|mended|opened)(?![a-z])(?! (?:the|his|her|their) (?:very )?first)"
    r"[^.!?\n]{1,50}? (?:at|in) (?:the )?(?P<town>(?:St\.? )?[A-Z][a-z]{2,20})"
)
_TOWNS_AFTER = (_IN_TOWN, _TOWN_IN_BRACKETS, _AT_A_PLACE, _DID_IT_AT)
_ENDS = re.compile(
    r"(?<![\s.(](?:Dr|dr|Mr|St|st|Pr|ca|al|No"
    r"|no))(?<!^Dr)(?<!^dr)(?<!^Mr)(?<!^mr)(?<!Prof)(?<!prof)(?<!Mrs)(?<!med)(?<!Dott)(?<!dott)(?<!Dra)(?<!dra)"
    r"(?<! [A-Z])"
    r"(?<!lek)(?<!hab)(?<!Drs)(?<!bzw)[.!?]+(?=\s)|\n\s*\n"
)
_PREPOSITION = r"(?:" + _WORDS.get_pattern("place_prepositions") + ")(?:(?<=')| )"
# "Dr Example, who works out of Such", "dr example (such)", "dr example at such"
_PLACE_AFTER = re.compile(
    r"(?:'s)?(?:,? (?:who |and |the |my |clinic |team |registrar |secretary )?(?:(?!"
    + _WORDS.get_pattern("says") + r"(?![a-z]))[a-z]{2,14} ){0,4}?| \(|, | - )(?P<said>"
    + _PREPOSITION + r")(?:(?:the|la|le|el|il|lo|het|de|der|o|a|st\.?|bad|san"
    r"|santa) ){0,2}(?P<place>[a-z][a-z'-]{2,20})"
)  # fmt: skip
_LOWER_PLACE_BESIDE = re.compile(
    r" \((?:(?:the|st\.?|la|san|bad) )?(?P<place>[a-z][a-z'-]{3,20})(?: [a-z'-]{2,20}){0,2}\)"
)
_PLACE_BESIDE = re.compile(r"(?: -| \(| @) ?(?P<place>[A-Z][A-Za-z'-]{2,20})(?: [A-Z][A-Za-z]+)?(?=[ ,.;)!?\n-]|$)")
# "Dr Example, Such, …", "dr example, such"
_PLACE_AFTER_COMMA = re.compile(
    r"(?:'s (?:clinic|team|list|surgery|practice"
    r"|rooms))?, (?P<place>[A-Za-z][A-Za-z'-]{3,20})(?: [A-Z][A-Za-z'-]{2,20}){0,2}"
    r"(?=[,.;:)!?\n]|$| -)"
)
_NO_PLACE = re.compile(
    r"(?:" + PROFESSION_PATTERN + r"|dr|mr|mrs|ms|miss|prof|sister|nurse|professor"
    r"|doctor)(?![a-z])"
)
# "Dr Example (cardiac nurse, Such)", "Example, the nurse in the Such"
_PLACE_AFTER_PROFESSION = re.compile(
    r"(?:,| \(| -)? ?(?:(?:the|my|our|a|een|die|la|il|le) )?" + PROFESSION_PATTERN
    + r"(?:,? (?:who )?(?:works? |based )?(?:" + _PREPOSITION + r")(?:(?:the|la|le|het|der|dem|de) )?"
    r"|,? )(?P<place>[a-z][a-z'-]{2,20})"
)  # fmt: skip
_PLACE_EARLIER = re.compile(
    r"(?<![a-z])(?P<said>" + _PREPOSITION + r")(?:(?:the|la|le|el|il|lo|het|de|der|o|a|st\.?|bad|san"
    r"|santa) ){0,2}(?P<place>[a-z][a-z'-]{2,20})"
    r"(?: [a-z'-]{2,20})?,?(?: (?:" + _WORDS.get_pattern("words_before_a_clinician").lower() + r")){1,4} $"
)  # fmt: skip
# A place elsewhere in the sentence, or in the next one: "He works at Such".
_PLACE_SAID = re.compile(
    r"(?<![A-Za-z])(?i:at|@|from|of|in|out of|over in|vom|aus|in der|im|am|von der|a|au|aux|de|du|chez|en|del"
    r"|de la|al|alla|dell'|del|da|do|na|no|van|uit|te|in het|w|we|z|ze|na)"
    r"(?:(?<=')| )(?i:the |la |le |el |il |het |der |st\.? |san "
    r"|santa ){0,2}(?P<place>[A-Z][A-Za-z'-]{2,20})(?![A-Za-z])"
)
_REPORTED = re.compile("(?<![a-z])" + _WORDS.get_pattern("reported") + "(?![a-z])")
_THEY = re.compile(
    r"[.!?;]\s+(?:(?:he|she|they|er|sie|il|elle|hij|zij|ze|el|ella|lui|lei|ele|ela|on|ona|works?|based"
    r"|practi[cs]es|pracuje|trabaja|trabalha|lavora|werkt|arbeitet|travaille)(?:'s)?|und|and) "
)
_WITHIN_SENTENCE_CHARS = 120
_BETWEEN_NAMES = re.compile(r"[ ,]{0,2}(?:and|und|et|y|e|en|i|or|oder|o|ou|of|lub|&|\+|/|with|then)?[ ,]{0,2}")
_DEGREES_AFTER = re.compile(
    r",? (?:M\.?D\.?|D\.?O\.?|FRCS|FRCP|MRCP|FACC|FESC|PhD|MBBS|RN|NP|PA|MSc"
    r"|BSc)(?![A-Za-z])"
)
_NEAR_CHARS = 180
_REACH_CHARS = 400  # hardly a sentence is longer
_ADJACENT_CHARS = 3  # "Mr Example? Example Hospital."


def find_clinicians(normalized: NormalizedText) -> Iterator[Span]:
    named = list(find_names(normalized))
    if not named:
        return
    surroundings = normalized.get_surroundings(named, _REACH_CHARS + 100)
    near = normalized.get_surroundings(named, _NEAR_CHARS)
    workplaces = sorted(
        find_workplaces(normalized, surroundings) + [start for start, _ in find_places_of_work(normalized, near, named)]
    )
    ends = [match.end() for match in _ENDS.finditer(normalized.text)]
    found: list[Span] = []
    for name in sorted(named):
        if (
            _has_workplace_near(name, workplaces, ends)
            or _names_a_town(normalized.text, name)
            or _names_a_place(normalized, name)
            or _says_a_place(normalized, name)
            or is_at_lowercase_workplace(normalized.lower, name.end)
            or _is_their_own(normalized.lower, name)
        ):
            end = name.end
            if degrees := _DEGREES_AFTER.match(normalized.text, end):
                end = degrees.end()
            if found and _BETWEEN_NAMES.fullmatch(normalized.lower, found[-1][1], name.start):
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((name.start, end))
    yield from found


def _names_a_place(normalized: NormalizedText, name: ClinicianName) -> bool:
    """Whether a place, in capitals or not, is named right beside a clinician."""
    if not name.is_sure:
        return False
    lower = normalized.lower
    after = _PLACE_AFTER.match(lower, name.place_end)
    before = _PLACE_EARLIER.search(lower, max(0, name.start - 70), name.start)
    beside = _PLACE_BESIDE.match(normalized.text, name.end)
    is_lower = normalized.text[name.start : name.end].islower()
    bracketed = _LOWER_PLACE_BESIDE.match(lower, name.end) if is_lower else None
    comma = _PLACE_AFTER_COMMA.match(normalized.text, name.end)
    if comma and (_NO_PLACE.match(lower, comma.start("place")) or comma["place"].lower() in FIRST_NAMES):
        comma = None
    return any(
        place and is_place_name(normalized, place.span("place"), must_be_capital=not is_lower)
        for place in (after, comma, bracketed, _PLACE_AFTER_PROFESSION.match(lower, name.end), before, beside)
    )


def _says_a_place(normalized: NormalizedText, name: ClinicianName) -> bool:
    """Whether a place is named in the same sentence, or in the next one about the clinician."""
    if not name.is_sure:
        return False
    text, lower = normalized.text, normalized.lower
    before = max(
        [name.start - _WITHIN_SENTENCE_CHARS, 0, *_list_ends(text, name.start - _WITHIN_SENTENCE_CHARS, name.start)]
    )
    ends = _list_ends(text, name.end, name.end + _WITHIN_SENTENCE_CHARS)
    after = ends[0] if ends else name.end + _WITHIN_SENTENCE_CHARS
    if ends and _THEY.match(lower, ends[0] - 1):
        after = ends[1] if len(ends) > 1 else name.end + _WITHIN_SENTENCE_CHARS
    for start, end in ((before, name.start), (name.place_end, after)):
        for place in _PLACE_SAID.finditer(text, start, min(end, len(text))):
            at = place.start("place")
            between = lower[min(at, name.end) : max(at, name.start)]
            if _REPORTED.search(between) or not is_town(place["place"]):
                continue
            if is_place_name(normalized, place.span("place"), must_be_capital=True):
                return True
    return False


def _list_ends(text: str, start: int, end: int) -> list[int]:
    return [match.end() for match in _ENDS.finditer(text, max(0, start), min(end + 1, len(text)))]


def _names_a_town(text: str, name: ClinicianName) -> bool:
    places = [_PLACE_BEFORE.search(text, max(0, name.start - 70), name.start)]
    places.append(_AT_TOWN.match(text, name.end))
    if name.is_sure:
        places += [form.match(text, name.end) for form in _TOWNS_AFTER]
    return any(place and is_town(place[place.lastgroup or 0]) for place in places)


def _is_their_own(lower: str, name: ClinicianName) -> bool:
    """Whether a practice is named after the clinician."""
    before = max(0, name.start - 30)
    return bool(_THEIR_OWN.match(lower, name.end) or _OF_THEIRS.search(lower, before, name.start))


def _has_workplace_near(name: ClinicianName, workplaces: list[int], ends: list[int]) -> bool:
    """Whether a workplace is in the same sentence, or, for a sure name, in an adjacent one."""
    first = bisect_left(workplaces, name.start - _REACH_CHARS)
    last = bisect_right(workplaces, name.end + _REACH_CHARS)
    sentence, reach = bisect_right(ends, name.start), int(name.is_sure)
    return any(
        abs(bisect_right(ends, at) - sentence) <= reach or 0 <= at - name.end <= _ADJACENT_CHARS
        for at in workplaces[first:last]
    )
