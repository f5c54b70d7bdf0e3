"""Posts as search engines read them: comments within comments, in the words of schema.org."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from comments.models import Comment
from comments.sanitizer import plain_text
from comments.threads.paging import Page

# The whole text stands on the page already, and the page must stay light: all posts are told,
# and a few of them show more of themselves than many.
LEAST, MOST, TEXTS = 60, 300, 3_000  # characters of a text; of all texts

Data = dict[str, Any]


def comments_of(page: Page) -> list[Data]:
    """The posts of a page that search engines may show, each below what it answers if that is
    here as well. Read from the rows that the page has, without a question to the database."""
    # An answer has the higher number, whatever the order of the page.
    comments = sorted(page.comments, key=lambda comment: comment.number or 0)
    if page.thread.is_sensitive:
        return []
    comments = [comment for comment in comments if comment.is_for_search_engines]
    most = max(LEAST, min(MOST, TEXTS // max(len(comments), 1)))
    told: dict[int | None, Data] = {}
    first: list[Data] = []
    for comment in comments:
        data = _data_of(comment, most)
        told[comment.number] = data
        above = told.get(comment.answered)
        (above.setdefault("comment", []) if above else first).append(data)
    return first


def _data_of(comment: Comment, most: int) -> Data:
    data: Data = {
        "@type": "Comment",
        "url": f"#post-{comment.number}",  # on this very page
        "author": {"@type": "Person", "name": comment.shown_name},
        "text": shortened(comment.body_html, most),
    }
    if comment.published_at:
        data["datePublished"] = f"{comment.published_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return data


def shortened(html: str, most: int) -> str:
    """How sanitized `html` begins, as plain text: at most that many characters, whole words."""
    text = " ".join(plain_text(html).split())
    if len(text) <= most:
        return text
    beginning, _blank, _rest = text[:most].rpartition(" ")
    return f"{beginning or text[: most - 1]}…"
