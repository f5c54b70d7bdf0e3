"""Sanctions: when a moderator may impose one, and rejecting the author's held posts with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, Sanction
from comments.models.accounts import Account
from comments.models.roles import Role, get_role
from comments.moderation.decisions import Caller, apply_decisions
from comments.web.date_formats import format_day, format_moment, format_moment_without_stop
from comments.web.locks import acquire_advisory_lock

MAX_POSTS_REJECTED = 1000  # held posts in one action


@dataclass(frozen=True, kw_only=True)
class SanctionRequest:
    """The moderator's choices in the form."""

    kind: str
    reason: str
    until: datetime | None = None
    rejects_held: bool = False


def get_denial_reason(comment: Comment, *, by: Account) -> str:
    """Reason why this moderator may not sanction the author; "" if allowed.

    For an anonymous post the answer must not depend on the author. Otherwise it would reveal a
    member of the staff.
    """
    if comment.author_id == by.pk:
        return _("This is your own post. Nobody sanctions themselves.")
    if comment.is_by_guest:
        return ""
    return get_role_denial_reason(comment.author, by=by)


def get_role_denial_reason(account: Account | None, *, by: Account) -> str:
    if account == by:
        return _("This is your own account. Nobody sanctions themselves.")
    role = get_role(account)
    if not account or role == Role.READER or role < get_role(by):
        return ""
    name = {"name": account.get_username()}
    if role == Role.ADMIN:
        return _("%(name)s is an admin, and cannot be sanctioned.") % name
    return _("%(name)s is a moderator like you. Please ask an admin.") % name


def impose_sanction(
    comment: Comment, sanction_request: SanctionRequest, *, by: Account, action_id: UUID, last_seen: int | None = None
) -> Sanction | None:
    """Create the sanction. A repeated action, as by a double click, returns the first sanction.

    Returns None if the author has a newer sanction than `last_seen`, the last one that the
    moderator saw.
    """
    with transaction.atomic():
        acquire_advisory_lock(comment.author_key)
        earlier = Sanction.objects.visible_for(comment)
        if done := earlier.filter(action_id=action_id).first():
            return done
        if last_seen is not None and earlier.filter(pk__gt=last_seen).exists():
            return None
        return Sanction.objects.create(
            kind=sanction_request.kind,
            author_key=comment.author_key,
            comment=comment,
            reason=sanction_request.reason,
            until=sanction_request.until,
            by=by,
            action_id=action_id,
        )


def reject_held_comments(sanction: Sanction, *, by: Account) -> tuple[str, list[str]]:
    """Reject the author's held posts in the same action as the sanction, so that one undo reverts
    both. Returns the same as `apply_decisions`."""
    held = Comment.objects.by_author_key(sanction.author_key or "").held()
    cases = [(pk, None) for pk in held.values_list("pk", flat=True)[: MAX_POSTS_REJECTED + 1]]
    done, problems = apply_decisions(
        cases[:MAX_POSTS_REJECTED],
        Decision.Verb.REJECT,
        by=by,
        reason=sanction.reason,
        action_id=sanction.action_id,
        caller=Caller.SANCTION,
    )
    if len(cases) > MAX_POSTS_REJECTED:
        problems.append(_("There is more of theirs in the queue: this was the oldest of it."))
    return done, problems


def describe_status(sanction: Sanction) -> str:
    """Say until when the sanction is in force, or how it ended."""
    if sanction.lifted_at:
        names = {"day": format_day(sanction.lifted_at), "name": sanction.lifted_by or _("somebody")}
        return _("lifted by %(name)s on %(day)s") % names
    if sanction.acknowledged_at:
        return _("read on %(day)s") % {"day": format_day(sanction.acknowledged_at)}
    if sanction.kind == Sanction.Kind.WARNING:
        return _("until it has been read")
    if not sanction.until:
        return _("for good")
    wording = _("until %(moment)s") if sanction.is_active else _("ended on %(moment)s")
    return wording % {"moment": format_moment(sanction.until)}


def describe_sanction(sanction: Sanction) -> str:
    kind = Sanction.Kind
    sentences = {
        kind.WARNING: _("The author is warned, and reads it before the next post."),
        kind.PREMODERATION: _("Whatever the author posts now waits for a moderator."),
        kind.SUSPENSION: _("The author is suspended."),
        kind.BAN: _("The author is banned."),
    }
    until = sanction.until and format_moment_without_stop(sanction.until)
    end = [_("Until %(moment)s.") % {"moment": until}] if until else []
    return " ".join([sentences[kind(sanction.kind)], *end])
