"""The number of queries of a request, cold and warm. Reads addresses with headers, as JSON."""

import json
import os
import sys

import django
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count(path: str, headers: dict[str, str]) -> list[int]:
    """The first time, and the second one."""
    for cache in caches.all():
        cache.clear()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            Client(SERVER_NAME="127.0.0.1").get(path, headers=headers)
        counts.append(len(asked))
    return counts


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    django.setup()
    print(json.dumps([count(path, headers) for path, headers in json.load(sys.stdin)]))
