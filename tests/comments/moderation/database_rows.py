"""All rows of the database, and the changes that an action has made.

Names of tables and columns are used, since they stay when classes and fields are renamed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import models

Row = dict[str, object]
Snapshot = dict[str, dict[object, Row]]

MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
NOT_COMPARED = {"django_session"}  # It holds the messages for the next page.


def snapshot() -> Snapshot:
    """Rows by table and primary key."""
    return {table: rows_of(table) for table in MODELS if table not in NOT_COMPARED}


def rows_of(table: str) -> dict[object, Row]:
    columns = _columns_of(table)
    rows = MODELS[table]._base_manager.values(*columns)
    key = MODELS[table]._meta.pk.attname
    return {row[key]: {columns[name]: _plain(row[name]) for name in columns} for row in rows}


def insert(table: str, **values: object) -> None:
    """Add a row, with the defaults of its model."""
    names = {column: name for name, column in _columns_of(table).items()}
    row = MODELS[table](**{names[column]: value for column, value in values.items()})
    row.save(force_insert=True)


def update(table: str, key: object, **values: object) -> None:
    names = {column: name for name, column in _columns_of(table).items()}
    rows = MODELS[table]._base_manager.filter(pk=key)
    assert rows.update(**{names[column]: value for column, value in values.items()}) == 1


def delete(table: str, keys: Iterable[object]) -> None:
    MODELS[table]._base_manager.filter(pk__in=[*keys]).delete()


def differences(before: Snapshot, after: Snapshot) -> set[tuple[str, object, str]]:
    """Table, primary key and column of each value that differs; "+" and "-" for whole rows."""
    found: set[tuple[str, object, str]] = set()
    assert before.keys() == after.keys()
    for table, rows in before.items():
        now = after[table]
        found |= {(table, key, "+") for key in now.keys() - rows.keys()}
        found |= {(table, key, "-") for key in rows.keys() - now.keys()}
        for key in rows.keys() & now.keys():
            changed = {name for name in rows[key] if rows[key][name] != now[key][name]}
            found |= {(table, key, name) for name in changed}
    return found


def _columns_of(table: str) -> dict[str, str]:
    fields: list[models.Field] = [*MODELS[table]._meta.concrete_fields]
    return {field.attname: field.column for field in fields}


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
