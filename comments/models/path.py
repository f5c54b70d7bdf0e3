"""The place of a post in its thread's tree, as a string that sorts.

A path is the parent's path plus the post's own number in fixed-width digits, so that
sorting by path is the conversation. It stops growing after six levels: what answers a post
at the deepest level stands beside it.
"""

DIGITS = 7  # room for 9,999,999 posts in a thread
MAX_LEVELS = 6
MAX_LENGTH = DIGITS * MAX_LEVELS  # characters


def path_below(parent_path: str, number: int) -> str:
    """The path of post `number` that answers the post at `parent_path` ("" for none)."""
    return f"{parent_path[: DIGITS * (MAX_LEVELS - 1)]}{number:0{DIGITS}}"


def level_of(path: str) -> int:
    """1 for a post that starts a branch, up to MAX_LEVELS."""
    return len(path) // DIGITS


def ancestors_of(path: str) -> list[str]:
    """The paths above, from the top down."""
    return [path[: DIGITS * level] for level in range(1, level_of(path))]


def is_below(path: str, number: int) -> bool:
    """Whether the path stands directly below post `number`, not merely beside it."""
    return path[:-DIGITS].endswith(f"{number:0{DIGITS}}")
