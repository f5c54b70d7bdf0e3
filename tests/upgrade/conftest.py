"""Databases that several tests read. No test here uses the database of the settings."""

import os
from collections.abc import Iterator

import pytest

from tests.upgrade.databases import Database, Databases, check_out, missing_commit, report_of


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests for both engines, since none asks pytest-django for a database."""
    if {"databases"} & {*getattr(item, "fixturenames", ())}:
        item.add_marker("database")


@pytest.fixture(scope="session")
def databases(tmp_path_factory) -> Iterator[Databases]:
    url = os.environ.get("DATABASE_URL", "sqlite:")
    databases = Databases(tmp_path_factory.mktemp("upgrade"), url)
    yield databases
    databases.remove()


@pytest.fixture(scope="session")
def original(databases) -> Database:
    """The dump, as the code of commit e19ede4 left it."""
    return databases.from_dump()


@pytest.fixture(scope="session")
def upgraded(databases) -> Database:
    database = databases.from_dump()
    database.migrate()
    return database


@pytest.fixture(scope="session")
def fresh(databases) -> Database:
    database = databases.new()
    database.migrate()
    return database


@pytest.fixture(scope="session")
def stepped(databases) -> tuple[Database, list[tuple[str, set[tuple[str, str]]]]]:
    """A database migrated by one step at a time, and the triggers after each step.

    Before that an operator took a permission from the group "admin".
    """
    database = databases.from_dump()
    database.query(
        """
        DELETE FROM auth_group_permissions
        WHERE group_id IN (SELECT id FROM auth_group WHERE name = 'admin')
        AND permission_id IN (SELECT id FROM auth_permission WHERE codename = 'delete_ground')
        """
    )
    steps = report_of(database.python("-m", "tests.upgrade.steps"))["steps"]
    return database, [(step, {*map(tuple, found)}) for step, found in steps]


@pytest.fixture(scope="session")
def old_code(tmp_path_factory):
    if why := missing_commit():
        pytest.skip(why)
    return check_out(tmp_path_factory.mktemp("old"))
