"""A site with missing or wrong settings refuses to start, with one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "forum.example.org"}


def start(folder: Path, code: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder)} | environment
    asked = [code] if code == "check" else ["shell", "--no-imports", "-c", code]
    command = [sys.executable, "manage.py", *asked]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"ALLOWED_HOSTS": " "}, "ALLOWED_HOSTS is not set"),
        ({"PLAIN_HTTP": "ture"}, "PLAIN_HTTP must be true or false, not 'ture'"),
        ({"DEBUG": "maybe"}, "DEBUG must be true or false, not 'maybe'"),
        ({"TRUSTED_PROXY_COUNT": "one"}, "TRUSTED_PROXY_COUNT must be a number, not 'one'"),
        ({"SECURITY_CONTACT": "a@example.org"}, "SECURITY_CONTACT must begin with mailto:"),
        ({"DATABASE_REPLICA_URL": "postgres://u:p@replica.example/x"}, "DATABASE_REPLICA_URL is"),
        ({"SITE_ADDRESS": "forum.example.org"}, "SITE_ADDRESS must begin with https://"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE is not a time zone"),
    ],
)
def test_what_is_missing_or_misspelt_stops_the_start(tmp_path, wrong, line):
    done = start(tmp_path, "check", **GOOD | wrong)
    assert done.returncode == 1
    assert done.stderr.startswith(f"mvforum cannot start: {line}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_REPLICA_URL", "CACHE_URL", "FRAGMENTS_URL", "EMAIL_URL"])
@pytest.mark.parametrize(
    "address", ["localhost hidden", "hidden:5432/mvforum", "gopher://u:hidden@host/x", "postgres://u:hid/den@host:x/y"]
)
def test_what_is_no_address_is_named_without_its_password(tmp_path, name, address):
    done = start(tmp_path, "check", **GOOD | {name: address})
    assert done.returncode == 1
    assert done.stderr.startswith(f"mvforum cannot start: {name} is not an address such as ")
    assert done.stderr.count("\n") == 1
    assert "hid" not in done.stderr


def test_an_empty_address_is_not_the_default(tmp_path):
    """It would put the posts into another database."""
    done = start(tmp_path, "check", **GOOD, DATABASE_URL="")
    assert done.stderr.startswith("mvforum cannot start: DATABASE_URL is not an address")


@pytest.mark.parametrize("sign", ["#", "?", "%"])
def test_signs_of_addresses_in_the_folder_are_refused(tmp_path, sign):
    done = start(tmp_path / f"a{sign}b", "check", **GOOD)
    assert done.stderr == f"mvforum cannot start: VAR_DIR must not contain {sign}: {tmp_path}/a{sign}b\n"


def test_production_is_the_default(tmp_path):
    code = """
from django.conf import settings as s
assert not s.DEBUG and not s.PLAIN_HTTP
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT
assert s.SECURE_HSTS_SECONDS >= 31536000 and s.SESSION_COOKIE_NAME == "__Host-session"
assert s.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
"""
    done = start(tmp_path, code, **GOOD)
    assert done.returncode == 0, done.stderr


def test_plain_http_relaxes_only_what_it_needs(tmp_path):
    code = """
from django.conf import settings as s
assert not s.SESSION_COOKIE_SECURE and not s.SECURE_SSL_REDIRECT and not s.SECURE_HSTS_SECONDS
assert not s.DEBUG and s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY
assert s.SESSION_COOKIE_SAMESITE == "Lax" and s.X_FRAME_OPTIONS == "DENY"
"""
    done = start(tmp_path, code, **GOOD, PLAIN_HTTP="true")
    assert done.returncode == 0, done.stderr


def test_a_key_may_begin_with_any_letter(tmp_path):
    code = "from django.conf import settings; assert settings.SECRET_KEY.startswith('$')"
    done = start(tmp_path, code, **GOOD | {"SECRET_KEY": "$HOME" + "x" * 60})
    assert done.returncode == 0, done.stderr


def test_what_this_machine_noted_is_read_and_the_environment_comes_first(tmp_path):
    (tmp_path / "local.env").write_text("SECRET_KEY=noted\nALLOWED_HOSTS=localhost\n")
    code = "from django.conf import settings as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS)"
    done = start(tmp_path, code, SECRET_KEY="given")
    assert done.stdout.strip() == "given ['localhost']", done.stderr


def test_sqlite_is_durable_and_lets_writers_take_turns(tmp_path):
    code = """
