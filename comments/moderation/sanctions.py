"""A moderator gives a sanction to whoever wrote a post: when that is refused, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, Footprint, Sanction
from comments.models.decision import Account
from comments.models.roles import Rank, rank_of
from comments.models.sanction import moment_at_the_end
from comments.moderation.decisions import decide_all

AT_ONCE = 1000  # held posts that one click refuses


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a moderator has chosen."""

    kind: str
    reason: str
    until: datetime | None = None
    rejects_held: bool = False


def objection(comment: Comment, *, by: Account) -> str:
    """Why this moderator may not sanction the author of this post; "" if they may.

    Of a post without a name it must not depend on who wrote it, or the refusal would tell that
    it was somebody on the staff.
    """
    if comment.author_id == by.pk:
        return _("This is your own post. Nobody sanctions themselves.")
    if comment.is_by_a_guest:
        return ""
    return objection_of_rank(comment.author, by=by)


def objection_of_rank(account: Account, *, by: Account) -> str:
    if account == by:
        return _("This is your own account. Nobody sanctions themselves.")
    rank = rank_of(account)
    if rank == Rank.READER or rank < rank_of(by):
        return ""
    name = {"name": account.get_username()}
    if rank == Rank.ADMIN:
        return _("%(name)s is an admin, and cannot be sanctioned.") % name
    return _("%(name)s is a moderator like you. Please ask an admin.") % name


def give(
    comment: Comment, measure: Measure, *, by: Account, act: UUID, seen: int | None = None
) -> Sanction | None:
    """The sanction; None if the author has got another one after `seen`, the last one that the
    moderator saw, if that is told. The same act again, as of a double click, gives nothing more."""
    with transaction.atomic():
        Footprint.objects.take_turns([comment.author_key])
        theirs = Sanction.objects.about(comment)
        if done := theirs.filter(act=act).first():
            return done
        if seen is not None and theirs.filter(pk__gt=seen).exists():
            return None
        return Sanction.objects.create(
            kind=measure.kind,
            author_key=comment.author_key,
            comment=comment,
            reason=measure.reason,
            until=measure.until,
            by=by,
            act=act,
        )


def reject_held(sanction: Sanction) -> tuple[str, list[str]]:
    """Refuse what waits of the same author, as one act with the sanction: one undo takes both
    back. Says what was done and what was not, like `decide_all`."""
    held = Comment.objects.by(sanction.author_key or "").held()
    cases = [(pk, None) for pk in held.values_list("pk", flat=True)[: AT_ONCE + 1]]
    done, problems = decide_all(
        cases[:AT_ONCE],
        Decision.Verb.REJECT,
        by=sanction.by,
        reason=sanction.reason,
        act=sanction.act,
    )
    if len(cases) > AT_ONCE:
        problems.append(_("There is more of theirs in the queue: this was the oldest of it."))
    return done, problems


def done_in_words(sanction: Sanction) -> str:
    kind = Sanction.Kind
    sentences = {
        kind.WARNING: _("The author is warned, and reads it before the next post."),
        kind.PREMODERATION: _("Whatever the author posts now waits for a moderator."),
        kind.SUSPENSION: _("The author is suspended."),
        kind.BAN: _("The author is banned."),
    }
    until = sanction.until and moment_at_the_end(sanction.until)
    end = [_("Until %(moment)s.") % {"moment": until}] if until else []
    return " ".join([sentences[kind(sanction.kind)], *end])
