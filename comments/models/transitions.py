"""Transitions of a comment from status to status, each by a decision with a line in the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.models.accounts import Account
from comments.models.appeal import Appeal
from comments.models.decision import Decision
from comments.models.path import MAX_PATH_CHARS, build_child_path
from comments.models.rejection_reason import RejectionReason
from comments.models.status import REFUSED_STATUSES, Status
from comments.models.thread import Thread
from comments.policy import Reason, redact_for_log

Verb = Decision.Verb


class AlreadyDecided(Exception):
    """Another decision came first, or the status does not allow this one."""


class TextHasChanged(Exception):
    """The text has changed since the decision or the edit began."""


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """The part of a log line that the caller chooses; the rest is read from the comment."""

    verb: Decision.Verb
    by: Account | None = None
    reason: str = ""
    reasons: Iterable[Reason] = ()
    rejection_reason: RejectionReason | None = None
    action_id: UUID | None = None
    undoes: Decision | None = None


class CommentTransitions(models.Model):
    """The fields of a comment that decisions change, and the methods that change them."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    # Only comments without a number are ever deleted. Imports have replies to such comments.
    parent = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, blank=True, related_name="replies")
    number = models.PositiveIntegerField(_("post"), null=True, editable=False)
    path = models.CharField(max_length=MAX_PATH_CHARS, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    flag_count = models.PositiveSmallIntegerField(null=True, editable=False)  # open ones
    held_since = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)  # by a moderator
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    decisions: ReverseManyToOneDescriptor[Decision]  # by Decision.comment

    # By verb: the statuses from which it is allowed, and the one it leads to; None: the same.
    TRANSITIONS: ClassVar = {
        Verb.ACCEPT: ({Status.NEW}, Status.PUBLISHED),
        Verb.HOLD: ({Status.NEW, Status.PUBLISHED, Status.REJECTED}, Status.HELD),
        Verb.APPROVE: ({Status.HELD, Status.PUBLISHED, Status.REJECTED, Status.SPAM, Status.REMOVED}, Status.PUBLISHED),
        Verb.REJECT: ({Status.HELD}, Status.REJECTED),
        Verb.SPAM: ({Status.HELD, Status.PUBLISHED, Status.REJECTED}, Status.SPAM),
        Verb.REMOVE: ({Status.HELD, Status.PUBLISHED}, Status.REMOVED),
        Verb.UPHOLD: (REFUSED_STATUSES, None),
        Verb.WITHDRAW: (
            {Status.HELD, Status.PUBLISHED, Status.REJECTED, Status.SPAM, Status.REMOVED},
            Status.WITHDRAWN,
        ),
    }

    class Meta:
        abstract = True

    @property
    def last_decision(self) -> Decision | None:
        return next(iter([*self.decisions.all()][-1:]), None)

    @property
    def effective_decisions(self) -> list[Decision]:
        """Decisions that are neither undone nor an undo."""
        lines = [*self.decisions.all()]
        undone = {line.undoes_id for line in lines}
        return [line for line in lines if line.pk not in undone and not line.undoes_id]

    @property
    def appeal_or_none(self) -> Appeal | None:
        return getattr(self, "appeal", None)

    @property
    def allowed_verbs(self) -> list[Decision.Verb]:
        """Decisions that a moderator can make now."""
        possible = [verb for verb in Decision.MODERATOR_VERBS if self._may(verb)]
        return [verb for verb in possible if verb != Verb.APPROVE or not self.is_reviewed]

    @property
    def is_reviewed(self) -> bool:
        """Whether a moderator has approved it, and no open flag has come since."""
        if self.status != Status.PUBLISHED or self.flag_count:
            return False
        last = self.last_decision
        return bool(last and last.verb == Verb.APPROVE)

    def _may(self, verb: Decision.Verb) -> bool:
        return verb in self.TRANSITIONS and self.status in self.TRANSITIONS[verb][0]

    def decide(
        self,
        verb: str,
        *,
        by: Account | None = None,
        reason: str = "",
        reasons: Iterable[Reason] = (),
        rejection_reason: RejectionReason | None = None,
        action_id: UUID | None = None,
        number: int | None = None,
        savepoint: bool = True,
    ) -> Decision:
        """Move to the status that `verb` leads to and write a line in the log.

        The consequences are in comments/moderation/decisions.py, which calls this.
        `reasons` are the findings of the house rules. `rejection_reason` and `reason` are the
        moderator's message to the author. Decisions with one `action_id` were made together.
        `number` is for imported posts. Raises AlreadyDecided or TextHasChanged, and changes
        nothing, if the comment has changed since it was loaded. Without a `savepoint`, the
        caller's transaction has to be rolled back then.
        """
        verb = Verb(verb)
        if not self._may(verb) or (verb == Verb.APPROVE and self.is_reviewed):
            raise AlreadyDecided(self)
        target = self.TRANSITIONS[verb][1] or self.status
        entry = LogEntry(
            verb=verb, by=by, reason=reason, reasons=reasons, rejection_reason=rejection_reason, action_id=action_id
        )
        return self._move(entry, target, number=number, savepoint=savepoint)

    def undo(self, decision: Decision, *, by: Account, action_id: UUID | None = None) -> Decision:
        """Go back to where a moderator's decision found the comment. A number stays.

        Raises AlreadyDecided, and changes nothing, if the decision is not the latest, or was not
        made by a moderator.
        """
        standing = self.effective_decisions
        is_latest = standing[-1:] == [decision] and self.status == decision.status_after
        if not (decision.moderator_id and is_latest):
            raise AlreadyDecided(self)
        known = [*self.decisions.all()][-1]
        entry = LogEntry(verb=Verb.UNDO, by=by, action_id=action_id, undoes=decision)
        with transaction.atomic():
            try:
                undo = self._move(entry, Status(decision.status_before))
            except IntegrityError as undone_already:
                raise AlreadyDecided(self) from undone_already
            # A decision that keeps the status may have come between.
            if Decision.objects.for_comment(self).between(known, undo).exists():
                raise AlreadyDecided(self)
            self._change(**self._restored_timestamps(decision, standing[:-1]))
        return undo

    def _restored_timestamps(self, undone: Decision, earlier: Iterable[Decision]) -> dict[str, object]:
        """The waiting time goes on as if the decision had not been made."""
        decided = [line.decided_at for line in earlier if line.is_status_change_by_moderator]
        waited = None if undone.waited is None else timedelta(seconds=undone.waited)
        held_since = {} if waited is None else {"held_since": undone.decided_at - waited}
        return {"decided_at": decided[-1] if decided else None, **held_since}

    def require_unchanged_since(self, decision_id: int) -> None:
        """Raise AlreadyDecided or TextHasChanged unless this is still the last line of the log.
        Call with the line that the moderator saw."""
        lines = [*self.decisions.all()]
        if lines and lines[-1].pk != decision_id:
            seen = next((line for line in lines if line.pk == decision_id), None)
            same_text = seen and seen.revision == self.revision
            raise AlreadyDecided(self) if same_text else TextHasChanged(self)

    def _move(self, entry: LogEntry, target: str, *, number: int | None = None, savepoint: bool = True) -> Decision:
        before, known_as, waited, moment = self.status, self.number, self._seconds_waited(), now()
        # A new comment has nothing to roll back to.
        with transaction.atomic(savepoint=savepoint and not self._state.adding):
            place = self._publication_fields(target, number)
            self._store(
                status=target,
                **place,
                **self._blank_fields(target),
                **self._timestamps(target, moment, by=None if entry.verb == Verb.UPHOLD else entry.by),
            )
            return self._log(entry, before, moment, number=known_as, waited=waited)

    def _store(self, **changes: object) -> None:
        if not self._state.adding:
            self._change(**changes)
            return
        # A new comment: nobody else can have changed it.
        self._set(changes)
        self.save(force_insert=True)

    def _set(self, changes: dict[str, object]) -> None:
        for name, value in changes.items():
            setattr(self, name, value)

    def _change(self, **changes: object) -> None:
        """Compare and swap: update only if status and text are still as they were loaded."""
        rows = type(self)._default_manager
        unmoved = rows.filter(pk=self.pk, status=self.status, revision=self.revision)
        if not unmoved.update(**changes):
            moved = rows.filter(pk=self.pk).exclude(status=self.status).exists()
            raise AlreadyDecided(self) if moved else TextHasChanged(self)
        self._set(changes)

    def _publication_fields(self, target: str, wanted: int | None) -> dict[str, object]:
        """Fields to set on publication: number, path, published_at. Call first: updating the
        thread locks its row, so numbers are given one at a time."""
        comes, goes = target == Status.PUBLISHED, self.status == Status.PUBLISHED
        if not (comes or self.number):
            return {}
        is_first = comes and not self.number
        self.thread.touch(posts=comes - goes, numbers=int(is_first and not wanted))
        if not is_first:
            return {}
        if wanted:
            self.thread.reserve_number(wanted)
        number = wanted or self.thread.last_number
        path = build_child_path(self.parent.path if self.parent else "", number)
        return {"number": number, "path": path, "published_at": now()}

    def _blank_fields(self, target: str) -> dict[str, object]:
        """Fields that are blanked when the author withdraws the comment."""
        if target != Status.WITHDRAWN:
            return {}
        gone = {"body": "", "body_html": "", "author_name": "", "author": None, "author_key": ""}
        known = {"failed_checks": None, "score": None, "score_explanation": None, "flag_count": None}
        return gone | known | {"is_unlisted": False}

    def _timestamps(self, target: str, moment: datetime, *, by: Account | None) -> dict[str, object]:
        times: dict[str, object] = {}
        if target != self.status:
            times["held_since"] = moment if target == Status.HELD else None
        if by:
            times["decided_at"] = moment
        return times

    def _seconds_waited(self) -> int | None:
        """Seconds since it was held; None if it is not held."""
        return int((now() - self.held_since).total_seconds()) if self.held_since else None

    def _log(
        self, entry: LogEntry, before: str, moment: datetime, *, number: int | None = None, waited: int | None = None
    ) -> Decision:
        return Decision.objects.create(
            thread_id=self.thread_id,
            comment_id=self.pk,
            verb=entry.verb,
            status_before=before,
            status_after=self.status,
            revision=self.revision,
            moderator=entry.by,
            reason=entry.reason,
            reasons=[redact_for_log(reason) for reason in entry.reasons],
            rejection_reason=entry.rejection_reason,
            action_id=entry.action_id,
            undoes=entry.undoes,
            number=number,
            waited=waited,
            decided_at=moment,
        )
