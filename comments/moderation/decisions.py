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
    AnotherMustDecide,
    Claim,
    Comment,
    Decision,
    Flag,
    Ground,
    TextHasChanged,
)
from comments.models.decision import Account
from comments.notifications import authors
from comments.spam.training import learn_from

Case = tuple[int, int | None]  # a comment, and the last line of its log that was seen

AT_ONCE = 200  # comments in memory
DONE = {
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


def decide_all(
    cases: Iterable[Case],
    verb: str,
    *,
    by: Account,
    reason: str = "",
    ground: Ground | None = None,
    act: UUID | None = None,
) -> tuple[str, list[str]]:
    """Returns what was done, in one sentence or "", and what was not, each in a sentence.

    By `act` all of it can be undone together (comments/moderation/undo.py).
    """
    act = act or uuid4()
    made: list[Decision] = []
    problems: list[str] = []
    for batch in in_batches(dict.fromkeys(cases)):
        comments = Comment.objects.as_cases().in_bulk([pk for pk, _seen in batch])
        for pk, seen in batch:
            if not (comment := comments.get(pk)):
                problems.append(gone())
                continue
            try:
                line = {"by": by, "reason": reason, "ground": ground, "act": act}
                with transaction.atomic():
                    decision = _decide(comment, seen, verb, **line)
                made.append(decision)
            except TextHasChanged:
                problems.append(
                    _(
                        "%(post)s: the author has changed the text since you opened the page."
                        " Please read it again; nothing was decided."
                    )
                    % {"post": comment}
                )
            except AlreadyDecided:
                problems.append(_already_decided(comment))
            except AnotherMustDecide as refusal:
                problems.append(f"{comment}: {refusal.sentence}")
            except DatabaseError:
                problems.append(not_stored(comment))
    Claim.objects.end(line.comment_id for line in made if line.comment_id)
    learn_from(made)
    return DONE[Decision.Verb(verb)] % {"n": len(made)} if made else "", problems


def _decide(comment: Comment, seen: int | None, verb: str, **line: Any) -> Decision:
    """In one transaction the decision and all that follows from it, each in a line.
    What undoes it stands in comments/moderation/undo.py."""
    if seen:
        comment.expect(seen)
    decision = comment.decide(verb, **line)
    Flag.objects.settle(decision)
    authors.tell(comment, decision)
    return decision


def in_batches(things: Iterable) -> Iterator[list]:
    """However many there are: so many at once."""
    rest = iter(things)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


def gone() -> str:
    return _("One post is no longer there: its author has taken it back.")


def not_stored(comment: Comment) -> str:
    """To be said where the database has refused one of many."""
    logger.exception("A decision about comment %s could not be stored.", comment.pk)
    return _("%(post)s: the database was busy, and nothing was changed. Please try again.") % {
        "post": comment
    }


def _already_decided(comment: Comment) -> str:
    """Tell a moderator kindly who was first."""
    last = Decision.objects.of(comment).select_related("moderator").last()
    if not last:
        return gone()
    return _("%(post)s is %(status)s already, by %(actor)s. Nothing was changed.") % {
        "post": comment,
        "status": Comment.Status(last.status_after).label,
        "actor": last.actor,
    }
