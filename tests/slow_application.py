"""A small application for tests of the server: /sleep/SECONDS/ writes a row, waits, commits.

With FAIL_AT_START it fails in each worker, as a module does that cannot be imported. With
START_SECONDS each worker loads it for so long.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable

from mvforum.http_cache.front import Front
from mvforum.http_cache.request_threads import RequestThreads

time.sleep(float(os.environ.get("START_SECONDS", "0")))
if os.environ.get("FAIL_AT_START"):
    os._exit(3)


def answer(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["PATH_INFO"].startswith("/sleep/"):
        with sqlite3.connect(os.environ["ROWS"]) as connection:
            connection.execute("INSERT INTO rows VALUES (1)")
            time.sleep(float(environ["PATH_INFO"].split("/")[2]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


application = Front(answer, threads=RequestThreads(3, 2))
