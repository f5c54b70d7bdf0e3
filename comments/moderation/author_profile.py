"""Who wrote a post, as far as moderators may know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.utils.timezone import now

from comments.models.comment import Comment
from comments.models.comment_queryset import CommentQuerySet, Fared, Record
from comments.models.flag import Flag
from comments.models.house_rules import HouseRules
from comments.models.moderator_note import Note
from comments.models.sanction import Sanction

FEW_FLAGS, MOST_FLAGS = 5, 200  # fewer are not told; of more, the latest


class FlagsGiven(NamedTuple):
    upheld: int
    dismissed: int


@dataclass(frozen=True)
class Author:
    """The author of a post, by the key of that post, with all that goes by it.

    An account has another key for what it posts without its name: nothing in here brings the
    two together.
    """

    comment: Comment
    sanctions: list[Sanction]
    notes: list[Note]

    @classmethod
    def of(cls, comment: Comment) -> Author:
        sanctions = Sanction.objects.about(comment)
        return cls(comment, [*sanctions], [*Note.objects.on_author_of(comment)])

    @property
    def is_known(self) -> bool:
        """Keys of the nameless are forgotten after a time; and who withdraws a post leaves none."""
        return bool(self.comment.author_key)

    @property
    def is_named_member(self) -> bool:
        return not self.comment.is_by_a_guest

    @property
    def sanctions_in_force(self) -> list[Sanction]:
        return [sanction for sanction in self.sanctions if sanction.is_in_force]

    @property
    def last_sanction(self) -> int:
        """The key of the newest one; 0 without any."""
        return self.sanctions[0].pk if self.sanctions else 0

    @property
    def posts(self) -> CommentQuerySet:
        mine = Comment.objects.by(self.comment.author_key)
        return mine if self.is_known else mine.none()

    @property
    def record(self) -> Record:
        key = self.comment.author_key
        return Comment.objects.records_of([key]).get(key, Record())

    def fared_lately(self) -> Fared:
        """What moderators have decided about the posts of the last days that count."""
        days = HouseRules.now().refused_days
        return self.posts.fared_since(now() - timedelta(days=days), days=days)

    def flags(self) -> FlagsGiven | None:
        """How those have fared that they gave. None while they are so few, or so new, that it
        would tell whose a flag is."""
        mine = Flag.objects.filter(author_key=self.comment.author_key).exclude(author_key="")
        settled = mine.exclude(outcome=Flag.Outcome.OPEN).order_by("-made_at")
        became = Counter(settled.values_list("outcome", flat=True)[:MOST_FLAGS])
        told = FlagsGiven(became[Flag.Outcome.UPHELD], became[Flag.Outcome.DISMISSED])
        return told if sum(told) >= FEW_FLAGS else None
