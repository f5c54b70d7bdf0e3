"""Read a WordPress export file (WXR 1.0 to 1.2) into plain dataclasses.

An item is known by the blog and by its guid, which WordPress never changes. Its number is used where
it has no guid, and its link where it has neither. One network can have several blogs, each with
numbers of its own.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from articles.wordpress.markdown import convert_to_plain_text

# Some files have https. The namespace of excerpts does not end with a version.
WORDPRESS = re.compile(r"\{https?://wordpress\.org/export/1\.\d/\}")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
PLAUSIBLE_YEARS = range(1900, 2200)  # Other years are errors.


class WordPressExportError(Exception):
    """The file cannot be read. The message says why and where."""


@dataclass(frozen=True)
class WordPressComment:
    """A comment in the file. `approved` is "1", "0", "spam" or "trash"."""

    id: int  # in the blog; 0 if the file has none
    parent: int
    name: str
    date: datetime | None
    html: str
    approved: str

    def build_key(self, item: WordPressItem) -> str:
        """Identity in the blog: the number, or a digest of the content where it has none."""
        if self.id:
            return f"comment-{self.id}"
        content = "\n".join([item.identity, self.name, str(self.date or ""), self.html])
        return f"sha256:{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:32]}"


@dataclass
class WordPressItem:
    """A post, a page or an attachment."""

    id: int  # in the blog; 0 if the file has none
    guid: str
    link: str
    kind: str
    status: str
    title: str
    slug: str
    creator: str
    html: str
    date: datetime | None
    modified: datetime | None
    comments_are_open: bool
    has_password: bool = False
    terms: list[str] = field(default_factory=list)
    comments: list[WordPressComment] = field(default_factory=list)
    file_url: str = ""
    notes: list[str] = field(default_factory=list)  # on characters that were left out of it

    @property
    def identity(self) -> str:
        """Identity in the blog. Without guid, number and link, the address and the title."""
        return self.guid or (f"post-{self.id}" if self.id else self.link or f"{self.slug} {self.title}".strip())


@dataclass
class WordPressExport:
    """The content of a file. `blog` and `site` are addresses: a site can be a network of blogs.

    Keys of earlier imports begin with `site`, the first address in the file.
    """

    blog: str = ""
    site: str = ""
    author_names: dict[str, str] = field(default_factory=dict)  # by log-in
    items: list[WordPressItem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # on characters outside the items

    @property
    def is_only_blog(self) -> bool:
        """Whether the site has this blog only, so that its numbers are unique there."""
        return bool(self.site) and self.blog.rstrip("/") == self.site.rstrip("/")


def read_export(path: Path) -> WordPressExport:
    """Read a file. Raises WordPressExportError."""
    export = WordPressExport()
    try:
        with path.open("rb") as file:
            is_wordpress = _read_elements(_CleanLines(file), export)
    except OSError as error:
        raise WordPressExportError(_("Cannot be read: %(error)s.") % {"error": error.strerror}) from None
    except ParseError as error:
        details = {"line": error.position[0], "error": str(error).partition(":")[0]}
        sentence = _("Line %(line)d is not well-formed XML (%(error)s). Export it once more.")
        raise WordPressExportError(sentence % details) from None
    except DefusedXmlException:
        sentence = _("It declares entities, which no export of WordPress does. It was not read.")
        raise WordPressExportError(sentence) from None
    except (LookupError, ValueError):  # from the parser
        raise WordPressExportError(_("Its encoding is not known here. Save it as UTF-8.")) from None
    if not is_wordpress:
        raise WordPressExportError(_("This is no export of WordPress: it has no wxr_version."))
    return export


def _read_elements(lines: _CleanLines, export: WordPressExport) -> bool:
    """Read all elements into the export. Returns whether WordPress wrote the file."""
    is_wordpress, parents, addresses = False, list[str](), dict[str, str]()
    for event, element in iterparse(lines, events=("start", "end"), forbid_dtd=False):
        name = WORDPRESS.sub("wp:", element.tag)
        if event == "start":
            parents.append(name)
            continue
        parents.pop()
        if name == "wp:wxr_version":
            is_wordpress = True
        elif name == "wp:author":
            login = _text(element, "wp:author_login")
            export.author_names[login] = convert_to_plain_text(_raw(element, "wp:author_display_name")) or login
        elif parents[-1:] == ["channel"] and name in {"wp:base_blog_url", "wp:base_site_url", "link"}:
            addresses.setdefault(name, (element.text or "").strip())
        elif name == "item":
            export.items.append(_item(element))
            export.items[-1].notes = lines.pop_notes()
            element.clear()
    export.notes = lines.pop_notes()
    channel = addresses.pop("link", "")
    export.site = next(filter(None, addresses.values()), "")
    export.blog = addresses.get("wp:base_blog_url") or export.site or channel
    return is_wordpress


class _CleanLines:
    """A file as text, line by line, without characters that XML forbids. It notes what it left out.

    `iterparse` handles each line before it asks for the next one, so notes belong to the element
    that has just ended.
    """

    def __init__(self, file: Iterable[bytes]):
        self._lines = self._decode(file)
        self._number = 1
        self._notes: list[str] = []

    def read(self, _size: int = -1) -> str:
        return next(self._lines, "")

    def pop_notes(self) -> list[str]:
        notes, self._notes = self._notes, []
        return notes

    def _decode(self, file: Iterable[bytes]) -> Iterator[str]:
        decoder = None
        for raw in file:
            decoder = decoder or codecs.getincrementaldecoder(_find_encoding(raw))("replace")
            for part in re.findall(r"[^\n]*\n|[^\n]+", decoder.decode(raw)):
                yield self._clean(part)
        if decoder and (rest := decoder.decode(b"", final=True)):
            yield self._clean(rest)

    def _clean(self, line: str) -> str:
        found: Counter[str] = Counter()

        def leave_out(match: re.Match[str]) -> str:
            character = match[0]
            if match[1]:
                code = int(match[2], 16) if match[2] else int(match[3])
                if code < MAX_CODE_POINT and not FORBIDDEN.fullmatch(chr(code)):
                    return character
                character = f"U+{code:04X}" if code < MAX_CODE_POINT else match[0]
            else:
                character = f"U+{ord(character):04X}"
            found[character] += 1
            return "\ufffd" if match[0] == "\ufffd" else " "

        clean = LEFT_OUT.sub(leave_out, line)
        for character, times in found.items():
            details = {"line": self._number, "character": character, "n": times}
            if character == "U+FFFD":
                sentence = _("Line %(line)d: %(n)d × bytes that cannot be read; they are shown as “�”.")
            else:
                sentence = _("Line %(line)d: left out %(n)d × the character %(character)s, which XML forbids.")
            self._notes.append(sentence % details)
        self._number += line.count("\n")
        return clean


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Forbidden characters, bytes that could not be decoded, and references to characters.
LEFT_OUT = re.compile(FORBIDDEN.pattern + "|\ufffd|(&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));)")
MAX_CODE_POINT = 0x110000
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
DECLARATION = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def _find_encoding(first_line: bytes) -> str:
    """Return the encoding of a file. Raises LookupError if it is not known."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if first_line.startswith(mark):
            return encoding
    declared = DECLARATION.match(first_line.lstrip())
    return declared[1].decode() if declared else "utf-8"


