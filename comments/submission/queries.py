"""What a form and the house rules want to know of an author, a text and what it answers, by
queries that are written once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from comments.models import Comment, Flag, Footprint, Sanction, Thread
from comments.models.activity_record import DAY, MONTH
from comments.models.comment_queryset import CommentQuerySet
from comments.models.path import DIGITS
from comments.submission.active_sanctions import Standing
from comments.web.compiled_query import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ENOUGH = 300  # No rule counts further: see MOST in models/house_rules.py.
LATELY = 40  # of an author's comments; more than anybody need have approved to be trusted
DECIDED = 60  # as many as the share of refusals is taken of
PUBLISHED = Comment.Status.PUBLISHED.value
Kind = Footprint.Kind


class Said(NamedTuple):
    """One of the last things that an author has said."""

    pk: int
    thread_id: int
    parent_id: int | None
    author_name: str
    link_is_used: bool
    body: str
    status: str


class Traces:
    """The footprints of an author, the latest first."""

    def __init__(self, left: list[tuple[str, str, datetime]]):
        self.left = left
        self.moment = now()

    def ago(self, kind: Kind) -> tuple[float, ...]:
        """How many seconds, each."""
        day_ago = self.moment - DAY
        return tuple(
            (self.moment - at).total_seconds()
            for _key, left, at in self.left
            if left == kind and at > day_ago
        )

    def since(self, moment: datetime, kind: Kind, author_key: str) -> int:
        return sum(
            left == kind and key == author_key and at > moment for key, left, at in self.left
        )

    def last_refusal(self, author_keys: list[str]) -> datetime:
        refusals = (
            at for key, left, at in self.left if left == Kind.REFUSED and key in author_keys
        )
        return max(refusals, default=LONG_AGO)


def post_named(thread: Thread, number: str) -> Comment | None:
    """The post that a stranger names by a number, if it is one and is shown."""
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
        return None
    return _POSTS.first(thread.pk, int(number), PUBLISHED)


def said_lately(author_key: str) -> list[Said]:
    """The last things that an author has said anywhere, the latest first."""
    return [Said(*row) for row in _SAID.all(author_key)]


def twin_of(comment: Comment, said: list[Said]) -> Comment | None:
    """The same words by the same author in the same place, a moment ago: a double click.
    Not once the manage link has been seen: then it may be somebody else's, from the same
    house, who says the same."""
    place = (comment.thread_id, comment.parent_id, comment.author_name, False, comment.body)
    twins = [one.pk for one in said if one[1:-1] == place]
    return _TWINS.first(twins[0], now() - MINUTE) if twins else None


def sanctions_on(account: AbstractBaseUser | None, author_keys: list[str]) -> set[str]:
    """The kinds of those in force."""
    return {sanction.kind for sanction in _sanctions_in_force(account, author_keys)}


def standing_of(
    account: AbstractBaseUser | None, author_keys: list[str], *, is_named: bool
) -> Standing:
    """All sanctions in force on an author. The first key is the one for the words at hand; what
    stands on an account is known to be theirs only where its name stands above them."""
    here: list[Sanction] = []
    elsewhere: list[Sanction] = []
    nameless = "" if is_named else author_keys[0]
    for sanction in _sanctions_in_force(account, author_keys, nameless):
        is_here = is_named if sanction.user_id else sanction.author_key == author_keys[0]
        (here if is_here else elsewhere).append(sanction)
    return Standing(tuple(here), tuple(elsewhere), is_named=is_named)


def _sanctions_in_force(
    account: AbstractBaseUser | None, author_keys: list[str], nameless: str = ""
) -> list[Sanction]:
    """Those that have an effect: most have none on staff, except where no name stands. There
    staff are kept out like anybody, or whoever gave it would see that it is staff."""
    if not account:
        known = filter(None, author_keys)
        return [found for key in known for found in _SANCTIONS_OF_GUESTS.all(now(), key)]
    found = _SANCTIONS_OF_ACCOUNTS.all(now(), *author_keys, account.pk)
    return [one for one in found if one.binds(account) or (nameless and one.author_key == nameless)]


def traces_of(author_keys: list[str], kind: Kind, within: timedelta) -> Traces:
    """Of one kind, and of what was decided about comments that are no longer there."""
    query = _TRACES_OF_GUESTS if len(author_keys) == 1 else _TRACES_OF_ACCOUNTS
    fates = (Kind.APPROVED.value, Kind.REFUSED.value, now() - MONTH)
    return Traces(query.all(*author_keys, kind.value, now() - within, *author_keys, *fates))


def decided_on(author_key: str) -> list[tuple[str, datetime]]:
    """What moderators have made of the comments under this key, and when, the latest first."""
    return _DECIDED.all(author_key)


def flags_ago(reader_key: str) -> tuple[float, ...]:
    """How many seconds ago a reader flagged posts within the last day, the latest first."""
    return traces_of([reader_key], Kind.FLAG, DAY).ago(Kind.FLAG)


def has_flagged(reader_key: str, comment: Comment) -> bool:
    return bool(_FLAGS.all(comment.pk, reader_key))


def approved_by_name(author_key: str, since: datetime) -> int:
    """How many of the last comments under this key were published since then."""
    return len(_APPROVED_BY_KEY.all(author_key, PUBLISHED, since))


def approved(account: AbstractBaseUser, since: datetime) -> int:
    """How many of the last ones of the account, under its name or anonymously."""
    return len(_APPROVED.all(account.pk, PUBLISHED, since))


_POSTS = Prepared(
    Comment,
    lambda thread, number, published: (
        Comment.objects.filter(thread=thread).filter(number=number).filter(status=published)
    ),
)
_SAID = Prepared(
    Comment,
    lambda key: Comment.objects.by(key).order_by("-pk").values_list(*Said._fields)[:LATELY],
)
_FLAGS = Prepared(
    Flag,
    lambda comment, key: (
        Flag.objects.filter(comment=comment).filter(author_key=key).values_list("pk")
    ),
)
_TWINS = Prepared(
    Comment, lambda pk, since: Comment.objects.filter(pk=pk).filter(created_at__gt=since)
)
_SANCTIONS_OF_GUESTS = Prepared(
    Sanction,
    lambda moment, key: Sanction.objects.in_force(moment).filter(author_key=key),
)
_SANCTIONS_OF_ACCOUNTS = Prepared(
    Sanction,
    lambda moment, key, other_key, account: Sanction.objects.in_force(moment).filter(
        Q(author_key__in=[key, other_key]) | Q(user=account)
    ),
)


def _left(keys: list[str], kind: str, since: datetime) -> Q:
    return Q(author_key__in=keys) & Q(kind=kind) & Q(left_at__gt=since)


def _fates(keys: list[str], one: str, other: str, since: datetime) -> Q:
    return Q(author_key__in=keys) & Q(kind__in=[one, other]) & Q(left_at__gt=since)


def _traces(which: Q) -> QuerySet:
    left = Footprint.objects.filter(which).order_by("-left_at")
    return left.values_list("author_key", "kind", "left_at")[:ENOUGH]


_TRACES_OF_GUESTS = Prepared(
    Footprint,
    lambda key, kind, since, again, one, other, long_since: _traces(
        _left([key], kind, since) | _fates([again], one, other, long_since)
    ),
)
_TRACES_OF_ACCOUNTS = Prepared(
    Footprint,
    lambda key, other_key, kind, since, again, other_again, one, other, long_since: _traces(
        _left([key, other_key], kind, since) | _fates([again, other_again], one, other, long_since)
    ),
)
_DECIDED = Prepared(
    Comment,
    lambda key: (
        Comment.objects.by(key)
        .filter(decided_at__isnull=False)
        .order_by("-decided_at")
        .values_list("status", "decided_at")[:DECIDED]
    ),
)


def _approved(lately: CommentQuerySet, published: str, since: datetime) -> QuerySet:
    last = Comment.objects.filter(pk__in=lately.order_by("-pk").values("pk")[:LATELY])
    dated = last.filter(status=published).alias(at=Coalesce("decided_at", "created_at"))
    return dated.filter(at__gt=since).values_list("pk")


_APPROVED_BY_KEY = Prepared(
    Comment,
    lambda key, published, since: _approved(Comment.objects.by(key), published, since),
)
_APPROVED = Prepared(
    Comment,
    lambda account, published, since: _approved(
        Comment.objects.filter(author=account), published, since
    ),
)
