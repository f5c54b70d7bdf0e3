"""One act of a moderator: a decision about several comments, each by itself, and what follows
from it. What cannot be done is told."""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from comments.models import (
    AlreadyDecided,
    Claim,
    Comment,
    ConflictOfInterest,
    Decision,
    Flag,
    RejectionReason,
    TextHasChanged,
)
from comments.models.accounts import Account
from comments.notifications import authors
from comments.spam.training import learn_from_decisions

SeenComment = tuple[int, int | None]  # a comment, and the last line of its log that was seen

COMMENTS_PER_BATCH = 200  # comments in memory
DONE_MESSAGES = {
    Decision.Verb.APPROVE: ngettext_lazy("%(n)d post approved.", "%(n)d posts approved.", "n"),
    Decision.Verb.REJECT: ngettext_lazy("%(n)d post rejected.", "%(n)d posts rejected.", "n"),
    Decision.Verb.SPAM: ngettext_lazy(
        "%(n)d post marked as spam.", "%(n)d posts marked as spam.", "n"
    ),
    Decision.Verb.REMOVE: ngettext_lazy("%(n)d post removed.", "%(n)d posts removed.", "n"),
    Decision.Verb.HOLD: ngettext_lazy("%(n)d post held.", "%(n)d posts held.", "n"),
    Decision.Verb.UPHOLD: ngettext_lazy("%(n)d refusal stands.", "%(n)d refusals stand.", "n"),
}

logger = logging.getLogger(__name__)


def apply_decisions(
    cases: Iterable[SeenComment],
    verb: str,
    *,
    by: Account,
    reason: str = "",
    rejection_reason: RejectionReason | None = None,
    action_id: UUID | None = None,
) -> tuple[str, list[str]]:
    """Returns what was done, in one sentence or "", and what was not, each in a sentence.

    By `act` all of it can be undone together (comments/moderation/undo.py).
    """
    action_id = action_id or uuid4()
    decisions: list[Decision] = []
    problems: list[str] = []
    for batch in split_into_batches(dict.fromkeys(cases)):
        comments = Comment.objects.for_review().in_bulk([pk for pk, _seen in batch])
        for pk, seen in batch:
            if not (comment := comments.get(pk)):
                problems.append(describe_missing_comment())
                continue
            try:
                line = {
                    "by": by,
                    "reason": reason,
                    "rejection_reason": rejection_reason,
                    "action_id": action_id,
                }
                with transaction.atomic():
                    decision = _apply_decision(comment, seen, verb, **line)
                decisions.append(decision)
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
                problems.append(report_storage_failure(comment))
    Claim.objects.release(line.comment_id for line in decisions if line.comment_id)
    learn_from_decisions(decisions)
    return DONE_MESSAGES[Decision.Verb(verb)] % {"n": len(decisions)} if decisions else "", problems


def _apply_decision(comment: Comment, seen: int | None, verb: str, **line: Any) -> Decision:
    """In one transaction the decision and all that follows from it, each in a line.
    What undoes it stands in comments/moderation/undo.py."""
    if seen:
        comment.require_unchanged_since(seen)
    decision = comment.decide(verb, **line)
    Flag.objects.resolve(decision)
    authors.notify_author(comment, decision)
    return decision


def split_into_batches(items: Iterable) -> Iterator[list]:
    """However many there are: so many at once."""
    remaining = iter(items)
    while batch := list(islice(remaining, COMMENTS_PER_BATCH)):
        yield batch


def describe_missing_comment() -> str:
    return _("One post is no longer there: its author has taken it back.")


def report_storage_failure(comment: Comment) -> str:
    """To be said where the database has refused one of many."""
    logger.exception("A decision about comment %s could not be stored.", comment.pk)
    return _("%(post)s: the database was busy, and nothing was changed. Please try again.") % {
        "post": comment
    }


def _describe_earlier_decision(comment: Comment) -> str:
    """Tell a moderator kindly who was first."""
    last = Decision.objects.for_comment(comment).select_related("moderator").last()
    if not last:
        return describe_missing_comment()
    return _("%(post)s is %(status)s already, by %(actor)s. Nothing was changed.") % {
        "post": comment,
        "status": Comment.Status(last.status_after).label,
        "actor": last.actor,
    }
