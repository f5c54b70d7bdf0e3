"""Materialised path: the place of a post in the tree of its thread, as a string that sorts.

A path is the path of the parent plus the own number in seven digits. So sorting by path is the
conversation. Nesting stops after six levels: a deeper reply is placed beside its parent.
"""

DIGITS_PER_LEVEL = 7  # room for 9,999,999 posts in a thread
MAX_LEVELS = 6
MAX_PATH_CHARS = DIGITS_PER_LEVEL * MAX_LEVELS  # characters


def build_child_path(parent_path: str, number: int) -> str:
    """Path of post `number`, a reply to the post at `parent_path` ("" for none)."""
    return f"{parent_path[: DIGITS_PER_LEVEL * (MAX_LEVELS - 1)]}{number:0{DIGITS_PER_LEVEL}}"


def get_level(path: str) -> int:
    """Depth in the tree: 1 for a post without a parent, at most MAX_LEVELS."""
    return len(path) // DIGITS_PER_LEVEL


def get_ancestor_paths(path: str) -> list[str]:
    """Paths of all ancestors, from the top down."""
    return [path[: DIGITS_PER_LEVEL * level] for level in range(1, get_level(path))]


def is_child_of(path: str, number: int) -> bool:
    """Whether the path is directly below post `number`, not only beside it."""
    return path[:-DIGITS_PER_LEVEL].endswith(f"{number:0{DIGITS_PER_LEVEL}}")
