"""Weights of flags: how much a reader's flag counts, and when flags hide a post."""

from comments.policy.rule_settings import RuleSettings

MIN_RESOLVED_FLAGS = 3  # With fewer resolved flags, little is known about a reader's judgement.


def compute_flag_weight(*, upheld: int, dismissed: int) -> float:
    """Weigh a reader's next flag by how moderators have resolved the last ones.

    It is 1, or less if most were dismissed. It is never 0, and it can rise again.
    """
    resolved = upheld + dismissed
    if resolved < MIN_RESOLVED_FLAGS:
        return 1.0
    share = (upheld + 1) / (resolved + 2)
    return min(1.0, round(2 * share, 2))


def has_reached_hide_threshold(rules: RuleSettings, weight: float) -> bool:
    """Whether flags of this total weight hide a post.

    One flag weighs at most 1, so it takes at least as many readers as the rules say.
    """
    return bool(rules.flags_to_hold) and round(weight, 2) >= rules.flags_to_hold
