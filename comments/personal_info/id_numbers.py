"""Numbers of people in registers: of a state, a health service, an insurance, a hospital."""

import re
from collections.abc import Iterator

from comments.personal_info.digits import DigitRun
from comments.personal_info.lettered_numbers import LETTERED_CHECKS
from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.phone_words import UNIT
from comments.personal_info.plain_numbers import FORMATS_BY_LENGTH

# Letters and digits whose order alone gives them away.
_LETTERED = re.compile(
    r"(?<![a-z0-9])(?=[a-z0-9])(?:"
    r"[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?-?\d\d[ -]?\d\d[ -]?\d\d[ -]?[a-d]"  # United Kingdom, NI
    # United States, Medicare
    r"|[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?"
    r"[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y]{2}\d\d"
    # Italy
    r"|[a-z]{3} ?[a-z]{3} ?\d[0-9lmnp-v][abcdehlmprst]\d[0-9lmnp-v] ?"
    r"[a-z]\d[0-9lmnp-v]{2}[a-z]"
    r"|[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d"  # Mexico
    r"|[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]"  # India, PAN
    r"|[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?2[ab] ?\d{3} ?\d{3}(?: ?\d\d)?"  # Corsica
    r")(?![a-z0-9])"
)
# A word that says what the number beside it is: "NHS number", "Versichertennummer".
_SAYS_REGISTER = (
    r"(?:nhs|chi|h ?& ?c|nhi|national (?:insurance|health)|ni|nino|insurance|ins"
    r"|ss|insee|nuss|social sec\w{0,5}|soc sec|ssn|sin|medicare|medicaid|medi-?cal|tricare|mbi"
    r"|health ?(?:card"
    r"|care|insurance"
    r"|plan)?|ohip|phn|ramq|msp"
    r"|hosp(?:ital)?|patient|pat|pt|medical record|mrn|chart|unit record|urn|policy|polis\w{0,3}"
    r"|police|poliza|polizza|member(?:ship)?|subscriber|scheme|medical aid|bupa|vhi|laya|group"
    r"|plan|pps|ppsn|ppsno|aadhaar|aadhar|adhaar|adhar|uid|abha|uhid|id ?(?:card|book)?|identity"
    r"|pan|ihi|dva|tax (?:file|id)|tfn|passport|driv\w{1,4} licen[cs]e|licen[cs]e|healthcare"
    r"|(?:kranken|renten|sozial|pflege)?(?:ver)?sicher\w{0,24}|krankenkasse\w{0,8}|\w{0,12}vers"
    r"|fall\w{0,8}|aktenzeichen|case|claim|kvnr|kv|svnr|sv|rvnr|steuer\w{0,8}|idnr|ahv\w{0,8}"
    r"|patienten\w{0,8}|mitglied\w{0,8}|ausweis\w{0,8}|e-?card|egk|gesundheitskarte"
    r"|secu(?:rite)?(?: sociale)?|nir|nss|vitale|mutuelle|assur\w{1,8}|dossier|ipp"
    r"|registre national|niss|rijksregister\w{0,8}|insz"
    r"|dni|nie|nif|cif|nuhsa|cip|sip|tarjeta sanitaria|seguridad social|historia(?: clinica)?"
    r"|afiliacion|documento"
    r"|codice(?: fiscale| sanitario)?|tessera(?: sanitaria)?|cf|team"
    r"|bsn|burgerservice\w{0,8}|sofi\w{0,8}|polisnummer|patientnummer|zorg\w{0,16}"
    r"|relatienummer|klantnummer"
    r"|pesel|nip|dowod\w{0,8}|ubezpiecz\w{1,8}|karta pacjenta"
    r"|person(?:nummer|nr|al identity|umer)\w{0,3}|personbeteckning|fodselsnummer\w{0,3}"
    r"|fodselsnr|fnr|cpr\w{0,8}|henkilotunnus\w{0,4}|hetu|sotu|journal\w{0,8}"
    r"|cpf|sns|utente|cartao|rodne cislo|rc|taj|cnp|oib|egn|amka|tc kimlik\w{0,3})"
)
_JOINT = (
    r"(?:[ \t.:#=-]{1,3}(?:(?:card|book|member(?:ship)?|policy|patient|claim|id|ident\w{0,10}"
    r"|insurance|health|care|identity"
    r"|security|sociale?s?|file|record|versicherung\w{0,8}|pacjenta|de|du|d'assure|del|la|des"
    r"|fiscale|sanitaria|di|sv)(?![a-z]))){0,3}"
    r"[ \t.:#=-]{0,3}(?:(?P<word>number|numbers|num|nos?|nr|nummer|numero|numer|n|no\.|id|code"
    r"|codigo|#|cislo|nmbr|numbr|mrn|reference|ref)(?![a-z]))?"
    r"(?:[ \t.:,#=(\"'-]{1,3}(?:(?P<is>is|was|s|ist|lautet|est|es|e|er|ar|on|to|:|=|to jest"
    r"|jest|in case|the|my|mine|mein\w{0,2}|mi|mon|ma|mia|mio|of|for|it's|that is|here|goes|so"
    r"|then|and|thats|also|still|currently"
    r"|follows|as)(?![a-z]))){0,3}"
)
_NAMED = re.compile(
    r"(?<![a-z])(?=[a-z])(?P<what>" + _SAYS_REGISTER + r")(?![a-z])" + _JOINT
    + r"(?P<sign>[ \t\n.:#=(\"'-]{1,4})(?P<code>[a-z]{0,4}[ -]?\d[a-z0-9]{0,20}"
    r"(?:[ ./-][a-z]{0,2}\d[a-z0-9]{0,12}){0,5}(?:[ -][a-z]{1,2}(?![a-z]))?)(?![a-z0-9])"
)  # fmt: skip
# These words mean nothing else: a number beside them needs no "number" between.
_PLAIN = re.compile(
    r"nhs|uhid|ihi|dva|tfn|abha|nuss|insee|bupa|vhi|chi|nhi|ssn|sin|mbi|ohip|phn|mrn|urn|pps\w{0,3}"
    r"|a?adha{1,2}r"
    r"|nino|ni|kvnr"
    r"|svnr|rvnr"
    r"|ahv\w{0,8}|nir|niss|insz|dni|nie|nif|cf|bsn|pesel|person\w+|fodsels\w+|fnr|cpr\w*"
    r"|henk\w+|hetu|cpf|egn|oib|taj|cnp|amka|\w*num{1,2}er"
)
_SAYS_NUMBER = re.compile(
    r"[:#=]|(?<![a-z])(?:number|numbers|num|nos?|nr|numero|numer|n|id|idnr|code|codigo|cislo"
    r"|nmbr|numbr|ref|reference|card|mrn)(?![a-z])|nummer|karte|carte|tarjeta|tessera"
)
_BEFORE = re.compile(
    r"(?<![a-z0-9])(?=[a-z]{0,3}\d)(?P<code>[a-z]{0,3}\d[a-z0-9]{5,16}"
    r"(?:[ -]\d[a-z0-9]{1,8}){0,4}|\d{2,4}(?:[ -]\d[a-z0-9]{1,8}){1,4})[ ,)]{1,3}(?:(?:is|ist"
    r"|est|es|e|to|er|ar|=|as|for|-)[ ]{1,2})?(?:(?:my|the|mein\w{0,2}|mi|mon|mia|mijn|moj|min"
    r"|mit)[ ]{1,2})?"
    r"(?:nhs|ssn|social security|national insurance|medicare|hosp(?:ital)?|patient|pt"
    r"|insurance|member|policy|health card|aadha{1,2}r|pesel|bsn|dni|cpr|personnummer"
    r"|fodselsnummer|pps|versicher\w{1,16}|svnr|ahv\w{0,8})(?![a-z])"
)
# Whatever they call it: "my such number is …".
_MINE = re.compile(
    r"(?<![a-z])(?:my|his|her) (?P<what>[a-z]{2,14}(?: [a-z]{2,14})?) (?:number|no\.?|nr|id)"
    r"(?: is|:"
    r"|=)[ :]{0,2}(?P<code>[a-z]{0,3}[ -]?\d[\da-z]{2,14}(?:[ -][\da-z]{2,8}){0,3})"
    r"(?![a-z0-9])"
)
_SOMETHING_ELSES = re.compile(
    r"phone|mobile|cell|tel|home|work|land|office|whats|fax|account|acc|card|bank|house|flat|room"
    r"|lucky|valve|model|serial|lot|order|ticket|device|pacemaker|flight|post|step|bed|contact"
)
_SOCIAL = re.compile(r"(?<![a-z])(?:social|ssn|sin|social insurance|bsn)(?![a-z])")
_PHONE = re.compile(
    r"(?<![a-z])(?:tel\w{0,8}|phone|mobile|mob|cell|call|ring|text|whatsapp|handy"
    r"|numero de telefono|movil|komork\w{1,3}|puh\w{0,8}|tlf|sms|fax)(?![a-z])"
)


