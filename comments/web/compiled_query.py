"""Queries whose SQL is generated once, for those that nearly every request makes.

Django generates the SQL of a query each time it is used. For a row found by its key, that takes
many times as long as the database needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.models import Model, QuerySet, Value
from django.db.models.query import ModelIterable, get_related_populators

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Param:
    """Stand-in for a value, among the parameters of the SQL."""

    name: str


class CompiledQuery(Generic[M]):
    """CompiledQuery(lambda slug: Article.objects.filter(slug=slug)).first(slug="a-slug")

    The arguments of the function are the parameters of the query. Each must be used, in any
    order and as often as needed, where Django accepts an expression for a value. The values are
    text, numbers or datetimes. Thread-safe.
    """

    def __init__(self, build: Callable[..., QuerySet[M, Any]]):
        self._build = build
        self._compiled: dict[str, CompiledSql] = {}  # by database

    @cached_property
    def queryset(self) -> QuerySet[M, Any]:
        """The query with a `Param` in the place of each value."""
        names = signature(self._build).parameters
        return self._build(**{name: Value(Param(name)) for name in names})

    def first(self, **values: object) -> M | None:
        return next(iter(self.all(**values)), None)

    def all(self, **values: object) -> list[Any]:
        """Model instances, or rows if the query uses `values_list`."""
        using = router.db_for_read(self.queryset.model)
        if using not in self._compiled:
            self._compiled[using] = CompiledSql(self.queryset.all(), using)
        return self._compiled[using].fetch(values)


class CompiledSql:
    """SQL of a query for one database, with the means to read its rows."""

    def __init__(self, queryset: QuerySet, using: str):
        self.model = queryset.model
        self.using = using
        self.compiler = queryset.query.get_compiler(using=using)
        self.sql, params = self.compiler.as_sql()
        self.params = [*params]
        self.names = {param.name for param in self.params if isinstance(param, Param)}
        self.returns_objects = queryset._iterable_class is ModelIterable
        columns = self.compiler.select
        self.converters = self.compiler.get_converters([column[0] for column in columns])
        if self.returns_objects:
            klass_info = self.compiler.klass_info
            chosen = klass_info["select_fields"]
            self.own_columns = slice(chosen[0], chosen[-1] + 1)
            self.fields = [column[0].target.attname for column in columns[self.own_columns]]
            self.annotations = self.compiler.annotation_col_map or {}
            # The fetch mode is an argument since Django 6.1.
            modes = [queryset._fetch_mode] if hasattr(queryset, "_fetch_mode") else []
            self.related = get_related_populators(klass_info, columns, using, *modes)

    def fetch(self, values: dict[str, object]) -> list[Any]:
        if values.keys() != self.names:
            raise TypeError(f"The query takes {sorted(self.names)}, not {sorted(values)}")
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, self._bind(values))
            rows = cursor.fetchall()
        if self.converters:
            rows = list(self.compiler.apply_converters(rows, self.converters))
        return [self._object(row) for row in rows] if self.returns_objects else rows

    def _bind(self, values: dict[str, object]) -> list[Any]:
        adapt = connections[self.using].ops.adapt_datetimefield_value
        bound = {name: adapt(value) if isinstance(value, datetime) else value for name, value in values.items()}
        return [bound[p.name] if isinstance(p, Param) else p for p in self.params]

    def _object(self, row: list) -> Model:
        found = self.model.from_db(self.using, self.fields, row[self.own_columns])
        for populator in self.related:
            populator.populate(row, found)
        for name, place in self.annotations.items():
            setattr(found, name, row[place])
        return found
