"""A clinician by name, together with where they work: who reads it knows whose patient writes.

Either of them alone is nobody's address: many people are patients of a name, or of a hospital.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import takewhile

from comments.personal.houses import A_HOUSE, houses, is_at_a_lower_house, is_town
from comments.personal.reading import Reading, Span
from comments.personal.words import set_of

_CAPITAL = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|du|zu|ten|O'|Mc|Mac"
    r"|d')[ ]?){0,2}[A-Z][a-z]{1,20}(?:[A-Z][a-z]{1,16})?"
)
_NAME = r"(?:[A-Z]\. ?){0,2}" + _CAPITAL + r"(?:[ -]" + _CAPITAL + r"){0,2}"
_TITLE = (
    r"(?i:(?:dr|doc|doctor|professor|prof|dra|dott|drs|docteur|doktor|dokter|doctora|dottore"
    r"|dottoressa|dottssa|professeur|profesor|profesora|professore|lek|pr|pd|privatdozent"
    r"|oberarzt|oberarztin|chefarzt|chefarztin|primar|overlege|overlaege|overlage|overlakare"
    r"|lakare|laege|laakari|ylilaakari|sister|nurse|mudr|doc\.? mudr|doutor|doutora)"
    r"(?:\.|(?=[ ]))(?:ssa)?(?: ?(?:med|dr|hab|n|h|c|mult|univ|in|ing|ssa"
    r"|et)\.){0,4} ?(?:dr\.? |med\. )?)"
)
_TITLED = re.compile(
    r"(?<![A-Za-z])" + _TITLE + r"(?P<name>" + _NAME + r"|[A-Z]\.?(?![A-Za-z]))(?![a-z])"
)
_PROFESSION = (
    r"(?:(?:cardio-?thoracic|cardiac|heart|thoracic|vascular|consultant|interventional"
    r"|paediatric|pediatric|private|lead|congenital) ){0,2}"
    r"(?:surgeon|nurse practitioner|cardiologist|consultant|specialist|electrophysiologist"
    r"|physician|gp"
    r"|anaesthetist|anesthesiologist|registrar|nurse|doctor|cardiolog|chirurg\w{0,4}"
    r"|herzchirurg\w{0,2}|kardiolog\w{0,5}|hausarzt|hausarztin|facharzt|oberarzt|chefarzt"
    r"|cardiologue|cardio|chirurgien\w{0,2}|medecin|cardiologo|cardiologa|cirujano|cirujana"
    r"|medico|medica|chirurgo|cardioloog|huisarts|hartchirurg|kardiochirurg|kardiologiem"
    r"|lekarz|kardiologen|kirurg\w{0,3}|lakare|hjertekirurg|hjerteleg\w|kardiologi|kirurgi"
    r"|sydankirurgi)"
)
_BY_PROFESSION = re.compile(
    r"(?<![A-Za-z])(?i:"
    + _PROFESSION
    + r")(?:,| is| was| called| named|:| heisst| ist| hiess| se llama| es| s'appelle| si chiama"
    r"| heet| heter| hedder| nimeltaan)?(?: (?:a|the|my) [a-z]{3,12})? (?P<from>(?:(?:Mr|Mrs"
    r"|Ms|Miss|Herr|Frau|Herrn|Signor|Sr|Sra|Mme|M|pan|pani|meneer|mevrouw)\.? )?)(?P<name>"
    + _CAPITAL
    + r"(?:[ -]"
    + _CAPITAL
    + r"){0,2})(?![a-z])"
)
_BY_MISTER = re.compile(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Herr|Frau|Herrn)\.? (?P<name>"
    + _NAME
    + r")(?![a-z])(?=[^.\n]{0,60}(?i:surgeon|consultant|cardiolog|operated|operation|chirurg"
    r"|replaced|repaired|stent|valve|bypass|avr|mvr|tavi|cabg|ablation|pacemaker|my heart"
    r"|klappe|clinic|list))"
)
_LOWER_TITLED = re.compile(
    r"(?<![A-Za-z])(?i:dr|doctor|prof|professor)\.? (?P<name>(?!(?:who|said|says|told|will|and"
    r"|is|was|has|had|in|at|on|to|for|appointment|visit|google|google|didn|wants|thinks|about"
    r"|they|then|he|she|or|of|the|my|if|but|that|can|just|put|gave|who|i|a|s|can't|with|did"
    r"|does|from|yesterday|today|surgery|later|first|again|because|office"
    r"|a&e)(?![a-z]))[a-z]{3,16})(?= (?:at|from|in|of) )"
)
# Words that begin with a capital and are nobody's name.
_NO_NAMES = set_of("""
    nurse team specialist consultant registrar unit practitioner sister matron practice
    care anfang ende mitte termin google who google's said told says the and in at on is
    was has my he she they i we it if but so when then after monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august
    september october november december oz house strange phil hospital clinic surgery
    department office visits appointment recommended from with to for heart valve
    cardiology cardiologist surgeon gp internet mr mrs ms miss signor sr sra mme von van
    am im der des not no yes what how why does did do can could would should will also
    still even just me thinks herr frau und oder die das ich
