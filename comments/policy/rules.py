"""The numbers and switches of the house rules, and what a discussion's preset makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

MAX_EDITS_PER_MINUTE = 6
MAX_FLAGS_PER_MINUTE = 5
MEMBER_LIMIT_FACTOR = 2  # times as often as guests


class Preset(StrEnum):
    """How a discussion is moderated, and whether it takes posts."""

    USUAL = "usual"  # as the house rules say
    OPEN = "open"  # strangers do not wait
    PREMODERATED = "premoderated"  # everybody waits
    SENSITIVE = "sensitive"  # everybody waits, no links, one flag is enough, unlisted
    CLOSED = "closed"  # nothing new; authors may still edit
    ARCHIVED = "archived"  # nothing new, no edits, no flags

    @property
    def accepts_posts(self) -> bool:
        return self not in {Preset.CLOSED, Preset.ARCHIVED}

    @property
    def accepts_edits(self) -> bool:
        return self != Preset.ARCHIVED

    @property
    def accepts_flags(self) -> bool:
        return self != Preset.ARCHIVED


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What admins can set. The defaults are those of a new site."""

    guests_may_post: bool = True
    trusted_after: int = 2  # approved posts of an account since its last refusal
    max_links: int = 1
    seconds_between_posts: int = 20
    posts_per_ten_minutes: int = 5
    posts_per_day: int = 20
    refused_share: int = 30  # %; more of an author's posts lately refused, and the next waits
    refused_days: int = 7  # what "lately" means
    refused_of: int = 5  # posts decided lately, before the share counts
    asks_about_personal_details: bool = True
    looks_for_danger: bool = True
    spam_threshold: int = 90  # %; above it the post of a known author waits
    flags_to_hold: int = 3
    flags_per_day: int = 20  # by one reader
    log_is_public: bool = True

    # What only a preset says.
    holds_strangers: bool = True
    holds_everyone: bool = False
    unlists_all_posts: bool = False

    def for_preset(self, preset: str) -> Rules:
        """The rules of a discussion with that preset."""
        if preset == Preset.OPEN:
            return replace(self, holds_strangers=False)
        if preset == Preset.PREMODERATED:
            return replace(self, holds_everyone=True)
        if preset == Preset.SENSITIVE:
            return replace(
                self, holds_everyone=True, max_links=0, flags_to_hold=1, unlists_all_posts=True
            )
        return self

    def post_limits(self, *, is_member: bool) -> list[tuple[int, int]]:
        """How many posts within how many seconds; a limit of 0 is none."""
        times = MEMBER_LIMIT_FACTOR if is_member else 1
        limits = [
            (times * bool(self.seconds_between_posts), self.seconds_between_posts),
            (times * self.posts_per_ten_minutes, 600),
            (times * self.posts_per_day, 86400),
        ]
        return [(posts, seconds) for posts, seconds in limits if posts]

    def flag_limits(self) -> list[tuple[int, int]]:
        """As `paces`, of one reader, member or not."""
        limits = [(MAX_FLAGS_PER_MINUTE, 60), (self.flags_per_day, 86400)]
        return [(flags, seconds) for flags, seconds in limits if flags]
