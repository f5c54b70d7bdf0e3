"""Advisory locks of the database."""

from django.db import connection


def acquire_advisory_lock(key: str) -> None:
    """Take the lock of that name until the transaction ends. Does nothing on SQLite, where all
    writers take turns anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
