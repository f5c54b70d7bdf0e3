"""Profiles in social networks: by their address, or by the name of the network and a handle."""

import re
from collections.abc import Iterable, Iterator

from comments.personal_info.normalized_text import NormalizedText, Span
from comments.personal_info.profile_addresses import PROFILE_ADDRESS
from comments.personal_info.words import WordFile

_WORDS = WordFile("profiles")

_ADDRESS = re.compile(
    r"\[[^\[\]\n]{0,200}\]\(\s?<?(?:" + PROFILE_ADDRESS + r")[^()\n]{0,100}\)"
    r"|<" + PROFILE_ADDRESS + r">"
    r"|" + PROFILE_ADDRESS
)  # fmt: skip

_NETWORK = r"(?<![a-z0-9@./#])" + _WORDS.get_pattern("networks") + r"(?![a-z0-9]|\.[a-z])"
_ON = r"(?<![a-z])" + _WORDS.get_pattern("on") + r"\s"
_MINE = r"(?<![a-z])" + _WORDS.get_pattern("mine") + r"\s"
# "my X", "on Signal": a word that has another meaning, too.
_NAMED_NETWORK = (
    r"(?:" + _NETWORK + r"|(?:" + _ON + "|" + _MINE + r")"
    + _WORDS.get_pattern("words_that_may_be_networks") + r"(?![a-z0-9]|\.[a-z]))"
)  # fmt: skip
_HANDLE_WORD = r"(?<![a-z])" + _WORDS.get_pattern("handle_words") + r"(?![a-z])"
_IS = r"(?:(?:(?<![a-z])|(?=[^a-z]))" + _WORDS.get_pattern("is") + r"(?![a-z]))"
_STRONG_IS = r"(?:(?<![a-z])|(?=[^a-z]))" + _WORDS.get_pattern("strong_is") + r"(?![a-z])"
_CONTACT = r"(?<![a-z])" + _WORDS.get_pattern("contact") + r"(?![a-z])"
_I_AM = r"(?<![a-z])" + _WORDS.get_pattern("i_am") + r"\s"
_AT_HANDLE = r"(?P<handle>(?<![a-z0-9._@])@\s?[a-z0-9_](?:[a-z0-9._-]{0,40}[a-z0-9_])?(?![a-z0-9@]))"
# Nobody writes a word like this: it has a digit, an underscore or a full stop within.
_ODD_HANDLE = (
    r"(?P<handle>(?<![a-z0-9._@-])(?=[a-z0-9._-]{0,30}(?:[a-z][0-9]|_|[a-z]\.[a-z]))(?=[a-z0-9._-]{4})"
    r"[a-z][a-z0-9._-]{2,40}[a-z0-9_](?![a-z0-9@]|\s?\(?at\)?\s))"
)
_PLAIN_HANDLE = (
    r"(?P<handle>(?!" + _WORDS.get_pattern("no_handles") + r"(?![a-z]))[a-z0-9][a-z0-9._-]{1,40}[a-z0-9_])"
    r"(?![a-z0-9@]|\s?[(\[]?at[)\]]?\s)"
)  # fmt: skip
_END_OF_CLAUSE = r"(?=\s{0,2}(?:[,;!?)\n]|\.(?!\w)|$|(?:and|or|und|oder|et|ou|y|o|e|en|i|och|if|xx?)\s))"
_GAP = r"[\s,:]{0,2}"
_CONNECTION = _GAP + r"(?:(?:" + _IS + "|" + _HANDLE_WORD + r")" + _GAP + r"){0,4}"
_WITH_AT_SIGN = tuple(
    re.compile(pattern)
    for pattern in (
        # "Insta@anna"
        _NETWORK + r"(?P<handle>@[a-z0-9_-]{3,30})(?![a-z0-9@]|\.\w)",
        # "Instagram @anna", "on Instagram I'm @anna"
        _NAMED_NETWORK + _CONNECTION + _AT_HANDLE,
        # "@anna on Instagram"
        _AT_HANDLE + r"[\s,(]{1,2}(?:" + _ON + r")?(?:" + _MINE + r")?" + _NETWORK + _END_OF_CLAUSE,
        # "follow me: @anna", "my handle is @anna"
        r"(?:" + _CONTACT + "|" + _MINE + _HANDLE_WORD + r")" + _CONNECTION + _AT_HANDLE,
        # "@anna@example.social", "@anna:example.org"
        r"(?P<handle>(?<![a-z0-9._@])@[a-z0-9._-]{1,40}[@:](?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}(?![a-z0-9]))",
    )
)
_WITH_NETWORK = tuple(
    re.compile(pattern)
    for pattern in (
        # "snapchat anna99", "find me as anna_b on Instagram"
        _NETWORK + _CONNECTION + _ODD_HANDLE,
        _CONTACT + _CONNECTION + _ODD_HANDLE + r"\s" + _ON + _NETWORK,
        _I_AM + _ODD_HANDLE + r"\s" + _ON + _NETWORK,
        # "my Instagram name is annab", "Insta: annab"
        _NAMED_NETWORK + _GAP + _HANDLE_WORD + _GAP + _STRONG_IS + _GAP + _PLAIN_HANDLE,
        _MINE + r"(?:" + _NETWORK + r"|snap)" + _GAP + _STRONG_IS + _GAP + _PLAIN_HANDLE + _END_OF_CLAUSE,
        _NETWORK + r"\s?[:=]\s?" + _PLAIN_HANDLE + _END_OF_CLAUSE,
        # "anna#1234" in Discord, "u/anna" in Reddit, "live:anna" in Skype
        r"discord[^\n]{0,60}?(?P<handle>(?<![a-z0-9._])[a-z0-9._]{2,32}#\d{4}(?!\d))",
        r"(?P<handle>(?<![a-z0-9._])[a-z0-9._]{2,32}#\d{4}(?!\d))[^\n]{0,40}?discord",
        r"reddit[^\n]{0,60}?(?P<handle>(?<![a-z0-9])/?u/(?!day|hour|week|min|month|year)[a-z0-9_-]{3,20})",
        r"(?P<handle>(?<![a-z0-9])/?u/(?!day|hour|week|min|month|year)[a-z0-9_-]{3,20})[^\n]{0,40}?reddit",
        r"skype[^\n]{0,20}?(?P<handle>(?<![a-z0-9])live:[a-z0-9._]{3,40})",
    )
)
_NAME = r"(?P<handle>[A-Z][a-z'-]{1,20}(?: [A-Z]\.)?(?: [A-Z][a-z'-]{1,20}){1,2})(?![a-z])"
_WITH_CAPITALS = tuple(
    re.compile(pattern)
    for pattern in (
        # "find me on Facebook as Anna Example"
        r"(?i:" + _CONTACT + r")[\s,:]{0,2}(?i:" + _ON + r")?(?i:" + _NETWORK + r")"
        r"(?i:" + _CONNECTION + r")" + _NAME,
        r"(?i:" + _CONTACT + r")(?i:" + _CONNECTION + r")" + _NAME + r",? (?i:" + _ON + _NETWORK + r")",
        r"(?i:" + _I_AM + r")" + _NAME + r",? (?i:" + _ON + r"(?:" + _MINE + r")?" + _NETWORK + r")",
        r"(?i:" + _MINE + _NETWORK + r"(?:" + _GAP + _HANDLE_WORD + r")?" + _GAP + _STRONG_IS + r")\s?" + _NAME,
        r"(?i:" + _NETWORK + r")\s?[:=]\s?" + _NAME + r"(?i:" + _END_OF_CLAUSE + r")",
    )
)  # fmt: skip
# A handle of an organisation is public: "@example_foundation".
_ORGANISATION = re.compile(_WORDS.get_pattern("organisations"))
_NETWORK_WORDS = _WORDS.get_set("network_words")
_HAS_PATH = re.compile(r"\.[a-z]{2,12}/|\.(?:tumblr|bsky)\.")


def find_profiles(normalized: NormalizedText) -> Iterator[Span]:
    text = normalized.lower
    if _HAS_PATH.search(text):
        yield from _drop_organisations(text, (match.span() for match in _ADDRESS.finditer(text)))
    for pattern in _WITH_AT_SIGN if "@" in text else ():
        yield from _drop_organisations(text, (match.span("handle") for match in pattern.finditer(text)))
    if normalized.words & _NETWORK_WORDS:
        for pattern in _WITH_NETWORK:
            yield from _drop_organisations(text, (match.span("handle") for match in pattern.finditer(text)))
        for pattern in _WITH_CAPITALS:
            yield from (match.span("handle") for match in pattern.finditer(normalized.text))


def _drop_organisations(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    yield from (span for span in spans if not _ORGANISATION.search(text[span[0] : span[1]]))
