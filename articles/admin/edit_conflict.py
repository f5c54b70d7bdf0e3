"""Edit conflicts: two people change one article, and the second sees what the first has saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.models import Article, Byline, Revision
from articles.revision_diff import FieldDiff, diff_snapshots

if TYPE_CHECKING:
    from django.http import QueryDict

REVISION_FIELD = "revision"  # the revision that the form was opened with
BYLINE_FORM_FIELDS = ("id", "role", "person", "position", "DELETE")  # of a by-line
MAX_BYLINE_ROWS = 1000  # as in any form set of Django

FormRow = dict[str, str]


@dataclass(frozen=True)
class EditConflict:
    """The revisions that were saved since a form was opened, oldest first."""

    revisions: list[Revision]
    differences: list[FieldDiff]

    @property
    def latest(self) -> int:
        return self.revisions[-1].number


def get_opened_revision(data: Mapping[str, Any]) -> int | None:
    """Return the number of the revision that the form was opened with, if it names one."""
    sent = data.get(REVISION_FIELD, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def is_latest(revision: Revision, data: Mapping[str, Any]) -> bool:
    """Whether the form was opened with this revision."""
    return get_opened_revision(data) == revision.number


def is_stale(article: Article, data: Mapping[str, Any]) -> bool:
    """Whether a revision has been saved since the form was opened."""
    opened = get_opened_revision(data)
    return opened is not None and bool(Revision.objects.get_since(article, opened))


def find_edit_conflict(article: Article, data: Mapping[str, Any]) -> EditConflict | None:
    """Return the revisions since the form was opened, or None if there are none."""
    opened = get_opened_revision(data)
    if opened is None or not (later := Revision.objects.get_since(article, opened)):
        return None
    seen = Revision.objects.filter(article=article, number=opened).first() or later[0]
    return EditConflict(later, diff_snapshots(seen.snapshot, later[-1].snapshot))


def merge_byline_rows(data: QueryDict, prefix: str, article: Article) -> QueryDict:
    """Fit the by-lines of a form to those that are stored now.

    Rows that somebody else has deleted become new ones. Rows that somebody else has added are
    there, too, with a tick at "Delete": without the tick they stay.
    """
    sent = [*_rows(data, prefix)]
    by_id = {row["id"]: row for row in sent if row.get("id")}
    rows = [_match_row(line, by_id, sent) for line in article.bylines.all()]
    used = {id(row) for row in rows}
    new = [row | {"id": ""} for row in sent if id(row) not in used and "DELETE" not in row]
    answer = data.copy()
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del answer[name]
    answer[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
    answer[f"{prefix}-TOTAL_FORMS"] = str(len(rows) + len(new))
    for number, row in enumerate([*rows, *new]):
        for column, value in row.items():
            answer[f"{prefix}-{number}-{column}"] = value
    return answer


def _rows(data: QueryDict, prefix: str) -> Iterator[FormRow]:
    sent = data.get(f"{prefix}-TOTAL_FORMS", "")
    total = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else 0
    for number in range(min(total, MAX_BYLINE_ROWS)):
        places = {column: f"{prefix}-{number}-{column}" for column in BYLINE_FORM_FIELDS}
        yield {column: str(data[place]) for column, place in places.items() if place in data}


def _match_row(line: Byline, by_id: dict[str, FormRow], sent: list[FormRow]) -> FormRow:
    """Return the row of the form for a by-line, or a row that deletes it."""
    key = str(line.pk)
    same = (line.role, str(line.person_id))
    for row in [by_id[key]] if key in by_id else sent:
        is_new = row.get("id", "") == ""
        if row.get("id") == key or (is_new and (row.get("role"), row.get("person")) == same):
            row["id"] = key
            return row
    return {"id": key, "role": line.role, "person": str(line.person_id), "position": str(line.position), "DELETE": "on"}
