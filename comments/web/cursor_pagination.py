"""Cursor pagination: a page is a range of the primary key and names the last key of it."""

from collections.abc import Mapping
from typing import Any

from django.db import models

ROWS_PER_PAGE = 50


def parse_cursor(query: Mapping[str, Any], name: str) -> int | None:
    """The key in `?name=`; None if it is missing or malformed, for the first page."""
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None


def get_cursor_page(rows: models.QuerySet) -> tuple[list, int | None]:
    """The first rows, and the key of the last one if there are more rows."""
    found = list(rows[: ROWS_PER_PAGE + 1])
    page = found[:ROWS_PER_PAGE]
    return page, page[-1].pk if len(found) > ROWS_PER_PAGE else None
