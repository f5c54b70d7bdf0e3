"""Names of clinicians, known by a title, a profession or degrees beside them."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from comments.personal_info.common_words import COMMON_WORDS
from comments.personal_info.first_names import FIRST_NAMES
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile
from comments.personal_info.workplaces import WORKPLACE_PATTERN

_WORDS = WordFile("clinician_names")

_PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|du|zu|ten|ter|la|le|los|las|dos|das|do|al|bin)"
_CAPITAL = (
    r"(?:" + _PARTICLE + r"[ ]|(?:Van|Von|De|Der|Den|Del|Della|Di|Da|Du|Ten|Ter|La|Le|Los|Las|Dos|Al|Bin)[ ](?=[A-Z]"
    r"|[a-z]{2,3} [A-Z])){0,3}"
    r"(?:O'|D'|d'|Mc|Mac|St\.? )?[A-Z][a-z']{1,20}(?:[A-Z][a-z]{1,16})?(?:-(?:"
    + _PARTICLE
    + r"-)?[A-Z][a-z']{1,20}){0,2}"
)
_NAME = r"(?:[A-Z]\.? ?(?=[A-Z])){0,3}" + _CAPITAL + r"(?: (?:[A-Z]\.? )?" + _CAPITAL + r"){0,2}"
_DEGREES = r"(?:\.|(?=[ ]))(?:ssa)?(?: ?(?:med|dr|hab|n|h|c|mult|univ|in|ing|ssa|et)\.){0,4}"
_TITLE = _WORDS.get_pattern("titles")
_MISTER = _WORDS.get_pattern("misters")
# "Frau Prof. Dr. med.", "Mme le docteur"
_TITLES = (
    r"(?P<mister>(?:" + _MISTER + r")\.? (?:le |la |der )?)?(?P<title>(?:(?:" + _TITLE + r")"
    + _DEGREES + r" ?(?:(?:sir|dame|frau|herrn?|med\.|dr\.?)[ ])?){0,4})"
)  # fmt: skip
_MAY_BE_TITLE = re.compile(r"(?<![a-z'])(?=[a-z])(?:" + _TITLE + "|" + _MISTER + r")(?![a-z])")
_TITLED = re.compile("(?i:" + _TITLES + r")(?P<name>" + _NAME + r"|[A-Z]\.?(?![A-Za-z]))(?![a-z])")
_LOWER_NAME = (
    r"(?P<name>(?:" + _PARTICLE + r" ){0,2}(?:[a-z]\.? ){0,2}[a-z][a-z'-]{1,20}"
    r"(?: [a-z][a-z'-]{1,20}){0,2})"
)
_LOWER_TITLED = re.compile("(?i:" + _TITLES + ")" + _LOWER_NAME + r"(?![A-Za-z])")
_WEAK_TITLE = re.compile(r"(?:" + _WORDS.get_pattern("weak_titles") + r")[. ]*")
_PLACE_FOLLOWS = re.compile(
    r",? (?:at|from|in|of|@|over at|de|del|da|do|di|van|w|z|em|no|na|vom|im|aus|en|au|bei|te"
    r"|della|dello|al|alla)(?: |$)|,? (?:dell|all|nell)'|, | \(| - "
    r"| [a-z]{4,20} (?:heart|medical|royal) "
)
_AND_ANOTHER = re.compile(
    r" (?:and|&|und|et|y|e|i|or|oder) (?P<name>(?:[A-Z]\. ?)?" + _CAPITAL + r"(?: " + _CAPITAL + r")?)(?![a-z])"
)
_AND_ANOTHER_LOWER = re.compile(r" (?:and|&|und|et|y|e|en|i) (?P<name>[a-z][a-z'-]{2,20})(?![a-z])")
PROFESSION_PATTERN = "(?:" + _WORDS.get_pattern("field_of_medicine") + " ){0,3}" + _WORDS.get_pattern("profession")
_WORKPLACE_BEFORE = re.compile(
    r"(?<![a-z])(?:studio|centro|cabinet|gabinet|ambulatorio|polo|service|servizio|centrum) $"
)
_ROLE = re.compile(PROFESSION_PATTERN + "(?![a-z])")
_BY_PROFESSION = re.compile(
    "(?<![A-Za-z])(?i:" + PROFESSION_PATTERN + ")(?:(?i:" + _WORDS.get_pattern("words_before_a_name")
    + "))?(?: (?:a|the|my|meine?|mon|ma|el|la|il) (?:[a-z]{3,12})?)? ?(?<=[ ])(?P<from>(?:(?:Mr|Mrs|Ms|Miss"
    "|Herr|Frau|Herrn"
    r"|Signor|Sr|Sra|Mme|M|pan|pani|meneer|mevrouw)\.? )?)(?P<name>" + _NAME + ")(?![a-z])"
)  # fmt: skip
_BY_LOWER_PROFESSION = re.compile(
    "(?:(?<![a-z])(?:my|our|the|her|his|mein\\w{0,2}|mon|ma|mi|il mio|il|la|el|le|der|die|de|o|a|mijn|moj|moja"
    "|o meu|a minha) |(?:^|[\\n.,;:!?(] ?)(?=[a-z]))" + PROFESSION_PATTERN
    + "(?:(?: is| was| is called| called| named|,| ist| heisst| es| est| s'appelle| heet| to))? "
    + _LOWER_NAME + r"(?![a-z])"
)  # fmt: skip
# Words beside "Mr …" that show that he is a clinician.
_OPERATES = re.compile(
    r"(?:surgeon|consultant|cardiolog|kardiolog|operated|operates|operation|operier|opero|operad|operat|chirurg"
    r"|cirurgi|cirujan|surgery|surgical"
    r"|replaced|repaired|stent|valve|bypass|(?<![a-z])(?:avr|mvr|tavi|tavr|cabg|redo|op|gp|echo|ep"
    r"|icd)(?![a-z])|ablation|pacemaker|my heart|theatre|ward|drain"
    r"|klappe|clinic|klinik|list(?![a-z])|waiting list|registrar|nurse|schwester|doctor|arzt|medecin|medico"
    r"|cardio|herz|hospital|infirmary|physio)"
)
# "Jane Roe at Example Hill is my surgeon"
_BEFORE_PROFESSION = re.compile(
    r"(?<![A-Za-z'])(?P<name>[A-Z][a-z']{1,20}(?:[ -](?:[A-Z]\. )?"
    + _CAPITAL
    + r"){1,2})(?P<place> (?:at|of|from|in) (?:the )?[A-Z][A-Za-z' ]{2,40}?)?(?:,| is| was| ist| est| es| e| \(| -)?"
    r"(?: (?:my|our|the|his|her|a|an|mein\w{0,2}|unser\w{0,2}|mon|ma|notre|mi|il mio|la mia|mijn|moj|moja|o meu"
    r"|a minha|el|la|il|de|un|une|una|ein\w{0,2}|een))? ?(?<=[ (])(?i:" + PROFESSION_PATTERN + r")(?![a-z])"
)
# "Becky, the HF nurse at Example"
_FIRST_NAME_BEFORE_PROFESSION = re.compile(
    r"(?<![A-Za-z'])(?P<name>[A-Z][a-z']{2,20}),? (?:\(|(?:my|our|the) )(?i:" + PROFESSION_PATTERN + r")(?![a-z])"
)
_OPERATED_BY = re.compile("(?<![a-z])" + _WORDS.get_pattern("operated_by") + "(?= )")
_NAME_AFTER = re.compile(r" (?:(?:the|my|a|der|dem|le|la|el|il|de|o) )?(?P<name>" + _NAME + r")(?![a-z])")
# Degrees after a name mean the same as "Dr" before it: "Jane Roe, MD".
_LETTERED = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z][a-z]{1,20}(?: [A-Z]\.)?(?:[ -]" + _CAPITAL + "){1,2}),? "
    + _WORDS.get_pattern("letters_after_a_name") + "(?![A-Za-z])"
)  # fmt: skip
# Capitalised words that are not names.
_NOT_NAMES = _WORDS.get_set("no_names")
_NOT_LOWER_NAMES = _NOT_NAMES | _WORDS.get_set("more_no_names") | COMMON_WORDS
_PARTICLES = _WORDS.get_set("particles")
_MAY_BE_PROFESSION = re.compile(r"(?<![a-z])(?=[a-z])" + PROFESSION_PATTERN + "(?![a-z])")
_TITLE_WORDS = _WORDS.get_set("title_words")
_PROFESSION_WORDS = _WORDS.get_set("profession_words")
_OPERATED_WORDS = _WORDS.get_set("operated_words")

_TWO_NAMES = re.compile(
    r"(?<![A-Za-z'-])(?P<first>[A-Z][a-z'-]{1,16})(?: [A-Z]\.)? (?P<name>" + _CAPITAL + r")(?![a-z])"
)
_TWO_LOWER_NAMES = re.compile(
    r"(?<![a-z'-])(?P<first>[a-z][a-z'-]{2,16}) (?P<name>[a-z][a-z'-]{2,20})(?= (?:at|from|in|of|@|did|operated"
    r"|replaced|repaired|vom|aus|de|du|del|van)(?![a-z])|,| \()"
)
_CARES_FOR = re.compile("(?<![a-z])" + _WORDS.get_pattern("care_verbs") + "(?![a-z])")
_RELATION = re.compile("(?<![a-z])" + _WORDS.get_pattern("relations") + r"(?:'s)?[ ,:]{1,3}$")
# "under Example at Such", "Example at Such did my valve"
_UNDER = re.compile(
    r"(?<![A-Za-z])(?:[Uu]nder|[Bb]y|[Ww]ith|[Ss]aw|[Ss]ee|[Ss]eeing|[Tt]hanks to|[Aa]sk for|bei|von|chez"
    r"|bij) (?P<name>" + _CAPITAL + r")(?= (?:at|from|in|of|vom|in der|du|van)(?![a-z]))"
)
# "Jane Roe, who operated on me at Example", "the man who replaced my valve is Jane Roe"
_TWO_CAPITALS = r"(?P<name>[A-Z][a-z'-]{1,20}(?: [A-Z]\.)? " + _CAPITAL + r"(?: " + _CAPITAL + r")?)(?![A-Za-z])"
_ACTS_FOR_ME = re.compile(
    r"(?<![A-Za-z'-])" + _TWO_CAPITALS + r"(?=(?:, ?| )(?:who |that |der |die |qui |que |che |ktory |ktora )?"
    + _WORDS.get_pattern("acts_for_me") + r"(?![a-z]))"
)  # fmt: skip
_ACTED_FOR_ME_BY = re.compile(
    r"(?<![a-z])(?i:who |that |der |die |qui |que |che |ktory |ktora )(?i:" + _WORDS.get_pattern("acts_for_me")
    + r")(?![a-z])[a-z ]{0,30}(?:,? (?:is|was|ist|war|heisst|est|es|e|is|jest|to|heet)|:) " + _TWO_CAPITALS
)  # fmt: skip
_AFTER_ITS_PLACE = re.compile(
    r" (?:at|in|of|from|from the|at the|in the|of the|an der|in der|bei|am|im|au|du|a la|en|del|de la|al|della|van"
    r"|w|z|do|da|no|na) "
    r"(?:[A-Z][A-Za-z'.]{1,20}(?: (?:in |of |at )?[A-Z][A-Za-z'.]{1,20}){0,3})"
    r"(?:,| is| was| is called| called| named|:) "
    r"(?P<name>" + _NAME + r")(?=[,.;:!?\n)]|$| (?:is|was|who|and|said|says)(?![a-z]))"
)
_SAW = re.compile(r"(?:(?<![a-z])(?:saw|seen|see|seeing|sees|under|by|with|to|bei|von|chez|door|bij|met) )$")
_SAYS_LETTERS = _WORDS.get_set("says_letters")
_PUBLIC = re.compile(r"(?<![a-z])" + _WORDS.get_pattern("public_persons") + r"(?![a-z])")
_REST_OF_NAME = re.compile(r"(?: (?:" + _PARTICLE + r" )?[A-Z][a-z']{1,20}){1,3}")
_INNER_PARTICLE = re.compile(
    r"(?<=[a-z]{2}) (?:de|del|della|di|da|do|dos|das|al|du|la|van|von) (?=(?:[a-z]{2,3} )?[A-Z])"
)
_ACTS = re.compile("(?<![a-z])" + _WORDS.get_pattern("acts_for_me") + "(?![a-z])")
_ACT_WORDS = _WORDS.get_set("act_words")
_UNDER_WORDS = frozenset({"under", "by", "saw", "see", "seeing", "ask", "bei", "von", "chez", "bij"})
_INNER_PARTICLES = frozenset({"de", "van", "von", "der", "den", "ter", "ten", "di", "da", "del", "la", "le"})
_SENTENCE_CHARS = 80


class ClinicianName(NamedTuple):
    """Position of a name, and whether the words around it prove that it is a clinician's."""

    start: int
    end: int
    is_sure: bool
    place_end: int  # A place may follow here: in "Dra. Example de Such", "de" is a preposition or a part of the name.


