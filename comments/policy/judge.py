"""Judge a submission: run all checks; the first finding decides."""

import logging

from comments.policy.checks import CHECKS
from comments.policy.submission import Submission
from comments.policy.verdict import Check, Finding, Outcome, Verdict

logger = logging.getLogger(__name__)


def judge(submission: Submission, checks: list[Check] = CHECKS) -> Verdict:
    """Run every check and keep every finding. The first finding decides.

    One exception: a post is held, and not published, if a check or a finder of facts failed.
    """
    findings = [finding for check in checks if (finding := _run_check(check, submission))]
    findings += [_build_broken_finding(fact, error) for fact, error in submission.failed_facts]
    outcome = findings[0].outcome if findings else Outcome.HOLD
    if outcome == Outcome.ACCEPT and any(finding.is_broken for finding in findings):
        outcome = Outcome.HOLD
    return Verdict(outcome, tuple(findings))


def _run_check(check: Check, submission: Submission) -> Finding | None:
    try:
        opinion = check(submission)
        if opinion is None:
            return None
        outcome, facts = opinion if isinstance(opinion, tuple) else (opinion, {})
        return Finding(check.code, Outcome(outcome), dict(facts))
    except Exception as error:
        logger.exception("The house rule %s broke; the comment is held.", check.code)
        return _build_broken_finding(check.code, type(error).__name__)


def _build_broken_finding(name: str, error: str) -> Finding:
    return Finding(name, Outcome.HOLD, {"error": error}, is_broken=True)
