"""What the checks say, one by one and together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from comments.policy import codes
from comments.policy.submission import Submission

Fact = str | int | list[str]
Reason = dict[str, Fact]  # JSON: a check's name, its outcome, its facts


class Outcome(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"  # Show the author why; let them change it or insist.
    HOLD = "hold"
    REJECT = "reject"


AUTHOR_TEXT_FACTS = {"places", "words"}  # Facts that are the author's own words.


def redact_for_log(reason: Reason) -> Reason:
    """Without the author's words: they can be changed and taken back, and the log cannot."""
    return {name: fact for name, fact in reason.items() if name not in AUTHOR_TEXT_FACTS}


@dataclass(frozen=True)
class Finding:
    """What one check found: its name, the outcome it asks for, and the facts behind it."""

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
    """The outcome for a submission, and every finding on the way to it."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()

    @property
    def reasons(self) -> list[Reason]:
        return [finding.as_reason() for finding in self.findings]

    @property
    def failed_checks(self) -> list[str]:
        """The names of the checks that do not let it pass."""
        return [f.check for f in self.findings if f.outcome != Outcome.ACCEPT]

    def has_finding(self, check: str) -> bool:
        return any(finding.check == check for finding in self.findings)

    def exclude_findings(self, checks: Collection[str]) -> Verdict:
        """The same outcome; what these checks found is not told."""
        told = tuple(finding for finding in self.findings if finding.check not in checks)
        return Verdict(self.outcome, told)

    @property
    def broken_findings(self) -> list[Finding]:
        """Rules that could not be applied."""
        return [finding for finding in self.findings if finding.is_broken]

    @property
    def is_urgent(self) -> bool:
        return self.has_finding(codes.SOMEBODY_MAY_BE_IN_DANGER)

    @property
    def seconds_to_wait(self) -> int | None:
        """For somebody who was too quick."""
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
