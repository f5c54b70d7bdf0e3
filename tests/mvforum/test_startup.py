"""Start-up names what is missing, in one line, and /healthz is 503 where pages would be."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT, Site
from tests.servers import missing, postgresql

START = "import mvforum.wsgi"
ASK = """
from django.test import Client
for path in ("/", "/healthz"):
    client = Client(headers={"host": "forum.example.org"}, raise_request_exception=False)
    print(client.get(path, secure=True).status_code)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Site:
    site = Site(tmp_path_factory.mktemp("var"))
    site.prepare()
    return site


@pytest.fixture
def folder(prepared, tmp_path) -> Path:
    """A folder with all that a site needs."""
    return shutil.copytree(prepared.environment["VAR_DIR"], tmp_path / "var")


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess:
    return Site(folder, **environment).run("-c", START)


def check_refusal(done: subprocess.CompletedProcess, line: str) -> None:
    assert done.returncode == 1
    assert done.stderr.startswith(f"mvforum cannot start: {line}")
    assert done.stderr.count("\n") == 1


def test_a_complete_site_starts(folder):
    done = start(folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_server_reports_it_once(folder):
    (folder / "mvforum.sqlite3").unlink()
    site = Site(folder)
    check_refusal(site.run("deploy/serve.py", "--port", str(site.port)), "migrations are not applied")


def test_an_empty_database(folder):
    (folder / "mvforum.sqlite3").unlink()
    check_refusal(start(folder), "migrations are not applied (")


def test_a_migration_that_is_not_applied(folder):
    site = Site(folder)
    site.manage("shell", "--no-imports", "-c", """
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder.Migration.objects.filter(app="comments").latest("id").delete()
""")  # fmt: skip
    done = start(folder)
    check_refusal(done, "migrations are not applied (comments.")
    assert "and" not in done.stderr.partition("(")[2].partition(")")[0]
    assert "Run: python manage.py migrate" in done.stderr


def test_a_table_that_is_missing(folder):
    with sqlite3.connect(folder / "mvforum.sqlite3") as database:
        database.execute("ALTER TABLE django_session RENAME TO gone")
    check_refusal(start(folder), "tables are missing in the database (django_session)")


def test_a_file_that_is_no_database(folder):
    (folder / "mvforum.sqlite3").write_text("no database " * 100)
    check_refusal(start(folder), "the database cannot be used: file is not a database")


def test_static_files_that_were_never_collected(folder):
    shutil.rmtree(folder / "static")
    check_refusal(start(folder), f"static files are missing in {folder}/static (")


def test_one_static_file_that_is_missing(folder):
    for file in (folder / "static").glob("site.*.css"):
        file.unlink()
    check_refusal(start(folder), f"static files are missing in {folder}/static (site.css)")


def test_a_folder_of_pictures_that_cannot_be_written(folder):
    shutil.rmtree(folder / "media", ignore_errors=True)
    (folder / "media").write_text("a file in its place")
    check_refusal(start(folder), f"the folder of pictures cannot be written: {folder}/media (")


def test_a_folder_of_the_database_that_cannot_be_written(folder):
    (folder / "file").touch()
    done = start(folder, DATABASE_URL=f"sqlite:///{folder}/file/in/mvforum.sqlite3")
    check_refusal(done, f"the folder of the database cannot be written: {folder}/file/in (")


@pytest.mark.parametrize("key", ["short", "x" * 60, "abcd" * 15])
def test_a_short_key(folder, key):
    check_refusal(start(folder, SECRET_KEY=key), "SECRET_KEY is too short: use at least 50 random characters")


@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_the_key_of_the_sample(folder, name):
    sample = (ROOT / "deploy" / "production.env").read_text()
    key = next(line for line in sample.splitlines() if line.startswith("SECRET_KEY=")).partition("=")[2]
    check_refusal(start(folder, **{name: key}), f"{name} is that of the sample")


def test_an_older_key_may_be_short(folder):
    assert start(folder, SECRET_KEY_FALLBACKS="short").returncode == 0


def test_a_database_that_does_not_answer_yet(folder):
    done = start(folder, DATABASE_URL="postgres://u:hidden@127.0.0.1:1/x")
    assert done.returncode == 0
    assert done.stderr.startswith("The database does not answer yet: ")
    assert done.stderr.count("\n") == 1
    assert "hidden" not in done.stderr


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_postgresql_without_tables(folder):
    with postgresql() as cluster:
        check_refusal(start(folder, DATABASE_URL=cluster.url()), "migrations are not applied")


def test_the_health_check_fails_where_pages_do(folder):
    site = Site(folder)
    asked = ["manage.py", "shell", "--no-imports", "-c", ASK]
    assert site.run(*asked).stdout.split() == ["200", "200"]
    with sqlite3.connect(folder / "mvforum.sqlite3") as database:
        database.execute("ALTER TABLE articles_article RENAME TO gone")
    assert site.run(*asked).stdout.split() == ["503", "503"]


def test_the_health_check_asks_once(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/healthz").status_code == 200
