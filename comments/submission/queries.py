"""Queries about an author's recent comments, sanctions and flags, for the house rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from comments.models import ActivityRecord, Comment, Flag, Sanction, Thread
from comments.models.activity_record import DAY, MONTH
from comments.models.comment_queryset import CommentQuerySet
from comments.models.path import DIGITS_PER_LEVEL
from comments.submission.active_sanctions import ActiveSanctions
from comments.web.compiled_query import CompiledQuery

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

DOUBLE_POST_WINDOW = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_ACTIVITY_RECORDS = 300  # No rate limit counts further: see models/house_rules.py.
MAX_RECENT_COMMENTS = 40  # more than an author needs approved to be trusted
MAX_DECIDED_COMMENTS = 60  # of which the share of refusals is computed
PUBLISHED = Comment.Status.PUBLISHED.value
ActivityKind = ActivityRecord.Kind


class RecentComment(NamedTuple):
    """One of the last comments of an author."""

    pk: int
    thread_id: int
    parent_id: int | None
    author_name: str
    manage_link_seen: bool
    body: str
    status: str


class ActivityHistory:
    """The activity records of an author, latest first: author key, kind, time."""

    def __init__(self, records: list[tuple[str, str, datetime]]):
        self.records = records
        self.moment = now()

    def get_ages(self, kind: ActivityKind) -> tuple[float, ...]:
        """The ages in seconds of the records of this kind within the last day."""
        day_ago = self.moment - DAY
        return tuple(
            (self.moment - at).total_seconds() for _key, left, at in self.records if left == kind and at > day_ago
        )

    def count_since(self, moment: datetime, kind: ActivityKind, author_key: str) -> int:
        return sum(left == kind and key == author_key and at > moment for key, left, at in self.records)

    def get_last_refusal(self, author_keys: Sequence[str]) -> datetime:
        refusals = (at for key, left, at in self.records if left == ActivityKind.REFUSED and key in author_keys)
        return max(refusals, default=EPOCH)


def get_visible_comment(thread: Thread, number: str) -> Comment | None:
    """The published comment with this number, which comes from a query string or a form."""
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS_PER_LEVEL):
        return None
    return _POSTS.first(thread=thread.pk, number=int(number))


def get_recent_comments(author_key: str) -> list[RecentComment]:
    """The last comments of an author in all threads, latest first."""
    return [RecentComment(*row) for row in _RECENT_COMMENTS.all(key=author_key)]


def find_double_post(comment: Comment, recent: list[RecentComment]) -> Comment | None:
    """Find the comment that the first click of a double click has stored: the same text by the
    same author in the same place, a moment ago.

    Once its manage link was seen, it counts no more: someone else from the same household may
    say the same.
    """
    place = (comment.thread_id, comment.parent_id, comment.author_name, False, comment.body)
    doubles = [one.pk for one in recent if one[1:-1] == place]
    return _DOUBLE_POSTS.first(pk=doubles[0], since=now() - DOUBLE_POST_WINDOW) if doubles else None


def get_sanction_kinds(account: AbstractBaseUser | None, author_keys: Sequence[str]) -> set[str]:
    """The kinds of the sanctions in force on an author."""
    return {sanction.kind for sanction in _sanctions_in_force(account, author_keys)}


def get_active_sanctions(
    account: AbstractBaseUser | None, author_keys: Sequence[str], *, is_named: bool
) -> ActiveSanctions:
    """All sanctions in force on an author. The first key is the one for the text at hand.

    A sanction on an account counts for the identity of this text if it is posted under the
    name of the account. Otherwise it counts for the other identity.
    """
    here: list[Sanction] = []
    elsewhere: list[Sanction] = []
    nameless = "" if is_named else author_keys[0]
    for sanction in _sanctions_in_force(account, author_keys, nameless):
        is_here = is_named if sanction.user_id else sanction.author_key == author_keys[0]
        (here if is_here else elsewhere).append(sanction)
    return ActiveSanctions(tuple(here), tuple(elsewhere), is_named=is_named)


def _sanctions_in_force(
    account: AbstractBaseUser | None, author_keys: Sequence[str], nameless: str = ""
) -> list[Sanction]:
    """Sanctions that have an effect. Most have none on staff who post under their name.

    Nameless posts by staff are refused like any other. Otherwise the moderator who has given
    the sanction would see that the author is staff.
    """
    if not account:
        known = filter(None, author_keys)
        return [found for key in known for found in _SANCTIONS_OF_GUESTS.all(moment=now(), key=key)]
    key, other_key = author_keys
    found = _SANCTIONS_OF_ACCOUNTS.all(moment=now(), key=key, other_key=other_key, account=account.pk)
    return [one for one in found if one.applies_to(account) or (nameless and one.author_key == nameless)]


def get_activity_history(author_keys: Sequence[str], kind: ActivityKind, within: timedelta) -> ActivityHistory:
    """Records of one kind, and the outcomes of comments that their author has since changed."""
    query = _ACTIVITY_OF_GUESTS if len(author_keys) == 1 else _ACTIVITY_OF_ACCOUNTS
    keys = dict(zip(("key", "other_key"), author_keys, strict=False))
    moments = {"since": now() - within, "outcomes_since": now() - MONTH}
    return ActivityHistory(query.all(kind=kind.value, **keys, **moments))


def get_decided_statuses(author_key: str) -> list[tuple[str, datetime]]:
    """The statuses that moderators gave to comments of this key, with times, latest first."""
    return _DECIDED.all(key=author_key)


def get_flag_ages(reader_key: str) -> tuple[float, ...]:
    """The ages in seconds of a reader's flags within the last day, latest first."""
    return get_activity_history([reader_key], ActivityKind.FLAG, DAY).get_ages(ActivityKind.FLAG)


