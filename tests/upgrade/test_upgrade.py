"""Upgrade of a database of commit e19ede4: it keeps everything, and ends like a fresh one."""

import sqlite3
from collections.abc import Iterator

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import DeleteModel, RenameModel
from django.db.migrations.operations.base import Operation

from tests.upgrade.differences import (
    CHANGED_SCHEMA,
    CHANGED_TABLES,
    KNOWN,
    RENAMED_MODELS,
    RETITLED_MODELS,
    codename_now,
    model_now,
)

# Compared by tests of their own; grants of permissions in test_permissions.py.
COMPARED_OTHERWISE = {
    "auth_group_permissions",
    "auth_permission",
    "accounts_user_user_permissions",
    "django_content_type",
    "django_migrations",
}
MIGRATIONS = "SELECT app, name FROM django_migrations"


def test_the_dump_has_rows_in_every_table(original):
    tables = original.tables()
    assert {"comments_comment", "comments_decision", "accounts_user"} < tables
    assert {table for table in tables if not original.rows(table, original.columns(table))} == set()


def test_every_row_is_there_with_the_same_values(original, upgraded):
    changed = set()
    for table in original.tables() - COMPARED_OTHERWISE:
        columns = original.columns(table)  # Others may have come.
        if original.rows(table, columns) != upgraded.rows(table, columns):
            changed.add(table)
    assert changed == CHANGED_TABLES


def test_every_word_is_still_found(original, upgraded):
    if original.engine != "sqlite":
        pytest.skip("PostgreSQL keeps them in tables like any other")
    before = original.words_in_indexes()
    assert {*before} == {"articles_search", "articles_title_search", "comments_search"}
    assert all(before.values())
    assert upgraded.words_in_indexes() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE comments_decision SET reason = 'x'",
        "UPDATE comments_decision SET act = NULL",
        "UPDATE comments_decision SET id = id + 1000000",
        "DELETE FROM comments_decision",
        "DELETE FROM comments_decision WHERE id = (SELECT max(id) FROM comments_decision)",
    ],
)
def test_the_log_refuses_to_be_changed(upgraded, change):
    with pytest.raises((sqlite3.IntegrityError, psycopg.Error), match="decisions_are_never_changed"):
        upgraded.query(change)


def test_migrations_are_added_and_none_is_forgotten(original, upgraded, fresh):
    before, after = {*original.query(MIGRATIONS)}, {*upgraded.query(MIGRATIONS)}
    assert before <= after
    assert after == {*fresh.query(MIGRATIONS)}


def test_a_fresh_database_ends_in_the_same_schema(upgraded, fresh):
    ours, theirs = upgraded.schema(), fresh.schema()
    assert len(ours) > 100
    assert sorted(ours ^ theirs) == []


def test_nothing_of_the_schema_is_lost_or_changed(original, upgraded):
    before, after = original.schema(), upgraded.schema()
    assert len(before) > 100
    lost = {" ".join(line.split(" | ")[:2]) for line in before - after}
    assert lost == CHANGED_SCHEMA[original.engine]


def test_content_types_follow_their_models(original, upgraded, fresh):
    before, after = original.content_types(), upgraded.content_types()
    assert {key: after.get(key) for key in before} == {key: model_now(before[key]) for key in before}
    assert sorted(after.values()) == sorted(fresh.content_types().values())


def test_permissions_follow_their_models(original, upgraded, fresh):
    """The keys stay, so grants by hand stay, too."""
    before, after = original.permissions(), upgraded.permissions()
    wanted = {
        key: (model_now(model), codename_now(model, codename)) for key, (model, codename, _title) in before.items()
    }
    assert {key: after.get(key, ())[:2] for key in before} == wanted
    both = [
        sorted(row[: 2 if row[0] in RETITLED_MODELS else 3] for row in found.values())
        for found in (after, fresh.permissions())
    ]
    assert both[0] == both[1]


def operations_since() -> Iterator[tuple[str, Operation]]:
    """Yield all operations of our migrations since the dump, each with its app."""
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app in KNOWN and name[:4] > KNOWN[app]:
            for operation in migration.operations:
                yield app, operation
                yield from ((app, inner) for inner in getattr(operation, "state_operations", ()))


def test_the_renamed_models_are_those_of_the_migrations():
    renamed: dict[str, str] = {}
    for app, operation in operations_since():
        assert not isinstance(operation, DeleteModel)
        if isinstance(operation, RenameModel):
            old, new = (f"{app}.{n.lower()}" for n in (operation.old_name, operation.new_name))
            first = next((name for name, now in renamed.items() if now == old), old)
            renamed[first] = new
    assert renamed == RENAMED_MODELS
