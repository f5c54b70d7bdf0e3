"""Render the Markdown of an article: HTML with ids, table of contents, sources and pictures.

Pure functions on the output of the sanitizer. There every "<" begins a tag, and attributes contain
none. So splitting at tags is safe, and everything here takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from django.utils.text import slugify

from articles.pictures.figure import render_figure, render_picture
from comments import sanitizer
from comments.sanitizer import ARTICLE_POLICY, extract_readable_text, sanitize, wrap_tables

if TYPE_CHECKING:
    from articles.models.picture import Picture

# Raise it when the rules here change, then run `manage.py resanitize_articles`.
RENDERING_RULES_VERSION = 1
RENDERING_VERSION = 100 * sanitizer.SANITIZER_VERSION + RENDERING_RULES_VERSION

WORDS_PER_MINUTE = 220
MAX_ID_CHARS = 60  # characters

PictureLookup = Callable[[Iterable[str]], "Mapping[str, Picture]"]

_TAG = re.compile(r"(<[^<>]*>)")
_ATTRIBUTE = re.compile(r'(src|alt|title)="([^"]*)"')
_CITED = re.compile(r"\[\^([0-9]{1,3})\]")
_NOT_RUNNING = re.compile(r"<(figure|sup)\b.*?</\1>", re.DOTALL)
_VOID = {"img", "br", "hr"}


@dataclass(frozen=True)
class Rendering:
    """The HTML of an article, and facts about its text."""

    html: str
    table_of_contents: list[dict[str, str | int]]  # level, id and title of each heading
    reading_minutes: int  # time to read it
    pictures: list[Picture] = field(default_factory=list)
    missing_slugs: list[str] = field(default_factory=list)  # not in the library
    external_alts: list[str] = field(default_factory=list)  # of pictures outside the library
    cited_numbers: list[int] = field(default_factory=list)  # of sources that may be missing


def find_no_pictures(slugs: Iterable[str]) -> Mapping[str, Picture]:
    return {}


def render_body(body: str, find: PictureLookup = find_no_pictures, sources: int = 0) -> Rendering:
    """Render a text. Never raises, whatever the text.

    `find` returns the pictures of the library with these slugs; `sources` is the number of sources.
    """
    parts = _TAG.split(wrap_tables(sanitize(body, ARTICLE_POLICY)))
    words = sum(len(text.split()) for text in parts[::2])
    contents = _add_heading_ids(parts)
    cited = _link_sources(parts, sources)
    images = {at: _Image.from_tag(tag) for at, tag in enumerate(parts) if tag.startswith("<img")}
    slugs = dict.fromkeys(image.slug for image in images.values() if image.slug)
    known = find(slugs) if slugs else {}
    _show_pictures(parts, images, known)
    return Rendering(
        html="".join(parts),
        table_of_contents=contents,
        reading_minutes=max(1, round(words / WORDS_PER_MINUTE)),
        pictures=[known[slug] for slug in slugs if slug in known],
        missing_slugs=[slug for slug in slugs if slug not in known],
        external_alts=[image.alt for image in images.values() if not image.slug],
        cited_numbers=cited,
    )


def extract_running_text(html: str) -> str:
    """Return the words of rendered `html`, without captions and numbers of sources."""
    return extract_readable_text(_NOT_RUNNING.sub("", html))


def _name(tag: str) -> str:
    return tag.strip("</>").partition(" ")[0]


def _add_heading_ids(parts: list[str]) -> list[dict[str, str | int]]:
    contents: list[dict[str, str | int]] = []
    ids = _Ids()
    for at in range(1, len(parts), 2):
        if parts[at] not in {"<h2>", "<h3>", "<h4>"}:
            continue
        name = _name(parts[at])
        end = parts.index(f"</{name}>", at)
        title = " ".join(_CITED.sub("", unescape("".join(parts[at + 1 : end : 2]))).split())
        if title:
            slug = slugify(title, allow_unicode=True)[:MAX_ID_CHARS]
            anchor = ids.new(f"section-{slug}".rstrip("-"))
            contents.append({"level": int(name[1]), "id": anchor, "title": title})
            parts[at] = f'<{name} id="{escape(anchor)}">'
    return contents


class _Ids:
    """Unique ids of one page."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def new(self, wish: str) -> str:
        candidate = wish
        while candidate in self.counts:
            self.counts[wish] += 1
            candidate = f"{wish}-{self.counts[wish]}"
        self.counts[candidate] = 1
        return candidate


def _link_sources(parts: list[str], sources: int) -> list[int]:
    """Link citations to their sources. Returns the numbers in order of appearance. Code and links
    stay as they are."""
    cited: dict[int, None] = {}
    ids = _Ids()

    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        cited[number] = None
        if not 1 <= number <= sources:
            return found[0]
        anchor = ids.new(f"cited-{number}")
        return f'<sup><a href="#source-{number}" id="{anchor}">{number}</a></sup>'

    for at, depth in _depths(parts, {"a", "code", "pre"}):
        if not depth and at % 2 == 0:
            parts[at] = _CITED.sub(link, parts[at])
    return list(cited)


def _depths(parts: list[str], names: set[str] | None = None) -> Iterator[tuple[int, int]]:
    """Yield each part's index, and the number of elements (with these names) around it."""
    depth = 0
    for at, part in enumerate(parts):
        counts = at % 2 and _name(part) not in _VOID and (not names or _name(part) in names)
        if counts and part.startswith("</"):
            depth -= 1
        yield at, depth
        if counts and not part.startswith("</"):
            depth += 1


@dataclass(frozen=True)
class _Image:
    """The address, description and caption that a text gives an image."""

    slug: str
    alt: str
    caption: str

    @classmethod
    def from_tag(cls, tag: str) -> _Image:
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        slug = attributes.get("src", "").removeprefix("/pictures/").strip("/")
        return cls(slug, attributes.get("alt", "").strip(), attributes.get("title", "").strip())


def _show_pictures(parts: list[str], images: Mapping[int, _Image], known: Mapping[str, Picture]) -> None:
    """Replace each image by a figure, or within text by a picture. A missing picture is replaced by
    its description."""
    alone = {at for at, depth in _depths(parts) if at in images and not depth}
    for start in [at for at, part in enumerate(parts) if part == "<p>"]:
        end = start + 1
        while end in images or not parts[end].strip():
            end += 1
        inside = {at for at in range(start, end) if at in images}
        are_known = all(images[at].slug in known for at in inside)
        if inside and are_known and parts[end] == "</p>":
            parts[start] = parts[end] = ""
            alone |= inside
    for at, image in images.items():
        if not (picture := known.get(image.slug)):
            parts[at] = escape(image.alt)
        elif at in alone:
            parts[at] = render_figure(picture, image.alt, image.caption)
        else:
            parts[at] = render_picture(picture, image.alt)
