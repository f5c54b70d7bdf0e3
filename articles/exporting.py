"""Export articles and their discussions as the files that can be imported.

An export that is imported again into the same site changes nothing. On another site, posts keep the
names of their authors, but lose their accounts and keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from articles.front_matter import FENCE
from articles.models import Article, Byline, Person
from articles.models.state import State
from articles.pictures.import_export import export_pictures
from comments.models import Comment

YamlEntry = dict[str, Any]
REMOVED_STATUS = "removed"
UNICODE_LINE_ENDS = "\x85\u2028\u2029"  # YAML would change them into plain line ends.


def export_articles(articles: Iterable[Article], folder: Path) -> Iterator[Path]:
    """Write one file for each article, named after its slug, and its pictures into a folder beside
    it."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        path = folder / f"{article.slug}.md"
        path.write_text(render_file(article, folder), encoding="utf-8", newline="\n")
        yield path


def render_file(article: Article, folder: Path) -> str:
    """Render the file of an article. Its pictures are written into the folder."""
    body, pictures = export_pictures(article, folder)
    entry = {**_entry(article), "pictures": pictures, "posts": _posts(article)}
    given = {name: value for name, value in entry.items() if value not in ("", [], None)}
    return f"{FENCE}\n{_yaml(given)}{FENCE}\n\n{body}"


def _entry(article: Article) -> YamlEntry:
    bylines = {f"{role}_by": getattr(article, f"{role}_by") for role in Byline.Role.values}
    thread = article.thread
    return {
        "title": article.title,
        "slug": article.slug,
        **{field: [*map(_person, people)] for field, people in bylines.items()},
        "last_modified": article.last_modified,
        "copyright": article.copyright_holder,
        "licence": article.licence,
        "sources": article.sources.splitlines(),
        "topics": [topic.name for topic in article.topics.all()],
        "related": sorted(article.related.values_list("slug", flat=True)),
        # A scheduled article is published at its date.
        "state": str(State.PUBLISHED if article.state == State.SCHEDULED else article.state),
        "published": _moment(article.published_at),
        "retired_because": article.retired_because,
        "note": article.discussion_note,
        "discussion": ("open" if thread.is_open else "closed") if thread else "",
    }


def _posts(article: Article) -> list[YamlEntry]:
    if not article.thread:
        return []
    comments = article.thread.comments.for_export().with_parent_numbers()
    return [_post(comment, reply_to=parent) for comment, parent in comments]


def _person(person: Person) -> str | YamlEntry:
    if not (person.line or person.about):
        return person.name
    given = {"name": person.name, "line": person.line, "about": person.about}
    return {name: words for name, words in given.items() if words}


def _post(comment: Comment, *, reply_to: int | None) -> YamlEntry:
    given = {
        "number": comment.number,
        "author": comment.author_name or "anonymous",
        "date": _moment(comment.published_at or comment.created_at),
        "edited": _moment(comment.edited_at),
        "reply_to": reply_to,
        "status": _status(comment),
        "reason": _reason(comment) if _status(comment) == REMOVED_STATUS else "",
        "unlisted": comment.is_unlisted or None,
        "text": comment.body,
    }
    return {name: value for name, value in given.items() if value not in ("", None)}


def _status(comment: Comment) -> str:
    """Return the status of a post in the file. Posts that were public and no longer are count as
    removed."""
    if comment.is_published:
        return ""
    if comment.is_withdrawn:
        return "withdrawn"
    return REMOVED_STATUS if comment.number else "held"


def _reason(comment: Comment) -> str:
    return comment.last_decision.reason if comment.last_decision else ""


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class _Dumper(yaml.SafeDumper):
    """A YAML dumper that writes texts of several lines as blocks, for people to read."""

    def represent_str(self, text: str) -> yaml.ScalarNode:
        style = "|" if "\n" in text else None
        if any(text_end in text for text_end in UNICODE_LINE_ENDS):
            style = '"'
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def _yaml(entry: YamlEntry) -> str:
    return yaml.dump(entry, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, indent=2)
