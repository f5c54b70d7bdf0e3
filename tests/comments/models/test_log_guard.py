"""The moderation log only grows, on every database. One function switches that off."""

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from comments.models import Comment, Decision
from comments.models.log_guard import allow_log_changes
from tests.conftest import HELD

TABLE = "comments_decision"
DELETE_ALL = f"DELETE FROM {TABLE}"


@pytest.fixture
def held(post) -> Comment:
    return post(verdict=HELD)


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def insert(how: str, pk: str) -> str:
    columns = ", ".join(
        connection.ops.quote_name(field.column) for field in Decision._meta.fields if field.column != "id"
    )
    return f"INSERT {how} INTO {TABLE} (id, {columns}) SELECT {pk}, {columns} FROM {TABLE}"


@pytest.mark.parametrize(
    "statement",
    [
        DELETE_ALL,
        f"DELETE FROM {TABLE} WHERE id = (SELECT max(id) FROM {TABLE})",
        f"UPDATE {TABLE} SET reason = 'x'",
        f"UPDATE {TABLE} SET id = id + 1000",
    ],
)
def test_a_line_of_the_log_is_never_changed_or_deleted(post, statement):
    post()
    with pytest.raises(Error, match="decisions_are_never_changed"):
        execute(statement)
    assert Decision.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
def test_a_line_of_the_log_is_never_replaced(held, moderator):
    held.decide("approve", by=moderator)
    held.undo(held.last_decision, by=moderator)
    for pk in ("id", "id + 1000"):  # the same key; another key that undoes the same line
        with pytest.raises(Error, match="decisions_are_never_changed"):
            execute(f"{insert('OR REPLACE', pk)} WHERE undoes_id IS NOT NULL")
    execute(f"{insert('', 'id + 1000')} WHERE undoes_id IS NULL")


def test_the_log_can_be_erased_in_one_documented_way(post):
    post()
    with allow_log_changes():
        execute(f"UPDATE {TABLE} SET reason = 'x'")
        execute(DELETE_ALL)
    assert not Decision.objects.exists()
    post("Another")
    with pytest.raises(Error, match="decisions_are_never_changed"):
        execute(DELETE_ALL)


def test_an_error_leaves_the_log_guarded(post):
    def erase_and_fail() -> None:
        with allow_log_changes():
            execute(DELETE_ALL)
            raise ZeroDivisionError

    post()
    with pytest.raises(ZeroDivisionError):
        erase_and_fail()
    with pytest.raises(Error, match="decisions_are_never_changed"):
        execute(DELETE_ALL)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_tests_empty_the_database(post):
    post()
    call_command("flush", interactive=False, verbosity=0)
    assert not Decision.objects.exists()


def test_what_a_moderator_wrote_about_somebody_can_be_erased(held, moderator):
    held.decide("reject", by=moderator, reason="Anna lives at 4 Mill Lane")
    line = held.last_decision
    held.decide("approve", by=moderator, reason="Sorry")
    with pytest.raises(CommandError):
        call_command("erase_reasons", line.pk, 999_999_999)
    call_command("erase_reasons", line.pk)
    assert [*Decision.objects.filter(moderator=moderator).values_list("reason", flat=True)] == ["", "Sorry"]


def test_forgetting_needs_no_exception(post, travel, held, moderator):
    held.decide("reject", by=moderator)
    lines = Decision.objects.count()
    travel(days=31)
    call_command("forget")
    assert not Comment.objects.filter(pk=held.pk).exists()
    assert Decision.objects.count() == lines
