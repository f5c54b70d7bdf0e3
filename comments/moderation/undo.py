"""Taking acts back: by new decisions, each by itself. What stays as it is, is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import (
    AlreadyDecided,
    AnotherMustDecide,
    Appeal,
    Comment,
    Decision,
    Flag,
    Sanction,
)
from comments.models.decision import Account
from comments.models.sanction import SanctionQuerySet
from comments.moderation.decisions import gone, in_batches, not_stored
from comments.notifications import authors
from comments.spam.training import learn_from

Undone = tuple[str, list[str]]  # what was done, in one sentence or "", and what was not

AS_FAR_BACK = 20  # acts that one click looks at to find one that can be undone
AT_A_TIME = 100  # lines of the log that are looked through for them


class NotYours(PermissionDenied):
    """Who may not take back what others have decided tries to."""

    @property
    def sentence(self) -> str:
        return _("Another moderator has decided this, and you may undo only what you did yourself.")


def undo_latest(*, by: Account) -> Undone:
    """The moderator's latest act that can be undone. What is passed over is told."""
    passed_over: list[str] = []
    for lines, sanctions in islice(_acts_of(by), AS_FAR_BACK):
        done, problems = _undo(lines, sanctions, by=by)
        if done:
            return done, [*passed_over, *problems]
        passed_over.append(_in_short(problems))
    return "", [*passed_over, _("There is nothing (else) of yours to undo.")]


def undo_act(act: UUID, *, by: Account) -> Undone:
    """All that one click did. Raises NotYours, and for a single decision AnotherMustDecide."""
    lines = [*Decision.objects.of_act(act).standing().newest_first()]
    return _undo_if_allowed(lines, Sanction.objects.of_act(act), by=by)


def undo_decision(pk: int, *, by: Account) -> Undone:
    """One decision, and the sanctions of its act that it was the occasion of. Raises NotYours
    and AnotherMustDecide."""
    lines = [*Decision.objects.filter(pk=pk).standing()]
    sanctions = Sanction.objects.none()
    if lines and lines[0].act and lines[0].comment_id:
        sanctions = Sanction.objects.of_act(lines[0].act).filter(comment=lines[0].comment_id)
    return _undo_if_allowed(lines, sanctions, by=by)


def undoable_by(moderator: Account, lines: Iterable[Decision]) -> set[int]:
    """Which of these lines of the log the moderator could undo now."""
    may_all = moderator.has_perm("comments.undo_others")
    theirs = {
        line.pk: line.comment_id
        for line in lines
        if line.comment_id and line.moderator_id and (may_all or line.moderator_id == moderator.pk)
    }
    return Decision.objects.latest_of({*theirs.values()}) & {*theirs}


def _undo_if_allowed(lines: list[Decision], sanctions: SanctionQuerySet, *, by: Account) -> Undone:
    moderators = {line.moderator_id for line in lines}
    moderators |= {*sanctions.values_list("by", flat=True)}
    if moderators - {by.pk} and not by.has_perm("comments.undo_others"):
        raise NotYours
    if len(lines) == 1 and lines[0].comment_id:
        Appeal.objects.let_in(by, lines[0].comment_id)
    done, problems = _undo(lines, sanctions, by=by)
    return done, problems if done or problems else [_("This has been undone already.")]


def _acts_of(moderator: Account) -> Iterator[tuple[list[Decision], SanctionQuerySet]]:
    """What the moderator has done and not undone, the latest act first."""
    seen: set[UUID] = set()
    lines = _standing_lines_of(moderator)
    sanctions = Sanction.objects.in_force(now()).given_by(moderator).order_by("-pk")
    line = next(lines, None)
    while True:
        while line and line.act in seen:
            line = next(lines, None)
        sanction = sanctions.exclude(act__in=seen).first()
        if sanction and not (line and line.decided_at >= sanction.created_at):
            act = sanction.act
        elif line:
            act = line.act
        else:
            return
        if act:
            seen.add(act)
            # Not by moderator in the database: planners would go through all that is theirs.
            of_act = Decision.objects.of_act(act).standing().newest_first()
            theirs = [line for line in of_act if line.moderator_id == moderator.pk]
            yield theirs, Sanction.objects.of_act(act).given_by(moderator)
        elif line:  # from the time before acts
            yield [line], Sanction.objects.none()
            line = next(lines, None)


def _standing_lines_of(moderator: Account) -> Iterator[Decision]:
    """The latest first. Batch by batch, and what is undone asked for after: of both at once,
    planners go through all that anybody has undone."""
    lines = Decision.objects.by_a_moderator(moderator).exclude(verb=Decision.Verb.UNDO)
    lines = lines.newest_first()
    last = None
    while batch := [*lines.before(last)[:AT_A_TIME]]:
        undone = Decision.objects.undone_of(batch)
        yield from (line for line in batch if line.pk not in undone)
        last = batch[-1].pk


def _undo(lines: list[Decision], sanctions: SanctionQuerySet, *, by: Account) -> Undone:
    """The latest first, each by itself."""
    act = uuid4()
    made: list[Decision] = []
    problems: list[str] = []
    for batch in in_batches(lines):
        keys = {line.comment_id for line in batch} - {None}
        comments = Comment.objects.as_cases().in_bulk(keys)
        for line in batch:
            if not (comment := comments.get(line.comment_id)):
                problems.append(gone())
                continue
            try:
                with transaction.atomic():
                    undo = _undo_one(comment, line, by=by, act=act)
                made.append(undo)
            except AlreadyDecided:
                problems.append(_is_no_longer_so(comment))
            except AnotherMustDecide as refusal:
                problems.append(f"{comment}: {refusal.sentence}")
            except DatabaseError:
                problems.append(not_stored(comment))
    learn_from(made)
    done, lifted = len(made), sanctions.lift(by=by)
    told = [
        ngettext("%(n)d decision undone.", "%(n)d decisions undone.", done) % {"n": done}
        if done
        else "",
        ngettext("%(n)d sanction lifted.", "%(n)d sanctions lifted.", lifted) % {"n": lifted}
        if lifted
        else "",
    ]
    return " ".join(filter(None, told)), problems


def _undo_one(comment: Comment, decision: Decision, *, by: Account, act: UUID) -> Decision:
    """In one transaction the way back and all that goes with it, each in a line: the other
    side of `_decide` in comments/moderation/decisions.py."""
    undo = comment.undo(decision, by=by, act=act)
    Flag.objects.reopen(decision)
    authors.take_back(comment, decision, undo)
    return undo


def _is_no_longer_so(comment: Comment) -> str:
    """Say what has happened since."""
    last = Decision.objects.of(comment).select_related("moderator").last()
    if not last:
        return gone()
    return _("%(post)s: %(deed)s by %(actor)s since, and so it stays as it is.") % {
        "post": comment,
        "deed": last.deed,
        "actor": last.actor,
    }


def _in_short(problems: list[str]) -> str:
    """Why an act was passed over, in one line."""
    first, *others = problems or [""]
    if not others:
        return first
    more = ngettext("(and %(n)d more)", "(and %(n)d more)", len(others)) % {"n": len(others)}
    return f"{first} {more}"
