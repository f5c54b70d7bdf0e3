"""Days of the calendar without a year: 14 October, 29 February."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

LEAP_YEAR = 2000  # has every day


class DayOfYear(NamedTuple):
    """A day of the calendar, written as 10-14 in addresses and files."""

    month: int
    day: int

    @classmethod
    def from_date(cls, day: date) -> DayOfYear:
        return cls(day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> DayOfYear:
        """Parse 10-14. Raises ValueError for days that do not exist, as 02-30."""
        if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return cls.from_date(date.fromisoformat(f"{LEAP_YEAR}-{text}"))

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    @property
    def name(self) -> str:
        """The day in words: 14 October."""
        return date_format(self.to_date(LEAP_YEAR), "MONTH_DAY_FORMAT")

    def to_date(self, year: int) -> date:
        """Return the date in a year. Raises ValueError if the year does not have that day."""
        return date(year, self.month, self.day)
