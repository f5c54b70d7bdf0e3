"""The author of a post, as far as moderators may know."""

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

MIN_FLAGS_SHOWN, MAX_FLAGS_COUNTED = 5, 200  # fewer are not shown; of more, only the latest count


class FlagRecord(NamedTuple):
    upheld: int
    dismissed: int


@dataclass(frozen=True)
class AuthorProfile:
    """The author of a post, known by the author key of that post.

    An account has a second key for its anonymous posts. Nothing here connects the two keys.
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
        """Whether the post has an author key. Withdrawal removes it, and anonymous keys are deleted
        after a while."""
        return bool(self.comment.author_key)

    @property
    def is_named_member(self) -> bool:
        return not self.comment.is_by_guest

    @property
    def active_sanctions(self) -> list[Sanction]:
        return [sanction for sanction in self.sanctions if sanction.is_active]

    @property
    def last_sanction_id(self) -> int:
        """Primary key of the newest sanction; 0 without any."""
        return self.sanctions[0].pk if self.sanctions else 0

    @property
    def posts(self) -> CommentQuerySet:
        own = Comment.objects.by_author_key(self.comment.author_key)
        return own if self.is_known else own.none()

    @property
    def record(self) -> AuthorRecord:
        key = self.comment.author_key
        return Comment.objects.records_by_author_key([key]).get(key, AuthorRecord())

    def recent_outcomes(self) -> RecentOutcomes:
        """Decisions of moderators about the author's posts of the last days."""
        days = HouseRules.current().refused_days
        return self.posts.outcomes_since(now() - timedelta(days=days), days=days)

    def flag_record(self) -> FlagRecord | None:
        """Outcomes of the author's own flags. None while they are so few that they would reveal the
        reader behind a flag."""
        own = Flag.objects.filter(author_key=self.comment.author_key).exclude(author_key="")
        resolved = own.exclude(outcome=Flag.Outcome.OPEN).order_by("-made_at")
        outcomes = Counter(resolved.values_list("outcome", flat=True)[:MAX_FLAGS_COUNTED])
        record = FlagRecord(outcomes[Flag.Outcome.UPHELD], outcomes[Flag.Outcome.DISMISSED])
        return record if sum(record) >= MIN_FLAGS_SHOWN else None
