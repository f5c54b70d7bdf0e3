"""Free slugs: find one that nothing else has."""

from collections.abc import Collection


def choose_free_slug(slug: str, taken: Collection[str]) -> str:
    """Return the slug, or the slug with the lowest number behind it that is free."""
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (slug, *numbered) if free not in taken)
