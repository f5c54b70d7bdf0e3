"""The one way to change or delete lines of the moderation log, which the database refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from comments.models.decision import Decision

TABLE = Decision._meta.db_table


@contextmanager
def allow_log_changes(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Switch the triggers of the log off until the end of the block, in one transaction.

    For tests that empty the database, and for the erasure of personal data. Nobody else writes to
    the log meanwhile: SQLite has one writer, and PostgreSQL locks the table.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # PostgreSQL alters no table with checks of foreign keys that are still to come.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
