"""Fill a site with one thread of any length, and a queue.

    DATABASE_URL=… python -m tests.bench.seed --posts 1000000 --held 100000

Obeys what the database can check and what it cannot: numbers without gaps, paths, counters,
and for each comment the lines of the log that the real acts would have left.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    django.setup()

from django.db import transaction

from articles.models import Article, Byline, Person
from articles.publication import publish_article
from comments.models import Comment, Decision, Thread
from tests.bench import cast
from tests.bench.bulk import Row, load, make_room, mend_sequences, next_key, take_stock
from tests.bench.conversation import conversation
from tests.bench.seed_articles import seed_articles
from tests.bench.thread_writer import LAST_DAY, PACE, ThreadWriter, secret_of

BATCH = 20_000  # posts in a transaction
TEXT = "A paragraph about valves and what becomes of them, as an article has many of. "


@dataclass
class Facts:
    """What one has to know of a seeded site to ask it something."""

    slug: str
    thread: int
    posts: int
    deepest: int  # the number of a published post at the last level
    before_the_last_page: int | None  # the number of the post after which fifty are left
    first_held: int = 0  # primary keys that follow each other
    first_held_line: int = 0
    held: int = 0
    secret: str = ""  # of the manage link of the last one held


def seed(posts: int, held: int = 0, *, members: int = 200) -> Facts:
    """Add a published article, its thread of `posts` and a queue of `held`."""
    make_room()
    accounts, moderator = cast.members(members), cast.moderator()
    article = Article.objects.create(
        title=f"A discussion of {posts:,} posts",
        slug=f"of-{posts}-posts-{next_key(Article)}",
        body="\n\n".join([TEXT * 8] * 6),
    )
    Byline.objects.replace(article.pk, "written", [Person.get_or_create_by_name("Alma Author (demo)")])
    publish_article(article, LAST_DAY - PACE * (posts + 1))
    writer = ThreadWriter(article.discussion, accounts, moderator)
    said, paths, deepest, shown = conversation(posts), {}, 0, 0
    while batch := list(islice(said, BATCH)):
        _store(writer, writer.published(iter(batch), posts))
        paths |= {post.path: post.number for post in batch}
        shown += sum(post.fate == "published" for post in batch)
        deepest = next((p.number for p in batch if p.is_deepest and p.fate == "published"), deepest)
    last_pages = sorted(paths)[-51:]
    facts = Facts(
        article.slug, article.discussion.pk, posts, deepest or posts,
        paths[last_pages[0]] if len(last_pages) == 51 else None,
        writer.next_comment, writer.next_line, held, secret_of(writer.next_comment + held - 1),
    )  # fmt: skip
    waiting = writer.waiting(held)
    while batch := list(islice(waiting, BATCH)):
        _store(writer, iter(batch))
    mend_sequences(Comment, Decision)
    Thread.objects.filter(pk=facts.thread).update(last_number=posts, post_count=shown, version=posts + 1)
    take_stock()
    return facts


@transaction.atomic
def _store(writer: ThreadWriter, comments: Iterator[Row]) -> None:
    load(Comment, comments)
    load(Decision, writer.lines)
    writer.lines = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, required=True)
    parser.add_argument("--held", type=int, default=0)
    parser.add_argument("--articles", type=int, default=0, help="beside the one that is discussed")
    parser.add_argument("--sessions", type=int, default=0, help="log in so many members")
    wanted = parser.parse_args()
    began = time.perf_counter()
    if wanted.articles:
        seed_articles(wanted.articles)
    if wanted.sessions:  # Elsewhere, so that they are known; one has posted more than a page.
        seed(130, members=1)
        seed(wanted.sessions * 8, members=wanted.sessions)
    facts = seed(wanted.posts, wanted.held, members=max(200, wanted.sessions))
    took = time.perf_counter() - began
    rows = wanted.posts + wanted.held + wanted.sessions * 8
    print(f"{rows:,} comments in {took:.1f} s: {rows / took:,.0f}/s", file=sys.stderr)
    people = {"sessions": cast.log_in(cast.known(wanted.sessions)), "moderator": cast.log_in([cast.moderator()])[0]}
    print(json.dumps(asdict(facts) | people))


if __name__ == "__main__":
    main()
