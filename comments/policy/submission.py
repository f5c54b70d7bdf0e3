"""All that the checks may know of a comment before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from comments.policy.rules import Rules


class WatchedWordMatch(NamedTuple):
    """A watched word that was found: what is to be done, and the author's words for it."""

    action: str  # ask, hold or reject
    text: str
    entry: str = ""  # as the list has it


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Facts, gathered before anything is judged."""

    rules: Rules = field(default_factory=Rules)

    link_count: int = 0
    is_duplicate: bool = False  # said in this thread already, by the same author
    is_repeated_elsewhere: bool = False  # in another thread, by the same author
    watched_matches: tuple[WatchedWordMatch, ...] = ()
    personal_info: tuple[Any, ...] = ()  # comments.personal_info.PersonalInfoMatch
    has_crisis_phrase: bool = False
    spam_score: float | None = None  # 0 to 1; None while too little is known to judge by it
    stored_score: float | None = None  # the same, also while too little is known
    score_explanation: Any = None  # JSON; stored with it
    is_confirmed: bool = False  # The author has been asked, and wants to post it as it is.

    thread_is_open: bool = True
    has_filled_honeypot: bool = False
    is_name_taken: bool = False  # It reads like that of a member, of staff, or a reserved one.

    author_is_banned: bool = False  # or suspended
    author_is_warned: bool = False  # and has not acknowledged it
    author_is_premoderated: bool = False
    author_is_moderator: bool = False
    author_has_account: bool = False
    author_posts_approved: int = 0  # since the last refusal
    author_posts_decided: int = 0  # lately, by moderators
    author_posts_refused: int = 0  # of these
    author_post_ages: tuple[float, ...] = ()  # seconds, the latest first
    author_edit_ages: tuple[float, ...] = ()
    author_flagged_the_parent: bool = False  # of a reply: asked moderators to look at it

    failed_facts: tuple[tuple[str, str], ...] = ()  # what could not be found out, and the error

    @property
    def author_is_trusted(self) -> bool:
        return self.author_is_moderator or (
            self.author_has_account and self.author_posts_approved >= self.rules.trusted_after
        )

    @property
    def questions(self) -> list[str]:
        """What the author is asked about before this is posted, each in a line of its own."""
        if self.author_is_moderator:
            return []
        places = self.personal_info if self.rules.asks_about_personal_details else ()
        return [
            *(["danger"] if self.has_crisis_phrase else []),
            *(f"watched {hit.text}" for hit in self.matches_for("ask")),
            *(f"{place.kind} {place.text}" for place in places),
        ]

    def matches_for(self, action: str) -> list[WatchedWordMatch]:
        return [hit for hit in self.watched_matches if hit.action == action]