def find_names(normalized: NormalizedText) -> Iterator[ClinicianName]:
    for name in _find_names(normalized):
        if not _is_public(normalized.lower, name):
            yield name


def _find_names(normalized: NormalizedText) -> Iterator[ClinicianName]:
    if normalized.words & _TITLE_WORDS:
        yield from _find_titled(normalized)
    if normalized.words & _PROFESSION_WORDS:
        yield from _find_by_profession(normalized)
    yield from _find_names_before(normalized)
    yield from _find_untitled(normalized)
    yield from _find_acting(normalized)


def _find_acting(normalized: NormalizedText) -> Iterator[ClinicianName]:
    """Names of people who did something to the heart of the author."""
    text = normalized.text
    acts = normalized.find_spans(_ACTS) if normalized.words & _ACT_WORDS else []
    if not acts:
        return
    for form in (_ACTS_FOR_ME, _ACTED_FOR_ME_BY):
        for match in _finditer_near(normalized, form, text, acts, 60, 90):
            words = match["name"].lower().split()
            if _extract_name(match["name"]) == match["name"] and words[0] not in COMMON_WORDS:
                start = match.start("name")
                if not _RELATION.search(normalized.lower, max(0, start - 24), start):
                    yield _build_name(text, *match.span("name"), is_sure=True)