def has_flagged(reader_key: str, comment: Comment) -> bool:
    return bool(_FLAGS.all(comment=comment.pk, key=reader_key))


def count_approved_by_key(author_key: str, since: datetime) -> int:
    """Count how many of the last comments under this key were published since then."""
    return len(_APPROVED_BY_KEY.all(key=author_key, since=since))


def count_approved(account: AbstractBaseUser, since: datetime) -> int:
    """Count how many of the account's last comments, named or anonymous, were published."""
    return len(_APPROVED.all(account=account.pk, since=since))


_POSTS = CompiledQuery(lambda thread, number: Comment.objects.filter(thread=thread, number=number, status=PUBLISHED))
_RECENT_COMMENTS = CompiledQuery(
    lambda key: (
        Comment.objects.by_author_key(key).order_by("-pk").values_list(*RecentComment._fields)[:MAX_RECENT_COMMENTS]
    )
)
_FLAGS = CompiledQuery(lambda comment, key: Flag.objects.filter(comment=comment, author_key=key).values_list("pk"))
_DOUBLE_POSTS = CompiledQuery(lambda pk, since: Comment.objects.filter(pk=pk, created_at__gt=since))
_SANCTIONS_OF_GUESTS = CompiledQuery(lambda moment, key: Sanction.objects.active(moment).filter(author_key=key))
_SANCTIONS_OF_ACCOUNTS = CompiledQuery(
    lambda moment, key, other_key, account: Sanction.objects.active(moment).filter(
        Q(author_key__in=[key, other_key]) | Q(user=account)
    )
)


def _select_activity(keys: list[str], kind: str, since: datetime, outcomes_since: datetime) -> QuerySet:
    outcomes = [ActivityKind.APPROVED, ActivityKind.REFUSED]
    left = ActivityRecord.objects.filter(
        Q(author_key__in=keys, kind=kind, left_at__gt=since)
        | Q(author_key__in=keys, kind__in=outcomes, left_at__gt=outcomes_since)
    )
    columns = ("author_key", "kind", "left_at")
    return left.order_by("-left_at").values_list(*columns)[:MAX_ACTIVITY_RECORDS]


_ACTIVITY_OF_GUESTS = CompiledQuery(
    lambda key, kind, since, outcomes_since: _select_activity([key], kind, since, outcomes_since)
)
_ACTIVITY_OF_ACCOUNTS = CompiledQuery(
    lambda key, other_key, kind, since, outcomes_since: _select_activity([key, other_key], kind, since, outcomes_since)
)
_DECIDED = CompiledQuery(
    lambda key: (
        Comment.objects.by_author_key(key)
        .filter(decided_at__isnull=False)
        .order_by("-decided_at")
        .values_list("status", "decided_at")[:MAX_DECIDED_COMMENTS]
    )
)


def _select_approved(lately: CommentQuerySet, since: datetime) -> QuerySet:
    last = Comment.objects.filter(pk__in=lately.order_by("-pk").values("pk")[:MAX_RECENT_COMMENTS])
    dated = last.filter(status=PUBLISHED).alias(at=Coalesce("decided_at", "created_at"))
    return dated.filter(at__gt=since).values_list("pk")


_APPROVED_BY_KEY = CompiledQuery(lambda key, since: _select_approved(Comment.objects.by_author_key(key), since))
_APPROVED = CompiledQuery(lambda account, since: _select_approved(Comment.objects.filter(author=account), since))
