"""Ask all checks, and let the first that finds something decide."""

import logging

from comments.policy.checks import CHECKS
from comments.policy.submission import Submission
from comments.policy.verdict import Check, Finding, Outcome, Verdict

logger = logging.getLogger(__name__)


def judge(submission: Submission, checks: list[Check] = CHECKS) -> Verdict:
    """Run every check and keep every finding. The first one decides, except that nothing
    passes while a check is broken, or a fact could not be found out."""
    findings = [finding for check in checks if (finding := _ask(check, submission))]
    findings += [_broken(fact, error) for fact, error in submission.failed_facts]
    outcome = findings[0].outcome if findings else Outcome.HOLD
    if outcome == Outcome.ACCEPT and any(finding.is_broken for finding in findings):
        outcome = Outcome.HOLD
    return Verdict(outcome, tuple(findings))


def _ask(check: Check, submission: Submission) -> Finding | None:
    try:
        opinion = check(submission)
        if opinion is None:
            return None
        outcome, facts = opinion if isinstance(opinion, tuple) else (opinion, {})
        return Finding(check.code, Outcome(outcome), dict(facts))
    except Exception as error:
        logger.exception("The house rule %s broke; the comment is held.", check.code)
        return _broken(check.code, type(error).__name__)


def _broken(name: str, error: str) -> Finding:
    return Finding(name, Outcome.HOLD, {"error": error}, is_broken=True)
