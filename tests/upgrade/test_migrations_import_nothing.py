"""Landed migrations import nothing of ours: they would change whenever it does, or break."""

import ast
from collections.abc import Iterator

import pytest

from tests.upgrade.databases import ROOT

OURS = {"articles", "comments", "mvforum", "deploy", "tests"}
MIGRATIONS = sorted(path for package in OURS for path in (ROOT / package).rglob("migrations/[0-9]*.py"))
IMPORTING_CALLS = {"import_module", "import_string", "__import__"}


def is_ours(module: str) -> bool:
    """Whether it can change: a landed migration cannot, so others may use what it has."""
    packages = module.split(".")
    return packages[0] in OURS and "migrations" not in packages


def imported(source: str) -> Iterator[str]:
    """All that a migration imports, wherever in it, by statement or by call."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # ".name" is a migration beside it; "..name" is not.
            above = "comments" if node.level > 1 else "comments.migrations"
            yield f"{above}.{node.module or ''}" if node.level else str(node.module)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in IMPORTING_CALLS and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def imports_of_ours(source: str) -> list[str]:
    return [module for module in imported(source) if is_ours(module)]


def test_the_migrations_are_found():
    assert len(MIGRATIONS) >= 45
    assert len({path.parent for path in MIGRATIONS}) == 3


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem[:4]}")
def test_a_migration_imports_nothing_of_ours(path):
    assert imports_of_ours(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import comments.models.face",
        "from articles.models.life import new_preview_key",
        "def fill(apps, editor):\n    from comments.search import POSTS",
        "from ..search import POSTS",
        "importlib.import_module('comments.search')",
        "import_string('mvforum.accounts.models.Users')",
    ],
)
def test_an_import_of_ours_is_seen(source):
    assert imports_of_ours(source)


@pytest.mark.parametrize(
    "source",
    [
        "from django.db import migrations, models",
        "from importlib import import_module",
        "log = import_module('comments.migrations.0002_the_log_only_grows')",
        "from . import frozen",
    ],
)
def test_what_does_not_change_may_be_imported(source):
    assert imports_of_ours(source) == []