def _find_untitled(normalized: NormalizedText) -> Iterator[ClinicianName]:
    """Names without a title or a profession, beside words of an operation or treatment."""
    has_first_name = bool(normalized.words & FIRST_NAMES)
    if not has_first_name and not normalized.words & _UNDER_WORDS:
        return
    text, lower = normalized.text, normalized.lower
    forms = [(_UNDER, text)] + ([(_TWO_NAMES, text), (_TWO_LOWER_NAMES, lower)] if has_first_name else [])
    for form, source in forms:
        for match in form.finditer(source):
            start = match.start("name") if form is _UNDER else match.start("first")
            words = match["name"] if form is _UNDER else match["first"].lower()
            if form is _UNDER:
                bare = words.split()[0].lower()
                is_name = bare not in FIRST_NAMES and bare not in COMMON_WORDS and _extract_name(words) == words
            elif form is _TWO_NAMES:
                is_name = words in FIRST_NAMES and _extract_name(match["name"]) == match["name"]
            else:
                is_name = words in FIRST_NAMES - COMMON_WORDS and bool(_extract_lower_name(match["name"]))
            near = lower[max(0, start - _SENTENCE_CHARS) : match.end() + _SENTENCE_CHARS]
            if is_name and not _RELATION.search(lower, max(0, start - 24), start) and _CARES_FOR.search(near):
                yield _build_name(text, start, match.end(), is_sure=True, name_start=start)


