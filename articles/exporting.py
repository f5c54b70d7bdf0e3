"""Write articles, with their discussions, as the files that can be imported.

Out and in again changes nothing, on the same site. Elsewhere posts lose the accounts and
keys of their authors: they keep the names that readers saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from articles.front_matter import FENCE
from articles.models import Article, Byline, Person
from articles.models.states import State
from comments.models import Comment

Entry = dict[str, Any]
REMOVED = "removed"


def export(articles: Iterable[Article], folder: Path) -> Iterator[Path]:
    """One file an article, named for its slug."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        path = folder / f"{article.slug}.md"
        path.write_text(as_file(article), encoding="utf-8", newline="\n")
        yield path


def as_file(article: Article) -> str:
    entry = {name: value for name, value in _entry(article).items() if value not in ("", [], None)}
    return f"{FENCE}\n{_yaml(entry)}{FENCE}\n\n{article.body}"


def _entry(article: Article) -> Entry:
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
        # What is scheduled is published, at its time.
        "state": str(State.PUBLISHED if article.state == State.SCHEDULED else article.state),
        "published": _moment(article.published_at),
        "retired_because": article.retired_because,
        "note": article.discussion_note,
        "discussion": ("open" if thread.is_open else "closed") if thread else "",
        "posts": [*map(_post, thread.comments.for_export())] if thread else [],
    }


def _person(person: Person) -> str | Entry:
    if not (person.line or person.about):
        return person.name
    said = {"name": person.name, "line": person.line, "about": person.about}
    return {name: words for name, words in said.items() if words}


def _post(comment: Comment) -> Entry:
    said = {
        "number": comment.number,
        "author": comment.author_name or "anonymous",
        "date": _moment(comment.published_at or comment.created_at),
        "edited": _moment(comment.edited_at),
        "reply_to": comment.answered,
        "status": _status(comment),
        "reason": comment.last_decision.reason if _status(comment) == REMOVED else "",
        "text": comment.body,
    }
    return {name: value for name, value in said.items() if value not in ("", None)}


def _status(comment: Comment) -> str:
    """What readers have seen and no longer see is removed there, whatever it waits for here."""
    if comment.is_published:
        return ""
    if comment.is_withdrawn:
        return "withdrawn"
    return REMOVED if comment.number else "held"


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as such, which people can read."""

    def represent_str(self, text: str) -> yaml.ScalarNode:
        style = "|" if "\n" in text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def _yaml(entry: Entry) -> str:
    return yaml.dump(
        entry, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, indent=2
    )
