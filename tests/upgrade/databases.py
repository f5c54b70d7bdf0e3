"""Databases for the upgrade tests: loaded from a dump, migrated by either code, and read."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

COMMIT = "e19ede4155b65fdec3b089d3c806e37c58fdd6b0"  # The dumps were made by its code.
ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
DUMPS = {"sqlite": FOLDER / "e19ede4.sqlite3.gz", "postgresql": FOLDER / "e19ede4.sql.gz"}
SECRET_KEY = "only-for-the-dumps-" * 3

TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT relname, tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal
    """,
}
TABLES = {
    # Not the tables in which FTS5 keeps an index: see `words_in_indexes`.
    "sqlite": """
        SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
    """,
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('{table}')",
    "postgresql": """
        SELECT column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = '{table}'
    """,
}
SCHEMA = {
    "sqlite": (
        """
        SELECT type, tbl_name, name, sql FROM sqlite_master
        WHERE name NOT LIKE 'sqlite!_stat%' ESCAPE '!'
        """,
    ),
    "postgresql": (
        """
        SELECT table_name, column_name, data_type, column_default, is_nullable, collation_name,
            character_maximum_length, is_identity, identity_generation
        FROM information_schema.columns WHERE table_schema = 'public'
        """,
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
        """,
        TRIGGERS["postgresql"],
        """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        """,
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    ),
}


def engine_of(url: str) -> str:
    return "sqlite" if url.startswith("sqlite:") else "postgresql"


@dataclass
class Database:
    """A database of either engine, with the folder that the site uses as VAR_DIR."""

    url: str
    folder: Path

    @property
    def engine(self) -> str:
        return engine_of(self.url)

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection | psycopg.Connection]:
        """Connect without Django; each statement is committed by itself."""
        if self.engine == "sqlite":
            with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
                yield connection
        else:
            with psycopg.connect(self.url, autocommit=True) as connection:
                yield connection

    def query(self, statement: str) -> list[tuple]:
        with self.connected() as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def load(self, dump: Path) -> None:
        data = gzip.decompress(dump.read_bytes())
        if self.engine == "sqlite":
            self.file.write_bytes(data)
        else:
            self.query(data.decode())

    def python(self, *arguments: str | Path, code: Path = ROOT) -> str:
        """Run Python on this database with the code of a folder; return its output."""
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "mvforum.settings",
            "PYTHONPATH": str(code),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": SECRET_KEY,  # By which sessions and authors are known again.
            "ALLOWED_HOSTS": "testserver,localhost",
            "PLAIN_HTTP": "true",
            "DEBUG": "true",  # plain static files
        }
        done = subprocess.run(
            [sys.executable, *arguments], cwd=code, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{arguments} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def migrate(self, *, code: Path = ROOT) -> None:
        self.python("manage.py", "migrate", "--noinput", "--verbosity=0", code=code)

    def triggers(self) -> dict[tuple[str, str], str]:
        """Return the definition of each trigger, by table and name."""
        found = self.query(TRIGGERS[self.engine])
        return {(table, name): plain(sql) for table, name, sql in found}

    def schema(self) -> set[str]:
        """Return one line for each column, index, constraint, trigger and function."""
        found = [row for statement in SCHEMA[self.engine] for row in self.query(statement)]
        return {" | ".join(plain(str(cell)) for cell in row) for row in found}

    def tables(self) -> set[str]:
        return {name for (name,) in self.query(TABLES[self.engine])}

    def columns(self, table: str) -> list[str]:
        return sorted(name for (name,) in self.query(COLUMNS[self.engine].format(table=table)))

    def rows(self, table: str, columns: list[str]) -> list[str]:
        """Return all rows of a table as sorted lines."""
        names = ", ".join(f'"{name}"' for name in columns)
        return sorted(map(repr, self.query(f'SELECT {names} FROM "{table}"')))

    def content_types(self) -> dict[int, str]:
        """Return each content type by its key, like "comments.thread"."""
        found = self.query("SELECT id, app_label, model FROM django_content_type")
        return {key: f"{app}.{model}" for key, app, model in found}

    def permissions(self) -> dict[int, tuple[str, str, str]]:
        """Return the model, code name and title of each permission, by its key."""
        models = self.content_types()
        found = self.query("SELECT id, content_type_id, codename, name FROM auth_permission")
        return {key: (models[model], codename, name) for key, model, codename, name in found}

    def granted(self, who: str = "group") -> dict[str, set[tuple[str, str]]]:
        """Return the permissions of each group or user, by name: pairs of model and code name."""
        links, holders, name, column = {
            "group": ("auth_group_permissions", "auth_group", "name", "group_id"),
            "user": ("accounts_user_user_permissions", "accounts_user", "username", "user_id"),
        }[who]
        permissions, granted = self.permissions(), defaultdict(set)
        for holder, key in self.query(f"SELECT {name}, permission_id FROM {links} JOIN {holders} h ON h.id = {column}"):
            granted[holder].add(permissions[key][:2])
        return dict(granted)

    def words_in_indexes(self) -> dict[str, list[tuple]]:
        """Read SQLite's full-text indexes word by word. On PostgreSQL these are plain tables."""
        with closing(sqlite3.connect(self.file)) as connection:
            tables = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
            found = {}
            for (name,) in connection.execute(tables).fetchall():
                words = f"{name}_words"
                connection.execute(f"CREATE VIRTUAL TABLE temp.{words} USING fts5vocab(main, {name}, instance)")
                found[name] = sorted(connection.execute(f"SELECT * FROM temp.{words}"))
            return found


def plain(sql: str) -> str:
    """Normalise SQL: one line, without quotes around names, brackets and casts.

    PostgreSQL prints brackets and casts differently after a dump was loaded.
    """
    sql = re.sub(r"::(text|character varying)(\[\])?|[()]", "", sql)
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()


class Databases:
    """Factory of databases on the engine that the tests run on."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.url = folder, url
        self.engine = engine_of(url)
        self.made: list[Database] = []

    def new(self, source: Database | None = None) -> Database:
        """Create an empty database, or a copy of another one."""
        name = f"upgrade_{uuid4().hex}"
        folder = self.folder / name
        folder.mkdir()
        if self.engine == "sqlite":
            database = Database(f"sqlite:///{folder / 'site.sqlite3'}", folder)
            if source:
                # A copy of the file would lack the journal.
                source.query(f"VACUUM INTO '{database.file}'")
        else:
            template = urlsplit(source.url).path[1:] if source else "template0"
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            database = Database(urlsplit(self.url)._replace(path=f"/{name}").geturl(), folder)
        self.made.append(database)
        return database

    def from_dump(self) -> Database:
        database = self.new()
        database.load(DUMPS[self.engine])
        return database

    def remove(self) -> None:
        for database in self.made:
            if self.engine == "postgresql":
                name = urlsplit(database.url).path[1:]
                with psycopg.connect(self.url, autocommit=True) as connection:
                    connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            shutil.rmtree(database.folder, ignore_errors=True)


def missing_commit() -> str:
    """Return the reason why the old code is not available, or an empty string."""
    if not shutil.which("git"):
        return "no git: apt-get install git"
    command = ["git", "cat-file", "-e", f"{COMMIT}^{{commit}}"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return f"commit {COMMIT[:7]} is not in this clone: git fetch --unshallow" if found.returncode else ""


def check_out(folder: Path) -> Path:
    """Write the code of the commit into a folder."""
    archive = folder / "code.zip"
    command = ["git", "archive", "--output", archive, COMMIT]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    code = folder / "code"
    shutil.unpack_archive(archive, code)
    archive.unlink()
    return code


def report_of(printed: str) -> dict:
    """Parse the last line that a script printed."""
    return json.loads(printed.strip().splitlines()[-1])
