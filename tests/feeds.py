"""Readers of feeds, as strict as RFC 4287 and JSON Feed 1.1 require."""

import json
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from comments.web.feed_writer import SITE_EPOCH

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Read:
    id: str
    title: str
    updated: datetime
    items: list[dict[str, object]]


def read(client, address: str) -> Read:
    response = client.get(address)
    assert response.status_code == 200, address
    if address.endswith(".atom"):
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return read_atom(response.content)
    assert response["Content-Type"] == "application/feed+json"
    return read_json(response.content)


def read_atom(data: bytes) -> Read:
    feed = fromstring(data, forbid_dtd=True)
    assert feed.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links.keys() == {"self", "alternate"}
    authors = names(feed)
    items = []
    for entry in feed.findall(f"{ATOM}entry"):
        assert names(entry) or authors
        (link,) = entry.findall(f"{ATOM}link[@rel='alternate']")
        content = entry.find(f"{ATOM}content")
        assert content.get("type") == "html"
        items.append(
            {
                "id": only(entry, "id"),
                "title": only(entry, "title"),
                "url": link.get("href"),
                "html": content.text or "",
                "published": datetime.fromisoformat(only(entry, "published")),
                "updated": datetime.fromisoformat(only(entry, "updated")),
                "authors": names(entry),
                "topics": [one.get("term") for one in entry.findall(f"{ATOM}category")],
            }
        )
    return checked(Read(only(feed, "id"), only(feed, "title"), datetime.fromisoformat(only(feed, "updated")), items))


def only(element: Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


def names(element: Element) -> list[str]:
    authors = element.findall(f"{ATOM}author")
    found = [only(author, "name") for author in authors]
    assert all(found)
    return found


def read_json(data: bytes) -> Read:
    feed = json.loads(data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for name in ("home_page_url", "feed_url"):
        assert feed[name].startswith("http://testserver/")
    items = [
        {
            "id": item["id"],
            "title": item["title"],
            "url": item["url"],
            "html": item["content_html"],
            "published": datetime.fromisoformat(item["date_published"]),
            "updated": datetime.fromisoformat(item["date_modified"]),
            "authors": [author["name"] for author in item.get("authors", [])],
            "topics": item.get("tags", []),
        }
        for item in feed["items"]
    ]
    newest = max((item["updated"] for item in items), default=SITE_EPOCH)
    return checked(Read(feed["feed_url"], feed["title"], newest, items))


def checked(feed: Read) -> Read:
    ids = [item["id"] for item in feed.items]
    assert len({*ids, feed.id}) == len(ids) + 1
    for item in feed.items:
        assert item["url"].startswith("http://testserver/")
        assert item["updated"].tzinfo
        assert item["published"] <= item["updated"] <= feed.updated
    return feed
