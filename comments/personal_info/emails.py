"""E-mail addresses, also those that are spelled so that robots do not see them."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.word_sets import build_word_set

_LOCAL = r"(?<![a-z0-9._%+-])[a-z0-9_][a-z0-9._%+-]{0,63}"
_AT = (
    r"(?:@|\s@\s"
    r"|\s{0,2}[\[({<]\s?(?:at|@|a|ad|arroba|chez|kukac|malpa|chiocciola|apenstaartje|snabel-?a"
    r"|affe|klammeraffe|arobase|arobas|alpha|miukumauku)\s?[\])}>]\s{0,2}"
    r"|\s(?:arroba|klammeraffe|affenschwanz|kukac|malpa|chiocciola|apenstaartje|snabel-?a"
    r"|arobase|arobas|aet|@)\s"
    r"|\s@(?=[a-z0-9-]{2,40}\.(?:com|org|net|co|de|fr|it|es|nl|be|at|ch|pl|se|no|dk|fi|ie|uk"
    r"|ca|au|nz|za|in|eu|me|info|example)(?![a-z]))"
    r"|\s?[-_*#~|=!/]{1,2}\s?at\s?[-_*#~|=!/]{1,2}\s?)"
)
_DOT = (
    r"(?:\s\.\s|\.|\s{0,2}[\[({<]\s?(?:dot|\.|punkt|punto|point|ponto|kropka|punt|d|dt"
    r"|piste)\s?[\])}>]\s{0,2}"
    r"|\s(?:dot|punkt|punto|point|ponto|kropka|punt|piste)\s"
    r"|\s?[-_*#~|=!/]{1,2}\s?dot\s?[-_*#~|=!/]{1,2}\s?)"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?"
_SPELLED_DOT = r"\s{1,2}(?:dot|punkt|punto|point|ponto|kropka|punt)\s{1,2}"
_END = r"[a-z]{2,12}(?![a-z0-9])"
_POST = (
    r"(?:gmail|googlemail|g\s?mail|hotmail|outlook|yahoo|ymail|gmx|web\.de|icloud|aol|proton"
    r"|protonmail|live|msn|btinternet"
    r"|t-online|freenet|orange|wanadoo|laposte|free|libero|tiscali|virgilio|ziggo|kpnmail"
    r"|telenet|skynet|bluewin|wp|onet|interia|o2|seznam"
    r"|online|mail|me|eircom|bigpond|xtra|rediffmail|mweb|telkomsa|sympatico|rogers|shaw"
    r"|comcast|verizon|att|posteo|mailbox|fastmail|hey|zoho|tuta|tutanota|hushmail)"
)
_DOTTED = r"(?:" + _SPELLED_DOT + r"[a-z0-9_-]{1,30}){0,2}"  # "first dot last"
_FORMS = (
    re.compile(r"(?:mailto:)?" + _LOCAL + r"@(?:" + _LABEL + r"\.){1,4}" + _END),
    re.compile(
        _LOCAL + _DOTTED + _AT + _LABEL + r"(?:" + _DOT + _LABEL + r"){0,3}?" + _DOT + _END
    ),
    # "name at domain dot com": both words, or a house that everybody's letters go to.
    re.compile(
        _LOCAL + _DOTTED + r"\s{1,2}(?:at|chez|bei|a|ad)\s{1,2}"
        r"(?:g mail|hot mail|i cloud|out look"
        r"|" + _LABEL + r")" + _SPELLED_DOT + r"(?:" + _LABEL + _SPELLED_DOT + r"){0,2}" + _END
    ),
    re.compile(
        _LOCAL + _DOTTED + r",?\s{1,2}at\s{1,2}(?:gmail|googlemail|hotmail|outlook|icloud|gmx"
    r"|protonmail|proton|btinternet|ymail|yahoo|web\.de)"
        r"(?:\s?\.?(?:com|co\.uk|de|net|fr|it|es|nl|me|ie|ca|com\.au|co\.in|at"
    r"|ch)(?![a-z]))?(?![a-z])"
    ),
    re.compile(_LOCAL + r"\s?@\s?" + _POST + r"(?![a-z0-9])"),
    re.compile(_LOCAL + r"\s?[\[({]\s?(?:at|@|a)\s?[\])}]\s?" + _LABEL + r"(?![a-z0-9])"),
)  # fmt: skip
_SPOKEN = re.compile(r"(?P<name>" + _LOCAL + r")\s{1,2}at\s{1,2}" + _LABEL + r"\." + _END)
_SAYS_EMAIL = re.compile(
    r"(?<![a-z])(?:e-?mail\w{0,3}|mail|mailbox|write|reach|contact|inbox|addy)(?![a-z])"
)
_LINK = re.compile(r"\[[^\[\]\n]{0,200}\]\(\s?<?mailto:[^()\s]{1,200}[^()\n]{0,100}\)")
_AUTOLINK = re.compile(r"<(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,100}\.[a-z]{2,12}>")
_SAYS_AT = build_word_set("""
    at a ad aet arroba chez bei kukac malpa chiocciola apenstaartje snabel snabela affe
    klammeraffe affenschwanz arobase arobas alpha miukumauku
""")
# With a full stop as it is, another sign or word for the "at".
_SIGNS_AT = re.compile(
    r"[\[({<]\s?(?:at|a|ad|arroba|chez|kukac|malpa|chiocciola|apenstaartje|snabel-?a|affe"
    r"|klammeraffe|arobase|arobas|alpha|miukumauku)\s?[\])}>]|[-_*#~|=!/]\s?at\s?[-_*#~|=!/]"
    r"|\s(?:arroba|klammeraffe|affenschwanz|kukac|malpa|chiocciola|apenstaartje|snabel-?a"
    r"|arobase|arobas|aet)\s"
)
_SAYS_DOT = build_word_set("""
    dot punkt punto point ponto kropka punt piste gmail googlemail hotmail outlook icloud
    gmx protonmail proton btinternet ymail yahoo web
""")
# Before "at", these are no names.
_NO_NAMES = build_word_set("""
    it this that these those them look looking available here there site page website
    article leaflet read found find more info information is was are video videos one
    stuff details out me us him her up paper posted sold be seen see online support group
    forum advice helpful good great work works worked book booked
""")


def find_emails(reading: NormalizedText) -> Iterator[Span]:
    text = reading.lower
    if not ("@" in text or reading.words & _SAYS_AT):
        return
    for form in (_LINK, _AUTOLINK):
        if "@" in text:
            yield from (match.span() for match in form.finditer(text))
    for match in _SPOKEN.finditer(text) if "at" in reading.words else ():
        if _is_spoken(reading, match):
            yield match.span()
    is_spelled = "@" in text or reading.words & _SAYS_DOT or _SIGNS_AT.search(text)
    for form in _FORMS if is_spelled else ():
        for match in form.finditer(text):
            if _is_named(match[0]):
                yield match.span()


def _is_spoken(reading: NormalizedText, match: re.Match[str]) -> bool:
    """ "jane at example.com": a name such as people have, or a word about letters before it."""
    name = match["name"]
    if name in _NO_NAMES:
        return False
    return not name.isalpha() or bool(reading.find_before(_SAYS_EMAIL, match.start(), 40))


def _is_named(found: str) -> bool:
    """Whether a name stands before the "at", where "at" is a mere word."""
    return "@" in found or "[" in found or "(" in found or found.split()[0] not in _NO_NAMES
