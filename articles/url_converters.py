"""URL path converters for slugs in any script, years and days of the year."""

from django.urls.converters import SlugConverter, StringConverter

from articles.models.day_of_year import DayOfYear


class UnicodeSlugConverter(SlugConverter):
    """A slug in any script."""

    regex = r"[-\w]+"


class YearConverter(StringConverter):
    """Four digits, without leading zeros: each year has one address."""

    regex = r"[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)


class DayOfYearConverter:
    """A day of the calendar, as 10-14. A day that does not exist matches no address."""

    regex = "[0-9]{2}-[0-9]{2}"
    to_python = staticmethod(DayOfYear.parse)
    to_url = staticmethod(str)
