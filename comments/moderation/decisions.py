"""Decisions about comments, and their consequences.

CONSEQUENCES is the ordered list of all consequences, each next to its inverse. The table
CONSEQUENCES_BY_CALLER says which of them follow from the decisions of each caller.
comments/moderation/undo.py walks the list backwards. E-mail to moderators is not in the list: its
text depends on the request.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from comments.models import (
    AlreadyDecided,
    Appeal,
    Claim,
    Comment,
    ConflictOfInterest,
    Decision,
    Flag,
    OutgoingEmail,
    RejectionReason,
    TextHasChanged,
)
from comments.models.accounts import Account
from comments.models.status import REFUSED_STATUSES, Status
from comments.notifications import authors
from comments.policy import Verdict
from comments.spam.training import learn_from_decisions

SeenComment = tuple[int, int | None]  # primary keys of a comment and of the last log line seen

COMMENTS_PER_BATCH = 200  # loaded at once
DONE_MESSAGES = {
    Decision.Verb.APPROVE: ngettext_lazy("%(n)d post approved.", "%(n)d posts approved.", "n"),
    Decision.Verb.REJECT: ngettext_lazy("%(n)d post rejected.", "%(n)d posts rejected.", "n"),
    Decision.Verb.SPAM: ngettext_lazy("%(n)d post marked as spam.", "%(n)d posts marked as spam.", "n"),
    Decision.Verb.REMOVE: ngettext_lazy("%(n)d post removed.", "%(n)d posts removed.", "n"),
    Decision.Verb.HOLD: ngettext_lazy("%(n)d post held.", "%(n)d posts held.", "n"),
    Decision.Verb.UPHOLD: ngettext_lazy("%(n)d refusal stands.", "%(n)d refusals stand.", "n"),
}

logger = logging.getLogger(__name__)


class Caller(Enum):
    """A way in which decisions are made."""

    SINGLE_DECISION = auto()  # by a moderator, in the queue or on the page of a post
    BULK_ACTION = auto()  # about a selection, or all that a filter finds
    ADMIN_ACTION = auto()  # in Django admin
    SANCTION = auto()  # "reject what is held" of a sanctioned author
    UNDO = auto()
    REPORTS = auto()  # hide a published post
    EDIT = auto()
    WITHDRAWAL = auto()
    POSTING = auto()  # house rules accept or hold a new post
    IMPORT = auto()


@dataclass(frozen=True)
class Reversal:
    """An undone decision, for the inverses of its consequences."""

    comment: Comment
    undone: Decision
    undo: Decision
    earlier: Decision | None  # the effective decision before the undone one


class Consequence(NamedTuple):
    """A step after each decision, in its transaction. Without an inverse, `revert` is None."""

    apply: Callable[[Comment, Decision], object]
    revert: Callable[[Reversal], object] | None


class ActionConsequence(NamedTuple):
    """A step after all decisions of an action, once they are committed."""

    apply: Callable[[list[Decision]], object]
    revert: Callable[[list[Decision]], object] | None


def answer_appeal(comment: Comment, decision: Decision) -> None:
    """Record the decision as the answer, unless a moderator has only put the post back into the
    queue. Raises ConflictOfInterest if another moderator must decide."""
    appeal = _get_pending_appeal(comment, decision)
    if decision.verb == Decision.Verb.UPHOLD and not appeal:
        raise AlreadyDecided(comment)
    is_held_by_moderator = decision.moderator and decision.verb == Decision.Verb.HOLD
    _answer(appeal, decision, is_answer=not is_held_by_moderator)


def reopen_appeal(reversal: Reversal) -> None:
    """Let the appeal wait again that the undone decision had answered. An undo also answers a
    pending appeal, like any decision."""
    appeal = _get_pending_appeal(reversal.comment, reversal.undo)
    is_answer = reversal.undone.verb != Decision.Verb.HOLD
    _answer(appeal, reversal.undo, is_answer=is_answer)
    Appeal.objects.reopen(reversal.undone, by=reversal.undo.moderator)


def _get_pending_appeal(comment: Comment, decision: Decision) -> Appeal | None:
    """Query it under the lock of the comment: it may be newer than the loaded comment."""
    before = decision.status_before
    may_wait = before in REFUSED_STATUSES or (before == Status.HELD and comment.appeal_or_none)
    return Appeal.objects.pending_for(comment) if may_wait else None


def _answer(appeal: Appeal | None, decision: Decision, *, is_answer: bool) -> None:
    if not appeal:
        return
    if decision.moderator:
        appeal.require_eligible_moderator(decision.moderator)
    if is_answer:
        Appeal.objects.record_answer(decision)


def cancel_email(_comment: Comment, decision: Decision) -> None:
    OutgoingEmail.objects.cancel_superseded(decision)


def resolve_reports(comment: Comment, decision: Decision) -> None:
    if Flag.objects.resolve(decision):
        comment.update_flag_count(total=0)


def reopen_reports(reversal: Reversal) -> None:
    if reopened := Flag.objects.reopen(reversal.undone):
        reversal.comment.update_flag_count(added=reopened)


def queue_as_reported(comment: Comment, _decision: Decision) -> None:
    comment.queue_as_flagged()


def move_earlier_replies(comment: Comment, decision: Decision) -> None:
    """Give replies that were published first their place below the comment. Only imports have such
    replies, and their comments have no author key."""
    if comment.number and decision.number is None and not comment.author_key:
        comment.move_earlier_replies()


def email_author(comment: Comment, decision: Decision) -> None:
    authors.notify_author(comment, decision)


def retract_email(reversal: Reversal) -> None:
    authors.retract_notification(reversal.comment, reversal.undone, reversal.undo, earlier=reversal.earlier)


def delete_reports(comment: Comment, _decision: Decision) -> None:
    """Delete reports: they may quote the text, and no moderator has judged them."""
    comment.flags.all().delete()


def delete_appeal(comment: Comment, _decision: Decision) -> None:
    """Delete the appeal: it is a text of the author, too."""
    Appeal.objects.filter(comment=comment).delete()


def delete_unseen_comment(comment: Comment, _decision: Decision) -> None:
    """Delete the row of a comment without a number: readers have never seen it."""
    if not comment.number:
        comment.delete()


def release_claims(decisions: list[Decision]) -> None:
    Claim.objects.release(line.comment_id for line in decisions if line.comment_id)


ANSWER_APPEAL = Consequence(answer_appeal, reopen_appeal)
# An undo queues the earlier e-mail again: that is the inverse of NOTIFY_AUTHOR.
CANCEL_EMAIL = Consequence(cancel_email, None)
RESOLVE_REPORTS = Consequence(resolve_reports, reopen_reports)
# The number stays after an undo, and with it the place of the replies.
MOVE_EARLIER_REPLIES = Consequence(move_earlier_replies, None)
NOTIFY_AUTHOR = Consequence(email_author, retract_email)
# Only decisions of moderators can be undone, so these need no inverse.
QUEUE_AS_REPORTED = Consequence(queue_as_reported, None)
DELETE_REPORTS = Consequence(delete_reports, None)
DELETE_APPEAL = Consequence(delete_appeal, None)
DELETE_UNSEEN_COMMENT = Consequence(delete_unseen_comment, None)
# Claims last ten minutes, so nothing is lost.
RELEASE_CLAIMS = ActionConsequence(release_claims, None)
# Training compares its examples with the log, and the undo is in the log.
TRAIN_SPAM_MODEL = ActionConsequence(learn_from_decisions, learn_from_decisions)

# In this order. The appeal comes first, because it may refuse the decision. Unsent e-mail is
# cancelled before a new one is queued. The comment itself is deleted last.
CONSEQUENCES = [
    ANSWER_APPEAL,
    CANCEL_EMAIL,
    RESOLVE_REPORTS,
    QUEUE_AS_REPORTED,
    MOVE_EARLIER_REPLIES,
    NOTIFY_AUTHOR,
    DELETE_REPORTS,
    DELETE_APPEAL,
    DELETE_UNSEEN_COMMENT,
]
ACTION_CONSEQUENCES = [RELEASE_CLAIMS, TRAIN_SPAM_MODEL]

_OF_MODERATORS: set[Consequence | ActionConsequence] = {
    ANSWER_APPEAL,
    CANCEL_EMAIL,
    RESOLVE_REPORTS,
    MOVE_EARLIER_REPLIES,
    NOTIFY_AUTHOR,
    RELEASE_CLAIMS,
    TRAIN_SPAM_MODEL,
}
CONSEQUENCES_BY_CALLER: dict[Caller, set[Consequence | ActionConsequence]] = {
    Caller.SINGLE_DECISION: _OF_MODERATORS,
    Caller.BULK_ACTION: _OF_MODERATORS,
    Caller.ADMIN_ACTION: _OF_MODERATORS,
    Caller.SANCTION: _OF_MODERATORS,
    Caller.UNDO: _OF_MODERATORS,  # the inverses
    Caller.REPORTS: {CANCEL_EMAIL, QUEUE_AS_REPORTED},
    Caller.EDIT: {ANSWER_APPEAL, CANCEL_EMAIL},
    Caller.WITHDRAWAL: {CANCEL_EMAIL, DELETE_REPORTS, DELETE_APPEAL, DELETE_UNSEEN_COMMENT},
    Caller.POSTING: set(),  # A new comment has no appeal, e-mail or report.
    Caller.IMPORT: set(),  # Authors get no e-mail about decisions made elsewhere.
}


def apply_decision(
    comment: Comment, verb: str, *, caller: Caller, seen: int | None = None, **arguments: Any
) -> Decision:
    """Decide about one comment, with all consequences, in one transaction.

    `seen` is the last line of its log that the caller has seen. `arguments` go to
    `Comment.decide`. Raises AlreadyDecided, TextHasChanged or ConflictOfInterest.
    """
    with transaction.atomic(savepoint=not comment._state.adding):
        if seen:
            comment.require_unchanged_since(seen)
        decision = comment.decide(verb, savepoint=False, **arguments)
        _apply_consequences(comment, decision, caller)
    return decision


def revise_comment(comment: Comment, verdict: Verdict, **text: Any) -> Decision:
    """Store an edit by the author. `text` goes to `Comment.revise`."""
    with transaction.atomic(savepoint=False):
        decision = comment.revise(verdict, **text)
        _apply_consequences(comment, decision, Caller.EDIT)
    return decision


def withdraw_comment(comment: Comment) -> None:
    """Withdraw the comment for its author. With a number it leaves a tombstone."""
    if comment.is_withdrawn:
        return
    with transaction.atomic(savepoint=False):
        decision = comment.withdraw()
        _apply_consequences(comment, decision, Caller.WITHDRAWAL)


def _apply_consequences(comment: Comment, decision: Decision, caller: Caller) -> None:
    for consequence in CONSEQUENCES:
        if consequence in CONSEQUENCES_BY_CALLER[caller]:
            consequence.apply(comment, decision)


def finish_action(decisions: list[Decision], caller: Caller) -> None:
    """Apply the consequences that follow once for all decisions of an action."""
    for consequence in ACTION_CONSEQUENCES:
        if consequence in CONSEQUENCES_BY_CALLER[caller]:
            step = consequence.revert if caller is Caller.UNDO else consequence.apply
            if step:
                step(decisions)


def apply_decisions(
    cases: Iterable[SeenComment],
    verb: str,
    *,
    by: Account,
    reason: str = "",
    rejection_reason: RejectionReason | None = None,
    action_id: UUID | None = None,
    caller: Caller = Caller.BULK_ACTION,
) -> tuple[str, list[str]]:
    """Decide about several comments as one action, each in a transaction of its own.

    Returns the result in one sentence or "", and the problems, each in a sentence. The whole action
    can be undone by `action_id`. For a single decision, raises ConflictOfInterest or DatabaseError
    instead of returning it as a problem.
    """
    arguments = {"by": by, "reason": reason, "rejection_reason": rejection_reason, "action_id": action_id or uuid4()}
    decisions: list[Decision] = []
    problems: list[str] = []
    for batch in split_into_batches(dict.fromkeys(cases)):
        comments = Comment.objects.for_decisions().in_bulk([pk for pk, _seen in batch])
        for pk, seen in batch:
            if not (comment := comments.get(pk)):
                problems.append(describe_missing_comment())
                continue
            if caller is Caller.SINGLE_DECISION and (appeal := comment.appeal_or_none):
                appeal.require_eligible_moderator(by)
            try:
                decisions.append(apply_decision(comment, verb, caller=caller, seen=seen, **arguments))
            except TextHasChanged:
                problems.append(
                    _(
                        "%(post)s: the author has changed the text since you opened the page."
                        " Please read it again; nothing was decided."
                    )
                    % {"post": comment}
                )
            except AlreadyDecided:
                problems.append(_describe_earlier_decision(comment))
            except ConflictOfInterest as refusal:
                problems.append(f"{comment}: {refusal.sentence}")
            except DatabaseError:
                if caller is Caller.SINGLE_DECISION:
                    raise  # Nothing was done: the moderator gets the text back, with a 503.
                problems.append(report_storage_failure(comment))
    finish_action(decisions, caller)
    return DONE_MESSAGES[Decision.Verb(verb)] % {"n": len(decisions)} if decisions else "", problems


def split_into_batches(items: Iterable) -> Iterator[list]:
    """Split any number of items into lists of at most COMMENTS_PER_BATCH."""
    remaining = iter(items)
    while batch := list(islice(remaining, COMMENTS_PER_BATCH)):
        yield batch


def describe_missing_comment() -> str:
    return _("One post is no longer there: its author has taken it back.")


def report_storage_failure(comment: Comment) -> str:
    """Log a database error about one of several comments, and describe it for the moderator."""
    logger.exception("A decision about comment %s could not be stored.", comment.pk)
    return _("%(post)s: the database was busy, and nothing was changed. Please try again.") % {"post": comment}


def _describe_earlier_decision(comment: Comment) -> str:
    """Name the decision that came first, and its moderator."""
    last = Decision.objects.for_comment(comment).select_related("moderator").last()
    if not last:
        return describe_missing_comment()
    return _("%(post)s is %(status)s already, by %(actor)s. Nothing was changed.") % {
        "post": comment,
        "status": Comment.Status(last.status_after).label,
        "actor": last.actor,
    }
