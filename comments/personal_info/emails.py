"""E-mail addresses, also spelled out to hide them from robots: "name at domain dot com"."""

import re
from collections.abc import Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.words import WordFile

_WORDS = WordFile("emails")

_LOCAL = r"(?<![a-z0-9._%+-])[a-z0-9_][a-z0-9._%+-]{0,63}"
_AT = (
    r"(?:@|\s@\s|\s{0,2}[\[({<]\s?" + _WORDS.get_pattern("bracketed_at") + r"\s?[\])}>]\s{0,2}|\s"
    + _WORDS.get_pattern("spelled_at")
    + r"\s|\s@(?=[a-z0-9-]{2,40}\.(?:com|org|net|co|de|fr|it|es|nl|be|at|ch|pl|se|no|dk|fi"
    r"|ie|uk|ca|au|nz|za|in|eu|me|info|example)(?![a-z]))|\s?[-_*#~"
    r"|=!/]{1,2}\s?at\s?[-_*#~|=!/]{1,2}\s?)"
)  # fmt: skip
_DOT = (
    r"(?:\s\.\s|\.|\s{0,2}[\[({<]\s?(?:dot|\.|punkt|punto|point|ponto|kropka|punt|d|dt"
    r"|piste)\s?[\])}>]\s{0,2}"
    r"|\s(?:dot|punkt|punto|point|ponto|kropka|punt|piste)\s"
    r"|\s?[-_*#~|=!/]{1,2}\s?dot\s?[-_*#~|=!/]{1,2}\s?)"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?"
_SPELLED_DOT = r"\s{1,2}(?:dot|punkt|punto|point|ponto|kropka|punt)\s{1,2}"
_END = r"[a-z]{2,12}(?:\.(?:uk|br|au|nz|za|in|mx|ar|jp|tr|pl|pt|es|it|at))?(?![a-z0-9])"
_MAIL_PROVIDER = _WORDS.get_pattern("mail_providers")
# "first dot last", "first (underscore) last"
_DOTTED = (
    r"(?:(?:\s{1,2}" + _WORDS.get_pattern("signs_in_names") + r"\s{1,2}|\s?[\[({<]\s?"
    + _WORDS.get_pattern("signs_in_names")
    + r"\s?[\])}>]\s?)[a-z0-9_.-]{1,30}){0,3}"
)  # fmt: skip
_FORMS = (
    re.compile(r"(?:mailto:)?" + _LOCAL + r"@(?:" + _LABEL + r"\.){1,4}" + _END),
    re.compile(
        _LOCAL + _DOTTED + _AT + _LABEL + r"(?:" + _DOT + _LABEL + r"){0,3}?" + _DOT + _END
    ),
    # "name at domain dot com": both words, or a well-known mail provider.
    re.compile(
        _LOCAL + _DOTTED + r"\s{1,2}" + _WORDS.get_pattern("said_at") + r"\s{1,2}"
        r"(?:g mail|hot mail|i cloud|out look"
        r"|" + _LABEL + r")" + _SPELLED_DOT + r"(?:" + _LABEL + _SPELLED_DOT + r"){0,2}" + _END
    ),
    re.compile(
        _LOCAL + _DOTTED + r",?\s{1,2}at\s{1,2}(?:gmail|googlemail|hotmail|outlook|icloud|gmx"
    r"|protonmail|proton|btinternet|ymail|yahoo|web\.de)"
        r"(?:\s?\.?(?:com|co\.uk|de|net|fr|it|es|nl|me|ie|ca|com\.au|co\.in|at"
    r"|ch)(?![a-z]))?(?![a-z])"
    ),
    re.compile(r"\"[^\"\s@]{1,64}\"@(?:" + _LABEL + r"\.){1,4}" + _END),
    # "anna77 on gmail"
    re.compile(
        r"(?<![a-z0-9._%+-])(?=[a-z0-9_.-]{0,40}[\d_.][a-z0-9_.-]{0,40}\s)[a-z][a-z0-9_.-]{1,40}\s(?:on|bei"
        r"|chez|su|en|op|na|no|em|auf|a|ad)\s"
        r"(?:gmail|googlemail|hotmail|outlook|icloud|gmx|protonmail|yahoo|web\.de|libero|wp|orange"
        r"|laposte)\w?(?![a-z])"
    ),
    re.compile(_LOCAL + r"\s?@\s?" + _MAIL_PROVIDER + r"(?![a-z0-9])"),
    re.compile(_LOCAL + r"\s?[\[({]\s?(?:at|@|a)\s?[\])}]\s?" + _LABEL + r"(?![a-z0-9])"),
)  # fmt: skip
# Every address has one of these; only the text near them is searched.
_ANCHOR = re.compile(
    r"@|[\[({<]\s?" + _WORDS.get_pattern("bracketed_signs") + r"\s?[\])}>]|[-_*#~|=!/]\s?at\s?[-_*#~|=!/]"
    r"|(?<![a-z])(?:" + _WORDS.get_pattern("spelled_signs") + "|"
    + _WORDS.get_pattern("dots_and_providers") + ")(?![a-z])"
)  # fmt: skip
_BEFORE_CHARS, _AFTER_CHARS = 150, 100
_SPOKEN = re.compile(r"(?P<name>" + _LOCAL + r")\s{1,2}at\s{1,2}" + _LABEL + r"\." + _END)
_SAYS_EMAIL = re.compile(r"(?<![a-z])(?:e-?mail\w{0,3}|mail|mailbox|write|reach|contact|inbox|addy)(?![a-z])")
_LINK = re.compile(r"\[[^\[\]\n]{0,200}\]\(\s?<?mailto:[^()\s]{1,200}[^()\n]{0,100}\)")
_AUTOLINK = re.compile(r"<(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,100}\.[a-z]{2,12}>")
_SAYS_AT = _WORDS.get_set("says_at")
# A sign or word for the "at", before a domain with a plain full stop.
_SIGNS_AT = re.compile(
    r"[\[({<]\s?" + _WORDS.get_pattern("bracketed_signs")
    + r"\s?[\])}>]|[-_*#~|=!/]\s?at\s?[-_*#~|=!/]|\s" + _WORDS.get_pattern("spelled_signs") + r"\s"
)  # fmt: skip
_SAYS_DOT = _WORDS.get_set("says_dot")
# Words that are not names before "at".
_NOT_NAMES = _WORDS.get_set("no_names")
# "My handle is @anna.example": words before a handle. They are not names before "@", either.
_BEFORE_A_HANDLE = _WORDS.get_set("before_a_handle")
_HANDLE = re.compile(r"[a-z.]+\s@\S.*", re.DOTALL)


def find_emails(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    if not ("@" in text or normalized.words & _SAYS_AT):
        return
    for form in (_LINK, _AUTOLINK):
        if "@" in text:
            yield from (match.span() for match in form.finditer(text))
    for match in _SPOKEN.finditer(text) if "at" in normalized.words else ():
        if _is_spoken(normalized, match):
            yield match.span()
    is_spelled = "@" in text or normalized.words & _SAYS_DOT or _SIGNS_AT.search(text)
    if is_spelled:
        yield from _find_near_signs(normalized)


def _find_near_signs(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    anchors = [match.span() for match in _ANCHOR.finditer(text)]
    for start, end in normalized.get_surroundings(anchors, _BEFORE_CHARS, _AFTER_CHARS):
        for form in _FORMS:
            for match in form.finditer(text, start, min(end, len(text))):
                if _is_named(match[0]):
                    yield match.span()


def _is_spoken(normalized: NormalizedText, match: re.Match[str]) -> bool:
    """Whether "jane at example.com" is an address: by its name, or by a word before it."""
    name = match["name"]
    if name in _NOT_NAMES:
        return False
    is_loud = " AT " in normalized.text[match.start() : match.end()]
    return is_loud or not name.isalpha() or bool(normalized.find_before(_SAYS_EMAIL, match.start(), 40))


def _is_named(found: str) -> bool:
    """Whether a name stands before the "at", unless a sign is used for it."""
    if _HANDLE.fullmatch(found):
        return found.split()[0] not in _BEFORE_A_HANDLE
    return "@" in found or "[" in found or "(" in found or found.split()[0] not in _NOT_NAMES
