"""Facts and anniversaries as YAML files: a list of entries, each a mapping of fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import Anniversary, Fact, Topic
from articles.models.day_of_year import DayOfYear


class DailyEntryError(Exception):
    """An entry cannot be stored. None of the file was."""


@transaction.atomic
def load_facts(path: Path) -> int:
    """Store the facts of a file, and return how many are new. A fact with a known slug stays as it
    is."""
    return sum(_store(Fact(), entry) for entry in _read_entries(path))


@transaction.atomic
def load_anniversaries(path: Path) -> int:
    """Store the anniversaries of a file, as `load_facts` does. The field `date` has the day, as
    10-14."""
    stored = 0
    for entry in _read_entries(path):
        try:
            day = DayOfYear.parse(str(entry.pop("date")))
        except (KeyError, ValueError):
            raise DailyEntryError(f"{entry.get('slug')}: date must be like 10-14") from None
        stored += _store(Anniversary(month=day.month, day=day.day), entry)
    return stored


def _read_entries(path: Path) -> Iterator[dict]:
    yield from yaml.safe_load(path.read_text("utf-8"))


def _store(row: Fact | Anniversary, entry: dict) -> bool:
    topics = entry.pop("topics", [])
    if type(row).objects.filter(slug=entry.get("slug")).exists():
        return False
    for name, value in entry.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise DailyEntryError(f"{entry.get('slug')}: {error}") from None
    row.save()
    row.topics.set(Topic.get_or_create_by_name(name) for name in topics)
    return True
