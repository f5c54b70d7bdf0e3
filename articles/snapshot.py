"""Snapshots: all of an article that an editor can change, as plain data for a revision.

Topics, people and other articles are rows of their own. A snapshot keeps their keys, which say
whether they are the same, and the names that they had then, which are shown.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Field, Manager, Model
from django.utils.formats import date_format
from django.utils.text import normalize_newlines
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.licences import Licence
from articles.models import Article, Byline
from articles.models.state import State

Row = TypeVar("Row", bound=Model)
Snapshot = dict[str, Any]

SNAPSHOT_FIELDS = (
    *("title", "slug", "body", "sources", "last_modified", "copyright_holder", "licence"),
    *("discussion_note", "state", "retired_because", "published_at"),
)
SNAPSHOT_RELATIONS = ("topics", "bylines", "related", "discussion_is_open")  # rows of their own
# Where it stands, and since when. Moves change that; an earlier revision does not bring it back.
UNRESTORED_FIELDS = {
    "last_modified",
    "state",
    "retired_because",
    "published_at",
    "discussion_is_open",
}


def build_snapshot(article: Article) -> Snapshot:
    """Build the snapshot of an article that has just been loaded."""
    snapshot: Snapshot = {name: _get_normalized_value(article, name) for name in SNAPSHOT_FIELDS}
    roles = [*Byline.Role]
    lines = sorted(article.bylines.all(), key=lambda line: roles.index(Byline.Role(line.role)))
    return snapshot | {
        "topics": [[topic.pk, topic.name] for topic in _sort_by_key(article.topics)],
        "bylines": [[line.role, line.person_id, line.person.name] for line in lines],
        "related": [[other.pk, other.title] for other in _sort_by_key(article.related)],
        "discussion_is_open": not article.thread or article.thread.is_open,
    }


def _sort_by_key(rows: Manager[Row]) -> list[Row]:
    return sorted(rows.all(), key=lambda row: row.pk)


def _get_normalized_value(article: Article, name: str) -> str:
    """Browsers end lines in another way than files, and nobody sees blanks around a text."""
    text = get_model_field(name).value_to_string(article)
    return normalize_newlines(text).strip()


def list_changed_fields(before: Snapshot, after: Snapshot) -> list[str]:
    """The names of what differs. What one of them does not know was not kept then."""
    names = [
        name for name in (*SNAPSHOT_FIELDS, *SNAPSHOT_RELATIONS) if name in before and name in after
    ]
    changed = [name for name in names if _drop_names(before[name]) != _drop_names(after[name])]
    if changed == ["state"] and _is_due_publication_only(before, after):
        return []
    return changed


def _drop_names(value: object) -> object:
    """Without the names, by which nothing is told apart."""
    return [row[:-1] for row in value] if isinstance(value, list) else value


def _is_due_publication_only(before: Snapshot, after: Snapshot) -> bool:
    """Nobody has done anything to what is published because it was due."""
    return (before["state"], after["state"]) == (State.SCHEDULED, State.PUBLISHED)


def merge_snapshots(present: Snapshot, earlier: Snapshot) -> Snapshot:
    """The present with the words of an earlier revision."""
    return present | {
        name: value for name, value in earlier.items() if name not in UNRESTORED_FIELDS
    }


def format_field(name: str, snapshot: Snapshot) -> str:
    """What a revision says there, in lines that people can read."""
    value = snapshot.get(name, "")
    match name:
        case "topics" | "related":
            return "\n".join(sorted(label for _key, label in value))
        case "bylines":
            return "\n".join(f"{Byline.Role(role).label}: {label}" for role, _key, label in value)
        case "discussion_is_open":
            return _("open") if value else _("closed")
        case "state":
            return str(State(value).label)
        case "licence":
            return str(Licence(value).label) if value else ""
        case "last_modified" | "published_at":
            return _moment(get_model_field(name).to_python(value), name) if value else ""
        case _:
            return str(value)


def _moment(value: Any, name: str) -> str:
    if name == "last_modified":
        return date_format(value, "DATE_FORMAT")
    return date_format(localtime(value), "DATETIME_FORMAT")


def get_model_field(name: str) -> Field:
    """Where the article keeps it."""
    column = Article._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101  not the other end of a relation
    return column
