"""Ask the author before something is posted: what the page shows, and what an answer is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.text import Truncator

from comments import personal_wording, policy_messages
from comments.policy import Outcome, Submission, Verdict, codes

PERSONAL = codes.PERSONAL_DETAILS_ARE_ASKED_ABOUT
BESIDE = 40  # characters before and after a place
LONGEST_ANSWER = 20_000


def answer_to(questions: Iterable[str]) -> str:
    """What a button sends that says: I have seen this, post it as it is."""
    return ".".join(sorted({_mark(question) for question in questions}))


def covers(answer: str, questions: list[str]) -> bool:
    """Whether it was given to all of these. What has come since has not been shown."""
    if not answer or len(answer) > LONGEST_ANSWER:
        return False
    return {_mark(question) for question in questions} <= {*answer.split(".")}


def _mark(question: str) -> str:
    return salted_hmac("comments.asking", question, algorithm="sha256").hexdigest()[:12]


class Shown(NamedTuple):
    """A place in the text, with what stands beside it, and what it looks like."""

    before: str
    text: str
    after: str
    sentence: str


@dataclass
class Asked:
    """What the author is asked about, for the page."""

    submission: Submission
    verdict: Verdict
    body: str

    @property
    def answer(self) -> str:
        return answer_to(self.submission.questions)

    @property
    def is_about_danger(self) -> bool:
        return self.verdict.is_urgent

    @property
    def sentences(self) -> list[str]:
        """About what has no place of its own in the text."""
        reasons = [r for r in self.verdict.reasons if r["check"] != PERSONAL]
        return policy_messages.to_author(reasons, Outcome.ASK)

    @cached_property
    def places(self) -> list[Shown]:
        """Personal details, as far as they are asked about."""
        if not self.verdict.found(PERSONAL):
            return []
        return [self._shown(place) for place in self.submission.personal]

    def _shown(self, place: Any) -> Shown:
        start = max(0, place.start - BESIDE)
        before, after = self.body[start : place.start], self.body[place.end :]
        return Shown(
            ("…" if start else "") + before.rpartition("\n")[2],
            place.text,
            str(Truncator(after.partition("\n")[0]).chars(BESIDE)),
            personal_wording.sentence_about(place.kind, place.text),
        )
