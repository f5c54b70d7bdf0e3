"""What readers see of a comment: its place, its name, its mark."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.models.path import is_below, level_of
from comments.sanitizer import plain_text

EXCERPT = 24  # words


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
        return level_of(self.path)

    @property
    def answered(self) -> int | None:
        """The number of the post that it answers, where `for_readers` asks for it."""
        return getattr(self, "parent_number", None)

    @property
    def stands_beside_its_parent(self) -> bool:
        """Whether nesting has stopped, so that the page must say what the post answers."""
        return bool(self.answered and not is_below(self.path, self.answered))

    @property
    def shown_name(self) -> str:
        return self.author_name or _("Anonymous")

    @property
    def excerpt(self) -> str:
        """How the text begins, for places that have room for a line."""
        return Truncator(" ".join(plain_text(self.body_html).split())).words(EXCERPT)

    @property
    def is_by_a_guest(self) -> bool:
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
