"""Import records: the origin of each imported comment, so that a second import adds nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from comments.models.comment import Comment

KEYS_PER_QUERY = 10_000  # SQLite takes 32,766 values


class ImportRecordQuerySet(models.QuerySet["ImportRecord"]):
    def comment_ids_by_key(self, keys: Iterable[str]) -> dict[str, int | None]:
        """Primary keys of imported comments by import key; None for a deleted comment."""
        wanted, found = [*keys], dict[str, int | None]()
        for start in range(0, len(wanted), KEYS_PER_QUERY):
            batch = wanted[start : start + KEYS_PER_QUERY]
            found.update(self.filter(key__in=batch).values_list("key", "comment"))
        return found


class ImportRecord(models.Model):
    """Key of a comment in the system that it was imported from. It outlives the comment: what its
    author has deleted here is not imported again."""

    key = models.CharField(max_length=300, unique=True)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="origins")

    objects = ImportRecordQuerySet.as_manager()

    class Meta:
        db_table = "comments_origin"
        verbose_name = "origin"  # in the titles of permissions

    def __str__(self) -> str:
        return self.key
