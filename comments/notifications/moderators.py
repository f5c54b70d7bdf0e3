"""E-mails to moderators and admins, queued in the transaction that causes them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Max, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from comments.models import ActivityRecord, Appeal, Comment, OutgoingEmail
from comments.policy import Verdict
from comments.web.absolute_urls import build_site_url
from comments.web.compiled_query import CompiledQuery
from comments.web.locks import acquire_advisory_lock

BROKEN_RULE_INTERVAL = timedelta(hours=1)  # between two e-mails about the same rule
COLLECTION_DELAY = timedelta(minutes=15)  # One e-mail for all posts that are held within this time.
URGENT_EMAIL_INTERVAL = timedelta(minutes=5)
URGENT_EMAIL_KEY = "letters of danger"  # instead of an author key


def notify_moderators(comment: Comment) -> None:
    """Queue an e-mail about a held post. It names neither the author nor the text, since e-mail is
    not private."""
    if comment.status != Comment.Status.HELD:
        return
    if comment.is_urgent:
        _notify_of_danger()
        return
    waiting = {address for (address,) in _WAITING.all(kind="held")}
    queue = build_site_url(reverse("comments:queue"))
    _queue_emails("held", get_moderator_emails() - waiting, {"queue": queue})


def _notify_of_danger() -> None:
    """Queue an urgent e-mail at once, then at most one every few minutes."""
    acquire_advisory_lock(URGENT_EMAIL_KEY)
    letters = ActivityRecord.objects.filter(author_key=URGENT_EMAIL_KEY, kind=ActivityRecord.Kind.LETTER)
    latest = letters.aggregate(latest=Max("left_at"))["latest"]
    moment = now()
    at = max(moment, latest + URGENT_EMAIL_INTERVAL) if latest else moment
    waiting = {address for (address,) in _WAITING.all(kind="urgent")}
    if to := get_moderator_emails() - waiting:
        queue = build_site_url(f"{reverse('comments:queue')}?queue=urgent")
        _queue_emails("urgent", to, {"queue": queue}, after=at - moment)
        ActivityRecord.objects.create(author_key=URGENT_EMAIL_KEY, kind=ActivityRecord.Kind.LETTER, left_at=at)


def notify_admins(verdict: Verdict) -> None:
    """Queue an e-mail about a rule that failed, and so holds posts. It names the rule, and nothing
    of the post."""
    for finding in verdict.broken_findings:
        rule = f"rule:{finding.check}"[:64]
        if ActivityRecord.objects.record_once_per(
            BROKEN_RULE_INTERVAL, author_key=rule, kind=ActivityRecord.Kind.BROKEN
        ):
            queue = build_site_url(reverse("comments:queue"))
            details = {"check": finding.check, "error": finding.facts["error"], "queue": queue}
            _queue_emails("broken_rule", get_admin_emails(), details, after=timedelta())


def notify_of_appeal(appeal: Appeal) -> None:
    """Queue an e-mail about an appeal. The moderator who refused the post is left out. The author
    is not, as that would reveal a moderator."""
    excluded = {address for (address,) in _WAITING.all(kind="appeal")}
    excluded.add(appeal.decision.moderator.email if appeal.decision.moderator else "")
    queue = build_site_url(f"{reverse('comments:queue')}?queue=appeals")
    _queue_emails("appeal", get_moderator_emails() - excluded, {"queue": queue})


def get_admin_emails() -> set[str]:
    """Addresses of accounts that may change the house rules."""
    return {address for (address,) in _select_recipients("change_houserules")} - {""}


def get_moderator_emails() -> set[str]:
    """Addresses of accounts that may moderate, by a permission, a group or as superusers. Each is
    found by an index."""
    return {address for (address,) in _MODERATORS.all()} - {""}


def _queue_emails(kind: str, addresses: set[str], context: dict[str, Any], after: timedelta = COLLECTION_DELAY) -> None:
    """Render `emails/KIND.txt`: the subject, an empty line, then the text."""
    if not addresses:
        return
    subject, body = render_to_string(f"comments/emails/{kind}.txt", context).split("\n", 1)
    not_before = now() + after
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(kind=kind, to=to, subject=subject, body=body.strip(), not_before=not_before)
        for to in sorted(addresses)
    )


def _select_active(**right: object) -> QuerySet:
    return get_user_model().objects.filter(is_active=True, **right).values_list("email")


def _select_granted(by: str, right: str) -> QuerySet:
    return _select_active(**{f"{by}__codename": right, f"{by}__content_type__app_label": "comments"})


def _select_recipients(right: str) -> QuerySet:
    """One query; each of its parts finds its rows by an index."""
    ways = ("user_permissions", "groups__permissions")
    granted = (_select_granted(by, right) for by in ways)
    return _select_active(is_superuser=True).union(*granted, all=True)


_MODERATORS = CompiledQuery(lambda: _select_recipients("moderate"))
_WAITING = CompiledQuery(lambda kind: OutgoingEmail.objects.waiting().filter(kind=kind).values_list("to"))
