"""Ranking of the newest hits.

Databases can rank, but would read every row with one of the words. This reads the beginning of a
few rows only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.functions import Substr

from comments.sanitizer import extract_readable_text, extract_text
from comments.search.definitions import NO_HITS, Hits
from comments.search.registry import get_engine
from comments.search.snippets import SearchTerms, to_single_line

M = TypeVar("M", bound=Model)
MAX_CANDIDATES = 400  # rows that the index is asked for
MAX_RANKED = 150  # hits that are ranked, of those that may be shown
MAX_RANKING_CHARS = 150_000  # characters that are read to rank them


@dataclass(frozen=True)
class RankedResults(Generic[M]):
    """The best rows, best first, and how many were ranked."""

    rows: list[M] = field(default_factory=list)
    hits: Hits = NO_HITS
    ranked: int = 0

    @property
    def is_truncated(self) -> bool:
        """Whether there were more hits than were ranked."""
        return len(self.hits.keys) > MAX_RANKED


def rank_hits(
    visible: QuerySet[M],
    hits: Hits,
    wanted: SearchTerms,
    limit: int,
    *,
    text: str = "body_html",
    ranked: int = MAX_RANKED,
) -> RankedResults[M]:
    """Find the best hits among `visible`. The column `text` has their HTML."""
    if not hits.keys:
        return RankedResults(hits=hits)
    worth: dict[int, float] = {}
    length = MAX_RANKING_CHARS // min(len(hits.keys), MAX_RANKED)
    # Usually one round: most hits may be shown.
    for start in range(0, len(hits.keys), ranked):
        rows = _with_keys(visible, hits.keys[start : start + ranked])
        for pk, html in rows.values_list("pk", Substr(text, 1, length)):
            worth[pk] = wanted.score_text(extract_text(_whole_tags(html)))
        if len(worth) >= limit:
            break
    # With equal scores, the newer one first.
    newest_first = sorted(worth, reverse=True)
    age = {pk: place / len(newest_first) for place, pk in enumerate(newest_first)}
    best = sorted(worth, key=lambda pk: worth[pk] - age[pk], reverse=True)[:limit]
    rows_by_key = {row.pk: row for row in _with_keys(visible, best)} if best else {}
    return RankedResults([rows_by_key[pk] for pk in best if pk in rows_by_key], hits, len(worth))


def _with_keys(rows: QuerySet[M], keys: list[int]) -> QuerySet[M]:
    """Like `pk__in`, which is slower for hundreds of keys than this subquery."""
    return rows.filter(pk__in=get_engine(connections[rows.db]).keys_subquery(keys))


def readable_start(html: str, limit: int) -> str:
    """Plain text of the first `limit` characters of HTML, for a snippet."""
    return to_single_line(extract_readable_text(_whole_tags(html[:limit])))


def _whole_tags(html: str) -> str:
    """Remove an incomplete tag at the end, where the HTML was cut."""
    return html[: html.rfind("<")] if html.rfind("<") > html.rfind(">") else html
