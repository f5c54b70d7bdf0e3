"""The place of a post in its thread's tree, as a string that sorts.

A path is the parent's path plus the post's own number in fixed-width digits, so that
sorting by path is the conversation. It stops growing after six levels: what answers a post
at the deepest level stands beside it.
"""

DIGITS_PER_LEVEL = 7  # room for 9,999,999 posts in a thread
MAX_LEVELS = 6
MAX_PATH_CHARS = DIGITS_PER_LEVEL * MAX_LEVELS  # characters


def build_child_path(parent_path: str, number: int) -> str:
    """The path of post `number` that answers the post at `parent_path` ("" for none)."""
    return f"{parent_path[: DIGITS_PER_LEVEL * (MAX_LEVELS - 1)]}{number:0{DIGITS_PER_LEVEL}}"


def get_level(path: str) -> int:
    """1 for a post that starts a branch, up to MAX_LEVELS."""
    return len(path) // DIGITS_PER_LEVEL


def get_ancestor_paths(path: str) -> list[str]:
    """The paths above, from the top down."""
    return [path[: DIGITS_PER_LEVEL * level] for level in range(1, get_level(path))]


def is_child_of(path: str, number: int) -> bool:
    """Whether the path stands directly below post `number`, not merely beside it."""
    return path[:-DIGITS_PER_LEVEL].endswith(f"{number:0{DIGITS_PER_LEVEL}}")
