"""Copy of a site to another database, as from SQLite to PostgreSQL: dump, load, compare the rows."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model

from articles.models import Article
from comments.models import Thread
from comments.models.derived_html import keep_stored_html

DIGEST_MODULUS = 2**256


class ExactEncoder(DjangoJSONEncoder):
    """Encoder of Django's dumps that keeps microseconds, which Django cuts off."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


@transaction.atomic
def dump_site(dump: Path) -> int:
    """Write all rows, one a line, and return their number. All are of one moment."""
    models = serializers.sort_dependencies([(app, None) for app in apps.get_app_configs()], allow_cycles=True)
    with keep_stored_html(), gzip.open(dump, "wt", encoding="utf-8") as file:
        counted = _CountedRows(models)
        serializers.serialize("jsonl", counted, stream=file, cls=ExactEncoder)
    return counted.number


@transaction.atomic
def load_site(dump: Path) -> None:
    """Load all rows of a dump into a database that only migrations have filled.

    The rows of migrations are replaced, so that all keys are those of the dump.
    """
    if any(model.objects.exists() for model in (get_user_model(), Article, Thread)):
        raise CommandError("This database is in use already. Load a dump into a new one, after `migrate`.")
    for model in _list_models():
        # A deletion by Django would look at relations, and the log refuses it.
        model._base_manager.all()._raw_delete(connection.alias)
    with keep_stored_html():
        call_command("loaddata", str(dump), verbosity=0)


def digest_tables() -> Iterator[tuple[str, int, str]]:
    """Yield each table with the number of its rows and a digest of them, equal on every database."""
    for model in sorted(_list_models(), key=lambda model: model._meta.db_table):
        yield model._meta.db_table, *_digest_rows(model)


class _CountedRows:
    """The rows of all models, read one after another, with their number so far."""

    def __init__(self, models: list[type[Model]]):
        self.models = models
        self.number = 0

    def __iter__(self) -> Iterator[Model]:
        for model in self.models:
            for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
                self.number += 1
                yield row


def _list_models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def _digest_rows(model: type[Model]) -> tuple[int, str]:
    """The sum of the digests of all rows: databases sort texts in different ways."""
    fields = [field.attname for field in model._meta.concrete_fields]
    if model._meta.auto_created:
        fields.remove("id")  # Nothing refers to these rows, and a load numbers them anew.
    rows, total = 0, 0
    for row in model._base_manager.values_list(*fields).iterator(chunk_size=2000):
        line = json.dumps(row, default=_encode, sort_keys=True)
        total += int.from_bytes(sha256(line.encode()).digest())
        rows += 1
    return rows, f"{total % DIGEST_MODULUS:064x}"


def _encode(value: Any) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(Fraction(value))  # the same for 1.5 and 1.50
        case timedelta():
            return str(value)
        case UUID():
            return value.hex
        case bytes() | memoryview():
            return bytes(value).hex()
    raise TypeError(f"No digest of {type(value).__name__}")
