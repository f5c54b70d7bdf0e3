"""Imports point one way. This file is the drawing of the house, and its inspector."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("articles", "comments", "mvforum")

# What each room must not know. Whatever is not named here may be imported.
FORBIDDEN = {
    "comments": {"articles", "mvforum", "tests"},
    "comments/policy": {"django", "comments", "articles", "mvforum"},
    "comments/personal": {
        "django",
        "articles",
        "mvforum",
        "comments.models",
        "comments.policy",
        "comments.policy_messages",
        "comments.submission.queries",
        "comments.submission.forms",
        "comments.views",
        "comments.sanitizer",
    },
    "comments/sanitizer.py": {"django", "comments", "articles", "mvforum"},
    "comments/watching": {"django", "comments", "articles", "mvforum"},
    "comments/models/path.py": {"django", "comments", "articles", "mvforum"},
    "comments/spam/learning": {"django", "comments", "articles", "mvforum"},
    "comments/models": {
        "comments.submission.queries",
        "comments.submission.forms",
        "comments.views",
        "comments.admin.moderation",
        "comments.moderation.decisions",
        "comments.spam",
    },
    "comments/spam": {
        "comments.submission.forms",
        "comments.views",
        "comments.admin.moderation",
        "comments.moderation.decisions",
        "comments.urls",
    },
    "comments/submission/queries.py": {
        "comments.submission.forms",
        "comments.views",
        "comments.admin.moderation",
        "comments.urls",
    },
    "comments/submission/form_fields.py": {
        "comments.models",
        "comments.submission.forms",
        "comments.views",
    },
    "comments/submission/confirmation.py": {
        "comments.models",
        "comments.submission.forms",
        "comments.views",
    },
    "comments/submission/facts.py": {
        "comments.submission.forms",
        "comments.views",
        "comments.admin.moderation",
    },
    "comments/submission/compiled_list.py": {
        "comments.submission.forms",
        "comments.views",
        "comments.admin.moderation",
        "comments.urls",
    },
    "comments/submission/guest_names.py": {
        "comments.submission.forms",
        "comments.views",
        "comments.admin.moderation",
        "comments.urls",
    },
    "comments/submission/forms.py": {
        "comments.views",
        "comments.admin.moderation",
        "comments.urls",
    },
    "comments/moderation/forms.py": {
        "comments.views",
        "comments.admin.moderation",
        "comments.urls",
    },
    "comments/views": {"comments.urls", "comments.admin.moderation"},
    "articles": {"mvforum", "tests"},
    "articles/models": {
        "articles.views",
        "articles.admin",
        "comments.submission.forms",
        "comments.views",
    },
    "mvforum": {"tests"},
}
RENDERERS = {"bleach", "nh3", "markdown_it"}


def imports_of(path: Path) -> set[str]:
    """Names imported when the program runs; imports for type checkers only do not count."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def files_in(room: str) -> list[Path]:
    path = ROOT / room
    files = [path] if path.suffix else sorted(path.rglob("*.py"))
    assert files, f"{room} is empty"
    return files


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_point_one_way(room):
    for file in files_in(room):
        for name in imports_of(file):
            for forbidden in FORBIDDEN[room]:
                is_own = f"{name}.".startswith(f"{room.replace('/', '.')}.")
                is_wrong = f"{name}.".startswith(f"{forbidden}.") and not is_own
                assert not is_wrong, f"{file} imports {name}"


def test_the_inspector_sees_a_wrong_arrow(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def late():\n    from articles.models import Article\n")
    assert "articles.models.Article" in imports_of(wrong)


def test_one_door_for_written_text():
    doors = [
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in files_in(room)
        if {name.partition(".")[0] for name in imports_of(file)} & RENDERERS
    ]
    assert doors == ["comments/sanitizer.py"]


def test_one_door_out():
    pages = [page for page in (ROOT / "templates").rglob("*") if page.is_file()]
    unescaped = [page.name for page in pages if re.search(r"\|\s*safe\b", page.read_text())]
    assert unescaped == ["_body.html"]
    letters = {page.parent.name for page in pages if "autoescape off" in page.read_text()}
    assert letters <= {"letters", "email", "messages"}  # plain text, escaped where it is shown
    code = [file for room in ROOMS for file in files_in(room)]
    assert not [file for file in code if "mark_safe" in file.read_text()]


def test_there_are_no_signals():
    for room in ROOMS:
        for file in files_in(room):
            assert "django.db.models.signals" not in imports_of(file), file
            assert "django.dispatch" not in imports_of(file), file


def test_only_one_method_moves_a_comment():
    """Nobody else writes a status."""
    writes = re.compile(r"\.update\([^)]*\bstatus=|\.status\s*=[^=]")
    movers = [
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in files_in(room)
        if writes.search(file.read_text())
    ]
    assert movers == []


def test_the_top_level_is_small():
    names = {path.name for path in ROOT.iterdir()}
    ours = {
        ".ci", ".dockerignore", ".editorconfig", ".git", ".git-blame-ignore-revs", ".github",
        ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "Makefile", "README.md",
        "articles", "comments", "deploy", "docs", "manage.py", "mvforum", "pyproject.toml",
        "templates", "tests",
    }  # fmt: skip
    made = {
        ".venv",
        "var",
        ".pytest_cache",
        ".ruff_cache",
        ".mypy_cache",
        ".hypothesis",
        "__pycache__",
    }
    assert names - made <= ours
