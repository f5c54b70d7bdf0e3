"""Parts of addresses: how they look that Django does not know by itself, and which are free."""

from collections.abc import Collection

from django.urls.converters import SlugConverter, StringConverter


class UnicodeSlugConverter(SlugConverter):
    """A slug in any script."""

    regex = r"[-\w]+"


class YearConverter(StringConverter):
    """Four digits: a year has one address."""

    regex = r"[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)


def choose_free_slug(slug: str, taken: Collection[str]) -> str:
    """The slug, or with the lowest number behind it that nobody has."""
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (slug, *numbered) if free not in taken)
