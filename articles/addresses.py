"""How parts of addresses look that Django does not know by itself."""

from django.urls.converters import SlugConverter, StringConverter


class NameConverter(SlugConverter):
    """A slug in any script."""

    regex = r"[-\w]+"


class YearConverter(StringConverter):
    """Four digits: a year has one address."""

    regex = r"[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)
