"""What readers' flags do to a comment, and what moderators see of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Sum, Value
from django.db.models.functions import Coalesce

from comments.models.decision import Decision
from comments.models.flag import Flag
from comments.models.queues import priority_from_score
from comments.policy import Rules, codes, has_reached_hide_threshold

if TYPE_CHECKING:
    from datetime import datetime

FLAGGED_BY_READERS = codes.FLAGGED_BY_READERS  # in the place of a check


class Flagged(models.Model):
    """The part of a comment that readers' flags change."""

    author: Any
    author_name: str
    failed_checks: str | None
    flag_count: int | None
    score: float | None
    priority: int
    decided_at: datetime | None
    flags: Any
    latest_flags: list[Flag]  # the latest, where `with_flags` asks for them
    decide: Any

    class Meta:
        abstract = True

    @property
    def is_exempt_from_flags(self) -> bool:
        """Whether flags never hide it: it stands there under the name of a moderator. What
        moderators post without a name is treated like what any guest does, or three readers
        could find out who wrote it."""
        account = self.author if self.author_name else None
        return bool(account and account.has_perm("comments.moderate"))

    @transaction.atomic
    def add_flag(self, flag: Flag, rules: Rules) -> None:
        """Keep a reader's flag of this published comment. If it is the one too many, hide the
        comment until a moderator has read it. To be called under the thread's lock."""
        flag.comment_id = self.pk
        flag.weight = Flag.objects.next_weight(flag.author_key)
        flag.save(force_insert=True)
        self.update_flag_count(added=1)
        against = Flag.objects.open().filter(comment=self.pk).aggregate(weight=Sum("weight"))
        if has_reached_hide_threshold(rules, against["weight"]) and not self.is_exempt_from_flags:
            self._hide()

    def _hide(self) -> None:
        reason = {"check": FLAGGED_BY_READERS, "outcome": "hold", "flags": self.flag_count}
        self.decide(Decision.Verb.HOLD, reasons=[reason])
        others = [
            check for check in (self.failed_checks or "").split() if check != FLAGGED_BY_READERS
        ]
        # What a moderator has looked at is not urgent for a second time.
        turn = priority_from_score(self.score) if self.decided_at else self.priority
        self._note(
            failed_checks=f" {' '.join([FLAGGED_BY_READERS, *others])} "[:500], priority=turn
        )

    def update_flag_count(self, *, total: int | None = None, added: int = 0) -> None:
        """How many are open now, or how many more. Under the thread's lock."""
        before = Coalesce("flag_count", 0) if total is None else Value(total)
        self._note(flag_count=before + added)

    def _note(self, **changes: object) -> None:
        rows: Any = type(self)._default_manager
        rows.filter(pk=self.pk).update(**changes)
        self.refresh_from_db(fields=list(changes))

    @property
    def open_flags(self) -> list[Flag]:
        return [flag for flag in self.latest_flags if flag.is_open]

    @property
    def resolved_flags(self) -> list[Flag]:
        return [flag for flag in self.latest_flags if not flag.is_open]

    @property
    def flag_reasons(self) -> list[tuple[int, str]]:
        """How often each reason is given, the most frequent one first."""
        given = Counter(flag.get_reason_display() for flag in self.open_flags)
        return [(n, why) for why, n in given.most_common()]