from django.db import connection as c
with c.cursor() as cursor:
    print(cursor.execute("PRAGMA journal_mode").fetchone(), cursor.execute("PRAGMA synchronous").fetchone())
print(c.settings_dict["OPTIONS"]["transaction_mode"])
"""
    done = start(tmp_path, code, **GOOD)
    assert done.stdout.split() == ["('wal',)", "(2,)", "IMMEDIATE"], done.stderr


def test_a_database_and_a_cache_of_ones_own(tmp_path):
    code = """
from django.conf import settings as s
print(s.DATABASES["default"]["ENGINE"], s.DATABASES["default"]["HOST"])
for cache in s.CACHES.values():
    print(cache["BACKEND"], cache["OPTIONS"]["socket_timeout"])
assert len({cache["KEY_PREFIX"] for cache in s.CACHES.values()}) == 2
print(s.MIDDLEWARE[-1])
"""
    urls = {
        "DATABASE_URL": "postgres://u:p@db.example/x",
        "CACHE_URL": "rediscache://c.example:6379/0",
        "FRAGMENTS_URL": "rediscache://f.example:6379/0",
    }
    done = start(tmp_path, code, **GOOD, **urls)
    assert done.stdout.split() == [
        "django.db.backends.postgresql",
        "db.example",
        *("django.core.cache.backends.redis.RedisCache", "1"),
        *("mvforum.redis.FragmentCache", "1"),
        "mvforum.redis.RateLimitOutageMiddleware",
    ], done.stderr


SHOW_DATABASES = """
from django.conf import settings as s
for name, database in s.DATABASES.items():
    print(name, database.get("HOST"), database["OPTIONS"])
print(s.DATABASE_ROUTERS, s.MIDDLEWARE[-1])
"""


def test_a_replica_is_asked_last_and_waited_for_briefly(tmp_path):
    urls = {
        "DATABASE_URL": "postgres://u:p@db.example/x",
        "DATABASE_REPLICA_URL": "postgres://u:p@replica.example/x?sslmode=require",
        "CACHE_URL": "rediscache://c.example:6379/0",
    }
    done = start(tmp_path, SHOW_DATABASES, **GOOD, **urls)
    options = {"connect_timeout": 2, "tcp_user_timeout": 2000, "sslmode": "require"}
    assert done.stdout.splitlines() == [
        "default db.example {'connect_timeout': 5}",
        f"replica replica.example {options}",
        "['mvforum.replica.ReplicaRouter'] mvforum.replica.ReplicaMiddleware",
    ], done.stderr


def test_without_a_replica_there_is_one_database_and_no_router(tmp_path):
    done = start(tmp_path, SHOW_DATABASES, **GOOD, DATABASE_URL="postgres://u:p@db.example/x")
    assert done.stdout.splitlines() == [
        "default db.example {'connect_timeout': 5}",
        "[] mvforum.resubmission.middleware.ResubmissionMiddleware",
    ], done.stderr


SHOW_FRAGMENTS = """
from django.conf import settings as s
fragments = s.CACHES["template_fragments"]
print(fragments["BACKEND"], fragments["KEY_PREFIX"], s.RELEASE)
"""


def test_pieces_of_pages_are_in_the_process_unless_somebody_says_so(tmp_path):
    redis = {"CACHE_URL": "rediscache://c.example:6379/0"}
    done = start(tmp_path, SHOW_FRAGMENTS, **GOOD, **redis)
    assert done.stdout.startswith("mvforum.fragment_cache.FragmentMemory "), done.stderr


@pytest.mark.parametrize(
    "change",
    [
        {"LANGUAGE_CODE": "de"},
        {"TIME_ZONE": "Europe/Vienna"},
        {"RELEASE": "next"},
        {"DATABASE_URL": "postgres://u:p@db.example/another"},
    ],
    ids=str,
)
def test_whatever_makes_another_page_makes_another_key(tmp_path, change):
    one = start(tmp_path, SHOW_FRAGMENTS, **GOOD).stdout.split()
    other = start(tmp_path, SHOW_FRAGMENTS, **GOOD, **change).stdout.split()
    assert one[1] != other[1]
    assert (one[2] == other[2]) == ("DATABASE_URL" in change)