_NO_CODE = re.compile(
    r"(?:19|20)\d\d[ /-]?(?:19|20)?\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}(?:[ .]000)+"
    r"|\d{2,4}00"
)


def find_id_numbers(reading: NormalizedText) -> Iterator[Span]:
    for finder in (_lettered, _beside_a_word, _digits_only):
        yield from finder(reading)


def _lettered(reading: NormalizedText) -> Iterator[Span]:
    for match in _LETTERED.finditer(reading.lower):
        yield match.span()
    for form, agrees in LETTERED_CHECKS:
        for match in form.finditer(reading.lower):
            if agrees(*match.groups()):
                yield match.span()


def _beside_a_word(reading: NormalizedText) -> Iterator[Span]:
    text = reading.lower
    for match in _NAMED.finditer(text):
        span = _without_words(reading.text, *match.span("code"))
        if not _is_code(text[slice(*span)]) or UNIT.match(text, span[1]):
            continue
        said = text[max(0, match.start() - 14) : match.start("code")]
        if match["is"] or _SAYS_NUMBER.search(said) or _PLAIN.fullmatch(match["what"]):
            yield span
    for match in _MINE.finditer(text):
        if _is_code(match["code"]) and not _SOMETHING_ELSES.search(match["what"]):
            yield match.span("code")
    for match in _BEFORE.finditer(text):
        if _is_code(match["code"]):
            yield match.span("code")


