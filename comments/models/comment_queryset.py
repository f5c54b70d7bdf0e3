"""Many comments: what readers, moderators and authors ask for, each under a name."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar, cast

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery

from comments.models.decision import Decision
from comments.models.status import REFUSED_STATUSES, Status
from comments.models.thread import Thread, ThreadQuerySet
from comments.sanitizer import SANITIZER_VERSION

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

URGENT_PRIORITY = 0  # the first turn
UNKNOWN_PRIORITY = 6  # other turns, from 1 to 10, by the score
MAX_COUNTED = 1000  # How many of them wait makes no difference any more.

C = TypeVar("C", bound=models.Model)  # Comment, which imports this


class CommentQuerySet(models.QuerySet[C]):
    # The queues of moderators, in the words of the partial indexes: each is a range of one.

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

    # What others ask for.

    def visible(self) -> Self:
        """Comments that have a place on the page, tombstones included."""
        return self.filter(number__isnull=False)

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def capped_count(self) -> CappedCount:
        # In the order of the partial indexes: without one, SQLite prefers to read all of another.
        return CappedCount(self.order_by("pk")[: MAX_COUNTED + 1].count())

    def never_published(self) -> Self:
        return self.filter(number=None)

    def for_readers(self) -> Self:
        """All that a page prints, and no source text."""
        return self.visible().defer("body", "score_explanation")

    def for_export(self) -> Self:
        """What has a place on the page, in the order of the diary, and what waits for one."""
        kept = self.filter(Q(number__isnull=False) | Q(status=Status.HELD))
        return kept.order_by(F("number").asc(nulls_last=True), "pk")

    def with_parent_numbers(self) -> list[tuple[C, int | None]]:
        """Read each comment together with the number of the post that it answers."""
        rows = cast("Iterable[C]", self.annotate(parent_number=F("parent__number")))
        return [(row, vars(row).pop("parent_number")) for row in rows]

    def on_visible_pages(self) -> Self:
        """Published, on a page that can be read."""
        return self._published_in(Thread.objects.visible())

    def _published_in(self, threads: ThreadQuerySet) -> Self:
        # Asked of each post: joined, SQLite goes through all threads first.
        return self.published().visible().filter(Exists(threads.filter(pk=OuterRef("thread"))))

    def for_search_engines(self) -> Self:
        """What search engines, feeds and the search of the site show to strangers: not what its
        author has kept from them."""
        return self._published_in(Thread.objects.for_search_engines()).filter(is_unlisted=False)

    def for_feeds(self) -> Self:
        return self.defer("body").select_related("thread")

    def latest_first(self) -> Self:
        """By the moment of publication, which not every post from elsewhere has."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def by_author_key(self, author_key: str) -> Self:
        return self.filter(author_key=author_key)

    def outcomes_since(self, moment: datetime, *, days: int) -> RecentOutcomes:
        """How those were judged that moderators have decided since: the latest of them."""
        judged = [*REFUSED_STATUSES, Status.PUBLISHED]
        decided = self.filter(decided_at__gte=moment, status__in=judged).order_by("-decided_at")
        statuses = [*decided.values_list("status", flat=True)[:MAX_COUNTED]]
        refused = sum(status in REFUSED_STATUSES for status in statuses)
        return RecentOutcomes(len(statuses), refused, days)

    def with_secret(self, secret: str) -> Self:
        """The one comment that a manage link is for."""
        return self.filter(secret_hash=hash_secret(secret))

    def refused_before(self, moment: datetime) -> Self:
        """Rejected and spam that no reader has ever seen, and no author asks about."""
        refused = [Status.REJECTED, Status.SPAM]
        unseen = self.never_published().filter(status__in=refused, created_at__lt=moment)
        return unseen.exclude(appeal__isnull=False, appeal__answer=None)

    def anonymous_before(self, moment: datetime) -> Self:
        """By guests, and by members who posted anonymously, that still have a key."""
        nameless = self.filter(Q(author=None) | Q(author_name=""), created_at__lt=moment)
        return nameless.exclude(author_key="")

    def with_outdated_html(self) -> Self:
        """Those whose HTML was made by older rules."""
        return self.filter(sanitizer_version__lt=SANITIZER_VERSION)

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
        """What comes after a path in conversation order."""
        return self.filter(**{"path__gte" if itself else "path__gt": path})

    def before_path(self, path: str, *, itself: bool) -> Self:
        return self.filter(**{"path__lte" if itself else "path__lt": path})

    def by_account(self, user: AbstractBaseUser | AnonymousUser, pk: int | None = None) -> Self:
        """What an account has written, anonymously or not; or the one of it with that key."""
        mine = self.filter(author=user.pk) if user.is_authenticated else self.none()
        return mine if pk is None else mine.filter(pk=pk)

    def newest_first(self, before: int | None = None) -> Self:
        return (self.filter(pk__lt=before) if before else self).order_by("-pk")

    def after(self, pk: int | None) -> Self:
        return self.filter(pk__gt=pk) if pk else self

    def for_review(self) -> Self:
        """With all that a moderator wants to see beside the words."""
        beside = ("thread", "parent", "claim__moderator", "appeal__decision__moderator")
        return self.select_related(*beside).with_log()

    def for_decisions(self) -> Self:
        """With all that a decision and its consequences read."""
        return self.select_related("thread", "parent", "appeal__decision").with_log()

    def for_authors(self) -> Self:
        """With all that says what has become of it."""
        beside = ("thread", "parent", "author", "appeal__answer__rejection_reason")
        return self.select_related(*beside).with_log()

    def with_log(self) -> Self:
        """With every line of the log, who wrote it and on what ground."""
        return self.prefetch_related(
            Prefetch("decisions", Decision.objects.select_related("moderator", "rejection_reason"))
        )

    def records_by_author_key(self, author_keys: Iterable[str]) -> dict[str, AuthorRecord]:
        """What has become of the comments of each author, by author key."""
        rows = self.filter(author_key__in={*author_keys} - {""}).order_by()
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows.values("author_key", "status").annotate(count=Count("pk")):
            counts[row["author_key"]][row["status"]] = row["count"]
        return {key: AuthorRecord.from_counts(statuses) for key, statuses in counts.items()}


class CappedCount(int):
    """A number of comments that is counted only as far as people care: "1000+" beyond that."""

    def __str__(self) -> str:
        return f"{MAX_COUNTED}+" if self > MAX_COUNTED else super().__str__()


class AuthorRecord(NamedTuple):
    """How an author has fared so far, in numbers of comments."""

    approved: int = 0
    refused: int = 0
    waiting: int = 0

    @classmethod
    def from_counts(cls, statuses: Counter[str]) -> AuthorRecord:
        refused = statuses["rejected"] + statuses["spam"] + statuses["removed"]
        return cls(statuses["published"], refused, statuses["held"])


class RecentOutcomes(NamedTuple):
    """How an author's posts were judged within some days."""

    decided: int
    refused: int
    days: int

    @property
    def refused_percent(self) -> int:
        """In per cent."""
        return round(100 * self.refused / self.decided) if self.decided else 0


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def priority_from_score(score: float | None) -> int:
    return UNKNOWN_PRIORITY if score is None else 1 + min(9, int(score * 10))