""")
# A town right after the name: "Dr Example in Leeds".
_IN_TOWN = re.compile(
    r"(?:,|\))?(?: (?:here|over|up|down|based|works?|working|who works|practi[cs]es|operates"
    r"|operating|praktiziert|die|der|che lavora|que trabaja)|,? (?:[a-z]{3,20} )?(?i:"
    + _PROFESSION
    + r"))?"
    r" (?:in|from|at|at the|of|of the|aus|a|al|alla|allo|au|del|dell'|en|en el|en la|w|i|de|di"
    r"|te|uit|an der|fra|fran|pa) ?(?P<town>(?:(?:St|San|Santa"
    r"|Saint)\.? )?[A-Z][a-z]{2,20}(?: [A-Z][a-z]+)?)"
)
_TOWN_IN_BRACKETS = re.compile(r" \((?P<town>[A-Z][a-z]{3,20})[,)]")
# "… did my valve at Example Hill"
_DID_IT_AT = re.compile(
    r" (?:who )?(?:has )?(?:did|performed|operated|replaced|repaired|implanted|fitted|put"
    r"|mended|opened)(?![a-z])"
    r"[^.!?\n]{1,50}? (?:at|in) (?:the )?(?P<town>(?:St\.? )?[A-Z][a-z]{2,20})"
)
_ENDS = re.compile(
    r"(?<![ .](?:Dr|dr|Mr|St|st|Pr|ca|al|No"
    r"|no))(?<!Prof)(?<!prof)(?<!Mrs)(?<!med)(?<!Dott)(?<!dott)(?<!Dra)(?<!dra)(?<! [A-Z])"
    r"(?<!lek)(?<!hab)(?<!Drs)(?<!bzw)[.!?]+(?=\s)|\n\s*\n"
)
_REACH = 400  # no sentence is longer


_PARTICLES = {
    "Van",
    "Von",
    "van",
    "von",
    "De",
    "de",
    "Der",
    "der",
    "den",
    "Di",
    "di",
    "da",
    "zu",
    "ten",
}
# Where a form may begin: looked for first, since it is quick.
_FORMS = (
    (re.compile(r"(?<![a-z])(?=[dpolcsmn])" + _TITLE.replace("(?i:", "(?:", 1)), _TITLED),
    (re.compile(r"(?<![a-z])(?=[a-z])" + _PROFESSION), _BY_PROFESSION),
    (re.compile(r"(?<![a-z])(?:mr|mrs|ms|miss|herrn?|frau)(?![a-z])"), _BY_MISTER),
    (re.compile(r"(?<![a-z])(?:dr|doctor|prof|professor)(?![a-z])"), _LOWER_TITLED),
)


def clinicians(reading: Reading) -> Iterator[Span]:
    names = list(_names(reading))
    named = houses(reading) if names else []
    ends = [match.end() for match in _ENDS.finditer(reading.text)] if named else []
    for start, end in names:
        town = _IN_TOWN.match(reading.text, end)
        if (
            (town and is_town(town["town"]))
            or ((place := _TOWN_IN_BRACKETS.match(reading.text, end)) and is_town(place["town"]))
            or ((place := _DID_IT_AT.match(reading.text, end)) and is_town(place["town"]))
            or is_at_a_lower_house(reading.lower, end)
            or _has_a_neighbour(start, named, ends)
        ):
            yield start, end


def _names(reading: Reading) -> Iterator[Span]:
    for may, form in _FORMS:
        for at, _ in reading.spans_of(may):
            match = form.match(reading.text, at)
            if match and (words := _name_in(match["name"])):
                start = match.start("from") if form is _BY_PROFESSION else at
                yield start, match.start("name") + len(words)


def _name_in(words: str) -> str:
    """As many of the words as are a name: none, in "Dr Google"."""
    name = list(takewhile(lambda word: word in _PARTICLES or not _is_no_name(word), words.split()))
    while name and name[-1] in _PARTICLES:
        name.pop()
    return " ".join(name)


def _is_no_name(word: str) -> bool:
    word = word.strip(".").lower()
    return word in _NO_NAMES or bool(A_HOUSE.fullmatch(word))


def _has_a_neighbour(start: int, named: list[int], ends: list[int]) -> bool:
    """A house in the same sentence, or in the one before or after."""
    near = named[bisect_left(named, start - _REACH) : bisect_right(named, start + _REACH)]
    sentence = bisect_right(ends, start)
    return any(abs(bisect_right(ends, house) - sentence) <= 1 for house in near)
