"""Post codes with their towns, boxes, and houses that are numbered in sectors and plots."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.streets import says_lives_at
from comments.personal_info.word_sets import build_word_set

# Number, post code and town, wherever a street stands before.
_CONTINENTAL = re.compile(
    r"(?<![A-Za-z])(?!Tel|Phone|Landline|Mobile?|Handy|Fax|Fon|Ph|Tlf|Gsm|Cell"
    r"|Call)[A-Z][A-Za-z.'-]{1,28}(?: (?:(?:de|der|den|la|van|du|des|del|di"
    r"|da) )?[A-Z][A-Za-z.'-]{1,20}){0,3},? (?:n[ro]?[o.]{0,2} ?)?\d{1,4}(?: ?[a-zA-Z]"
    r"(?![a-zA-Z])|[-/ ]\d{1,3}){0,2},?[ \n]{1,2}(?:-+ )?"
    r"(?:(?:D|A|CH|B|F|I|E|L|NL|DK|S|N|SE|FI|PL|DE|AT)-)?(?:\d{5}|\d{3} \d{2}|\d\d-\d{3}|(?!19"
    r"|20)\d{4}(?: ?[A-Z]{2})?|(?:19|20)\d\d ?(?!MR|CT|US|UK|EU|TE|LV|EF|AV|MV|TR"
    r"|TV)[A-Z]{2}) {1,2}(?!\d)"
    r"(?!(?:Euro?|EUR|Patient\w{0,4}|Menschen|Schritte|Personen|Stuck|Uhr|Mal|The|In|And|I"
    r"|Then|Januar|Jan|Feb|Mai|Juni|Juli)\b)[A-Z][a-z'-]{2,24}(?:[ -][A-Z][a-z]{2,20})?"
)
_AREAS = (
    r"(?:AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN"
    r"|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY"
    r"|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML"
    r"|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS"
    r"|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE)"
)
UK_POST_CODE_PATTERN = _AREAS + r"\d[\dA-Z]? {0,2}\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
_POST_CODES = re.compile(
    r"(?<![A-Za-z0-9-])(?:" + UK_POST_CODE_PATTERN
    + r"|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![A-Za-z0-9])"
    r"|(?:[AC-FHKNPRTV-Y]\d\d"
    r"|D6W) ?(?=[0-9AC-FHKNPRTV-Y]{0,3}[AC-FHKNPRTV-Y])(?=[A-Z]{0,3}\d)[0-9AC-FHKNPRTV-Y]{4}"
    r"(?![A-Za-z0-9])"
    r"|(?:[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2},? )(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID"
    r"|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD"
    r"|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC),? \d{5}(?:-\d{4})?(?!\d)"
    r"|(?:[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2},? )(?:NSW|VIC|QLD|WA|SA|TAS|ACT"
    r"|NT),? \d{4}(?!\d)"
    r")"
)  # fmt: skip
_POST_CODE_SAID = re.compile(
    r"(?<![a-z])(?:post ?code|zip(?: ?code)?|eircode|pin ?code|plz|postleitzahl|code postal"
    r"|codigo postal|cp|cap|postnummer|kod pocztowy)[ :.#]{1,3}(?:is |ist |est |es |e "
    r"|= )?(?P<code>(?:[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2}|\d{3} \d{3}|\d{4,6}(?:-\d{4})?"
    r"|\d\d-\d{3}|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]\d[\dw] ?[a-z0-9]{4}))(?![a-z0-9])"
)
_BOX = re.compile(
    r"(?<![a-z])(?:(?:g\.? ?)?p\.? ?o\.? ?box|post (?:office )?box|po box no\.?|private bag"
    r"|locked bag|postfach|postbus|postboks|casella postale|apartado(?: de correos)?|apdo\.?"
    r"|boite postale|skrytka(?: pocztowa)?|postilokero|caixa postal)[ :.#]{1,3}(?:no\.? ?"
    r"|nr\.? ?|numero )?x?\d{1,7}(?: \d{2,3}){0,2}(?!\d)"
    r"|(?<![a-z])(?:box|bp|b\.p\.|cs) \d{1,5}(?: \d{2})?,? \d{3} ?\d{2} (?=[a-z]{3,20})[a-z-]{3,20}"
)
_INDIAN = re.compile(
    r"(?<![a-z])(?:flat|house|plot|door|h\.? ?no|d\.? ?no|shop|qtr)\.? ?(?:no\.? ?"
    r"|number )?[:#]? ?[a-z]?-?\d{1,4}[-/]?[a-z0-9]{0,4}[, ]{1,2}[^\n]{0,70}?(?:nagar|colony"
    r"|marg|layout|sector|society|apartments?|enclave|vihar|cross|road|street|chowk|puram"
    r"|towers?|block)(?![a-z])(?: ?-?\d{1,3}(?!\d))?"
    r"|(?<![a-z])[a-z]{4,20} ?[-,] ?[1-9]\d{2} ?\d{3}(?= ?(?:$|[,.;)\n]|india|tamil"
    r"|maharashtra|karnataka|kerala|delhi|gujarat))"
    r"|(?<![a-z])(?:sector|sec)[ -]\d{1,3}[ ,]{1,2}[a-z]{4,16}[ -]{1,3}[1-9]\d{5}(?!\d)"
    r"|(?<![a-z])(?:delhi|mumbai|pune|bengaluru|bangalore|chennai|hyderabad|kolkata|ahmedabad"
    r"|jaipur"
    r"|kochi|lucknow|indore|nagpur|surat|bhopal|patna|noida|gurgaon|gurugram|thane|chandigarh"
    r"|coimbatore|mysuru|mysore|vadodara|trivandrum|thiruvananthapuram|visakhapatnam|nashik)"
    r" ?[-,]{0,1} ?[1-9]\d{2} ?\d{3}(?!\d)",
    re.MULTILINE,
)
_PIN_TOWN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{3,20} ?[-,–]? ?[1-9]\d{2} ?\d{3}(?!\d)")
_SAYS_POST_CODE = build_word_set("""
    postcode post zip eircode pincode pin plz postleitzahl postal cp cap postnummer kod
""")
_SAYS_BOX = build_word_set("""
    pobox box po bag postfach postbus postboks casella apartado apdo boite skrytka
    postilokero caixa bp cs b
""")
_SAYS_FLAT = build_word_set("""
    flat house plot door h d shop qtr sector sec
""")
_SOME_TOWN = re.compile(r"\d(?: ?[A-Z]{2})?[ ,]{1,2}[A-Z][a-z]")
_PIN = re.compile(r"[1-9]\d{2} ?\d{3}(?!\d)")


def find_by_post_code(reading: NormalizedText) -> Iterator[Span]:
    text = reading.text
    if _SOME_TOWN.search(text):
        for match in _CONTINENTAL.finditer(text):
            yield match.span()
    for match in _POST_CODES.finditer(text):
        yield match.span()
    if reading.words & _SAYS_POST_CODE:
        for match in _POST_CODE_SAID.finditer(reading.lower):
            yield match.span("code")
    if _PIN.search(text):
        for match in _PIN_TOWN.finditer(text):
            if says_lives_at(reading, match.start(), 80):
                yield match.span()


def find_post_boxes(reading: NormalizedText) -> Iterator[Span]:
    """And flats and houses, as they are numbered in India."""
    if reading.words & _SAYS_BOX:
        for match in _BOX.finditer(reading.lower):
            yield match.span()
    if reading.words & _SAYS_FLAT or _PIN.search(reading.text):
        for match in _INDIAN.finditer(reading.lower):
            yield match.span()
