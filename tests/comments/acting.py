"""Actions of readers, authors and moderators that several test modules use."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.test import Client

from comments.models import Comment, Thread
from tests.conftest import text_of


def submit_comment(client: Client, thread: Thread, body: str = "Hello there", **fields: object):
    """Send the form below the discussion."""
    headers = fields.pop("headers", None)
    target = f"/threads/{thread.pk}/comments/"
    return client.post(target, {"body": body, **fields}, headers=headers)


def newest_comment() -> Comment:
    return Comment.objects.latest("pk")


def file_report(post: Comment, *, by: Client | None = None, reader: int = 1, **fields: object):
    """Send the report form, as a guest with an address of their own or as a logged-in client."""
    fields = {"post": post.number, "why": "spam"} | fields
    address = f"/threads/{post.thread_id}/flags/"
    return (by or Client()).post(address, fields, REMOTE_ADDR=f"203.0.113.{reader}")


def decide(client: Client, verb: str, *cases: object, **fields: object):
    """Send a decision about cases, as the page of the moderation queue does."""
    return client.post("/moderation/decisions/", {"verb": verb, "comment": cases, **fields})


def undo(client: Client, **fields: object):
    """Send the undo form. Without fields it undoes the latest action."""
    return client.post("/moderation/undo/", fields)


def cases_of(*comments: Comment) -> list[tuple[int, None]]:
    """Cases for `apply_decisions`, without the decision that the moderator saw last."""
    return [(comment.pk, None) for comment in comments]


def messages_on(client: Client, response) -> str:
    """Return the messages on the page that a response shows or redirects to, or why nothing was done."""
    page = text_of(client.get(response.url) if response.status_code == 302 else response)
    lists = ['class="messages"'] + ['class="why"'] * (response.status_code >= 400)
    return re.sub(r"<[^>]+>", "", "".join(page.partition(name)[2].partition("</ul>")[0] for name in lists))


def run_at_once(work: Callable[[int], object], times: int) -> list:
    """Run `work` that many times in eight threads, each with a connection of its own."""

    def run(turn: int):
        try:
            return work(turn)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(times)))
