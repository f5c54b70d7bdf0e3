"""Letters to moderators and authors, written in the transaction that causes them."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from comments.models import Comment, Letter
from comments.prepared import Prepared

GATHERING = timedelta(minutes=15)  # One letter for all that is held within this time.


def tell_moderators(comment: Comment, request: HttpRequest) -> None:
    """A post waits. Says neither whose nor what: letters travel far."""
    if comment.status != Comment.Status.HELD:
        return
    waiting = {address for (address,) in _WAITING.all("held")}
    queue = request.build_absolute_uri(reverse("comments:queue"))
    _write("held", moderators() - waiting, {"queue": queue})


def moderators() -> set[str]:
    """The addresses of those who may decide, by right of their own, of a group or of an admin;
    each found by an index, whatever the number of accounts."""
    found = (row for query in _MODERATORS for row in query.all())
    return {address for (address,) in found} - {""}


def _write(kind: str, addresses: set[str], context: dict[str, str]) -> None:
    """Template `letters/KIND.txt`: the subject, then an empty line, then the text."""
    if not addresses:
        return
    subject, body = render_to_string(f"comments/letters/{kind}.txt", context).split("\n", 1)
    not_before = now() + GATHERING
    Letter.objects.bulk_create(
        Letter(kind=kind, to=to, subject=subject, body=body.strip(), not_before=not_before)
        for to in sorted(addresses)
    )


def _active(**right: object) -> QuerySet:
    return get_user_model().objects.filter(is_active=True, **right).values_list("email")


def _granted(by: str) -> QuerySet:
    right = {f"{by}__codename": "moderate", f"{by}__content_type__app_label": "comments"}
    return _active(**right)


_MODERATORS = (
    Prepared(get_user_model(), lambda: _active(is_superuser=True)),
    Prepared(get_user_model(), lambda: _granted("user_permissions")),
    Prepared(get_user_model(), lambda: _granted("groups__permissions")),
)
_WAITING = Prepared(Letter, lambda kind: Letter.objects.filter(kind=kind).values_list("to"))
