"""The house rules for a new comment or a new text: an ordered list of small checks.

Each check looks at a Submission and either finds something or has no opinion. All of them
run and all findings are kept; of the findings the first decides. Pure: the facts are
gathered before, the consequences are drawn after. What a finding says to people is in
`wording.py`.
"""

from comments.policy.checks import CHECKS
from comments.policy.flag_weights import compute_flag_weight, has_reached_hide_threshold
from comments.policy.judge import judge
from comments.policy.rate_limits import seconds_to_wait
from comments.policy.rules import MAX_EDITS_PER_MINUTE, MAX_FLAGS_PER_MINUTE, Preset, Rules
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
    "Rules",
    "Submission",
    "Verdict",
    "WatchedWordMatch",
    "compute_flag_weight",
    "has_reached_hide_threshold",
    "judge",
    "redact_for_log",
    "seconds_to_wait",
]