def _item(element: Element) -> WordPressItem:
    return WordPressItem(
        id=_number(element, "wp:post_id"),
        guid=_text(element, "guid"),
        link=_text(element, "link"),
        kind=_text(element, "wp:post_type") or "post",
        status=_text(element, "wp:status"),
        title=convert_to_plain_text(_raw(element, "title")),
        slug=_text(element, "wp:post_name"),
        creator=_text(element, CREATOR),
        html=_raw(element, CONTENT),
        date=_moment(element, "wp:post_date_gmt") or _moment(element, "wp:post_date"),
        modified=_moment(element, "wp:post_modified_gmt"),
        comments_are_open=_text(element, "wp:comment_status") != "closed",
        has_password=bool(_raw(element, "wp:post_password")),
        terms=[_get_inner_text(term) for term in element.iter("category") if _is_chosen(term)],
        comments=[
            _comment(child)
            for child in element
            if WORDPRESS.sub("wp:", child.tag) == "wp:comment" and _text(child, "wp:comment_type") in {"", "comment"}
        ],
        file_url=_text(element, "wp:attachment_url"),
    )


def _is_chosen(term: Element) -> bool:
    """Whether the term is a category or tag that somebody has chosen. WordPress calls posts without
    one uncategorised."""
    chosen = term.get("domain", "category") in {"category", "post_tag"}
    return chosen and term.get("nicename") != "uncategorized" and bool(_get_inner_text(term))


def _comment(element: Element) -> WordPressComment:
    return WordPressComment(
        id=_number(element, "wp:comment_id"),
        parent=_number(element, "wp:comment_parent"),
        name=convert_to_plain_text(_raw(element, "wp:comment_author")),
        date=_moment(element, "wp:comment_date_gmt") or _moment(element, "wp:comment_date"),
        html=_raw(element, "wp:comment_content"),
        approved=_text(element, "wp:comment_approved"),
    )


def _raw(element: Element, name: str) -> str:
    for child in element:
        if WORDPRESS.sub("wp:", child.tag) == name:
            return child.text or ""
    return ""


def _text(element: Element, name: str) -> str:
    return " ".join(_raw(element, name).split())


def _get_inner_text(element: Element) -> str:
    return convert_to_plain_text(element.text or "")


def _number(element: Element, name: str) -> int:
    value = _text(element, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else 0


def _moment(element: Element, name: str) -> datetime | None:
    """Return a time. Local times without an offset are taken for UTC if the file has no
    UTC time."""
    try:
        moment = datetime.fromisoformat(_text(element, name)).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year in PLAUSIBLE_YEARS else None
