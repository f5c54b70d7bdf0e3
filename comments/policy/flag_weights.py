"""How much a reader's request for a look weighs, and when such requests hide a post."""

from comments.policy.rules import Rules

MIN_RESOLVED_FLAGS = 3  # flags of a reader; before that, nothing is known about their judgement


def compute_flag_weight(*, upheld: int, dismissed: int) -> float:
    """Of a reader's next flag, from what moderators thought of the last ones: 1, or less where
    they mostly disagreed. Never 0, and it can rise again."""
    resolved = upheld + dismissed
    if resolved < MIN_RESOLVED_FLAGS:
        return 1.0
    share = (upheld + 1) / (resolved + 2)
    return min(1.0, round(2 * share, 2))


def has_reached_hide_threshold(rules: Rules, weight: float) -> bool:
    """Whether flags that together weigh that much hide a post. Since none weighs more than 1,
    it takes at least as many readers as the rules say."""
    return bool(rules.flags_to_hold) and round(weight, 2) >= rules.flags_to_hold
