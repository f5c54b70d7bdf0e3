"""Structured data of posts for search engines, as schema.org comments."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from comments.models import Comment
from comments.sanitizer import extract_readable_text
from comments.threads.paging import ThreadPage

# The page has the whole text already, and must stay small: all posts are included, and the
# texts share a total length.
MIN_TEXT_CHARS, MAX_TEXT_CHARS, TOTAL_TEXT_CHARS = (60, 300, 3_000)  # characters of a text; of all texts

Data = dict[str, Any]


def build_comment_data(page: ThreadPage) -> list[Data]:
    """Nested comments for the posts of a page that search engines may show. Reads the rows of the
    page, without further queries."""
    replies = sorted(page.replies, key=lambda reply: reply[0].number or 0)
    if page.thread.is_sensitive:
        return []
    replies = [reply for reply in replies if reply[0].is_for_search_engines]
    max_chars = max(MIN_TEXT_CHARS, min(MAX_TEXT_CHARS, TOTAL_TEXT_CHARS // max(len(replies), 1)))
    by_number = {comment.number: _data_of(comment, max_chars) for comment, _parent in replies}
    first: list[Data] = []
    for comment, parent in replies:
        data = by_number[comment.number]
        above = by_number.get(parent)
        (above.setdefault("comment", []) if above else first).append(data)
    return first


def _data_of(comment: Comment, max_chars: int) -> Data:
    # Imported posts may have no date there; they came here when they were created.
    published_at = comment.published_at or comment.created_at
    data: Data = {
        "@type": "Comment",
        "url": f"#post-{comment.number}",  # on the same page
        "author": {"@type": "Person", "name": comment.display_name},
        "text": truncate_text(comment.body_html, max_chars),
        "datePublished": f"{published_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
    }
    return data


def truncate_text(html: str, max_chars: int) -> str:
    """Plain text of sanitized `html`: whole words, at most that many characters."""
    text = " ".join(extract_readable_text(html).split())
    if len(text) <= max_chars:
        return text
    beginning, _blank, _rest = text[:max_chars].rpartition(" ")
    return f"{beginning or text[: max_chars - 1]}…"
