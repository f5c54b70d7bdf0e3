"""Ask the author before something is posted: what the page shows, and what an answer is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.text import Truncator

from comments import policy_messages
from comments.policy import Outcome, Submission, Verdict, codes

PERSONAL_DETAILS_CHECK = codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT
EXCERPT_CHARS = 40  # characters before and after a place
MAX_TOKEN_CHARS = 20_000


def build_confirmation_token(questions: Iterable[str]) -> str:
    """What a button sends that says: I have seen this, post it as it is."""
    return ".".join(sorted({_hash_question(question) for question in questions}))


def confirms_all_questions(token: str, questions: list[str]) -> bool:
    """Whether it was given to all of these. What has come since has not been shown."""
    if not token or len(token) > MAX_TOKEN_CHARS:
        return False
    return {_hash_question(question) for question in questions} <= {*token.split(".")}


def _hash_question(question: str) -> str:
    return salted_hmac("comments.asking", question, algorithm="sha256").hexdigest()[:12]


class Highlight(NamedTuple):
    """A place in the text, with what stands beside it, and what it looks like."""

    before: str
    text: str
    after: str
    question: str


@dataclass
class Confirmation:
    """What the author is asked about, for the page."""

    submission: Submission
    verdict: Verdict
    body: str

    @property
    def token(self) -> str:
        return build_confirmation_token(self.submission.questions)

    @property
    def is_about_danger(self) -> bool:
        return self.verdict.is_urgent

    @property
    def questions(self) -> list[str]:
        """About what has no place of its own in the text."""
        reasons = [r for r in self.verdict.reasons if r["check"] != PERSONAL_DETAILS_CHECK]
        return policy_messages.messages_for_author(reasons, Outcome.ASK)

    @cached_property
    def highlights(self) -> list[Highlight]:
        """Personal details, as far as they are asked about."""
        if not self.verdict.has_finding(PERSONAL_DETAILS_CHECK):
            return []
        return [self._build_highlight(place) for place in self.submission.personal_info]

    def _build_highlight(self, place: Any) -> Highlight:
        start = max(0, place.start - EXCERPT_CHARS)
        before, after = self.body[start : place.start], self.body[place.end :]
        return Highlight(
            ("…" if start else "") + before.rpartition("\n")[2],
            place.text,
            str(Truncator(after.partition("\n")[0]).chars(EXCERPT_CHARS)),
            policy_messages.describe_match_for_author(place.kind, place.text),
        )
