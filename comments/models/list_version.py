"""Versions of the lists that admins keep, so that each process notices when its compiled list is
outdated."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import TypeVar, Unpack

from django.db import models, transaction

from comments.models.save_options import SaveOptions
from comments.web.compiled_query import CompiledQuery

M = TypeVar("M", bound="VersionedListEntry")


class ListVersion(models.Model):
    """The version of one list.

    Random, not a counter: a rolled-back transaction could reuse the value of a counter.
    """

    list = models.CharField(max_length=20, primary_key=True)
    version = models.CharField(max_length=16, db_column="mark")

    class Meta:
        db_table = "comments_edition"
        verbose_name = "edition"  # in the titles of permissions

    def __str__(self) -> str:
        return f"{self.list}: {self.version}"

    @classmethod
    def renew_version(cls, name: str) -> None:
        """Give the list a new version. Call in the transaction that changes the list."""
        cls.objects.update_or_create(list=name, defaults={"version": secrets.token_hex(8)})

    @classmethod
    def current_versions(cls) -> dict[str, str]:
        """The version of each list; lists that were never changed have none."""
        return dict(_MARKS.all())


class VersionedListQuerySet(models.QuerySet[M]):
    """Each change of rows gives the list a new version."""

    @transaction.atomic
    def update(self, **values: object) -> int:
        ListVersion.renew_version(self.model.LIST_NAME)
        return super().update(**values)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        ListVersion.renew_version(self.model.LIST_NAME)
        return super().delete()

    @transaction.atomic
    def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[M]:
        ListVersion.renew_version(self.model.LIST_NAME)
        return super().bulk_create(objs, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields)


class VersionedListEntry(models.Model):
    """Entry of a list that admins keep and each process compiles."""

    LIST_NAME: str

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, **options: Unpack[SaveOptions]) -> None:
        ListVersion.renew_version(self.LIST_NAME)
        super().save(**options)

    @transaction.atomic
    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        ListVersion.renew_version(self.LIST_NAME)
        return super().delete(using, keep_parents)


_MARKS = CompiledQuery(lambda: ListVersion.objects.values_list("list", "version"))
