"""What authors did a moment ago: the measure of flooding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connections, models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class FootprintQuerySet(models.QuerySet["Footprint"]):
    def take_turns(self, author_keys: Iterable[str]) -> None:
        """Let one author do one thing at a time, in whatever threads, until the transaction
        ends: several at once would each find the same few footprints, and none too many.
        In SQLite all writers take turns anyway."""
        if (connection := connections[self.db]).vendor == "postgresql":
            lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
            with connection.cursor() as cursor:
                cursor.execute(lock, [min(author_keys)])

    def outdated(self) -> FootprintQuerySet:
        return self.filter(left_at__lt=now() - KEPT)


class Footprint(models.Model):
    """A post, an edit or a flag, by somebody who is known by a key only. It stays when the comment
    is taken back, so that posting and deleting in turn is no way around the limit."""

    class Kind(models.TextChoices):
        POST = "post", _("post")
        EDIT = "edit", _("edit")
        FLAG = "flag", _("flag")

    author_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    left_at = models.DateTimeField(default=now)

    objects = FootprintQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["author_key", "kind", "left_at"], name="lately_by_an_author"),
            models.Index(fields=["left_at"], name="outdated_footprints"),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.left_at}"
