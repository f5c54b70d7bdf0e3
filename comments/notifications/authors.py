"""E-mails to authors about decisions of moderators: to members, about posts under their name.

There is never an e-mail about an anonymous post: its address in the outbox would reveal the author.
"""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from comments.models import Comment, Decision, OutgoingEmail
from comments.models.accounts import get_notification_address, get_settings_path
from comments.models.outgoing_email import AUTHOR_DECISION_KIND
from comments.models.status import REFUSED_STATUSES, Status
from comments.web.absolute_urls import build_site_url

UNDO_WINDOW = timedelta(minutes=15)  # E-mail waits so long, so that an undo can cancel it.


def notify_author(comment: Comment, decision: Decision, *, explained_by: Decision | None = None) -> None:
    """Queue the e-mail about a decision, if there is one. An unsent earlier e-mail about the same
    post is cancelled before (CANCEL_EMAIL in moderation/decisions.py)."""
    if not (kind := _get_kind(decision)) or not (address := _get_address(comment)):
        return
    page = reverse("comments:own_post_manage", args=[comment.pk])
    context = {
        "comment": comment,
        "decision": explained_by or decision,
        "post_url": build_site_url(page),
        "settings_url": build_site_url(get_settings_path()),
    }
    text = render_to_string(f"comments/emails/decided_{kind}.txt", context)
    subject, body = text.split("\n", 1)
    OutgoingEmail.objects.create(
        kind=AUTHOR_DECISION_KIND,
        to=address,
        subject=subject,
        body=body.strip(),
        decision=decision,
        not_before=decision.decided_at + UNDO_WINDOW,
    )


def retract_notification(comment: Comment, undone: Decision, undo: Decision, *, earlier: Decision | None) -> None:
    """Retract the e-mail about an undone decision.

    If it is unsent, cancel it, and queue the one about the `earlier` decision again. If it is sent,
    send a correction.
    """
    OutgoingEmail.objects.cancel_superseded(undo)
    if _was_sent(undone, undo):
        notify_author(comment, undo, explained_by=earlier)
    elif earlier and earlier.moderator_id and not _was_sent(earlier, undone):
        notify_author(comment, earlier)


def _was_sent(decision: Decision, later: Decision) -> bool:
    """Whether the e-mail about a decision, if any, was sent before a later decision."""
    is_notified = _get_kind(decision) is not None
    return is_notified and decision.decided_at + UNDO_WINDOW <= later.decided_at


def _get_kind(decision: Decision) -> str | None:
    """The kind of e-mail about this decision, if any."""
    if decision.verb == Decision.Verb.UPHOLD:
        return "upheld"
    if decision.verb == Decision.Verb.HOLD or decision.status_before == decision.status_after:
        return None
    if decision.status_after == Status.PUBLISHED:
        return "published"
    return "refused" if decision.status_after in REFUSED_STATUSES else None


def _get_address(comment: Comment) -> str | None:
    """The author's verified address, if the author wants e-mail."""
    if not (comment.author_id and comment.author_name):
        return None
    return get_notification_address(comment.author_id)
