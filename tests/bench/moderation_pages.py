"""CPU time of the moderation pages, beside a short queue and a long one.

    DATABASE_URL=… python -m tests.bench.moderation_pages --held 100000

Seeds the database first, unless something is held there. In one process, by its own CPU clock,
warm; the database's processes, where it has any, are not counted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from tests.bench import cast
from tests.bench.seed import seed

TIMES = 60


def cpu(act: Callable[[], object]) -> tuple[float, int]:
    """Milliseconds of CPU, the median of many times; and how many queries."""
    for _ in range(5):
        act()
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        act()
        took.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        act()
    return statistics.median(took), len(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--held", type=int, default=100_000)
    wanted = parser.parse_args()
    if not Comment.objects.held().exists():
        seed(wanted.posts, wanted.held)
    held = Comment.objects.held()
    middle = held[held.count() // 2]
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(cast.moderator())
    pages = {
        "home, for comparison": "/",
        "held, in turn": "/moderation/",
        "held, from the middle": f"/moderation/?after={middle.priority}.{middle.pk}",
        "held, back from the middle": f"/moderation/?before={middle.priority}.{middle.pk}",
        "held, newest first": "/moderation/?order=newest",
        "held, of one discussion": f"/moderation/?thread={middle.thread_id}",
        "held, by one author": f"/moderation/?by={middle.pk}",
        "recent": "/moderation/?queue=recent",
        "a case": f"/moderation/comments/{middle.pk}/",
        "held, with a word": "/moderation/?words=valve",
        "held, with a word that is nowhere": "/moderation/?words=xylophone",
    }
    print(f"{connection.vendor}, {held.count():,} held")
    for name, path in pages.items():
        assert client.get(path).status_code == 200, path
        milliseconds, queries = cpu(lambda path=path: client.get(path))
        print(f"{name:36}{milliseconds:8.1f} ms CPU {queries:4} queries")


if __name__ == "__main__":
    main()
