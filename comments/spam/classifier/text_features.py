"""Features of a text: metadata, words, pairs of words, and n-grams of characters.

A feature is a name, such as ("word", "follow") or ("links", "2"). `explanations.py` describes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from comments.text.normalize import to_nfkc

TextFeature = tuple[str, str]  # a kind, and which of that kind

MAX_LINK_COUNT = 2  # More links are no stronger sign.
MAX_URLS = 20  # links whose host and path are features
MAX_WORDS_PER_URL = 6  # of each
MAX_HOST_CHARS = 60  # letters
LENGTH_STEPS = (6, 15, 30, 53, 91, 150, 500, 1500, 4000)  # characters
CAPITALS_SAMPLE_CHARS = 2000  # characters, in which shouting shows
MIN_LETTERS_FOR_CAPITALS = 9  # to speak of capitals
MANY_EXCLAMATIONS = 3  # exclamation marks

# By these an address is known that has neither "http" nor "www".
TOP_LEVEL_DOMAINS = frozenset(
    {
        *("be", "biz", "br", "club", "co", "com", "de", "es", "eu", "fr", "gl", "in", "info"),
        *("io", "it", "ly", "me", "net", "nl", "online", "org", "pl", "ru", "se", "shop"),
        *("site", "store", "tk", "top", "tv", "uk", "us", "xyz"),
    }
)
LINK_PLACEHOLDER = "\x01"  # in the place of a URL among words
START_TOKEN, END_TOKEN = "^", "$"  # of a text, among words


@dataclass(frozen=True, kw_only=True)
class TextMetadata:
    """Links of a text, and whether it is the author's first post."""

    urls: tuple[str, ...] = ()  # where its links lead
    is_first_post: bool = False  # of this author


NO_METADATA = TextMetadata()


@dataclass(frozen=True)
class TextFeatures:
    """All features of one text, by kind."""

    metadata: tuple[TextFeature, ...]
    words: tuple[str, ...]  # in the order of the text, with repetitions
    letters: str  # the whole text on one line

    @property
    def pairs(self) -> list[str]:
        if not self.words:
            return []
        return [f"{one} {other}" for one, other in pairwise((START_TOKEN, *self.words, END_TOKEN))]


def extract_features(text: str, metadata: TextMetadata) -> TextFeatures:
    text = _normalize(text)
    tokens = text.split()
    found = {*filter(_is_url, tokens)}
    folded = " ".join([LINK_PLACEHOLDER if token in found else token for token in tokens]).lower()
    return TextFeatures(
        metadata=(
            ("links", str(min(MAX_LINK_COUNT, max(len(found), len(metadata.urls))))),
            ("length", str(sum(len(text) >= length for length in LENGTH_STEPS))),
            *_extract_style(text),
            *([("first post", "")] if metadata.is_first_post else []),
            *_extract_sites(sorted({*found, *metadata.urls})[:MAX_URLS]),
        ),
        words=tuple(_WORD.findall(folded)),
        letters=f" {folded} ",
    )


def _normalize(text: str) -> str:
    """Remove invisible characters, and replace full-width ones by normal ones."""
    if text.isascii():
        return text.strip()
    text = _UNSEEN.sub("", text.encode(errors="replace").decode())
    return to_nfkc(text).strip()


def _extract_style(text: str) -> Iterator[TextFeature]:
    start = text[:CAPITALS_SAMPLE_CHARS]
    letters = sum(map(str.isalpha, start))
    if letters >= MIN_LETTERS_FOR_CAPITALS and 2 * sum(map(str.isupper, start)) > letters:
        yield "capitals", ""
    if cries := text.count("!"):
        yield "cries", "some"
    if cries >= MANY_EXCLAMATIONS:
        yield "cries", "many"


def _is_url(token: str) -> bool:
    if "." not in token:
        return False
    if "://" in token or token[:4].lower() == "www.":
        return True
    name, _dot, ending = _get_host(token).rpartition(".")
    return ending in TOP_LEVEL_DOMAINS and name[-1:].isalnum()


def _get_host(address: str) -> str:
    rest = address.lower().rpartition("://")[2].strip("()[]<>\"'.,;:!?")
    return _AFTER_HOST.split(rest, maxsplit=1)[0].removeprefix("www.")


def _extract_sites(urls: list[str]) -> Iterator[TextFeature]:
    """The hosts of links, and the words in their paths."""
    sites = {_get_host(address)[:MAX_HOST_CHARS] for address in urls}
    words = {w for a in urls for w in _ADDRESS_WORD.findall(a.lower())[:MAX_WORDS_PER_URL]}
    yield from (("site", site) for site in sorted(sites))
    yield from (("in an address", word) for word in sorted(words))


_WORD = re.compile(rf"[^\W_]+(?:'[^\W_]+)?|{LINK_PLACEHOLDER}")
_ADDRESS_WORD = re.compile("[a-z]{3,60}")
_AFTER_HOST = re.compile(r"[/?#:]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
