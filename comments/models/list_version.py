"""Which edition of a list is the present one, so that processes know when theirs is old."""

from __future__ import annotations

import secrets

from django.db import models

from comments.web.compiled_query import CompiledQuery


class ListVersion(models.Model):
    """One row for each list that processes keep compiled.

    No count: one that a rolled-back change has used would come again for another list.
    """

    list = models.CharField(max_length=20, primary_key=True)
    version = models.CharField(max_length=16, db_column="mark")

    class Meta:
        db_table = "comments_edition"

    def __str__(self) -> str:
        return f"{self.list}: {self.version}"

    @classmethod
    def renew_version(cls, name: str) -> None:
        """Part of the transaction that changes the list."""
        cls.objects.update_or_create(list=name, defaults={"version": secrets.token_hex(8)})

    @classmethod
    def current_versions(cls) -> dict[str, str]:
        """The mark of each list; none for lists that nobody has changed yet."""
        return dict(_MARKS.all())


_MARKS = CompiledQuery(ListVersion, lambda: ListVersion.objects.values_list("list", "version"))
