"""Which comments stand in which queue of the desk."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Subquery

from comments.models.status import Status

URGENT_PRIORITY = 0  # the first turn
UNKNOWN_PRIORITY = 6  # other turns, from 1 to 10, by the score


def priority_from_score(score: float | None) -> int:
    return UNKNOWN_PRIORITY if score is None else 1 + min(9, int(score * 10))


class Queues(models.QuerySet[Any]):
    """In the words of the partial indexes, so that each is a range of one."""

    def held(self) -> Self:
        """What waits for a moderator, oldest first."""
        return self.filter(status=Status.HELD).order_by("pk")

    def urgent(self) -> Self:
        """Somebody may be in danger."""
        return self.held().filter(priority=URGENT_PRIORITY)

    def flagged(self) -> Self:
        """What readers have asked for a look at, and nobody has refused."""
        asked = self.filter(flag_count__gt=0)
        return asked.filter(status__in=[Status.HELD, Status.PUBLISHED])

    def appealed(self) -> Self:
        """Refused, and its author asks for a second look that nobody has given yet."""
        return self.filter(appeal__answer=None, appeal__pk__isnull=False)

    def exclude_withdrawn(self) -> Self:
        """All but what its author has taken back."""
        return self.exclude(status=Status.WITHDRAWN)

    def spam(self) -> Self:
        return self.filter(status=Status.SPAM)

    def rejected(self) -> Self:
        return self.filter(status=Status.REJECTED)

    def removed(self) -> Self:
        return self.filter(status=Status.REMOVED)

    def by_author_of(self, pk: int) -> Self:
        """By whoever wrote that comment, as far as its author key tells, and no further."""
        key = self.model._default_manager.filter(pk=pk).values("author_key")
        return self.filter(author_key=Subquery(key)).exclude(author_key="")
