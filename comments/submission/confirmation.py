"""Confirmation: questions to the author before a text is posted, and the answer to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.text import Truncator

from comments import policy_messages
from comments.personal_info import PersonalInfoMatch
from comments.policy import Outcome, Submission, Verdict, codes

PERSONAL_DETAILS_CHECK = codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT
EXCERPT_CHARS = 40  # shown before and after a highlight
MAX_TOKEN_CHARS = 20_000


def build_confirmation_token(questions: Iterable[str]) -> str:
    """The value of the button "Post anyway": it names the questions that were shown."""
    return ".".join(sorted({_hash_question(question) for question in questions}))


def confirms_all_questions(token: str, questions: list[str]) -> bool:
    """Whether the token answers all these questions. A new question has not been shown yet."""
    if not token or len(token) > MAX_TOKEN_CHARS:
        return False
    return {_hash_question(question) for question in questions} <= {*token.split(".")}


def _hash_question(question: str) -> str:
    return salted_hmac("comments.asking", question, algorithm="sha256").hexdigest()[:12]


class Highlight(NamedTuple):
    """A personal detail in the text, with its context and a question about it."""

    before: str
    text: str
    after: str
    question: str


@dataclass
class Confirmation:
    """The questions to the author, as the page shows them."""

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
        """Questions about the text as a whole."""
        reasons = [r for r in self.verdict.reasons if r["check"] != PERSONAL_DETAILS_CHECK]
        return policy_messages.messages_for_author(reasons, Outcome.ASK)

    @cached_property
    def highlights(self) -> list[Highlight]:
        """Personal details, if they are among the questions."""
        if not self.verdict.has_finding(PERSONAL_DETAILS_CHECK):
            return []
        return [self._build_highlight(place) for place in self.submission.personal_info]

    def _build_highlight(self, place: PersonalInfoMatch) -> Highlight:
        start = max(0, place.start - EXCERPT_CHARS)
        before, after = self.body[start : place.start], self.body[place.end :]
        return Highlight(
            ("…" if start else "") + before.rpartition("\n")[2],
            place.text,
            str(Truncator(after.partition("\n")[0]).chars(EXCERPT_CHARS)),
            policy_messages.describe_match_for_author(place.kind, place.text),
        )
