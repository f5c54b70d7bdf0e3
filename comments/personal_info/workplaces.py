"""Hospitals, clinics and practices by name, and towns: where a clinician works."""

import re
from collections.abc import Iterable

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.word_sets import build_word_set

_KIND_OF_HOUSE = (
    r"(?:hospitals?|clinic|infirmary|medical cent(?:er|re)|health cent(?:er|re)"
    r"|heart cent(?:er|re)|cardiac cent(?:er|re)|heart institute|heart hospital"
    r"|medical practice|group practice|practice|surgery|health system|nhs trust|trust"
    r"|klinikum|klinik|kliniken|krankenhaus|spital|uniklinikum"
    r"|praxis|(?:gemeinschafts|hausarzt|arzt|facharzt)praxis"
    r"|praxisgemeinschaft|ordination|mvz"
    r"|hopital|hopitaux|clinique|chu|chru|chr|polyclinique|cabinet|centre hospitalier|institut"
    r"|clinica|centro de salud|ambulatorio|ospedale|policlinico|centro cardiologico|poliambulatorio"
    r"|ziekenhuis|umc|hartcentrum|kliniek|centrum|szpital\w{0,4}|klinice|klinika|klinik\w{0,2}"
    r"|instytut\w{0,3}|przychodni\w?|sjukhus\w{0,3}|sykehus\w{0,3}|hospitalet|sygehus\w{0,3}"
    r"|sairaala\w{0,5}|sykehuset|lasarett\w{0,2}|vardcentral\w{0,3}|legesenter|hospitalar"
    r"|nemocnic\w)"
)
_QUALITY = (
    r"(?i:city|university|uni|county|regional|general|district|royal|state|children'?s"
    r"|municipal|town|village|veterans|memorial|community|presbyterian|methodist|stadtischen?"
    r"|universitats\w{0,3}|st\.?|saint|national|cottage|infirmary|provincial|civic)"
)
_OF = (
    r"(?:(?:of|in|at|for|de|du|des|de la|di|del|della|der|fur|am|im|zu|w|we|im\.|i|van|te|la"
    r"|las|los|dell'|d'|av|pa|na|przy|san|santa|saint|st|st\.|sankt) ?){1,3}"
)
# Many houses under one name.
_CHAINS = (
    r"(?:Netcare|Mediclinic|Apollo|Fortis|Kaiser|Spire|Nuffield|Ramsay|Medanta|Narayana|Manipal"
    r"|Scripps|Intermountain|Geisinger|Helios|Asklepios|Quironsalud)"
)
_NAMED_HOUSE = re.compile(
    r"(?<![A-Za-z])(?:"
    # "St Y's Hospital", "Royal Infirmary", "the city clinic"
    r"(?:[A-Z][A-Za-z']{1,20}(?:\.|'s|s')?(?:[ -](?:and |of |& )?[A-Z][A-Za-z']{1,20}(?:'s"
    r"|s')?){0,3}|"
    + _QUALITY
    + r")[ -](?:(?i:hospital|heart|medical|health|general|university|children'?s|cardiac"
    r"|heart and lung) )?(?i:" + _KIND_OF_HOUSE + r")(?![a-z])"
    # "Klinikum Y", "Hospital de la Z", "szpital w Y"
    r"|(?i:"
    + _KIND_OF_HOUSE
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
    # "St Y's", as people call it.
    r"|(?:St|Saint)\.? (?!Jude)[A-Z][a-z]{2,20}(?:'s|s'?)(?![A-Za-z])(?! (?:Church|School|Road"
    r"|Street|Square"
    r"|Park|Day|College|Cathedral|valve))"
    r"|[A-Z][a-z]{2,20} (?:U?MC|HB|NHS)(?![A-Za-z])"
    r"|Royal (?!College|Society|Mail|Family|Academy)[A-Z][a-z]{2,20}"
    r"|(?:AZ|UZ|ZNA|OLV|MC|GZA|HM|ASL|SP ZOZ) [A-Z][a-z-]{2,20}"
    r"|(?:Charite|"
    + _CHAINS
    + r"|Mayo|Mount Sinai|Johns Hopkins|Cedars|Mass General|Papworth|Brompton"
    r"|Harefield|Barts"
    r"|Addenbrooke'?s|Guy's|Bart's|John Radcliffe|James Cook|Groote Schuur|San Raffaele|UCLH"
    r"|Great Ormond|Karolinska|Sahlgrenska|Rikshospitalet|Rigshospitalet|UMC|AMC|LUMC|UZ|CHU"
    r"|CHUV|CHRU|AKH|HUS|OUS|AIIMS|UCLA|UCSF|NYU|MVZ"
    r"|NHS Trust|HCA|KBC|CKD)(?![A-Za-z])"
    r")"
)
# Somebody who writes no capitals: "at netcare example hospital".
_LOWER_HOUSE = re.compile(
    r"(?:,? (?:at|from|in|of) (?:the )?|, | \(| - | (?=[a-z]{4,20} (?:heart|medical|royal) ))"
    r"(?P<words>(?:[a-z'.]{2,16} ){1,3})(?:hospital|clinic"
    r"|infirmary|medical cent(?:er|re)|surgery|health cent(?:er|re)"
    r"|heart cent(?:er|re)|general(?! health| practi| anaesth| surg)|memorial)(?![a-z])"
)
# "at example": what is no word of every day is the name of a house.
_LOWER_PLACE = re.compile(
    r",? (?:at )?(?P<words>(?i:" + _CHAINS + r")"
    r"|(?<=at )(?:st\.? [a-z']{4,16}|[a-z]{5,16}))(?![a-z])"
)
_NO_PLACES = build_word_set("""
    their these those which where night lunch dinner breakfast about around nearly almost
    quarter three seven eight eleven twelve midnight present other others another myself
    length risk large great short bedside check checkup review follow followup rounds
    outpatients casualty preop postop assessment physio triage reception three four
    gmail hotmail yahoo times something someone patients people being having getting
""")
_MERE_KINDS = build_word_set("""
    the my a an our this that his her local private day valve warfarin inr heart failure
    pacemaker eye same other new big whole outpatient teaching anticoagulation
    cardiology nearest main general and to was is for in at of small another every any
    some rehab cardiac good bad worst best last first second device blood pressure sleep
    pain coumadin after before during open bypass their
""")
_NO_TOWNS = build_word_set("""
    ward room clinic resus accident admissions discharge recovery echo coronary cath
    cardiac rehab germany poland india america spain france italy ireland scotland wales
    europe cardiology cardiologist surgeon kardiologe kardiologin retired consultant
    behandlung rente urlaub praxis reha kur pension gesprach team vertretung person
    england english german january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday
    januar februar marz mai juni juli oktober dezember intensive outpatients radiology
    theatre hospital christmas easter summer winter spring autumn emergency zoom phone
    teams deutsch general the my his her our this that weihnachten january's ostern
    montag dienstag mittwoch donnerstag freitag enero febrero marzo janvier fevrier mars
    avril juin juillet university school college home work church least all once
""")
_ENDS_OF_NOUNS = (
    "ung",
    "heit",
    "keit",
    "ion",
    "schaft",
    "tag",
    "stunde",
    "kung",
    "ie",
    "zeit",
    "rztin",
    "arzt",
)
_NOT_NAMED_HOUSES = build_word_set("""
    the my a an in at our this that your his her local when after and from to so if then
    i we private every any another same no but for der die das im dem ein eine meine
    meiner mein unser le la un une mon ma el una mi il lo mio het een mijn since before
    during she he they it following once
""")
WORKPLACE_PATTERN = re.compile(_KIND_OF_HOUSE)


