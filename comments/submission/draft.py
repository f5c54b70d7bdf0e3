"""Draft of a comment or an edit, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments.models import ActivityRecord, Comment, Thread
from comments.models.accounts import Account
from comments.models.activity_record import DAY


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The text of a new comment or of an edit, its place, and its author.

    Facts are gathered from a draft. It comes from a form or from an import, and knows neither.
    """

    thread: Thread
    parent: Comment | None = None  # of a reply
    comment_id: int | None = None  # of the comment that is edited; None for a new one

    body: str  # Markdown
    body_html: str
    created_at: datetime

    author_name: str = ""
    stored_name: str = ""  # before the edit
    account: Account | None = None
    author_key: str = ""  # under which the comment is stored; a new one has the first key below
    author_keys: tuple[str, ...] = ()  # all keys of the author; the one for this text first
    reader_key: str = ""  # under which the author flags posts

    confirmation_token: str = ""  # the author's answer to the questions
    acknowledged_warning: int | None = None  # the last warning that the author has read
    has_filled_honeypot: bool = False

    @classmethod
    def from_comment(cls, comment: Comment) -> Draft:
        """The text of a comment, without anything about a visitor."""
        return cls(
            thread=comment.thread,
            comment_id=comment.pk,
            body=comment.body,
            body_html=comment.body_html,
            created_at=comment.created_at,
            author_name=comment.author_name,
            account=comment.author,
            author_key=comment.author_key,
        )

    @property
    def is_edit(self) -> bool:
        return self.comment_id is not None

    @property
    def activity_kind(self) -> ActivityRecord.Kind:
        return ActivityRecord.Kind.EDIT if self.is_edit else ActivityRecord.Kind.POST

    @property
    def rate_limit_window(self) -> timedelta:
        """The longest time over which its rate limits count."""
        return timedelta(minutes=1) if self.is_edit else DAY

    @property
    def is_accepted_by_thread(self) -> bool:
        """Whether the discussion is open for it. A closed discussion still accepts edits."""
        return not self.thread.is_archived if self.is_edit else self.thread.is_open

    @property
    def has_member_name(self) -> bool:
        """Whether the text is posted under the name of an account."""
        return bool(self.account and self.author_name)

    @property
    def sanction_keys(self) -> tuple[str, ...]:
        """Keys by which sanctions find the author; first the one that moderators see. A guest
        is known by the key of the comment, too, from wherever it is edited."""
        if self.account:
            return self.author_keys
        return tuple(dict.fromkeys([self.author_key, *self.author_keys]))
