"""Undo of actions: a new decision for each undone one, and the inverses of its consequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import AlreadyDecided, Appeal, Comment, ConflictOfInterest, Decision, Sanction
from comments.models.accounts import Account
from comments.models.sanction import SanctionQuerySet
from comments.moderation.decisions import (
    CONSEQUENCES,
    CONSEQUENCES_BY_CALLER,
    Caller,
    Reversal,
    describe_missing_comment,
    finish_action,
    report_storage_failure,
    split_into_batches,
)

UndoResult = tuple[str, list[str]]  # the result in one sentence or "", and the problems

MAX_ACTIONS_TRIED = 20  # actions that one click looks at to find one that can be undone
LINES_PER_BATCH = 100  # log lines in one query


class UndoNotAllowed(PermissionDenied):
    """The moderator has no permission to undo decisions of others."""

    @property
    def sentence(self) -> str:
        return _("Another moderator has decided this, and you may undo only what you did yourself.")


def undo_latest(*, by: Account) -> UndoResult:
    """Undo the moderator's latest action that can be undone. Skipped actions are reported."""
    passed_over: list[str] = []
    for lines, sanctions in islice(_iterate_actions(by), MAX_ACTIONS_TRIED):
        done, problems = _undo(lines, sanctions, by=by)
        if done:
            return done, [*passed_over, *problems]
        passed_over.append(_summarize_problems(problems))
    return "", [*passed_over, _("There is nothing (else) of yours to undo.")]


def undo_action(action_id: UUID, *, by: Account) -> UndoResult:
    """Undo everything that one click did. Raises UndoNotAllowed, and for a single decision
    ConflictOfInterest."""
    lines = [*Decision.objects.by_action(action_id).effective().newest_first()]
    return _undo_if_allowed(lines, Sanction.objects.by_action(action_id), by=by)


def undo_decision(pk: int, *, by: Account) -> UndoResult:
    """Undo one decision, and the sanctions of its action about the same comment. Raises
    UndoNotAllowed and ConflictOfInterest."""
    lines = [*Decision.objects.filter(pk=pk).effective()]
    sanctions = Sanction.objects.none()
    if lines and lines[0].action_id and lines[0].comment_id:
        sanctions = Sanction.objects.by_action(lines[0].action_id).filter(comment=lines[0].comment_id)
    return _undo_if_allowed(lines, sanctions, by=by)


def find_undoable_lines(moderator: Account, lines: Iterable[Decision]) -> set[int]:
    """Return the keys of the log lines that the moderator can undo now."""
    can_undo_others = moderator.has_perm("comments.undo_others")
    own_lines = {
        line.pk: line.comment_id
        for line in lines
        if line.comment_id and line.moderator_id and (can_undo_others or line.moderator_id == moderator.pk)
    }
    return Decision.objects.latest_ids({*own_lines.values()}) & {*own_lines}


def _undo_if_allowed(lines: list[Decision], sanctions: SanctionQuerySet, *, by: Account) -> UndoResult:
    moderators = {line.moderator_id for line in lines}
    moderators |= {*sanctions.values_list("by", flat=True)}
    if moderators - {by.pk} and not by.has_perm("comments.undo_others"):
        raise UndoNotAllowed
    if len(lines) == 1 and lines[0].comment_id:
        Appeal.objects.require_eligible_moderator(by, lines[0].comment_id)
    done, problems = _undo(lines, sanctions, by=by)
    return done, problems if done or problems else [_("This has been undone already.")]


