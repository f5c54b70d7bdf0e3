"""Many articles, as material for searches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from articles.models import Article, SpellingVariant
from articles.rendering import RENDERING_VERSION
from comments.models import Thread
from tests.bench.bulk import Row, load, make_room, mend_sequences, next_key, take_stock
from tests.bench.thread_writer import LAST_DAY
from tests.bench.vocabulary import MEANT, sentence

PARAGRAPHS, WORDS = 10, 80


@transaction.atomic
def seed_articles(count: int) -> None:
    """Published ones, each with an empty discussion."""
    make_room()
    first, thread = next_key(Article), next_key(Thread)
    rows = [*_rows(count, first, thread)]
    load(
        Thread,
        (
            {
                "id": row["thread_id"],
                "title": row["title"],
                "url": f"/articles/{row['slug']}/",
                "visible_from": row["published_at"],
                "created_at": row["published_at"],
            }
            for row in rows
        ),
    )
    load(Article, iter(rows))
    mend_sequences(Thread, Article)
    SpellingVariant.objects.add_titles(row["title"] for row in rows)
    take_stock()


def _rows(count: int, first: int, thread: int) -> Iterator[Row]:
    for turn in range(count):
        title = sentence(turn + 7, words=6).rstrip(".")
        if turn == count // 2:
            title = f"{title} {MEANT}"
        said = [sentence(turn * PARAGRAPHS + part, words=WORDS) for part in range(PARAGRAPHS)]
        yield {
            "id": first + turn,
            "thread_id": thread + turn,
            "title": title,
            "slug": f"article-{first + turn}",
            "body": "\n\n".join(said),
            "body_html": "\n".join(f"<p>{words}</p>" for words in said),
            "table_of_contents": "[]",
            "sanitizer_version": RENDERING_VERSION,
            "state": "published",
            "published_at": LAST_DAY - timedelta(hours=turn + 1),
        }
