"""The house rules for a new comment or a new text: an ordered list of small checks.

Each check looks at a Submission and either finds something or has no opinion. All of them
run and all findings are kept; of the findings the first decides. Pure: the facts are
gathered before, the consequences are drawn after. What a finding says to people is in
`wording.py`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

MAX_LINKS = 1
MAX_POSTS_PER_MINUTE = 3
MAX_EDITS_PER_MINUTE = 6
TRUSTED_AFTER = 2  # approved posts of an account

logger = logging.getLogger(__name__)


Reason = dict[str, str | int]  # JSON: a check's name, its outcome, its facts


class Outcome(StrEnum):
    ACCEPT = "accept"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """All that the checks may know."""

    link_count: int = 0
    thread_is_open: bool = True
    is_duplicate: bool = False
    filled_honeypot: bool = False
    author_is_banned: bool = False
    author_is_moderator: bool = False
    author_has_account: bool = False
    author_posts_approved: int = 0
    author_posts_last_minute: int = 0
    author_edits_last_minute: int = 0

    @property
    def author_is_known(self) -> bool:
        return self.author_is_moderator or (
            self.author_has_account and self.author_posts_approved >= TRUSTED_AFTER
        )


@dataclass(frozen=True)
class Finding:
    """What one check found: its name, the outcome it asks for, and the facts behind it."""

    check: str
    outcome: Outcome
    facts: dict[str, int] = field(default_factory=dict)
    is_broken: bool = False  # The check itself failed.

    def as_reason(self) -> Reason:
        """The finding as the log keeps it."""
        broken = {"broken": True} if self.is_broken else {}
        return {"check": self.check, "outcome": str(self.outcome), **self.facts, **broken}


@dataclass(frozen=True)
class Verdict:
    """The outcome for a submission, and every finding on the way to it."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()

    @property
    def reasons(self) -> list[Reason]:
        return [finding.as_reason() for finding in self.findings]

    def found(self, check: str) -> bool:
        return any(finding.check == check for finding in self.findings)


Opinion = Outcome | tuple[Outcome, dict[str, int]] | None
Check = Callable[[Submission], Opinion]


def thread_must_be_open(submission: Submission) -> Opinion:
    return None if submission.thread_is_open else Outcome.REJECT


def banned_authors_stay_out(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.author_is_banned else None


def honeypot_stays_empty(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.filled_honeypot else None


def no_flooding(submission: Submission) -> Opinion:
    posts, edits = submission.author_posts_last_minute, submission.author_edits_last_minute
    if posts < MAX_POSTS_PER_MINUTE and edits < MAX_EDITS_PER_MINUTE:
        return None
    return Outcome.REJECT, {"acts": posts + edits}


def no_duplicates(submission: Submission) -> Opinion:
    return Outcome.REJECT if submission.is_duplicate else None


def moderators_pass(submission: Submission) -> Opinion:
    return Outcome.ACCEPT if submission.author_is_moderator else None


def few_links(submission: Submission) -> Opinion:
    if submission.link_count <= MAX_LINKS:
        return None
    return Outcome.HOLD, {"links": submission.link_count, "most": MAX_LINKS}


def known_authors_pass(submission: Submission) -> Opinion:
    if not submission.author_is_known:
        return None
    return Outcome.ACCEPT, {"approved": submission.author_posts_approved}


def strangers_wait(submission: Submission) -> Opinion:
    return None if submission.author_is_known else Outcome.HOLD


CHECKS: list[Check] = [
    # Doors that are shut. The author is told why; nothing is stored.
    thread_must_be_open,
    banned_authors_stay_out,
    honeypot_stays_empty,
    no_flooding,
    no_duplicates,
    # People who may always pass.
    moderators_pass,
    # Content that needs a second pair of eyes, whoever wrote it.
    few_links,
    # Everyone else.
    known_authors_pass,
    strangers_wait,
]


def judge(submission: Submission, checks: list[Check] = CHECKS) -> Verdict:
    """Run every check and keep every finding. The first one decides, except that nothing
    passes while a check is broken."""
    findings = [finding for check in checks if (finding := _ask(check, submission))]
    outcome = findings[0].outcome if findings else Outcome.HOLD
    if outcome == Outcome.ACCEPT and any(finding.is_broken for finding in findings):
        outcome = Outcome.HOLD
    return Verdict(outcome, tuple(findings))


def _ask(check: Check, submission: Submission) -> Finding | None:
    try:
        opinion = check(submission)
    except Exception:
        logger.exception("The house rule %s broke; the comment is held.", check.__name__)
        return Finding(check.__name__, Outcome.HOLD, is_broken=True)
    if opinion is None:
        return None
    outcome, facts = opinion if isinstance(opinion, tuple) else (opinion, {})
    return Finding(check.__name__, outcome, facts)
