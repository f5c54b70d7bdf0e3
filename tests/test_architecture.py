"""Structure of the code: layers, import circles, names, and what is allowed at the top levels."""

import ast
import re
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("articles", "comments", "mvforum")

# From the top. A module imports only from its own layer or from one below; the longest name
# decides, so "articles" and "comments" stand for what is left of them.
LAYERS = [
    "mvforum",
    "articles.apps articles.urls articles.admin articles.management",
    "articles.views articles.templatetags articles.feeds articles.sitemaps",
    "articles articles.pictures.import_export",
    "articles.models articles.rendering articles.pictures.figure",
    "articles.pictures articles.licences articles.slugs articles.sources",
    "comments.apps comments.urls comments.admin comments.management",
    "comments.views comments.templatetags",
    "comments.submission comments.moderation",
    "comments.notifications comments.spam comments.threads",
    "comments.search",
    "comments.models",
    "comments.policy_messages",
    "comments.policy comments.crisis_detection comments.word_lists comments.personal_info comments.text comments.sanitizer",
    "comments.web comments",
]
# Pure functions: these know neither Django nor the database.
WITHOUT_DJANGO = (
    "comments.crisis_detection",
    "comments.models.path",
    "comments.personal_info",
    "comments.policy",
    "comments.sanitizer",
    "comments.spam.classifier",
    "comments.text",
    "comments.word_lists",
)
RENDERERS = {"bleach", "nh3", "markdown_it"}
# Django finds each command by the name of its class.
SHARED_NAMES = {"Command"}


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    module_name(file): file
    for app in APPS
    for file in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in file.parts
}


def imports_of(file: Path) -> set[str]:
    """All names that a file imports, also within functions and for type checkers only."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def modules_of(names: set[str]) -> set[str]:
    """Our modules among imported names: `comments.models.Comment` is of `comments.models`."""
    parents = {name.rpartition(".")[0] for name in names if name not in MODULES}
    return (names | parents) & {*MODULES}


IMPORTS = {name: modules_of(imports_of(file)) - {name} for name, file in MODULES.items()}


def is_within(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def layer_of(name: str) -> int:
    """The number of its layer, counted from the top."""
    found = [
        (len(package), number)
        for number, layer in enumerate(LAYERS)
        for package in layer.split()
        if is_within(name, package)
    ]
    assert found, f"{name} is in no layer"
    return max(found)[1]


def wrong_imports(imports: dict[str, set[str]]) -> list[str]:
    return [
        f"{name} imports {other}"
        for name, others in imports.items()
        for other in sorted(others)
        if layer_of(other) < layer_of(name)
    ]


def find_circle(imports: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_each_layer_has_modules():
    assert len(MODULES) > 200
    assert {layer_of(name) for name in MODULES} == {*range(len(LAYERS))}


def test_imports_point_down():
    assert wrong_imports(IMPORTS) == []


def test_there_are_no_import_circles():
    """Neither those that only type checkers see, nor those that hide in functions."""
    assert find_circle(IMPORTS) == []


def test_a_wrong_import_is_found(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from comments.views import flags\n"
        "def late():\n    from articles.models import Article\n"
    )
    found = modules_of(imports_of(wrong))
    assert found == {"comments.views.flags", "articles.models"}
    assert wrong_imports({"comments.models.flag": found}) == [
        "comments.models.flag imports articles.models",
        "comments.models.flag imports comments.views.flags",
    ]


def test_a_circle_is_found():
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert {*find_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})} == {"a", "b", "c"}


@pytest.mark.parametrize("package", WITHOUT_DJANGO)
def test_pure_functions_know_no_django(package):
    files = {name: file for name, file in MODULES.items() if is_within(name, package)}
    assert files
    for name, file in files.items():
        assert not [found for found in imports_of(file) if is_within(found, "django")], name


def test_the_policy_knows_only_itself():
    names = [name for name in MODULES if is_within(name, "comments.policy")]
    assert names
    for name in names:
        assert all(is_within(other, "comments.policy") for other in IMPORTS[name]), name


def test_each_public_name_means_one_thing():
    places = defaultdict(list)
    for name, file in MODULES.items():
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                places[node.name].append(name)
    assert len(places) > 500
    assert {name: found for name, found in places.items() if len(found) > 1}.keys() <= SHARED_NAMES


def test_at_the_top_of_comments_is_only_what_belongs_there():
    files = {path.name for path in (ROOT / "comments").iterdir() if path.is_file()}
    assert files == {"__init__.py", "apps.py", "urls.py", "sanitizer.py", "policy_messages.py"}


def test_only_the_sanitizer_renders_what_people_write():
    assert [
        name for name, file in MODULES.items() if {found.partition(".")[0] for found in imports_of(file)} & RENDERERS
    ] == ["comments.sanitizer", "comments.text.markdown"]


def test_only_one_template_prints_html_as_it_is():
    pages = [page for page in (ROOT / "templates").rglob("*") if page.is_file()]
    unescaped = [page.name for page in pages if re.search(r"\|\s*safe\b", page.read_text())]
    assert unescaped == ["_body.html"]
    plain_text = {page.parent.name for page in pages if "autoescape off" in page.read_text()}
    assert plain_text == {"emails", "email", "messages"}  # escaped where it is shown
    assert not [name for name, file in MODULES.items() if "mark_safe" in file.read_text()]


def test_there_are_no_signals():
    for name, file in MODULES.items():
        for found in imports_of(file):
            assert not is_within(found, "django.db.models.signals"), name
            assert not is_within(found, "django.dispatch"), name


def test_only_one_method_changes_the_status_of_a_comment():
    writes = re.compile(r"\.update\([^)]*\bstatus=|\.status\s*=[^=]")
    assert not [name for name, file in MODULES.items() if writes.search(file.read_text())]


def test_the_top_level_is_small():
    names = {path.name for path in ROOT.iterdir()}
    ours = {
        ".ci", ".dockerignore", ".editorconfig", ".git", ".git-blame-ignore-revs", ".github",
        ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "Makefile", "README.md",
        "articles", "comments", "deploy", "docs", "manage.py", "mvforum", "pyproject.toml",
        "templates", "tests",
    }  # fmt: skip
    made = {".venv", "var", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis", "__pycache__"}
    assert names - made <= ours
