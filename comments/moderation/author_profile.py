"""Who wrote a post, as far as moderators may know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.utils.timezone import now

from comments.models.comment import Comment
from comments.models.comment_queryset import AuthorRecord, CommentQuerySet, RecentOutcomes
from comments.models.flag import Flag
from comments.models.house_rules import HouseRules
from comments.models.moderator_note import ModeratorNote
from comments.models.sanction import Sanction

MIN_FLAGS_SHOWN, MAX_FLAGS_COUNTED = 5, 200  # fewer are not told; of more, the latest


class FlagRecord(NamedTuple):
    upheld: int
    dismissed: int


@dataclass(frozen=True)
class AuthorProfile:
    """The author of a post, by the key of that post, with all that goes by it.

    An account has another key for what it posts without its name: nothing in here brings the
    two together.
    """

    comment: Comment
    sanctions: list[Sanction]
    notes: list[ModeratorNote]

    @classmethod
    def for_comment(cls, comment: Comment) -> AuthorProfile:
        sanctions = Sanction.objects.visible_for(comment)
        return cls(comment, [*sanctions], [*ModeratorNote.objects.for_author_of(comment)])

    @property
    def is_known(self) -> bool:
        """Keys of the nameless are forgotten after a time; and who withdraws a post leaves none."""
        return bool(self.comment.author_key)

    @property
    def is_named_member(self) -> bool:
        return not self.comment.is_by_guest

    @property
    def active_sanctions(self) -> list[Sanction]:
        return [sanction for sanction in self.sanctions if sanction.is_active]

    @property
    def last_sanction_id(self) -> int:
        """The key of the newest one; 0 without any."""
        return self.sanctions[0].pk if self.sanctions else 0

    @property
    def posts(self) -> CommentQuerySet:
        mine = Comment.objects.by_author_key(self.comment.author_key)
        return mine if self.is_known else mine.none()

    @property
    def record(self) -> AuthorRecord:
        key = self.comment.author_key
        return Comment.objects.records_by_author_key([key]).get(key, AuthorRecord())

    def recent_outcomes(self) -> RecentOutcomes:
        """What moderators have decided about the posts of the last days that count."""
        days = HouseRules.current().refused_days
        return self.posts.outcomes_since(now() - timedelta(days=days), days=days)

    def flag_record(self) -> FlagRecord | None:
        """How those have fared that they gave. None while they are so few, or so new, that it
        would tell whose a flag is."""
        mine = Flag.objects.filter(author_key=self.comment.author_key).exclude(author_key="")
        settled = mine.exclude(outcome=Flag.Outcome.OPEN).order_by("-made_at")
        became = Counter(settled.values_list("outcome", flat=True)[:MAX_FLAGS_COUNTED])
        told = FlagRecord(became[Flag.Outcome.UPHELD], became[Flag.Outcome.DISMISSED])
        return told if sum(told) >= MIN_FLAGS_SHOWN else None