def _iterate_actions(moderator: Account) -> Iterator[tuple[list[Decision], SanctionQuerySet]]:
    """The moderator's effective actions, the latest first."""
    seen: set[UUID] = set()
    lines = _iterate_standing_lines(moderator)
    sanctions = Sanction.objects.active(now()).imposed_by(moderator).order_by("-pk")
    line = next(lines, None)
    while True:
        while line and line.action_id in seen:
            line = next(lines, None)
        sanction = sanctions.exclude(action_id__in=seen).first()
        if sanction and not (line and line.decided_at >= sanction.created_at):
            action_id = sanction.action_id
        elif line:
            action_id = line.action_id
        else:
            return
        if action_id:
            seen.add(action_id)
            # Not filtered by moderator in SQL: planners would read all lines of the moderator.
            of_act = Decision.objects.by_action(action_id).effective().newest_first()
            own_lines = [line for line in of_act if line.moderator_id == moderator.pk]
            yield own_lines, Sanction.objects.by_action(action_id).imposed_by(moderator)
        elif line:  # older than action identifiers
            yield [line], Sanction.objects.none()
            line = next(lines, None)


def _iterate_standing_lines(moderator: Account) -> Iterator[Decision]:
    """The moderator's effective lines, the latest first. In batches, and with a second query for
    undone ones: in one query, planners would read all undone lines of everyone."""
    lines = Decision.objects.by_moderator(moderator).exclude(verb=Decision.Verb.UNDO)
    lines = lines.newest_first()
    last = None
    while batch := [*lines.before_pk(last)[:LINES_PER_BATCH]]:
        undone = Decision.objects.undone_ids(batch)
        yield from (line for line in batch if line.pk not in undone)
        last = batch[-1].pk


def _undo(lines: list[Decision], sanctions: SanctionQuerySet, *, by: Account) -> UndoResult:
    """Undo each line in a transaction of its own, the latest first."""
    action_id = uuid4()
    undos: list[Decision] = []
    problems: list[str] = []
    for batch in split_into_batches(lines):
        keys = {line.comment_id for line in batch} - {None}
        comments = Comment.objects.for_decisions().in_bulk(keys)
        for line in batch:
            if not (comment := comments.get(line.comment_id)):
                problems.append(describe_missing_comment())
                continue
            try:
                undos.append(revert_decision(comment, line, by=by, action_id=action_id))
            except AlreadyDecided:
                problems.append(_describe_later_decision(comment))
            except ConflictOfInterest as refusal:
                problems.append(f"{comment}: {refusal.sentence}")
            except DatabaseError:
                problems.append(report_storage_failure(comment))
    finish_action(undos, Caller.UNDO)
    done, lifted = len(undos), sanctions.lift(by=by)
    sentences = [
        ngettext("%(n)d decision undone.", "%(n)d decisions undone.", done) % {"n": done} if done else "",
        ngettext("%(n)d sanction lifted.", "%(n)d sanctions lifted.", lifted) % {"n": lifted} if lifted else "",
    ]
    return " ".join(filter(None, sentences)), problems


@transaction.atomic
def revert_decision(comment: Comment, decision: Decision, *, by: Account, action_id: UUID | None = None) -> Decision:
    """Undo one decision and, backwards, its consequences. Raises AlreadyDecided and
    ConflictOfInterest."""
    earlier = next(iter(comment.effective_decisions[-2:-1]), None)
    undo = comment.undo(decision, by=by, action_id=action_id)
    reversal = Reversal(comment, decision, undo, earlier)
    for consequence in reversed(CONSEQUENCES):
        if consequence.revert and consequence in CONSEQUENCES_BY_CALLER[Caller.UNDO]:
            consequence.revert(reversal)
    return undo


def _describe_later_decision(comment: Comment) -> str:
    """Name the decision that came later, and its actor."""
    last = Decision.objects.for_comment(comment).select_related("moderator").last()
    if not last:
        return describe_missing_comment()
    return _("%(post)s: %(deed)s by %(actor)s since, and so it stays as it is.") % {
        "post": comment,
        "deed": last.past_tense,
        "actor": last.actor,
    }


def _summarize_problems(problems: list[str]) -> str:
    """Summarize in one line why an action was skipped."""
    first, *others = problems or [""]
    if not others:
        return first
    more = ngettext("(and %(n)d more)", "(and %(n)d more)", len(others)) % {"n": len(others)}
    return f"{first} {more}"
