"""Snapshots: everything that an editor can change of an article, as plain data for a revision.

Topics, people and other articles are rows of their own. A snapshot has their keys, for comparison,
and the names that they had, for display.
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
# State and dates. Transitions change them; restoring a revision does not.
UNRESTORED_FIELDS = {"last_modified", "state", "retired_because", "published_at", "discussion_is_open"}


def build_snapshot(article: Article) -> Snapshot:
    """Build the snapshot of an article. The object must equal the stored article."""
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
    """Return the text of a field with line ends as in files, and no blank space around it."""
    text = get_model_field(name).value_to_string(article)
    return normalize_newlines(text).strip()


def list_changed_fields(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the names of fields that differ. Fields that one snapshot does not have are
    skipped."""
    names = [name for name in (*SNAPSHOT_FIELDS, *SNAPSHOT_RELATIONS) if name in before and name in after]
    changed = [name for name in names if _drop_names(before[name]) != _drop_names(after[name])]
    if changed == ["state"] and _is_due_publication_only(before, after):
        return []
    return changed


def _drop_names(value: object) -> object:
    """Return rows without their names: the keys are compared."""
    return [row[:-1] for row in value] if isinstance(value, list) else value


def _is_due_publication_only(before: Snapshot, after: Snapshot) -> bool:
    """Whether the only difference is that the publication date has come."""
    return (before["state"], after["state"]) == (State.SCHEDULED, State.PUBLISHED)


def merge_snapshots(present: Snapshot, earlier: Snapshot) -> Snapshot:
    """Return the present snapshot with the texts of an earlier one."""
    return present | {name: value for name, value in earlier.items() if name not in UNRESTORED_FIELDS}


def format_field(name: str, snapshot: Snapshot) -> str:
    """Return the value of a field in a snapshot as text for people."""
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
    """Return the column of an article with that name."""
    column = Article._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101  not the other end of a relation
    return column