def _find_titled(normalized: NormalizedText) -> Iterator[ClinicianName]:
    text = normalized.text
    for at, _ in normalized.find_spans(_MAY_BE_TITLE):
        match = _TITLED.match(text, at)
        words = _extract_name(match["name"]) if match and (match["title"] or match["mister"]) else ""
        if match and words:
            end = match.start("name") + len(words)
            if another := _AND_ANOTHER.match(text, end):
                end = another.end() if _extract_name(another["name"]) == another["name"] else end
        elif match := _LOWER_TITLED.match(text, at):
            words = _extract_lower_name(match["name"])
            end = match.start("name") + len(words)
            is_weak = not match["title"].strip() or bool(_WEAK_TITLE.fullmatch(match["title"].lower()))
            if not words or (is_weak and not _PLACE_FOLLOWS.match(text, end) and not match["mister"]):
                continue
            if (another := _AND_ANOTHER_LOWER.match(text, end)) and _extract_lower_name(another["name"]):
                end = another.end()
        else:
            continue
        is_sure = (
            bool(match["title"])
            or bool(_SAW.search(normalized.lower, max(0, at - 8), at))
            or _is_about_medicine(normalized.lower, at, end)
        )
        yield _build_name(text, at, end, is_sure=is_sure, name_start=match.start("name"))


def _build_name(text: str, start: int, end: int, *, is_sure: bool, name_start: int = -1) -> ClinicianName:
    inner = _INNER_PARTICLE.search(text, max(start, name_start), end)
    if inner and inner.start() <= name_start:
        inner = None
    if inner and (rest := _REST_OF_NAME.match(text, end)):
        return ClinicianName(start, rest.end(), is_sure, inner.start())
    return ClinicianName(start, end, is_sure, inner.start() if inner else end)


def _is_about_medicine(lower: str, start: int, end: int) -> bool:
    return bool(
        _OPERATES.search(lower, max(0, start - 60), start) or _OPERATES.search(lower, end, end + _SENTENCE_CHARS)
    )


