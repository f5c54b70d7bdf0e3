"""Feeds in two formats, Atom (RFC 4287) and JSON Feed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

SITE_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # "updated" of a feed without entries
INVALID_XML_CHARS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def build_tag_uri(thing: str) -> str:
    """Permanent, globally unique name for `thing` (RFC 4151). A URL changes with its title."""
    host = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    return f"tag:{host},{SITE_EPOCH.year}:{thing}"


def strip_invalid_xml(text: object) -> str:
    """The text without the few characters that XML cannot contain."""
    return INVALID_XML_CHARS.sub("", str(text))


@dataclass
class FeedEntry:
    """Entry of a feed: an article or a post."""

    id: str
    url: str
    title: str
    html: str  # with absolute URLs
    published: datetime
    updated: datetime
    authors: list[str]
    topics: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.title, self.html = strip_invalid_xml(self.title), strip_invalid_xml(self.html)
        self.authors = [name for name in map(strip_invalid_xml, self.authors) if name.strip()]
        self.published, self.updated = self.published.replace(microsecond=0), self.updated.replace(microsecond=0)
        self.topics = [strip_invalid_xml(topic) for topic in self.topics]


@dataclass
class Feed:
    """Feed of entries, newest first."""

    id: str
    url: str
    page_url: str
    title: str
    entries: list[FeedEntry]

    def __post_init__(self) -> None:
        self.title = strip_invalid_xml(self.title)

    @property
    def updated(self) -> datetime:
        return max([entry.updated for entry in self.entries], default=SITE_EPOCH)

    def build_response(self, form: str) -> HttpResponse:
        """Response in one of `FEED_FORMATS`. Without Last-Modified: removing an entry makes a feed
        older, so a client that asks by date would keep the entry. The ETag is enough."""
        if form not in FEED_FORMATS:
            raise Http404
        content_type, write = FEED_FORMATS[form]
        return HttpResponse(write(self), content_type=content_type)


class AtomFeed(Atom1Feed):
    """Django's Atom feed, with the full content and all authors of an entry."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


def write_atom(feed: Feed) -> str:
    atom = AtomFeed(
        title=feed.title,
        link=feed.page_url,
        description=None,
        language=get_language(),
        # For entries that name no author.
        author_name=settings.SITE_NAME,
        feed_url=feed.url,
        feed_guid=feed.id,
        updated=feed.updated,
    )
    for entry in feed.entries:
        atom.add_item(
            title=entry.title,
            link=entry.url,
            description=None,  # type: ignore[arg-type]  # No summary: the whole text is there.
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.topics,
            authors=entry.authors,
            content=entry.html,
        )
    return atom.writeString("utf-8")


def write_json_feed(feed: Feed) -> str:
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "language": get_language(),
        "authors": [{"name": settings.SITE_NAME}],
        "items": [_as_item(entry) for entry in feed.entries],
    }
    return json.dumps(whole, ensure_ascii=False)


def _as_item(entry: FeedEntry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
    }
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.topics:
        item["tags"] = entry.topics
    return item


FEED_FORMATS: dict[str, tuple[str, Callable[[Feed], str]]] = {
    "atom": ("application/atom+xml; charset=utf-8", write_atom),
    "json": ("application/feed+json", write_json_feed),
}
