"""What a form and the house rules want to know of an author, a text and what it answers, by
queries that are written once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from comments.models import Ban, Comment, Footprint, Thread
from comments.path import DIGITS
from comments.policy import TRUSTED_AFTER
from comments.prepared import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

MINUTE = timedelta(minutes=1)
ENOUGH = 20  # No rule counts further.
LATELY = 20  # comments of an author in a thread
PUBLISHED = Comment.Status.PUBLISHED.value


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


def is_banned(account: AbstractBaseUser | None, author_keys: list[str]) -> bool:
    if not account:
        return bool(_BANS_OF_GUESTS.all(now(), *author_keys))
    return bool(_BANS_OF_ACCOUNTS.all(now(), *author_keys, account.pk))


def acts_of_the_last_minute(kind: Footprint.Kind, author_keys: list[str]) -> int:
    query = _FOOTPRINTS_OF_GUESTS if len(author_keys) == 1 else _FOOTPRINTS_OF_ACCOUNTS
    return len(query.all(*author_keys, kind.value, now() - MINUTE))


def posts_approved(account: AbstractBaseUser | None) -> int:
    """Counted as far as it takes to be trusted."""
    return len(_APPROVED.all(account.pk, PUBLISHED)) if account else 0


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
_BANS_OF_GUESTS = Prepared(
    Ban, lambda moment, key: Ban.objects.in_force(moment).filter(author_key=key).values_list("pk")
)
_BANS_OF_ACCOUNTS = Prepared(
    Ban,
    lambda moment, key, other_key, account: (
        Ban.objects.in_force(moment)
        .filter(Q(author_key__in=[key, other_key]) | Q(user=account))
        .values_list("pk")
    ),
)


def _footprints(kind: str, since: datetime, **author: object) -> QuerySet:
    lately = Footprint.objects.filter(**author).filter(kind=kind).filter(left_at__gt=since)
    return lately.values_list("pk")[:ENOUGH]


_FOOTPRINTS_OF_GUESTS = Prepared(
    Footprint, lambda key, kind, since: _footprints(kind, since, author_key=key)
)
_FOOTPRINTS_OF_ACCOUNTS = Prepared(
    Footprint,
    lambda key, other_key, kind, since: _footprints(kind, since, author_key__in=[key, other_key]),
)
_APPROVED = Prepared(
    Comment,
    lambda account, published: (
        Comment.objects.filter(author=account)
        .filter(status=published)
        .values_list("pk")[:TRUSTED_AFTER]
    ),
)
