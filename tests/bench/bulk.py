"""Insert many rows at once: COPY on PostgreSQL, one prepared INSERT on SQLite."""

from collections.abc import Iterable
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Row = dict[str, Any]  # by field name with `_id`; what is left out gets the field's default


def load(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Every constraint of the database is checked; nothing of the model's `save()` is run."""
    fields = model._meta.concrete_fields
    blank = model()
    usual = {field.attname: getattr(blank, field.attname) for field in fields}
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    clocks = [isinstance(field, models.DateTimeField) for field in fields]
    adapt = connection.ops.adapt_datetimefield_value
    values = (
        tuple(
            adapt(value) if is_clock and value else value
            for value, is_clock in zip((usual | row).values(), clocks, strict=True)
        )
        for row in rows
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", values)


def next_key(model: type[models.Model]) -> int:
    return (model.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def mend_sequences(*models_: type[models.Model]) -> None:
    """PostgreSQL does not notice keys that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_):
            cursor.execute(statement)


def make_room() -> None:
    """SQLite's own few pages of memory would make it read and write all the time. PostgreSQL may
    have to wait for its own housekeeping, longer than a request may."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -500000")  # kB
        else:
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("SET statement_timeout = 0")


def take_stock() -> None:
    """What a site's database does by itself in time: statistics for the planner, and no rows
    left to be tidied up. SQLite's does not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.get_autocommit() else "ANALYZE")
