"""A site moves from SQLite to PostgreSQL: dump, load, and the digest of every row is equal."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mvforum.database_copy import digest_tables
from tests.servers import missing, postgresql
from tests.upgrade.databases import Database, Databases

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
# Search indexes, which rebuild_search makes, and what Django notes of migrations.
DERIVED = ("articles_search", "articles_title_search", "comments_search", "django_migrations")
POST_AND_SEARCH = """
from django.contrib.auth.models import Group
from articles.models import Article, Topic
from articles.search import search_articles
from comments.models import OutgoingEmail
from mvforum.accounts.models import User
before = [Topic.objects.latest("pk").pk, User.objects.latest("pk").pk]
after = [Topic.objects.create(name="New", slug="new").pk, User.objects.create_user("new", "new@example.org").pk]
assert all(new > old for new, old in zip(after, before)), (before, after)
User.objects.get(username="new").groups.add(*Group.objects.all())
from django.test import Client
word = Article.objects.published().first().title.split()[-1]
page = Client(headers={"host": "localhost"}).get("/search/", {"q": word})
assert page.status_code == 200 and Article.objects.published().first().title.encode() in page.content, word
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> Database:
    """An SQLite database with rows in every table."""
    databases = Databases(tmp_path_factory.mktemp("sqlite"), "sqlite:")
    database = databases.from_dump()
    database.migrate()
    return database


@pytest.fixture(scope="module")
def dump(old, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("dump") / "site.jsonl.gz"
    said = old.python("manage.py", "dump_site", file)
    with gzip.open(file, "rt") as lines:
        assert said == f"{sum(1 for _line in lines)} rows are written to {file}.\n"
    return file


@pytest.fixture(scope="module")
def new(tmp_path_factory) -> Iterator[Database]:
    """An empty PostgreSQL database, migrated."""
    with postgresql() as cluster:
        databases = Databases(tmp_path_factory.mktemp("postgresql"), cluster.url())
        database = databases.new()
        database.migrate()
        yield database
        databases.remove()


@pytest.fixture(scope="module")
def loaded(new, dump) -> Database:
    new.python("manage.py", "load_site", dump)
    return new


def digests_of(database: Database) -> dict[str, str]:
    lines = database.python("manage.py", "digest_rows").splitlines()
    return dict(line.split(" ", 1) for line in lines)


def test_every_row_is_equal(old, loaded):
    before, after = digests_of(old), digests_of(loaded)
    assert len(before) > 45
    assert after == before
    assert sum(int(line.split()[0]) for line in before.values()) > 1000


def test_every_table_has_a_digest(old, loaded):
    for database in (old, loaded):
        without = database.tables() - {*digests_of(database)}
        assert {table for table in without if not table.startswith(DERIVED)} == set()


def test_microseconds_are_kept(old, dump):
    with gzip.open(dump, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    moments = [row["fields"]["created_at"] for row in rows if row["model"] == "comments.comment"]
    assert any(datetime.fromisoformat(moment).microsecond % 1000 for moment in moments)


def test_the_copy_goes_on_where_the_original_ended(loaded):
    before = digests_of(loaded)
    loaded.python("manage.py", "rebuild_search")
    loaded.python("manage.py", "shell", "--no-imports", "-c", POST_AND_SEARCH)
    assert digests_of(loaded)["comments_comment"] == before["comments_comment"]


def test_a_database_in_use_is_not_overwritten(loaded, dump):
    before = digests_of(loaded)
    with pytest.raises(AssertionError, match="This database is in use already"):
        loaded.python("manage.py", "load_site", dump)
    assert digests_of(loaded) == before


def test_a_changed_row_changes_the_digest(article):
    before = {table: digest for table, _rows, digest in digest_tables()}
    type(article).objects.filter(pk=article.pk).update(title="Another title")
    after = {table: digest for table, _rows, digest in digest_tables()}
    assert {table for table in before if before[table] != after[table]} == {"articles_article"}


def test_a_microsecond_changes_the_digest(post):
    comment = post("Hello")
    moments = [datetime(2026, 1, 1, microsecond=number, tzinfo=UTC) for number in (1, 2)]
    found = []
    for moment in moments:
        type(comment).objects.filter(pk=comment.pk).update(created_at=moment)
        found.append({table: digest for table, _rows, digest in digest_tables()}["comments_comment"])
    assert found[0] != found[1]
