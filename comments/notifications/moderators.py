"""Letters to moderators and authors, written in the transaction that causes them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from comments.models import Appeal, Comment, Footprint, Letter
from comments.policy import Verdict
from comments.web.compiled_query import Prepared

AN_HOUR = timedelta(hours=1)  # between two letters about the same rule
GATHERING = timedelta(minutes=15)  # One letter for all that is held within this time.
BETWEEN_URGENT_LETTERS = timedelta(minutes=5)
DANGER = "letters of danger"  # in the place of an author key


def tell_moderators(comment: Comment, request: HttpRequest) -> None:
    """A post waits. Says neither whose nor what: letters travel far."""
    if comment.status != Comment.Status.HELD:
        return
    if comment.is_urgent:
        _tell_of_danger(request)
        return
    waiting = {address for (address,) in _WAITING.all("held")}
    queue = request.build_absolute_uri(reverse("comments:queue"))
    _write("held", moderators() - waiting, {"queue": queue})


def _tell_of_danger(request: HttpRequest) -> None:
    """At once; then one letter for all that comes within a few minutes, however much it is."""
    Footprint.objects.take_turns([DANGER])
    letters = Footprint.objects.filter(author_key=DANGER, kind=Footprint.Kind.LETTER)
    latest = letters.aggregate(latest=Max("left_at"))["latest"]
    moment = now()
    at = max(moment, latest + BETWEEN_URGENT_LETTERS) if latest else moment
    waiting = {address for (address,) in _WAITING.all("urgent")}
    if to := moderators() - waiting:
        queue = request.build_absolute_uri(f"{reverse('comments:queue')}?queue=urgent")
        _write("urgent", to, {"queue": queue}, after=at - moment)
        Footprint.objects.create(author_key=DANGER, kind=Footprint.Kind.LETTER, left_at=at)


def tell_admins(verdict: Verdict, request: HttpRequest) -> None:
    """A rule broke, and holds posts until somebody looks. Says which, and nothing of the post."""
    for finding in verdict.broken:
        rule = f"rule:{finding.check}"[:64]
        if Footprint.objects.first_within(AN_HOUR, author_key=rule, kind=Footprint.Kind.BROKEN):
            queue = request.build_absolute_uri(reverse("comments:queue"))
            about = {"check": finding.check, "error": finding.facts["error"], "queue": queue}
            _write("broken_rule", admins(), about, after=timedelta())


def tell_of_appeal(appeal: Appeal, request: HttpRequest) -> None:
    """An author asks for a second look. Everybody is told but who must not decide; and that an
    author is a moderator is told nobody."""
    told = {address for (address,) in _WAITING.all("appeal")}
    told.add(appeal.decision.moderator.email if appeal.decision.moderator else "")
    queue = request.build_absolute_uri(reverse("comments:queue"))
    _write("appeal", moderators() - told, {"queue": f"{queue}?queue=appeals"})


def admins() -> set[str]:
    """The addresses of those who may set the house rules."""
    return {address for (address,) in _ADMINS.all()} - {""}


def moderators() -> set[str]:
    """The addresses of those who may decide, by right of their own, of a group or of an admin;
    each found by an index, whatever the number of accounts."""
    return {address for (address,) in _MODERATORS.all()} - {""}


def _write(
    kind: str, addresses: set[str], context: dict[str, Any], after: timedelta = GATHERING
) -> None:
    """Template `letters/KIND.txt`: the subject, then an empty line, then the text."""
    if not addresses:
        return
    subject, body = render_to_string(f"comments/letters/{kind}.txt", context).split("\n", 1)
    not_before = now() + after
    Letter.objects.bulk_create(
        Letter(kind=kind, to=to, subject=subject, body=body.strip(), not_before=not_before)
        for to in sorted(addresses)
    )


def _active(**right: object) -> QuerySet:
    return get_user_model().objects.filter(is_active=True, **right).values_list("email")


def _granted(by: str, right: str) -> QuerySet:
    return _active(**{f"{by}__codename": right, f"{by}__content_type__app_label": "comments"})


def _with(right: str) -> Prepared:
    """In one question; each of its parts finds its rows by an index."""
    ways = ("user_permissions", "groups__permissions")
    return Prepared(
        get_user_model(),
        lambda: _active(is_superuser=True).union(*(_granted(by, right) for by in ways), all=True),
    )


_MODERATORS = _with("moderate")
_ADMINS = _with("change_houserules")
_WAITING = Prepared(Letter, lambda kind: Letter.objects.filter(kind=kind).values_list("to"))
