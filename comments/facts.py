"""What a form and the house rules want to know of an author, a text and what it answers, by
queries that are written once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from comments.models import Comment, Flag, Footprint, Sanction, Thread
from comments.models.status import REFUSED as REFUSED_STATUSES
from comments.path import DIGITS
from comments.prepared import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ENOUGH = 200  # No rule counts further.
LATELY = 20  # comments of an author in a thread
PUBLISHED = Comment.Status.PUBLISHED.value
REFUSED = sorted(status.value for status in REFUSED_STATUSES)


def post_named(thread: Thread, number: str) -> Comment | None:
    """The post that a stranger names by a number, if it is one and is shown."""
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
        return None
    return _POSTS.first(thread.pk, int(number), PUBLISHED)


def twin_of(comment: Comment) -> Comment | None:
    """The same words by the same author in the same place, a moment ago: a double click.
    Not once the manage link has been seen: then it may be somebody else's, from the same
    house, who says the same."""
    return _TWINS.first(
        comment.author_key,
        now() - MINUTE,
        comment.thread_id,
        comment.body,
        0,
        comment.parent_id or 0,
        comment.author_name,
    )


def is_said_again(comment: Comment, author_key: str) -> bool:
    """Whether the same is among the last things that the author has said in this thread."""
    said = _SAID_HERE.all(comment.thread_id, author_key, comment.pk or 0)
    return comment.body in {body for (body,) in said}


def sanctions_on(account: AbstractBaseUser | None, author_keys: list[str]) -> set[str]:
    """The kinds of those in force."""
    if not account:
        found = _SANCTIONS_OF_GUESTS.all(now(), *author_keys)
    else:
        found = _SANCTIONS_OF_ACCOUNTS.all(now(), *author_keys, account.pk)
    return {kind for (kind,) in found}


def edits_of_the_last_minute(author_keys: list[str]) -> int:
    return len(_footprints(Footprint.Kind.EDIT, author_keys, MINUTE))


def posts_ago(author_keys: list[str]) -> tuple[float, ...]:
    """How many seconds ago the author posted within the last day, the latest first."""
    moment = now()
    left = _footprints(Footprint.Kind.POST, author_keys, DAY)
    return tuple(sorted((moment - at).total_seconds() for at in left))


def flags_ago(reader_key: str) -> tuple[float, ...]:
    """How many seconds ago a reader flagged posts within the last day, the latest first."""
    moment = now()
    left = _footprints(Footprint.Kind.FLAG, [reader_key], DAY)
    return tuple(sorted((moment - at).total_seconds() for at in left))


def has_flagged(reader_key: str, comment: Comment) -> bool:
    return bool(_FLAGS.all(comment.pk, reader_key))


def posts_approved(account: AbstractBaseUser | None) -> int:
    """Published since a moderator last refused one, as far as people count."""
    if not account:
        return 0
    refusals = _LAST_REFUSAL.all(account.pk, *REFUSED)
    since = refusals[0][0] if refusals else LONG_AGO
    return len(_APPROVED.all(account.pk, PUBLISHED, since))


_POSTS = Prepared(
    Comment,
    lambda thread, number, published: (
        Comment.objects.filter(thread=thread).filter(number=number).filter(status=published)
    ),
)
_TWINS = Prepared(
    Comment,
    # Not `parent` itself: planners would go through all that answers nothing.
    lambda key, since, thread, body, none, above, name: (
        Comment.objects.by(key)
        .alias(above=Coalesce("parent_id", none))
        .filter(created_at__gt=since)
        .filter(thread=thread)
        .filter(body=body)
        .filter(link_is_used=False)
        .filter(above=above)
        .filter(author_name=name)
    ),
)
_FLAGS = Prepared(
    Flag,
    lambda comment, key: (
        Flag.objects.filter(comment=comment).filter(author_key=key).values_list("pk")
    ),
)
_SAID_HERE = Prepared(
    Comment,
    lambda thread, key, pk: (
        Comment.objects.filter(thread=thread)
        .filter(author_key=key)
        .exclude(pk=pk)
        .order_by("-created_at")
        .values_list("body")[:LATELY]
    ),
)
_SANCTIONS_OF_GUESTS = Prepared(
    Sanction,
    lambda moment, key: (
        Sanction.objects.in_force(moment).filter(author_key=key).values_list("kind")
    ),
)
_SANCTIONS_OF_ACCOUNTS = Prepared(
    Sanction,
    lambda moment, key, other_key, account: (
        Sanction.objects.in_force(moment)
        .filter(Q(author_key__in=[key, other_key]) | Q(user=account))
        .values_list("kind")
    ),
)


def _footprints(kind: Footprint.Kind, author_keys: list[str], within: timedelta) -> list[datetime]:
    query = _FOOTPRINTS_OF_GUESTS if len(author_keys) == 1 else _FOOTPRINTS_OF_ACCOUNTS
    return [at for (at,) in query.all(*author_keys, kind.value, now() - within)]


def _left(kind: str, since: datetime, **author: object) -> QuerySet:
    lately = Footprint.objects.filter(**author).filter(kind=kind).filter(left_at__gt=since)
    return lately.order_by("-left_at").values_list("left_at")[:ENOUGH]


_FOOTPRINTS_OF_GUESTS = Prepared(
    Footprint, lambda key, kind, since: _left(kind, since, author_key=key)
)
_FOOTPRINTS_OF_ACCOUNTS = Prepared(
    Footprint,
    lambda key, other_key, kind, since: _left(kind, since, author_key__in=[key, other_key]),
)
_LAST_REFUSAL = Prepared(
    Comment,
    lambda account, *refused: (
        Comment.objects.filter(author=account)
        .filter(status__in=refused)
        .filter(decided_at__isnull=False)
        .order_by("-decided_at")
        .values_list("decided_at")[:1]
    ),
)
_APPROVED = Prepared(
    Comment,
    lambda account, published, since: (
        Comment.objects.filter(author=account)
        .filter(status=published)
        .alias(since=Coalesce("decided_at", "created_at"))
        .filter(since__gt=since)
        .values_list("pk")[:ENOUGH]
    ),
)
