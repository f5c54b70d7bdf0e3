"""Where a comment came from, so that bringing it twice doubles nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from comments.models.comment import Comment


class ImportRecordQuerySet(models.QuerySet["ImportRecord"]):
    def comment_ids_by_key(self, keys: Iterable[str]) -> dict[str, int | None]:
        """Those that have been brought already, each with the comment's primary key: None
        for one whose author has taken it back since."""
        return dict(self.filter(key__in=list(keys)).values_list("key", "comment"))


class ImportRecord(models.Model):
    """The key by which a comment is known where it came from. It outlives the comment: what
    its author has taken back here does not return."""

    key = models.CharField(max_length=300, unique=True)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="origins")

    objects = ImportRecordQuerySet.as_manager()

    class Meta:
        db_table = "comments_origin"

    def __str__(self) -> str:
        return self.key
