"""Statistics of moderation: posts held, time to decide, and outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone, localdate, make_aware

from comments.models import Comment, Decision
from comments.models.decision import DecisionQuerySet
from comments.models.status import REFUSED_STATUSES
from comments.policy import codes
from comments.spam.evaluation import get_percentage

REPORT_DAYS = 30
Verb = Decision.Verb
Status = Comment.Status


@dataclass
class Period:
    """Numbers of posts and decision times of one day or several."""

    day: date | None = None
    new_posts: int = 0  # new posts
    held: int = 0  # of these
    decided: int = 0  # from the queue, by moderators
    approved: int = 0  # of these
    overturned: int = 0  # decisions undone, or refusals that became approvals
    waits: list[int] = field(default_factory=list)  # seconds from the queue to the decision

    @property
    def median(self) -> int | None:
        """Median in seconds."""
        return self._get_percentile(0.5)

    @property
    def p90(self) -> int | None:
        """90th percentile in seconds."""
        return self._get_percentile(0.9)

    @property
    def held_percent(self) -> int | None:
        return get_percentage(self.held, self.new_posts)

    @property
    def approved_percent(self) -> int | None:
        return get_percentage(self.approved, self.decided)

    @property
    def overturned_percent(self) -> int | None:
        return get_percentage(self.overturned, self.decided)

    def _get_percentile(self, rank: float) -> int | None:
        """Nearest rank, so that the result is one of the measured times."""
        waits = sorted(self.waits)
        return waits[ceil(rank * len(waits)) - 1] if waits else None


@dataclass
class QueueStatus:
    """The current length and age of the queue."""

    posts: int
    urgent: int
    since: datetime | None

    @classmethod
    def current(cls) -> QueueStatus:
        held = Comment.objects.filter(status=Status.HELD)
        found = held.aggregate(posts=Count("pk"), urgent=Count("pk", filter=Q(priority=0)), since=Min("held_since"))
        return cls(**found)


def collect_daily_statistics() -> tuple[Period, list[Period]]:
    """Statistics of the last 30 days together, and of each day, today last."""
    today = localdate()
    days = {day: Period(day) for n in reversed(range(REPORT_DAYS)) if (day := today - timedelta(days=n))}
    start = make_aware(datetime.combine(min(days), time.min))
    lines = Decision.objects.filter(decided_at__gte=start)
    for day, held, count in _count_new_posts(lines):
        if day in days:
            days[day].new_posts += count
            days[day].held += count if held else 0
    _add_decisions(days, lines)
    together = Period()
    for period in days.values():
        for name in ("new_posts", "held", "decided", "approved", "overturned", "waits"):
            setattr(together, name, getattr(together, name) + getattr(period, name))
    return together, [*days.values()]


def _count_new_posts(lines: DecisionQuerySet) -> Iterable[tuple[date, bool, int]]:
    """Count new posts by day and by the outcome of the house rules, without imported ones."""
    first = lines.filter(status_before=Status.NEW, verb__in=[Verb.ACCEPT, Verb.HOLD])
    by_day = first.exclude(reasons__0__check=codes.IMPORTED).order_by()
    rows = by_day.values_list(TruncDate("decided_at"), "verb").annotate(count=Count("pk"))
    return [(day, verb == Verb.HOLD, count) for day, verb, count in rows]


def _add_decisions(days: dict[date, Period], lines: DecisionQuerySet) -> None:
    """Add decisions one by one: moderators make few enough."""
    zone = get_current_timezone()
    rows = lines.filter(moderator__isnull=False).values_list("decided_at", "verb", "status_before", "waited")
    for decided_at, verb, before, waited in rows.iterator():
        period = days.get(decided_at.astimezone(zone).date())
        if not period:
            continue
        if before == Status.HELD and waited is not None and verb != Verb.UNDO:
            period.decided += 1
            period.approved += verb == Verb.APPROVE
            period.waits.append(waited)
        period.overturned += verb == Verb.UNDO or (verb == Verb.APPROVE and before in REFUSED_STATUSES)
