"""Registry of the search engines, by the kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comments.search.engines.base import Engine
from comments.search.engines.postgresql import PostgreSQL
from comments.search.engines.sqlite import SQLite

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ENGINES: dict[str, type[Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def get_engine(connection: BaseDatabaseWrapper) -> Engine:
    return ENGINES[connection.vendor](connection)
