"""What there is to notice about a text: facts, words, pairs of words, and letters in a row.

A trait is a name, such as ("word", "follow") or ("links", "2"), which `wording.py` puts into
words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

Trait = tuple[str, str]  # a kind, and which of that kind

MANY = 2  # links; more say nothing more
MAX_ADDRESSES = 20  # that are looked at more closely
MAX_ADDRESS_WORDS = 6  # of each
MAX_SITE = 60  # letters
LENGTHS = (6, 15, 30, 53, 91, 150, 500, 1500, 4000)  # characters
FIRST_SIGHT = 2000  # characters, in which shouting shows
ENOUGH_LETTERS = 9  # to speak of capitals
CRIES = 3  # exclamation marks

# By these an address is known that has neither "http" nor "www".
ENDINGS = frozenset(
    {
        *("be", "biz", "br", "club", "co", "com", "de", "es", "eu", "fr", "gl", "in", "info"),
        *("io", "it", "ly", "me", "net", "nl", "online", "org", "pl", "ru", "se", "shop"),
        *("site", "store", "tk", "top", "tv", "uk", "us", "xyz"),
    }
)
LINK = "\x01"  # stands for an address among words
START, END = "^", "$"  # of a text, among words


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a text beside its words."""

    addresses: tuple[str, ...] = ()  # where its links lead
    is_first_post: bool = False  # of this author


NOTHING_ELSE = Facts()


@dataclass(frozen=True)
class Traits:
    """All traits of one text, by kind."""

    facts: tuple[Trait, ...]
    words: tuple[str, ...]  # in the order of the text, as often as they are said
    letters: str  # the whole text on one line

    @property
    def pairs(self) -> list[str]:
        if not self.words:
            return []
        return [f"{one} {other}" for one, other in pairwise((START, *self.words, END))]


def traits_of(text: str, facts: Facts) -> Traits:
    text = _as_seen(text)
    tokens = text.split()
    found = {*filter(_is_address, tokens)}
    folded = " ".join([LINK if token in found else token for token in tokens]).lower()
    return Traits(
        facts=(
            ("links", str(min(MANY, max(len(found), len(facts.addresses))))),
            ("length", str(sum(len(text) >= length for length in LENGTHS))),
            *_manners(text),
            *([("first post", "")] if facts.is_first_post else []),
            *_sites(sorted({*found, *facts.addresses})[:MAX_ADDRESSES]),
        ),
        words=tuple(_WORD.findall(folded)),
        letters=f" {folded} ",
    )


def _as_seen(text: str) -> str:
    """Without characters that take no room, and with wide letters as narrow ones."""
    if text.isascii():
        return text.strip()
    text = _UNSEEN.sub("", text.encode(errors="replace").decode())
    return unicodedata.normalize("NFKC", text).strip()


def _manners(text: str) -> Iterator[Trait]:
    start = text[:FIRST_SIGHT]
    letters = sum(map(str.isalpha, start))
    if letters >= ENOUGH_LETTERS and 2 * sum(map(str.isupper, start)) > letters:
        yield "capitals", ""
    if cries := text.count("!"):
        yield "cries", "some"
    if cries >= CRIES:
        yield "cries", "many"


def _is_address(token: str) -> bool:
    if "." not in token:
        return False
    if "://" in token or token[:4].lower() == "www.":
        return True
    name, _dot, ending = _host_of(token).rpartition(".")
    return ending in ENDINGS and name[-1:].isalnum()


def _host_of(address: str) -> str:
    rest = address.lower().rpartition("://")[2].strip("()[]<>\"'.,;:!?")
    return _AFTER_HOST.split(rest, maxsplit=1)[0].removeprefix("www.")


def _sites(addresses: list[str]) -> Iterator[Trait]:
    """The sites that links lead to, and the words in their addresses."""
    sites = {_host_of(address)[:MAX_SITE] for address in addresses}
    words = {w for a in addresses for w in _ADDRESS_WORD.findall(a.lower())[:MAX_ADDRESS_WORDS]}
    yield from (("site", site) for site in sorted(sites))
    yield from (("in an address", word) for word in sorted(words))


_WORD = re.compile(rf"[^\W_]+(?:'[^\W_]+)?|{LINK}")
_ADDRESS_WORD = re.compile("[a-z]{3,60}")
_AFTER_HOST = re.compile(r"[/?#:]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
