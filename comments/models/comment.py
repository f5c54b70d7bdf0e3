"""A comment in a thread: its text, its author, its display. Its status is in transitions.py."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Unpack

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models.activity_record import ActivityRecord
from comments.models.comment_queryset import (
    UNKNOWN_PRIORITY,
    URGENT_PRIORITY,
    CommentQuerySet,
    hash_secret,
    priority_from_score,
)
from comments.models.decision import Decision
from comments.models.derived_html import DerivedHtmlField
from comments.models.flag import Flag
from comments.models.path import build_child_path, get_level
from comments.models.save_options import SaveOptions
from comments.models.status import REFUSED_STATUSES, Status
from comments.models.transitions import CommentTransitions, LogEntry
from comments.policy import Outcome, Verdict, codes
from comments.sanitizer import SANITIZER_VERSION, extract_readable_text, sanitize

MAX_BODY_CHARS = 8000  # characters of text
MAX_NAME_CHARS = 50
EXCERPT_WORDS = 24  # words
NEW_POST_PERIOD = timedelta(minutes=10)


class Comment(CommentTransitions):
    """A comment in a thread.

    It gets its number when it is first published, and with it a place on the page. It keeps both
    for good. From then on it is shown: as itself while published, otherwise as a tombstone.
    Without a number only its author and the moderators can see it.
    """

    Status = Status

    # Also set for anonymous posts of members, for their own list of posts, but never shown:
    # their name is empty, like that of guests without one.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    author_name = models.CharField(_("name"), max_length=MAX_NAME_CHARS, blank=True)
    author_key = models.CharField(_("author key"), max_length=64, blank=True, editable=False)
    secret_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    manage_link_seen = models.BooleanField(default=False, editable=False, db_column="link_is_used")

    # Chosen by the author. Readers of the page see the post like any other.
    is_unlisted = models.BooleanField(_("not for search engines"), default=False, db_default=False, editable=False)

    body = models.TextField(_("text"), max_length=MAX_BODY_CHARS)
    body_html = DerivedHtmlField(editable=False)
    sanitizer_version = models.PositiveSmallIntegerField(default=0, editable=False)

    # For moderators only.
    priority = models.PositiveSmallIntegerField(
        default=UNKNOWN_PRIORITY, db_default=UNKNOWN_PRIORITY, editable=False, db_column="turn"
    )
    score = models.FloatField(null=True, editable=False)  # of spam, 0 to 1
    score_explanation = models.JSONField(
        null=True, editable=False, db_column="signs"
    )  # the features with the most weight
    failed_checks = models.CharField(max_length=500, null=True, editable=False, db_column="checks")  # noqa: DJ001

    created_at = models.DateTimeField(_("written"), default=now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    _rendered: str | None = None

    HTML_VERSION = SANITIZER_VERSION

    EDITABLE = frozenset({Status.HELD, Status.PUBLISHED, Status.REJECTED})

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = (
            ("moderate", "Can moderate comments"),
            ("undo_others", "Can undo what other moderators have decided"),
            ("sanction_moderators", "Can sanction moderators"),
        )
        constraints = (
            models.UniqueConstraint(fields=["thread", "number"], name="one_comment_per_number"),
            models.UniqueConstraint(
                fields=["thread", "path"],
                condition=Q(number__isnull=False),  # as in `visible()`, for SQLite
                name="one_comment_per_path",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(number__isnull=False), name="published_comments_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, path="") | (Q(number__isnull=False, number__gt=0) & ~Q(path="")),
                name="numbered_comments_have_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(body="", body_html="", author_name="", author=None, author_key=""),
                name="withdrawn_comments_keep_nothing",
            ),
        )
        indexes = (
            models.Index(fields=["id"], condition=Q(status="held"), name="the_queue"),
            models.Index(fields=["thread", "id"], condition=Q(status="held"), name="the_queue_of_a_thread"),
            models.Index(fields=["-published_at", "-id"], condition=Q(status="published"), name="the_newest_posts"),
            models.Index(fields=["priority", "id"], condition=Q(status="held"), name="in_turn"),
            models.Index(fields=["thread", "priority", "id"], condition=Q(status="held"), name="in_turn_in_a_thread"),
            models.Index(fields=["held_since"], condition=Q(status="held"), name="by_wait"),
            models.Index(fields=["id"], condition=Q(flag_count__gt=0), name="flagged_posts"),
            models.Index(fields=["id"], condition=Q(status="spam"), name="spam_posts"),
            models.Index(fields=["id"], condition=Q(status="rejected"), name="rejected_posts"),
            models.Index(fields=["id"], condition=Q(status="removed"), name="removed_posts"),
            models.Index(fields=["author", "id"], name="my_posts"),
            models.Index(
                fields=["author", "decided_at"],
                condition=Q(status__in=["rejected", "removed", "spam"]),
                name="refusals_of_an_account",
            ),
            models.Index(
                fields=["author_key", "decided_at"], condition=Q(decided_at__isnull=False), name="decided_of_an_author"
            ),
            models.Index(fields=["author_key", "id"], name="words_of_an_author"),
            models.Index(fields=["author_key", "status"], name="the_record_of_an_author"),
            # Read at every post, to find double clicks and repeated texts.
            models.Index(fields=["thread", "author_key", "created_at"], name="said_here_by_an_author"),
        )

    def __str__(self) -> str:
        if self.number:
            return str(_("Post %(number)s") % {"number": self.number})
        return str(_("A post by %(name)s") % {"name": self.display_name})

    def save(self, **options: Unpack[SaveOptions]) -> None:
        if self._rendered != self.body:
            self.derive_html()
        super().save(**options)

    def get_absolute_url(self) -> str:
        return self.thread.get_post_url(self.number)

    def apply_verdict(self, verdict: Verdict) -> None:
        """Store the failed checks, and the priority in the queue."""
        # Flags stay open after an edit.
        against = [codes.FLAGGED_BY_READERS] * bool(self.flag_count) + verdict.failed_checks
        self.failed_checks = f" {' '.join(against)} "[:500] if verdict.findings else None
        self.priority = URGENT_PRIORITY if verdict.is_urgent else priority_from_score(self.score)

    @property
    def is_urgent(self) -> bool:
        """Whether somebody may be in danger, and no moderator has seen the post yet."""
        return self.is_held and self.priority == URGENT_PRIORITY

    def issue_secret(self) -> str:
        """Make the secret of a new manage link. It is shown once; only its hash is stored."""
        secret = secrets.token_urlsafe(16)
        self.secret_hash = hash_secret(secret)
        if not self._state.adding:
            self.save(update_fields=["secret_hash"])
        return secret

    def mark_manage_link_seen(self) -> None:
        """Record that the manage link was opened: it is not shown again."""
        if not self.manage_link_seen:
            Comment.objects.filter(pk=self.pk).update(manage_link_seen=True)

    def derive_html(self) -> None:
        """Derive the HTML from the source with the present sanitizer."""
        self.body_html, self.sanitizer_version = sanitize(self.body), SANITIZER_VERSION
        self._rendered = self.body

    @transaction.atomic
    def resanitize(self) -> bool:
        """Derive and store the HTML. Returns False if the text has changed meanwhile."""
        if self.number:
            self.thread.touch()
        self.derive_html()
        same = Comment.objects.filter(pk=self.pk, revision=self.revision)
        return bool(same.update(body_html=self.body_html, sanitizer_version=self.sanitizer_version))

    @transaction.atomic
    def attach_to(self, parent: Comment) -> None:
        """Make it a reply to `parent`. If both have a place on the page, it moves there."""
        Comment.objects.filter(pk=self.pk).update(parent=parent)
        self.parent = parent
        if self.number and parent.number:
            self.thread.touch()
            self._move_below(parent.path)

    def move_earlier_replies(self) -> None:
        """Move replies that were published before this comment to their place below it.

        Call when it gets its number, which has raised the version of the thread.
        """
        for reply in Comment.objects.visible().filter(parent=self).order_by("number"):
            reply._move_below(self.path)

    def _move_below(self, path: str) -> None:
        """Move it, and everything below it, to the place below `path`. Numbers stay."""
        rows = Comment.objects.filter(thread=self.thread_id, path__startswith=self.path).order_by("path")
        waiting = [(row.pk, row.parent_id, int(row.number or 0)) for row in rows.only("parent", "number")]
        places: dict[int | None, str] = {self.parent_id: path}
        # At the deepest level a reply stands beside its parent, and perhaps before it.
        while found := [row for row in waiting if row[1] in places]:
            for pk, parent_id, number in found:
                places[pk] = build_child_path(places[parent_id], number)
                Comment.objects.filter(pk=pk).update(path=places[pk])
            waiting = [row for row in waiting if row[0] not in places]
        self.path = places[self.pk]

    @property
    def level(self) -> int:
        """Depth in the tree: 1 for a post without a parent, at most MAX_LEVELS."""
        return get_level(self.path)

    @property
    def display_name(self) -> str:
        return self.author_name or gettext("Anonymous")

    @property
    def excerpt(self) -> str:
        """The beginning of the text, on one line."""
        return Truncator(" ".join(extract_readable_text(self.body_html).split())).words(EXCERPT_WORDS)

    @property
    def is_by_guest(self) -> bool:
        """Whether it is displayed as by a guest: anonymous posts of members are, too."""
        return not (self.author_id and self.author_name)

    @property
    def is_tombstone(self) -> bool:
        return self.number is not None and self.status != "published"

    @property
    def is_for_search_engines(self) -> bool:
        """Condition of `CommentQuerySet.for_search_engines`, for a comment on a visible page."""
        return self.number is not None and self.status == "published" and not self.is_unlisted

    @property
    def is_edited(self) -> bool:
        """Whether the text has changed since it was published."""
        return bool(self.edited_at and self.published_at and self.edited_at > self.published_at)

    @property
    def is_fresh(self) -> bool:
        """Whether it was posted within the last minutes and never edited."""
        return self.revision == 1 and self.created_at > now() - NEW_POST_PERIOD

    @property
    def is_just_written(self) -> bool:
        return self.created_at > now() - timedelta(minutes=1)

    @property
    def is_held(self) -> bool:
        return self.status == self.Status.HELD

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_held_or_published(self) -> bool:
        """Whether it has not been refused."""
        return self.status in {self.Status.HELD, self.Status.PUBLISHED}

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def accepts_edits(self) -> bool:
        """Whether its author may edit it now."""
        return self.is_editable and not self.thread.is_archived

    @property
    def effective_decision(self) -> Decision | None:
        """The decision that led to its present status: its author is shown the reasons."""
        lines = [line for line in self.effective_decisions if line.verb != Decision.Verb.UPHOLD]
        return next(iter(lines[-1:]), None)

    @property
    def is_refused(self) -> bool:
        return self.status in REFUSED_STATUSES

    @property
    def is_spam(self) -> bool:
        return self.status == Status.SPAM

    @property
    def refusal_decision(self) -> Decision | None:
        """The moderator's decision by which it is refused."""
        decision = self.effective_decision
        return decision if self.is_refused and decision and decision.moderator_id else None

    @property
    def is_appealable(self) -> bool:
        """Whether a moderator has refused it, and its author has not appealed yet."""
        return bool(self.refusal_decision and not self.appeal_or_none)

    @transaction.atomic
    def revise(
        self, verdict: Verdict, *, body: str, author_name: str, author_key: str = "", is_unlisted: bool | None = None
    ) -> Decision:
        """Replace the text; the older one is not kept. Only a published comment that passes the
        house rules stays on the page.

        Raises TextHasChanged, and changes nothing, if another edit or decision came first.
        """
        if self.number:
            self.thread.touch()
        if self.status in REFUSED_STATUSES:
            self._remember_outcome()
        self.body, self.author_name = body, author_name
        self.is_unlisted = self.is_unlisted if is_unlisted is None else is_unlisted
        self.derive_html()
        self.apply_verdict(verdict)
        self._change(
            body=body,
            author_name=author_name,
            author_key=author_key or self.author_key,
            is_unlisted=self.is_unlisted,
            body_html=self.body_html,
            sanitizer_version=self.sanitizer_version,
            priority=self.priority,
            score=self.score,
            score_explanation=self.score_explanation,
            failed_checks=self.failed_checks,
            edited_at=now(),
            revision=self.revision + 1,
        )
        passes = self.status == self.Status.PUBLISHED and verdict.outcome == Outcome.ACCEPT
        if passes or self.status == self.Status.HELD:
            verb = Decision.Verb.ACCEPT if passes else Decision.Verb.HOLD
            entry = LogEntry(verb=verb, reasons=verdict.reasons)
            return self._log(entry, self.status, now())
        return self.decide(Decision.Verb.HOLD, reasons=verdict.reasons, savepoint=False)

    @transaction.atomic
    def set_unlisted(self, is_unlisted: bool) -> None:
        """Let search engines show the comment, or not. The text is the same, so it is not judged
        again."""
        if self.number:
            self.thread.touch()
        Comment.objects.filter(pk=self.pk).update(is_unlisted=is_unlisted)
        self.is_unlisted = is_unlisted

    @transaction.atomic
    def withdraw(self) -> Decision:
        """Blank the comment for its author. With a number it stays, as a tombstone."""
        self._remember_outcome()
        return self.decide(Decision.Verb.WITHDRAW, savepoint=False)

    def _remember_outcome(self) -> None:
        """Record the outcome before the author edits or deletes the comment: deleting refused
        comments must not improve a record. By the key only, like all records."""
        is_refused, is_approved = self.status in REFUSED_STATUSES, self.is_published
        if self.author_key and self.decided_at and (is_refused or is_approved):
            kind = ActivityRecord.Kind.REFUSED if is_refused else ActivityRecord.Kind.APPROVED
            ActivityRecord.objects.create(author_key=self.author_key, kind=kind, left_at=self.decided_at)

    @property
    def is_exempt_from_flags(self) -> bool:
        """Whether flags never hide it, because it shows the name of a moderator. Anonymous posts
        of moderators are treated like all others: otherwise three readers could find out who wrote
        one."""
        account = self.author if self.author_name else None
        return bool(account and account.has_perm("comments.moderate"))

    def add_flag(self, flag: Flag) -> None:
        """Store a reader's flag of this published comment. Call under the thread's lock."""
        flag.comment_id = self.pk
        flag.weight = Flag.objects.next_weight(flag.author_key)
        flag.save(force_insert=True)
        self.update_flag_count(added=1)

    def sum_open_flag_weights(self) -> float:
        open_flags = Flag.objects.open().filter(comment=self.pk)
        return open_flags.aggregate(weight=Sum("weight"))["weight"] or 0

    def queue_as_flagged(self) -> None:
        """Put the reports first among its failed checks, and set its priority in the queue."""
        others = [check for check in (self.failed_checks or "").split() if check != codes.FLAGGED_BY_READERS]
        # After a moderator has seen it, it is not urgent again.
        turn = priority_from_score(self.score) if self.decided_at else self.priority
        self._note(failed_checks=f" {' '.join([codes.FLAGGED_BY_READERS, *others])} "[:500], priority=turn)

    def update_flag_count(self, *, total: int | None = None, added: int = 0) -> None:
        """Set the number of open flags, or add to it. Call under the thread's lock."""
        before = Coalesce("flag_count", 0) if total is None else Value(total)
        self._note(flag_count=before + added)

    def _note(self, **changes: object) -> None:
        Comment.objects.filter(pk=self.pk).update(**changes)
        self.refresh_from_db(fields=list(changes))