def is_at_lowercase_workplace(lower: str, end: int) -> bool:
    house = _LOWER_HOUSE.match(lower, end)
    if house and not _MERE_KINDS.issuperset(house["words"].split()):
        return True
    place = _LOWER_PLACE.match(lower, end)
    return bool(place and not {*place["words"].split()} & (_MERE_KINDS | _NO_TOWNS | _NO_PLACES))


def is_town(word: str) -> bool:
    """Not "in Behandlung": German writes every noun with a capital."""
    word = word.split()[0].lower()
    return word not in _NO_TOWNS and not word.endswith(_ENDS_OF_NOUNS)


def _is_named(house: str) -> bool:
    """Not "The hospital": a capital at the beginning of a sentence names nothing."""
    words = house.replace("-", " ").split()
    while words and words[0].lower() in _NOT_NAMED_HOUSES:
        words.pop(0)
    if words and words[-1].lower() == "surgery" and _OPERATIONS.intersection(map(str.lower, words)):
        return False
    return len(words) > 1 or bool(
        words and (words[0].isupper() or not re.fullmatch(_KIND_OF_HOUSE, words[0].lower()))
    )


_OPERATIONS = build_word_set("""
    heart valve open bypass cardiac aortic mitral redo robotic elective emergency major my
    first second third keyhole urgent repair replacement after before post since big
""")
_WORKS_AT = re.compile(r"(?:(?<![a-z])(?:at|from|in|of)(?: the)? |, )$")
# "Mayo Clinic, Dr Example": whose house it is comes next.
_AND_WHO = re.compile(r"(?: [a-z]{3,12})?(?:,|:| -{1,2}| \() ?(?:my |with )?(?:dr|prof|doctor|mr)")


def find_workplaces(reading: NormalizedText, stretches: Iterable[Span]) -> list[int]:
    """Where those begin that have a name, in these stretches of the text."""
    found = [
        house
        for start, end in stretches
        for house in _NAMED_HOUSE.finditer(reading.text, start, end)
        if _is_named(house[0])
    ]
    return [house.start() for house in found if not _is_only_read(reading.lower, house)]


def _is_only_read(lower: str, house: re.Match[str]) -> bool:
    """Two clinics are known to everybody for their pages."""
    before = lower[max(0, house.start() - 9) : house.start()]
    is_known = "Mayo" in house[0] or "Cleveland" in house[0]
    is_said = _WORKS_AT.search(before) or _AND_WHO.match(lower, house.end())
    return is_known and not is_said
