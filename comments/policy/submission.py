"""Submission: the facts about a comment or an edit that the checks may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from comments.policy.rule_settings import RuleSettings


class WatchedWordMatch(NamedTuple):
    """A watched word in a text: the action that its entry names, and the text that matched."""

    action: str  # ask, hold or reject
    text: str
    entry: str = ""  # of the list


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Facts about a draft and its author, gathered before it is judged."""

    rules: RuleSettings = field(default_factory=RuleSettings)

    link_count: int = 0
    is_duplicate: bool = False  # of another comment by the author in this thread
    is_repeated_elsewhere: bool = False  # of a comment by the author in another thread
    watched_matches: tuple[WatchedWordMatch, ...] = ()
    personal_info: tuple[Any, ...] = ()  # comments.personal_info.PersonalInfoMatch
    has_crisis_phrase: bool = False
    spam_score: float | None = None  # 0 to 1; None while too little is known to judge by it
    stored_score: float | None = None  # the same, also while too little is known
    score_explanation: Any = None  # JSON; stored with it
    is_confirmed: bool = False  # The author has answered the questions with "Post anyway".

    thread_is_open: bool = True
    has_filled_honeypot: bool = False
    is_name_taken: bool = False  # A guest's name reads like a member's or a reserved name.

    author_is_banned: bool = False  # or suspended
    author_is_warned: bool = False  # and has not acknowledged it
    author_is_premoderated: bool = False
    author_is_moderator: bool = False
    author_has_account: bool = False
    author_posts_approved: int = 0  # since the last refusal
    author_posts_decided: int = 0  # by moderators, in the last days
    author_posts_refused: int = 0  # of these
    author_post_ages: tuple[float, ...] = ()  # seconds, the latest first
    author_edit_ages: tuple[float, ...] = ()
    author_flagged_the_parent: bool = False  # The reply is to a post that its author has flagged.

    failed_facts: tuple[tuple[str, str], ...] = ()  # code of the finder, and its error

    @property
    def author_is_trusted(self) -> bool:
        return self.author_is_moderator or (
            self.author_has_account and self.author_posts_approved >= self.rules.trusted_after
        )

    @property
    def questions(self) -> list[str]:
        """Questions to the author before this is posted, as strings that identify them."""
        if self.author_is_moderator:
            return []
        places = self.personal_info if self.rules.asks_about_personal_details else ()
        return [
            *(["danger"] if self.has_crisis_phrase else []),
            *(f"watched {match.text}" for match in self.matches_for("ask")),
            *(f"{place.kind} {place.text}" for place in places),
        ]

    def matches_for(self, action: str) -> list[WatchedWordMatch]:
        return [match for match in self.watched_matches if match.action == action]
