"""Queries for comments, each with a name: for readers, moderators and authors."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar, cast

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery

from comments.models.decision import Decision
from comments.models.derived_html import DerivedHtmlQuerySet
from comments.models.status import REFUSED_STATUSES, Status
from comments.models.thread import Thread, ThreadQuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

URGENT_PRIORITY = 0  # before all others
UNKNOWN_PRIORITY = 6  # other priorities are 1 to 10, by the spam score
MAX_COUNTED = 1000  # A higher number makes no difference to anybody.

C = TypeVar("C", bound=models.Model)  # Comment, which imports this


class CommentQuerySet(DerivedHtmlQuerySet[C]):
    # Queues of moderators. Conditions equal those of the partial indexes, so each is one range.

    def held(self) -> Self:
        """Comments that wait for a moderator, oldest first."""
        return self.filter(status=Status.HELD).order_by("pk")

    def urgent(self) -> Self:
        """Held comments of people who may be in danger."""
        return self.held().filter(priority=URGENT_PRIORITY)

    def flagged(self) -> Self:
        """Comments with open flags that are not refused."""
        asked = self.filter(flag_count__gt=0)
        return asked.filter(status__in=[Status.HELD, Status.PUBLISHED])

    def appealed(self) -> Self:
        """Comments with a pending appeal."""
        return self.filter(appeal__answer=None, appeal__pk__isnull=False)

    def exclude_withdrawn(self) -> Self:
        """Comments that their author has not deleted."""
        return self.exclude(status=Status.WITHDRAWN)

    def spam(self) -> Self:
        return self.filter(status=Status.SPAM)

    def rejected(self) -> Self:
        return self.filter(status=Status.REJECTED)

    def removed(self) -> Self:
        return self.filter(status=Status.REMOVED)

    def by_author_of(self, pk: int) -> Self:
        """Comments with the same author key as that comment."""
        key = self.model._default_manager.filter(pk=pk).values("author_key")
        return self.filter(author_key=Subquery(key)).exclude(author_key="")

    # Other queries.

    def visible(self) -> Self:
        """Comments that have a place on the page, tombstones included."""
        return self.filter(number__isnull=False)

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def capped_count(self) -> CappedCount:
        # Ordered like the partial indexes: otherwise SQLite reads the whole of another index.
        return CappedCount(self.order_by("pk")[: MAX_COUNTED + 1].count())

    def never_published(self) -> Self:
        return self.filter(number=None)

    def for_readers(self) -> Self:
        """Columns that a page prints; the source text is not one of them."""
        return self.visible().without_source().defer("score_explanation")

    def for_export(self) -> Self:
        """Comments with a number, in the order of numbers, then those that are held."""
        kept = self.filter(Q(number__isnull=False) | Q(status=Status.HELD))
        return kept.order_by(F("number").asc(nulls_last=True), "pk")

    def with_parent_numbers(self) -> list[tuple[C, int | None]]:
        """Read each comment together with the number of the post that it answers."""
        rows = cast("Iterable[C]", self.annotate(parent_number=F("parent__number")))
        return [(row, vars(row).pop("parent_number")) for row in rows]

    def on_visible_pages(self) -> Self:
        """Published comments on pages that are visible."""
        return self._published_in(Thread.objects.visible())

    def _published_in(self, threads: ThreadQuerySet) -> Self:
        # A subquery for each post: with a join, SQLite reads all threads first.
        return self.published().visible().filter(Exists(threads.filter(pk=OuterRef("thread"))))

    def for_search_engines(self) -> Self:
        """Comments that search engines, feeds and the search of the site show to strangers:
        without unlisted ones."""
        return self._published_in(Thread.objects.for_search_engines()).filter(is_unlisted=False)

    def for_feeds(self) -> Self:
        return self.without_source().select_related("thread")

    def latest_first(self) -> Self:
        """Newest publication first; imported comments without a date are left out."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def by_author_key(self, author_key: str) -> Self:
        return self.filter(author_key=author_key)

    def outcomes_since(self, moment: datetime, *, days: int) -> RecentOutcomes:
        """Count the outcomes of comments that moderators have decided about since `moment`, the
        latest first."""
        judged = [*REFUSED_STATUSES, Status.PUBLISHED]
        decided = self.filter(decided_at__gte=moment, status__in=judged).order_by("-decided_at")
        statuses = [*decided.values_list("status", flat=True)[:MAX_COUNTED]]
        refused = sum(status in REFUSED_STATUSES for status in statuses)
        return RecentOutcomes(len(statuses), refused, days)

    def with_secret(self, secret: str) -> Self:
        """The comment to which a manage link belongs."""
        return self.filter(secret_hash=hash_secret(secret))

    def refused_before(self, moment: datetime) -> Self:
        """Rejected comments and spam that were never published and have no pending appeal."""
        refused = [Status.REJECTED, Status.SPAM]
        unseen = self.never_published().filter(status__in=refused, created_at__lt=moment)
        return unseen.exclude(appeal__isnull=False, appeal__answer=None)

    def anonymous_before(self, moment: datetime) -> Self:
        """Comments of guests, and anonymous ones of members, that still have a key."""
        nameless = self.filter(Q(author=None) | Q(author_name=""), created_at__lt=moment)
        return nameless.exclude(author_key="")

    def without_source(self) -> Self:
        """Leave out the source text, except where the HTML must be derived again."""
        return self.defer("body").load_outdated_source()

    def threaded(self) -> Self:
        return self.order_by("path")

    def flat(self) -> Self:
        return self.order_by("number")

    def numbered_below(self, number: int | None) -> Self:
        return self.filter(number__lt=number) if number else self

    def numbered_from(self, number: int | None) -> Self:
        return self.filter(number__gte=number) if number else self.none()

    def at_paths(self, paths: list[str]) -> Self:
        return self.filter(path__in=paths)

    def after_path(self, path: str, *, itself: bool) -> Self:
        """Comments after a path, in the order of the conversation."""
        return self.filter(**{"path__gte" if itself else "path__gt": path})

    def before_path(self, path: str, *, itself: bool) -> Self:
        return self.filter(**{"path__lte" if itself else "path__lt": path})

    def by_account(self, user: AbstractBaseUser | AnonymousUser, pk: int | None = None) -> Self:
        """Comments of an account, anonymous ones included; or the one of them with that key."""
        mine = self.filter(author=user.pk) if user.is_authenticated else self.none()
        return mine if pk is None else mine.filter(pk=pk)

    def newest_first(self, before: int | None = None) -> Self:
        return (self.filter(pk__lt=before) if before else self).order_by("-pk")

    def after(self, pk: int | None) -> Self:
        return self.filter(pk__gt=pk) if pk else self

    def for_review(self) -> Self:
        """With everything that moderators see beside the text."""
        beside = ("thread", "parent", "claim__moderator", "appeal__decision__moderator")
        return self.select_related(*beside).with_log()

    def for_decisions(self) -> Self:
        """With everything that a decision and its consequences read."""
        return self.select_related("thread", "parent", "appeal__decision").with_log()

    def for_authors(self) -> Self:
        """With everything that tells an author the outcome."""
        beside = ("thread", "parent", "author", "appeal__answer__rejection_reason")
        return self.select_related(*beside).with_log()

    def with_log(self) -> Self:
        """With every line of the log, its moderator and its rejection reason."""
        return self.prefetch_related(
            Prefetch("decisions", Decision.objects.select_related("moderator", "rejection_reason"))
        )

    def records_by_author_key(self, author_keys: Iterable[str]) -> dict[str, AuthorRecord]:
        """Count the comments of each author by outcome, by author key."""
        rows = self.filter(author_key__in={*author_keys} - {""}).order_by()
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows.values("author_key", "status").annotate(count=Count("pk")):
            counts[row["author_key"]][row["status"]] = row["count"]
        return {key: AuthorRecord.from_counts(statuses) for key, statuses in counts.items()}


class CappedCount(int):
    """Number of comments, displayed as "1000+" beyond that: nobody needs to know it exactly."""

    def __str__(self) -> str:
        return f"{MAX_COUNTED}+" if self > MAX_COUNTED else super().__str__()


class AuthorRecord(NamedTuple):
    """Numbers of comments of one author by outcome."""

    approved: int = 0
    refused: int = 0
    waiting: int = 0

    @classmethod
    def from_counts(cls, statuses: Counter[str]) -> AuthorRecord:
        refused = statuses["rejected"] + statuses["spam"] + statuses["removed"]
        return cls(statuses["published"], refused, statuses["held"])


class RecentOutcomes(NamedTuple):
    """Outcomes of the posts of one author within some days."""

    decided: int
    refused: int
    days: int

    @property
    def refused_percent(self) -> int:
        """Share of refused posts, in per cent."""
        return round(100 * self.refused / self.decided) if self.decided else 0


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def priority_from_score(score: float | None) -> int:
    return UNKNOWN_PRIORITY if score is None else 1 + min(9, int(score * 10))
