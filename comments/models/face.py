"""What readers see of a comment: its place, its name, its mark."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.models.path import get_level, is_child_of
from comments.sanitizer import extract_text

EXCERPT_WORDS = 24  # words


class Face:
    """Read from the fields of a comment; nothing here asks the database."""

    number: int | None
    path: str
    status: str
    author_id: int | None
    is_unlisted: bool
    author_name: str
    body_html: str
    published_at: datetime | None
    edited_at: datetime | None

    @property
    def level(self) -> int:
        """1 for a post that starts a branch, up to the level where nesting stops."""
        return get_level(self.path)

    @property
    def reply_to_number(self) -> int | None:
        """The number of the post that it answers, where `for_readers` asks for it."""
        return getattr(self, "parent_number", None)

    @property
    def is_past_max_level(self) -> bool:
        """Whether nesting has stopped, so that the page must say what the post answers."""
        return bool(self.reply_to_number and not is_child_of(self.path, self.reply_to_number))

    @property
    def display_name(self) -> str:
        return self.author_name or _("Anonymous")

    @property
    def excerpt(self) -> str:
        """How the text begins, for places that have room for a line."""
        return Truncator(" ".join(extract_text(self.body_html).split())).words(EXCERPT_WORDS)

    @property
    def is_by_guest(self) -> bool:
        """As readers see it: a member who posts anonymously looks like any nameless guest."""
        return not (self.author_id and self.author_name)

    @property
    def is_tombstone(self) -> bool:
        return self.number is not None and self.status != "published"

    @property
    def is_for_search_engines(self) -> bool:
        """The condition of `CommentQuerySet.for_search_engines`, on a page that is shown."""
        return self.number is not None and self.status == "published" and not self.is_unlisted

    @property
    def is_edited(self) -> bool:
        """Whether the text has changed since readers first saw it."""
        return bool(self.edited_at and self.published_at and self.edited_at > self.published_at)
