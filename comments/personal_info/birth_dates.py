"""Dates of birth: a date beside a word that says so. Other dates are nobody's."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.word_sets import build_word_set

_MONTHS = (
    r"(?:jan(?:uary|uar|vier|uari|uar|vart)?|janner|feb(?:ruary|ruar|ruari|r)?|fevrier|fev"
    r"|mar(?:ch|zo|s|ca|co)?|marz|maerz|maart|mrt|mars|apr(?:il|ile)?|avril|avr|may|mai|maj\w?"
    r"|mayo|maggio|mei"
    r"|june?|juni?|juin|junio|giugno|july?|juli?|juillet|julio|luglio|aug(?:ust|ustus|usti)?"
    r"|aout|agosto|ago|sep(?:t|tember|tembre|tiembre)?|settembre|okt(?:ober)?|oct(?:ober|obre"
    r"|ubre)?|ottobre"
    r"|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre)?|dic(?:iembre|embre)?|enero|ene"
    r"|febrero|febbraio|gennaio|gen|abril|abr|stycz\w{1,3}|lut\w{2,4}|marc\w|kwie\w{2,5}"
    r"|czerw\w{1,3}|lipc?\w{0,2}|sierp\w{1,3}|wrze\w{2,4}|pazdz\w{2,7}|listopad\w?|grud\w{2,4}"
    r"|tammi\w{0,8}|helmi\w{0,8}|maalis\w{0,8}|huhti\w{0,8}|touko\w{0,8}|kesa\w{0,8}"
    r"|heina\w{0,8}|elo\w{0,8}|syys\w{0,8}|loka\w{0,8}|marras\w{0,8}|joulu\w{0,8}|janeiro"
    r"|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
_YEAR = r"(?:'?(?:19|20)\d\d|'?\d\d)(?!\d)"
_DATE = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])\s?[./ -]\s?(?:0?[1-9]|1[0-2])\s?[./ -]{1,2}\s?" + _YEAR
    + r"|(?:0?[1-9]|1[0-2])\s?[./-]\s?(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?" + _YEAR
    + r"|(?:19|20)\d\d\s?[./ -]\s?(?:0?[1-9]|1[0-2])\s?[./ -]\s?(?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth"
    r"|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    r"|nineteenth|twentieth|thirtieth) (?:day )?(?:of )?" + _MONTHS + r",? (?:in )?" + _YEAR
    + r"|(?:christmas(?: day| eve)?|boxing day|new year'?s (?:day|eve)|hallowe'?en) (?:in |of )?"
    + _YEAR
    + r"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|eme|ste|de|e|o|\.)?[ ./-]{0,2}(?:of |de |del "
    r"|d'|den |di |van )?" + _MONTHS + r"\.?[ ,./-]{0,3}"
    r"(?:of |de |del |do |do roku |roku )?" + _YEAR
    + r"|" + _MONTHS + r"\.?[ -]{0,2}(?:the )?(?:0?[1-9]|[12]\d|3[01])"
    r"(?:st|nd|rd|th)?[ ,.-]{1,3}(?:in |of )?" + _YEAR
    + r"|(?:19|20)\d\d[ -]" + _MONTHS + r"[ -]\d{1,2}(?!\d)"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)(?!\d)"
    r"|(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)  # fmt: skip
_SAYS_BIRTH = (
    r"(?:born|b\.|d\.? ?o\.? ?b\.?|(?:date|day|place and date|date and place"
    r"|month and year) of (?:my |his |her |their )?birth|birth ?date|birth ?day|b'?day|bday"
    r"|bdate|(?:came|come) into th(?:e|is) world|entered th(?:e|is) world|turn(?:ed|ing)? [1-9]\d"
    r"|geboren\w?|geb\.?|geburts(?:datum|tag)\w?|gebdat|jahrgang"
    r"|nee?\(?e?\)?|naissance|ddn|naquis"
    r"|nac(?:\.|i|io|ido|ida|imiento|im\.?|ido/a)|f\.? ?nac\.?|cumpleanos"
    r"|nat[oai]|nascita|nascimento|nascid[oa]|nasci|compleanno"
    r"|geboorte\w{0,8}|geb\.? ?dat\w{0,2}|gebdatum|verjaardag"
    r"|ur(?:\.|odz\w{1,7})|urodzenia"
    r"|fod(?:d|t|selsdato\w{0,2}|selsdag\w{0,2}|elsedag\w{0,3}|elsedatum\w{0,2}|elsedato|dag)?"
    r"|foed\w{0,10}|f\.|syntyn\w{1,4}|syntyma\w{0,8}"
    r"|narozen\w{0,2}|narodil\w{0,2}|szulet\w{1,6}|dogum\w{0,8}|rodjen\w?|naskut\w?|janam|dob/age)"
)
# Words that may stand between, and a place: "born in Leeds on the 3rd …".
_FILLER = (
    r"(?:on|the|is|was|my|it|on the|le|la|el|the|am|il|op|den|dnia|d\.|i am|at|around|about|as"
    r"|a|dia|del|de|og|er|it's|its|us|uk|format|dd/mm/yyyy|mm/dd/yyyy|dd/mm/yy|ist|war|est|es"
    r"|e|ar|on:|"
    r"zijn|fecha|date|datum|data|in hospital|premature\w{0,2}|early|way back|here|at home|back"
    r"|first|just|ten|also|actually|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|and raised|of|wurde|wurde ich|ich"
    r"|bin|ich bin|i|was i|em|pa|le jour|dat\.?|day|date|datum|w|sie|roku|r\.)"
)
_PLACE = (
    r"(?:[ ,]{1,2}(?:in|at|a|en|a la|w|i|te|um|aus|near|em)[ ][a-z][a-z'-]{2,20}(?:[ -](?!with"
    r"|by|mit|avec|con)[a-z][a-z'-]{2,20}){0,2})?"
)
_AFTER_THE_WORD = re.compile(
    r"(?<![a-z])(?=[a-z])(?P<word>" + _SAYS_BIRTH + r")"
    r"(?:\([a-z/]{1,4}\)|/[a-z]{1,2}|'s)?(?![a-z])" + _PLACE
    + r"(?:[ ,:=(\n\"*-]{0,3}(?<![a-z])" + _FILLER + r"(?![a-z])){0,4}"
    r"[ .,:=(\n\"*-]{0,4}(?<![0-9a-z])(?P<date>" + _DATE + ")"
)  # fmt: skip
_BEFORE_THE_WORD = re.compile(
    r"(?<![0-9a-z./-])(?=[0-9a-z])(?P<date>"
    + _DATE
    + r")[ ,)(=:-]{1,3}(?:(?:is|was|ist|est|es|e|to|my|mein\w{0,2}|mon|ma|mi|mia|mijn|moja|the"
    r"|er|ar|it|when|i|we|in [a-z]{3,16}|a [a-z]{3,16}|he|she|they|got|bin|ich|wurde|as"
    r"|zur welt|of|=|-)[ ,(:]{1,2}){0,4}"
    r"(?:born|d\.?o\.?b\.?|date of birth|birth ?date|geboren|geb|geburts(?:datum|tag)"
    r"|date de naissance|fecha de nacimiento|data di nascita|geboortedatum|data urodzenia|naci"
    r"|nascida?o?|fodd|fodt|ne|nee|nato|nata)(?![a-z])"
)
# Words that mean nothing else, and whatever is said between.
_FAR_AFTER_THE_WORD = re.compile(
    r"(?<![a-z])(?=[dbgfd])(?:d\.?o\.?b\.?|date of birth|birth ?date|geburtsdatum"
    r"|date de naissance|fecha de nacimiento|data di nascita|geboortedatum|data urodzenia"
    r"|fodselsdato|fodelsedatum|data de nascimento)"
    r"(?![a-z])[^\d.!?\n\ufffc]{0,45}(?<![0-9a-z])(?P<date>"
    + _DATE
    + r"|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)|(?:19\d\d|200\d)(?![\d/-])"
    r"|(?<=[ :])\d{1,2}(?:st|nd|rd|th)? (?:of )?"
    + _MONTHS
    + r"(?![a-z])|"
    + _MONTHS
    + r" (?:19|20)\d\d(?!\d))"
)
# "3 April 1962 to be exact, that's my birthday"
_FAR_BEFORE_THE_WORD = re.compile(
    r"(?<![0-9a-z./-])(?=[0-9a-z])(?P<date>"
    + _DATE
    + r")(?![\d])[^\d.!?\n]{0,40}(?<![a-z])(?:(?:is|was|that's|thats|it's|'s) (?:my|when i was)"
    r" (?:real |actual |own )?(?:birth ?day|b-?day|birth ?date|born|date of birth|dob)"
    r"|ist mein geburtstag|est mon anniversaire)(?![a-z])"
)
_SIGNS = re.compile(r"(?<![\w*])\*\s?(?P<date>" + _DATE + r")(?![*\w])")
# "New birthday": the day of the operation.
_OTHER_BIRTH = re.compile(
    r"(?<![a-z])(?:new|second|2nd|other|re|valve|heart|zweite\w?|zweiter|neue\w?|neuer|segundo"
    r"|nuevo"
    r"|deuxieme|nouvelle|re-|tweede|nieuwe)[ -]{0,2}\"?$"
)
_LONG_AGO = re.compile(r"(?:19\d\d|\D[2-9]\d)$")
_SAYS_AFTER = build_word_set("""
    born birth birthdate birthday bday dob geboren geb geburtsdatum geburtstag naissance
    nacimiento nascita geboortedatum urodzenia naci nascida nascido nascid fodd fodt ne nee
    nato nata anniversaire
""")


def find_birth_dates(reading: NormalizedText) -> Iterator[Span]:
    text = reading.lower
    for match in _AFTER_THE_WORD.finditer(text):
        word = match["word"]
        is_no = word in {"ne", "nee"} and text[match.end("word")] in ",."  # Dutch
        is_no |= word == "b." and not _LONG_AGO.search(match["date"])
        if not is_no and not _OTHER_BIRTH.search(text[max(0, match.start() - 12) : match.start()]):
            yield match.span("date")
    forms = [_FAR_AFTER_THE_WORD, _SIGNS]
    if reading.words & _SAYS_AFTER:
        forms += [_BEFORE_THE_WORD, _FAR_BEFORE_THE_WORD]
    for form in forms:
        for match in form.finditer(text):
            yield match.span("date")
