"""Read a WordPress export file (WXR 1.0 to 1.2) into plain dataclasses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

# Some files have https. The namespace of excerpts does not end with a version.
WORDPRESS = re.compile(r"\{https?://wordpress\.org/export/1\.\d/\}")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
PLAUSIBLE_YEARS = range(1900, 2200)  # Other years are errors.


class WordPressExportError(Exception):
    """The file cannot be read. The message says why and where."""


@dataclass
class WordPressComment:
    """A comment in the file. `approved` is "1", "0", "spam" or "trash"."""

    key: int
    parent: int
    name: str
    date: datetime | None
    html: str
    approved: str


@dataclass
class WordPressItem:
    """A post, a page or an attachment."""

    key: int
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


@dataclass
class WordPressExport:
    """The content of a file. `site` is the address of the exported site."""

    site: str = ""
    author_names: dict[str, str] = field(default_factory=dict)  # by log-in
    items: list[WordPressItem] = field(default_factory=list)


def read_export(path: Path) -> WordPressExport:
    """Read a file. Raises WordPressExportError."""
    export, is_wordpress = WordPressExport(), False
    try:
        for element in _elements(path):
            name = WORDPRESS.sub("wp:", element.tag)
            is_wordpress = is_wordpress or name == "wp:wxr_version"
            if name == "wp:author":
                login = _text(element, "wp:author_login")
                export.author_names[login] = _text(element, "wp:author_display_name") or login
            elif name in {"wp:base_blog_url", "wp:base_site_url"}:
                export.site = export.site or (element.text or "").strip()
            elif name == "item":
                export.items.append(_item(element))
                element.clear()
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


def _elements(path: Path) -> Iterator[Element]:
    with path.open("rb") as file:
        for _event, element in iterparse(file, forbid_dtd=False):
            yield element


def _item(element: Element) -> WordPressItem:
    return WordPressItem(
        key=_number(element, "wp:post_id"),
        kind=_text(element, "wp:post_type") or "post",
        status=_text(element, "wp:status"),
        title=_text(element, "title"),
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
        key=_number(element, "wp:comment_id"),
        parent=_number(element, "wp:comment_parent"),
        name=_text(element, "wp:comment_author"),
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
    return " ".join((element.text or "").split())


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
