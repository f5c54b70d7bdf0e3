"""Clinicians named together with their workplace: this tells readers whose patient the author is.

A name or a hospital alone is not personal: each has many patients.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from comments.personal_info.clinician_names import PROFESSION_PATTERN, ClinicianName, find_names
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile
from comments.personal_info.workplaces import find_workplaces, is_at_lowercase_workplace, is_town

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
    r"|,? (?:at|at the|from|of|of the) (?P<initials>(?!ESC|ACC|AHA|NHS|BBC|CNN|ICU|CCU|HDU|ITU|USA"
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
    r"(?<![ .](?:Dr|dr|Mr|St|st|Pr|ca|al|No"
    r"|no))(?<!Prof)(?<!prof)(?<!Mrs)(?<!med)(?<!Dott)(?<!dott)(?<!Dra)(?<!dra)(?<! [A-Z])"
    r"(?<!lek)(?<!hab)(?<!Drs)(?<!bzw)[.!?]+(?=\s)|\n\s*\n"
)
_REACH_CHARS = 400  # hardly a sentence is longer
_ADJACENT_CHARS = 3  # "Mr Example? Example Hospital."


def find_clinicians(normalized: NormalizedText) -> Iterator[Span]:
    named = list(find_names(normalized))
    if not named:
        return
    workplaces = find_workplaces(normalized, normalized.get_surroundings(named, _REACH_CHARS + 100))
    ends = [match.end() for match in _ENDS.finditer(normalized.text)]
    for name in named:
        if (
            _has_workplace_near(name, workplaces, ends)
            or _names_a_town(normalized.text, name)
            or is_at_lowercase_workplace(normalized.lower, name.end)
            or _is_their_own(normalized.lower, name)
        ):
            yield name.start, name.end


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
