"""House rules for comments and edits: an ordered list of small checks.

Each check reads a Submission and returns an opinion or None. All checks run, all findings are
kept, and the first finding decides. The package is pure: facts are gathered before, and
consequences follow after. The messages of findings are in `comments/policy_messages.py`.
"""

from comments.policy.checks import CHECKS
from comments.policy.flag_weights import compute_flag_weight, has_reached_hide_threshold
from comments.policy.judge import judge
from comments.policy.rate_limits import MAX_EDITS_PER_MINUTE, MAX_FLAGS_PER_MINUTE, seconds_to_wait
from comments.policy.rule_settings import Preset, RuleSettings
from comments.policy.submission import Submission, WatchedWordMatch
from comments.policy.verdict import Check, Finding, Outcome, Reason, Verdict, redact_for_log

__all__ = [
    "CHECKS",
    "MAX_EDITS_PER_MINUTE",
    "MAX_FLAGS_PER_MINUTE",
    "Check",
    "Finding",
    "Outcome",
    "Preset",
    "Reason",
    "RuleSettings",
    "Submission",
    "Verdict",
    "WatchedWordMatch",
    "compute_flag_weight",
    "has_reached_hide_threshold",
    "judge",
    "redact_for_log",
    "seconds_to_wait",
]
