"""Which edition of a list is the present one, so that processes know when theirs is old."""

from __future__ import annotations

import secrets

from django.db import models

from comments.web.compiled_query import Prepared


class Edition(models.Model):
    """One row for each list that processes keep compiled.

    No count: one that a rolled-back change has used would come again for another list.
    """

    list = models.CharField(max_length=20, primary_key=True)
    mark = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.list}: {self.mark}"

    @classmethod
    def renew(cls, name: str) -> None:
        """Part of the transaction that changes the list."""
        cls.objects.update_or_create(list=name, defaults={"mark": secrets.token_hex(8)})

    @classmethod
    def marks(cls) -> dict[str, str]:
        """The mark of each list; none for lists that nobody has changed yet."""
        return dict(_MARKS.all())


_MARKS = Prepared(Edition, lambda: Edition.objects.values_list("list", "mark"))
