"""Verdict of the house rules: the outcome, and the findings of the checks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from comments.policy import codes
from comments.policy.submission import Submission

Fact = str | int | list[str]
Reason = dict[str, Fact]  # JSON: a check's code, its outcome, its facts


class Outcome(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"  # Show the author why. They change the text, or post it anyway.
    HOLD = "hold"
    REJECT = "reject"


AUTHOR_TEXT_FACTS = {"places", "words"}  # Facts that quote the author's text.


def redact_for_log(reason: Reason) -> Reason:
    """Leave out the author's text: authors can edit and delete it, and the log is for good."""
    return {name: fact for name, fact in reason.items() if name not in AUTHOR_TEXT_FACTS}


@dataclass(frozen=True)
class Finding:
    """A finding of one check: its code, the outcome that it asks for, and the facts."""

    check: str
    outcome: Outcome
    facts: dict[str, Fact] = field(default_factory=dict)
    is_broken: bool = False  # The check itself failed.

    def as_reason(self) -> Reason:
        """The finding as the log keeps it."""
        broken: Reason = {"broken": True} if self.is_broken else {}
        return {"check": self.check, "outcome": str(self.outcome), **self.facts, **broken}


@dataclass(frozen=True)
class Verdict:
    """The outcome for a submission, and all findings."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()

    @property
    def reasons(self) -> list[Reason]:
        return [finding.as_reason() for finding in self.findings]

    @property
    def failed_checks(self) -> list[str]:
        """The codes of the checks that speak against the post."""
        return [f.check for f in self.findings if f.outcome != Outcome.ACCEPT]

    def has_finding(self, check: str) -> bool:
        return any(finding.check == check for finding in self.findings)

    def exclude_findings(self, checks: Collection[str]) -> Verdict:
        """The same outcome without the findings of these checks."""
        kept = tuple(finding for finding in self.findings if finding.check not in checks)
        return Verdict(self.outcome, kept)

    @property
    def broken_findings(self) -> list[Finding]:
        """Findings that say that a check or a finder failed."""
        return [finding for finding in self.findings if finding.is_broken]

    @property
    def is_urgent(self) -> bool:
        return self.has_finding(codes.SOMEBODY_MAY_BE_IN_DANGER)

    @property
    def seconds_to_wait(self) -> int | None:
        """The time until the author may post again, if a rate limit was reached."""
        waits = [f.facts.get("wait") for f in self.findings if f.check == codes.NO_FLOODING]
        return next((wait for wait in waits if isinstance(wait, int)), None)


Opinion = Outcome | tuple[Outcome, dict[str, Fact]] | None


@dataclass(frozen=True)
class Check:
    """A check of the house rules, and the code by which decisions store what it found."""

    code: str
    look: Callable[[Submission], Opinion]

    def __call__(self, submission: Submission) -> Opinion:
        return self.look(submission)


def check(code: str) -> Callable[[Callable[[Submission], Opinion]], Check]:
    """Decorate a function as the check with this code."""
    return partial(Check, code)
