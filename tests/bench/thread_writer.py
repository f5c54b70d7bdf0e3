"""The rows of a thread and of its log, as real requests would have left them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.contrib.auth.models import AbstractUser
from django.utils.crypto import salted_hmac

from comments.models import Comment, Decision, Thread
from comments.models.comment_queryset import hash_secret
from comments.sanitizer import SANITIZER_VERSION, sanitize
from comments.submission.author_keys import get_account_key
from tests.bench.bulk import Row, next_key
from tests.bench.conversation import Post, bodies, conversation
from tests.bench.vocabulary import sentence

PACE = timedelta(seconds=40)  # between two posts
LAST_DAY = datetime(2026, 11, 20, tzinfo=UTC)
KEYS_ARE_KEPT = timedelta(days=30)
POSTS_PER_KEY = 7  # of a guest

STRANGER = json.dumps([{"check": "strangers_wait", "outcome": "hold"}])
KNOWN = json.dumps([{"check": "known_authors_pass", "outcome": "accept", "approved": 2}])
VERBS = {"removed": "remove", "spam": "spam", "withdrawn": "withdraw"}
LOSS: Row = {"body": "", "body_html": "", "author_name": "", "author_id": None, "author_key": ""}


class ThreadWriter:
    """Writes the rows of one thread in the order of their keys."""

    def __init__(self, thread: Thread, members: list[AbstractUser], moderator: AbstractUser):
        self.thread, self.members, self.moderator = thread, members, moderator
        self.keys = {
            (member.pk, anonymously): get_account_key(member.pk, anonymously=anonymously)
            for member in members
            for anonymously in (False, True)
        }
        self.texts = [(body, sanitize(body)) for body in bodies()]
        self.next_comment, self.next_line = next_key(Comment), next_key(Decision)
        self.first = self.next_comment - 1  # of this thread: post 1 is the one that follows
        self.lines: list[Row] = []

    def published(self, posts: Iterator[Post], size: int) -> Iterator[Row]:
        """Comments with a number, tombstones among them."""
        for post in posts:
            written = LAST_DAY - PACE * (size - post.number + 1)
            comment = self._words(post, written) | {
                "number": post.number,
                "path": post.path,
                "status": post.fate,
                "parent_id": self.first + post.answers if post.answers else None,
                "published_at": written,
            }
            waits = post.voice == "guest"
            if waits:
                comment["published_at"] = written + timedelta(hours=2)
                self._line(comment, "hold", "new", "held", reasons=STRANGER)
                self._line(comment, "approve", "held", "published", by=self.moderator)
            else:
                self._line(comment, "accept", "new", "published", reasons=KNOWN)
            if post.fate != "published":
                by = None if post.fate == "withdrawn" else self.moderator
                self._line(comment, VERBS[post.fate], "published", post.fate, by=by)
            yield comment | (LOSS if post.fate == "withdrawn" else {})

    def waiting(self, count: int) -> Iterator[Row]:
        """Comments that nobody has seen yet, by guests whose names are new."""
        for turn, post in enumerate(islice(conversation(count, seed=2), count)):
            written = LAST_DAY + PACE * turn / 40
            comment = self._words(post, written, voice="guest") | {"status": "held", "parent_id": None}
            self._line(comment, "hold", "new", "held", reasons=STRANGER)
            yield comment

    def _words(self, post: Post, written: datetime, voice: str = "") -> Row:
        key, self.next_comment = self.next_comment, self.next_comment + 1
        body, body_html = self._text_of(post)
        row: Row = {
            "id": key,
            "thread_id": self.thread.pk,
            "body": body,
            "body_html": body_html,
            "sanitizer_version": SANITIZER_VERSION,
            "created_at": written,
        }
        voice = voice or post.voice
        forgotten = written < LAST_DAY - KEYS_ARE_KEPT
        if voice == "guest":
            network = f"{voice}-{key // POSTS_PER_KEY}"
            author_key = salted_hmac("tests.bench", network, algorithm="sha256").hexdigest()
            return row | {
                "author_name": f"Guest {key % 97}" if key % 3 else "",
                "author_key": "" if forgotten else author_key,
                "secret_hash": hash_secret(secret_of(key)),
                "manage_link_seen": True,
            }
        member = self.members[post.number % len(self.members)]
        anonymously = voice != "member"
        return row | {
            "author_id": member.pk,
            "author_name": "" if anonymously else member.username,
            "author_key": "" if anonymously and forgotten else self.keys[member.pk, anonymously],
        }

    def _text_of(self, post: Post) -> tuple[str, str]:
        """Source and HTML: one of the texts, and words of its own, for whoever searches."""
        body, body_html = self.texts[post.body]
        own = sentence(post.number)
        return f"{body}\n\n{own}", f"{body_html}\n<p>{own}</p>"

    def _line(
        self, comment: Row, verb: str, before: str, after: str, *,
        reasons: str = "[]", by: AbstractUser | None = None,
    ) -> None:  # fmt: skip
        self.lines.append(
            {
                "id": self.next_line,
                "thread_id": self.thread.pk,
                "comment_id": comment["id"],
                "verb": verb,
                "status_before": before,
                "status_after": after,
                "revision": 1,
                "reasons": reasons,
                "moderator_id": by.pk if by else None,
                "decided_at": comment.get("published_at") or comment["created_at"],
            }
        )
        self.next_line += 1


def secret_of(key: int) -> str:
    """The secret of the manage link of a guest's comment."""
    return f"secret-of-comment-{key}"
