"""Streets of continental Europe: street and number; in French, number and street."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("streets")

# The street first, then the number.
_STREET_FIRST = re.compile(
    r"(?<![A-Za-z])(?:"
    # German, Dutch, Nordic: the word ends with the kind of street.
    r"(?:(?:An der|Am|Im|In der|Auf der|Alte|Neue|Alter|Neuer|Grosse|Kleine|Lange|Zur|Zum"
    r"|[A-Z][a-z.]{1,20}-?) ?)?[A-Za-z][A-Za-z.-]{1,28}(?:strasse|stra(?:ss|sz)e|str\.?|gasse"
    r"|allee|chaussee|straat|laan|gracht|kade|dreef|singel|steenweg|straatweg|plantsoen|gatan"
    r"|gata|gaten|gade|vagen|vejen|veien|vangen|gatu|katu|polku|kuja|stigen|grand)"
    r"|[A-Z][a-z]{2,20}(?:-[A-Z][a-z.]{1,20}){0,3}-(?:Strasse|Str\.?|Weg|Platz|Allee|Ring"
    r"|Gasse|Ufer|Damm)"
    r"|[A-Z][a-z]{1,20}(?:er|en)? (?:Strasse|Str\.|Landstrasse|Allee|Chaussee|Gasse)"
    r")[ ,]{1,2}(?:n[ro]\.? ?)?\d{1,4}(?: ?[a-zA-Z](?![a-zA-Z]))?(?:[-/]\d{1,4}){0,3}"
    r"(?![\d.,]\d|\d)"
)
_STREET_FIRST_WEAK = re.compile(
    "(?<![A-Za-z])(?:[A-Z][a-z.-]{2,28}"
    + _WORDS.get_pattern("ends_of_words")
    + "|(?:Am|Im|An der|An den|Auf dem|Auf der|Unter den|Zum|Zur|Bei der|Hinter der"
    "|Vor dem|In den|In der) [A-Z][a-z-]{2,24}(?: [A-Z][a-z]{2,20})?"
    "|[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})? (?:gate|vei|plads|alle|vag|gata|plass|Platz"
    r"|Ring|Weg|tie|park|Wall|Damm|Ufer))[ ,]{1,2}(?:n[ro]\.? ?)?\d{1,4}(?: ?[a-zA-Z]"
    r"(?![a-zA-Z]))?(?:[-/]\d{1,4}){0,3}(?![\d.,]\d|\d)"
)
_WAYS = _WORDS.get_set("ways")
FRENCH_ADDRESS = re.compile(
    r"(?:\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,? (?:(?:rue|avenue|av\.|boulevard|bd\.?|boul\."
    r"|impasse|chaussee|faubourg)"
    r" (?:(?:de la|de l'|de|du|des|d'|la|le|les|l'|saint|st)[ -]?){0,2}[a-z][a-z'.-]{2,24}"
    r"|(?:place|quai|cours|chemin|route|allees?|square|passage|residence|villa|sentier|clos"
    r"|ruelle|montee)"
    r" (?:(?:de la|de l'|de|du|des|d'|la|le|les"
    r"|l')[ ]?)?(?-i:[A-Z][a-z'.-]{2,24}))(?:[ -](?-i:[A-Z][A-Za-z'.-]{1,20})){0,3})",
    re.IGNORECASE,
)
_ROMANCE = re.compile(
    # Belgium, Switzerland: number last.
    r"(?<![a-z])(?:rue|avenue|boulevard|chemin|chaussee) (?:(?:de la|de l'|de|du|des|d'|la|le"
    r"|les|l')[ ]?)?(?-i:[A-Z][A-Za-z'.-]{2,24})(?:[ -](?-i:[A-Z][A-Za-z'.-]{1,20})){0,3},? "
    r"\d{1,4}(?!\d)"
    # Spain, Portugal, Italy, Poland.
    r"|(?<![a-z])(?:calle|c/|avda\.?|avenida|plaza|pza\.?|paseo|ronda|carrer|carretera"
    r"|travesia|glorieta|rua|travessa|praca|largo) ?"
    r"(?:(?:de la|de los|de las|de|del|la|el|los|las|da|do|dos|das|san"
    r"|santa)[ ]){0,2}(?-i:[A-Z0-9])[A-Za-z'.-]{1,24}(?: (?:de |del |la |y |e "
    r"|i )?(?-i:[A-Z])[A-Za-z'.-]{1,20}){0,4}"
    r"(?:[ ,]{1,2}(?:n[o.]{0,2}\.? ?|num\.? ?|numero )?\d{1,4}(?!\d|[.,]\d))"
    r"|(?<![a-z])(?:calle|via le) (?:de |del "
    r"|la )?[a-z]{3,20}(?: [a-z]{3,20})?,? (?:n[o.]{0,2}\.? ?|numero |num\.? )?\d{1,4}(?!\d"
    r"|[.,]\d)"
    r"|(?<![a-z])(?:via|viale|piazza|p\.za|corso|c\.so|vicolo|piazzale|strada|lungotevere|v\.le)"
    r" (?:(?:della|delle|dei|degli|del|dello|dell'|di|san|santa|santo|sant'"
    r"|ss\.?)[ ]?)?(?-i:[A-Z](?:[a-z'.][A-Za-z'.-]{0,24}|\. ?[A-Z][a-z]{2,20}))(?: (?:e |di "
    r"|d'|de |della )?(?-i:[A-Z])[A-Za-z'.-]{1,20}){0,3}(?:[ ,]{1,2}(?:n[o.]{0,2}\.? ?"
    r"|numero )?(?!(?:19|20)\d\d)\d{1,4}(?:/?[a-d](?![a-z]))?(?!\d|[.,]\d))"
    r"|(?<![a-z])(?:ul\.?|ulica|ulicy|al\.|aleja|alei|aleje|os\.|osiedl[eu]|pl\."
    r"|placu?) (?-i:[A-Z0-9])[A-Za-z'.-]{1,24}(?: "
    r"(?-i:[A-Z0-9])[A-Za-z'.-]{0,20}){0,3}[ ,]{1,2}(?:nr ?)?\d{1,4}[a-z]?(?: ?[/] ?\d{1,4}"
    r"| ?m\.? ?\d{1,4})?(?!\d)"
    r"|(?<![a-z])(?:ul\.?|ulica|ulicy) [a-z]{3,20}(?: [a-z]{3,20})? \d{1,4}[a-z]?(?:/\d{1,4}"
    r"| ?m\.? ?\d{1,4})?(?!\d)",
    re.IGNORECASE,
)
# Text without any of these has no such street: a quick check.
_ENDS_OF_STREETS = ("str ", *_WORDS.get_set("ends_of_streets"))
_KINDS_OF_STREETS = _WORDS.get_set("kinds_of_streets")
_SHORT_KINDS = ("c/", "v.le", "c.so", "p.za")
LIVES = re.compile("(?<![a-z])" + _WORDS.get_pattern("says_lives_at") + "(?![a-z])")
_CAPITAL_BEFORE_NUMBER = re.compile(r"[A-Z][a-z.-]{2,28}[ ,]{1,2}(?:n[ro]\.? ?)?\d")
MEASURING_UNIT = re.compile(" ?" + _WORDS.get_pattern("units"))


def find_streets(normalized: NormalizedText) -> Iterator[Span]:
    text, lower = normalized.text, normalized.lower
    if not normalized.digit_starts:
        return
    strong = [_STREET_FIRST] if any(end in lower for end in _ENDS_OF_STREETS) else []
    if normalized.words & _KINDS_OF_STREETS or any(short in lower for short in _SHORT_KINDS):
        strong.append(_ROMANCE)
    for form in strong:
        for match in form.finditer(text):
            if not MEASURING_UNIT.match(lower, match.end()):
                yield match.span()
    for match in _find_near_home(normalized):
        word = match[0].split()[0].lower()
        if (
            word not in _WAYS
            and not MEASURING_UNIT.match(lower, match.end())
            and says_lives_at(normalized, match.start())
        ):
            yield match.span()


def _find_near_home(normalized: NormalizedText) -> Iterator[re.Match[str]]:
    if not _CAPITAL_BEFORE_NUMBER.search(normalized.text):
        return
    for start, end in normalized.get_surroundings(normalized.find_spans(LIVES), 1, 160):
        yield from _STREET_FIRST_WEAK.finditer(normalized.text, start, end)


def says_lives_at(normalized: NormalizedText, start: int, reach: int = 60) -> bool:
    return bool(normalized.find_before(LIVES, start, reach))
