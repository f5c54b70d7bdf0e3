"""Settings of the house rules, and the presets of a discussion that change them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from comments.policy.rate_limits import MAX_FLAGS_PER_MINUTE

MEMBER_LIMIT_FACTOR = 2  # Members may post twice as often as guests.


class Preset(StrEnum):
    """How a discussion is moderated, and whether it accepts posts."""

    USUAL = "usual"  # as the house rules say
    OPEN = "open"  # new authors do not wait
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
class RuleSettings:
    """Settings that admins can change, with the defaults of a new site."""

    guests_may_post: bool = True
    trusted_after: int = 2  # approved posts of an account since its last refusal
    max_links: int = 1
    seconds_between_posts: int = 20
    posts_per_ten_minutes: int = 5
    posts_per_day: int = 20
    refused_share: int = 30  # %; if more of an author's recent posts were refused, the next waits
    refused_days: int = 7  # in which posts count as recent
    refused_of: int = 5  # recent posts decided, before the share counts
    asks_about_personal_details: bool = True
    looks_for_danger: bool = True
    spam_threshold: int = 90  # %; above it the post of a known author waits
    flags_to_hold: int = 3
    flags_per_day: int = 20  # by one reader
    log_is_public: bool = True

    # Only presets change these.
    holds_strangers: bool = True
    holds_everyone: bool = False
    unlists_all_posts: bool = False

    def for_preset(self, preset: str) -> RuleSettings:
        """The rules for a discussion with this preset."""
        if preset == Preset.OPEN:
            return replace(self, holds_strangers=False)
        if preset == Preset.PREMODERATED:
            return replace(self, holds_everyone=True)
        if preset == Preset.SENSITIVE:
            return replace(self, holds_everyone=True, max_links=0, flags_to_hold=1, unlists_all_posts=True)
        return self

    def post_limits(self, *, is_member: bool) -> list[tuple[int, int]]:
        """Pairs of posts and seconds. A setting of 0 means no limit."""
        times = MEMBER_LIMIT_FACTOR if is_member else 1
        limits = [
            (times * bool(self.seconds_between_posts), self.seconds_between_posts),
            (times * self.posts_per_ten_minutes, 600),
            (times * self.posts_per_day, 86400),
        ]
        return [(posts, seconds) for posts, seconds in limits if posts]

    def flag_limits(self) -> list[tuple[int, int]]:
        """Pairs of flags and seconds, for one reader, member or guest."""
        limits = [(MAX_FLAGS_PER_MINUTE, 60), (self.flags_per_day, 86400)]
        return [(flags, seconds) for flags, seconds in limits if flags]