def _find_by_profession(normalized: NormalizedText) -> Iterator[ClinicianName]:
    for at, _ in normalized.find_spans(_MAY_BE_PROFESSION):
        match = _BY_PROFESSION.match(normalized.text, at)
        if match and (words := _extract_name(match["name"])):
            end = match.start("name") + len(words)
            another = _AND_ANOTHER.match(normalized.text, end)
            if another and _extract_name(another["name"]) == another["name"]:
                end = another.end()
            # "my cardiologist, Example Hospital", "studio medico di Example"
            if not _WORKPLACE_BEFORE.search(normalized.lower, max(0, at - 16), at) and not WORKPLACE_PATTERN.match(
                normalized.lower, end + 1
            ):
                yield _build_name(normalized.text, match.start("from"), end, is_sure=True)
        elif (after := _match_after_its_place(normalized, at)) and _extract_name(after["name"]) == after["name"]:
            yield _build_name(normalized.text, *after.span("name"), is_sure=True)
    professions = normalized.find_spans(_MAY_BE_PROFESSION)
    for match in _finditer_near(normalized, _BY_LOWER_PROFESSION, normalized.lower, professions, 16, 80):
        words = _extract_lower_name(match["name"])
        end = match.start("name") + len(words)
        if words and normalized.text[match.start("name")].islower() and _PLACE_FOLLOWS.match(normalized.lower, end):
            yield _build_name(normalized.text, match.start("name"), end, is_sure=True)


def _match_after_its_place(normalized: NormalizedText, at: int) -> re.Match[str] | None:
    """Match "the pharmacist at Example, Jane"."""
    role = _ROLE.match(normalized.lower, at)
    return _AFTER_ITS_PLACE.match(normalized.text, role.end()) if role else None


def _finditer_near(
    normalized: NormalizedText, form: re.Pattern[str], text: str, spans: list[Span], before: int, after: int
) -> Iterator[re.Match[str]]:
    """Matches near these spans only: the form is slow."""
    for start, end in normalized.get_surroundings(spans, before, after):
        yield from form.finditer(text, start, min(end, len(text)))


def _find_names_before(normalized: NormalizedText) -> Iterator[ClinicianName]:
    """Names with a degree or profession after them, or "operated on by" before them."""
    forms = [_LETTERED] if normalized.words & _SAYS_LETTERS else []
    if normalized.words & _PROFESSION_WORDS:
        forms += [_BEFORE_PROFESSION, _FIRST_NAME_BEFORE_PROFESSION]
    if normalized.words & _OPERATED_WORDS:
        for _, end in normalized.find_spans(_OPERATED_BY):
            match = _NAME_AFTER.match(normalized.text, end)
            if match and _extract_name(match["name"]) == match["name"]:
                yield _build_name(normalized.text, *match.span("name"), is_sure=True)
    professions = normalized.find_spans(_MAY_BE_PROFESSION) if normalized.words & _PROFESSION_WORDS else []
    for form in forms:
        is_by_profession = form in {_BEFORE_PROFESSION, _FIRST_NAME_BEFORE_PROFESSION}
        places = professions if is_by_profession else [(0, len(normalized.text))]
        for match in _finditer_near(normalized, form, normalized.text, places, 120, 4):
            name = match["name"]
            if _extract_name(name) == name and not (COMMON_WORDS & set(name.lower().split()) - _PARTICLES):
                yield _build_name(normalized.text, *match.span("name"), is_sure=True)


def _is_public(lower: str, name: ClinicianName) -> bool:
    """Whether the words around are about a person of public life, or a vet."""
    start = max(lower.rfind("\n", 0, name.start), lower.rfind(". ", 0, name.start), name.start - 60)
    return bool(_PUBLIC.search(lower, max(0, start), name.end + 60))


def _extract_name(words: str) -> str:
    """The leading words that form a name: none in "Dr Google"."""
    name = list(takewhile(lambda word: word in _PARTICLES or not _is_not_name(word), words.split()))
    while name and name[-1] in _PARTICLES:
        name.pop()
    return " ".join(name)


def _extract_lower_name(words: str) -> str:
    """The leading words in small letters that may be a name."""
    name: list[str] = []
    for word in words.split():
        is_particle = word in _PARTICLES and not any(len(part) > 2 and part not in _PARTICLES for part in name)
        if word in _INNER_PARTICLES and len(name) == 1 and name[0] in FIRST_NAMES:
            is_particle = True  # "marieke de wit"
        bare = word.strip(".'")
        if not is_particle and len(bare) > 1 and (bare in _NOT_LOWER_NAMES or WORKPLACE_PATTERN.fullmatch(bare)):
            break
        name.append(word)
    while name and (name[-1] in _PARTICLES or len(name[-1].strip(".")) < 2):
        name.pop()
    return " ".join(name)


def _is_not_name(word: str) -> bool:
    word = word.strip(".").lower()
    return word in _NOT_NAMES or bool(WORKPLACE_PATTERN.fullmatch(word))
