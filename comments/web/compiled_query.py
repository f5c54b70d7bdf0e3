"""Queries that nearly every request asks, and whose SQL is therefore written once.

Django writes the SQL of a query anew for each use. For a row that is found by its key, that
takes many times as long as the database takes to find it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

M = TypeVar("M", bound=Model)


class CompiledQuery(Generic[M]):
    """Prepared(Article, lambda slug: Article.objects.filter(slug=slug)).first("a-slug")

    Each value must come into the query once, in the order of the arguments, and be text, a
    number or a moment; constants are such values, too, unless there is nothing else. Raises
    ValueError where it is otherwise. Safe among threads.
    """

    def __init__(self, model: type[M], query: Callable[..., QuerySet[Any, Any]]):
        self.model = model
        self.query = query
        self._compiled: dict[str, CompiledSql] = {}  # by database

    def first(self, *values: object) -> M | None:
        return next(iter(self.all(*values)), None)

    def all(self, *values: object) -> list[Any]:
        """Objects, or rows where the query names `values_list`."""
        using = router.db_for_read(self.model)
        if using not in self._compiled:
            self._compiled[using] = CompiledSql(self.query(*values), using, values)
        return self._compiled[using].fetch(*values)


class CompiledSql:
    """The SQL of a query for one database, and how its rows are read."""

    def __init__(self, queryset: QuerySet, using: str, values: tuple[object, ...]):
        self.model = queryset.model
        self.using = using
        self.compiler = queryset.query.get_compiler(using=using)
        self.sql, given = self.compiler.as_sql()
        self.constants = [*given]
        if values and self.constants != self._adapted(values):
            raise ValueError(f"The query takes {given}, not {values}: {self.sql}")
        self.returns_objects = queryset._iterable_class is ModelIterable
        columns = self.compiler.select
        self.converters = self.compiler.get_converters([column[0] for column in columns])
        if self.returns_objects:
            klass_info = self.compiler.klass_info
            chosen = klass_info["select_fields"]
            self.own_columns = slice(chosen[0], chosen[-1] + 1)
            self.fields = [column[0].target.attname for column in columns[self.own_columns]]
            self.annotations = self.compiler.annotation_col_map or {}
            # Django 6.1 wants to be told a fetch mode as well.
            self.related = get_related_populators(klass_info, columns, using)  # type: ignore[call-arg]

    def fetch(self, *values: object) -> list[Any]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, self._adapted(values) if values else self.constants)
            rows = cursor.fetchall()
        if self.converters:
            rows = list(self.compiler.apply_converters(rows, self.converters))
        return [self._object(row) for row in rows] if self.returns_objects else rows

    def _adapted(self, values: tuple[object, ...]) -> list[Any]:
        adapt = connections[self.using].ops.adapt_datetimefield_value
        return [adapt(value) if isinstance(value, datetime) else value for value in values]

    def _object(self, row: list) -> Model:
        found = self.model.from_db(self.using, self.fields, row[self.own_columns])
        for populator in self.related:
            populator.populate(row, found)
        for name, place in self.annotations.items():
            setattr(found, name, row[place])
        return found
