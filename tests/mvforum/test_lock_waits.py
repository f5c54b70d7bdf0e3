"""Waits for locks of the database: bounded, and on SQLite outside its mutex."""

import pytest
from django.db import OperationalError

from mvforum import lock_waits
from mvforum.lock_waits import LOCK_WAIT_SECONDS, STATEMENT_SECONDS, _RetryWhileLocked, limit_database_waits


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(lock_waits.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(lock_waits.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


def statement(failures: int, message: str = "database is locked"):
    left = [failures]

    def execute(_sql, _params, _many, _context):
        if left[0]:
            left[0] -= 1
            raise OperationalError(message)
        return "done"

    return execute


def test_a_statement_is_tried_again_while_the_database_is_locked(clock):
    assert _RetryWhileLocked(until=105)(statement(50), "BEGIN IMMEDIATE", None, False, {}) == "done"
    assert 100 < clock[0] < 105


def test_it_gives_up_in_time(clock):
    with pytest.raises(OperationalError):
        _RetryWhileLocked(until=105)(statement(10_000), "BEGIN IMMEDIATE", None, False, {})
    assert 104.9 < clock[0] <= 105


def test_other_errors_are_not_waited_for(clock):
    with pytest.raises(OperationalError):
        _RetryWhileLocked(until=105)(statement(1, "no such table"), "SELECT 1", None, False, {})
    assert clock[0] == 100


def test_web_processes_limit_the_waits_of_postgresql():
    databases = {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c work_mem=8MB"}}}
    limit_database_waits(databases)
    options = databases["default"]["OPTIONS"]["options"]
    assert f"lock_timeout={int(LOCK_WAIT_SECONDS * 1000)}ms" in options
    assert f"statement_timeout={STATEMENT_SECONDS}s" in options
    assert options.endswith("-c work_mem=8MB")  # The later one counts.
