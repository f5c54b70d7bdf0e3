"""Lists that go on: a range of the primary key, and the key where the next page begins."""

from collections.abc import Mapping
from typing import Any

from django.db import models

ROWS_PER_PAGE = 50


def parse_cursor(query: Mapping[str, Any], name: str) -> int | None:
    """The key in `?name=`, or None: a list whose beginning makes no sense begins at its top."""
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None


def get_cursor_page(rows: models.QuerySet) -> tuple[list, int | None]:
    """The first rows, and the key of the last one if there are more behind it."""
    found = list(rows[: ROWS_PER_PAGE + 1])
    page = found[:ROWS_PER_PAGE]
    return page, page[-1].pk if len(found) > ROWS_PER_PAGE else None