def _digits_only(reading: NormalizedText) -> Iterator[Span]:
    for run in reading.runs:
        if sum(run.lengths) >= 9:
            yield from (part.span for part in run.lines() if _is_known(reading, part))
        spaced = run.shape in {"3 2 4", "3 3 3"} and not run.signs
        if spaced and reading.find_before(_SOCIAL, run.span[0], 40):
            yield run.span


def _without_words(text: str, start: int, end: int) -> tuple[int, int]:
    """ "12345 is": small words before and after it are no part of a code."""
    code = re.sub(r"(?: [a-z]{1,2})+$", "", text[start:end])
    bare = re.sub(r"^[a-z]+ ", "", code)
    return start + len(code) - len(bare), start + len(code)


def _is_code(code: str) -> bool:
    digits = sum(map(str.isdigit, code))
    letters = sum(map(str.isalpha, code))
    return 5 - (letters > 1) <= digits <= 20 and not _NO_CODE.fullmatch(code)


def _is_known(reading: NormalizedText, run: DigitRun) -> bool:
    """Whether the arithmetic of some country agrees, and the gaps are where it puts them."""
    digits, start = run.digits, run.span[0]
    ways = [
        way
        for way in FORMATS_BY_LENGTH.get(len(digits), ())
        if run.shape in way.shapes and run.signs in way.signs
    ]
    if not any(way.agrees(digits) for way in ways):
        return False
    if reading.text[start - 1 : start] == "+":
        return False
    return len(digits) > 10 or not reading.find_before(_PHONE, start, 30)
