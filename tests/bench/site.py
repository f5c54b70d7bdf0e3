"""A site under test: the production server on a seeded database of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.bench.processes import Process, listens
from tests.servers import free_port

ROOT = Path(__file__).parent.parent.parent
GRANIAN = Path(sys.executable).parent / "granian"
SERVER = ["--no-ws", "--log-level", "warning"]
INTERFACE = ["--interface", "rsgi", "--runtime-mode", "mt", "--loop", "asyncio"]
INTERFACE_BEFORE_RSGI = ["--interface", "wsgi", "--blocking-threads", "2"]


def granian(port: int, application: str, *, workers: int) -> list[str | Path]:
    """Return granian's own command, for the control and for older commits."""
    interface = INTERFACE_BEFORE_RSGI if ".wsgi:" in application else INTERFACE
    where = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    return [GRANIAN, *interface, *SERVER, *where, application]


@dataclass
class Answer:
    status: int
    headers: Message  # their names in whatever case
    body: bytes


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


ACCOUNT_MARK = re.compile('name="account_mark" value="([0-9a-f]+)"')


@dataclass
class Site:
    """One thread of `posts`, a queue of `held`, people with sessions; and the server."""

    database: str  # SQLite or PostgreSQL
    posts: int
    held: int
    folder: Path
    database_url: str = ""
    workers: int = 1
    database_server: Process | None = None
    port: int = field(default_factory=free_port)
    root: Path = ROOT  # of the code that is seeded and served
    _marks: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.database

    @property
    def environment(self) -> dict[str, str]:
        """Production, as one machine can reach it. One proxy is believed, so that every post
        can come from an address of its own."""
        url = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "only-for-the-benchmark-" * 3,
            "ALLOWED_HOSTS": "127.0.0.1",
            "PLAIN_HTTP": "true",
            "TRUSTED_PROXY_COUNT": "1",
            **url,
        }

    def prepare(self, *, sessions: int) -> None:
        self.folder.mkdir(parents=True)
        self.run("manage.py", "migrate", "-v0")
        self.run("manage.py", "collectstatic", "--noinput", "-v0")
        numbers = {"posts": self.posts, "held": self.held, "sessions": sessions}
        numbers["articles"] = max(self.posts // 100, 10)
        flags = [f"--{name}={value}" for name, value in numbers.items()]
        self.facts: dict[str, Any] = json.loads(self.run("-m", "tests.bench.seed", *flags))

    def measure_comments(self) -> dict[str, int]:
        """The bytes of all tables of comments, of their indexes, and the number of comments."""
        return json.loads(self.run("-m", "tests.bench.storage"))

    def run(self, *command: str, given: str = "") -> str:
        """Python within the site's environment. What it writes to the error stream is shown."""
        done = subprocess.run(
            [sys.executable, *command], cwd=self.root, env=self.environment, check=True, text=True,
            stdout=subprocess.PIPE, input=given,
        )  # fmt: skip
        return done.stdout

    def start(self) -> None:
        command = self._get_server()
        self.server = Process(command, log=self.folder / "server.log", env=self.environment, cwd=self.root)
        self.server.wait_for(lambda: listens(self.port) and ask(self.port, "/healthz").status == 200)

    def _get_server(self) -> list[str | Path]:
        """The server of the commit that is served: older ones start granian by its command."""
        if not (self.root / "deploy" / "serve.py").exists():
            entry = "rsgi" if (self.root / "mvforum" / "rsgi.py").exists() else "wsgi"
            return granian(self.port, f"mvforum.{entry}:application", workers=self.workers)
        return [sys.executable, "deploy/serve.py", "--port", str(self.port), "--workers", str(self.workers)]

    def stop(self) -> None:
        self.server.stop()

    def read_account_mark(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the field by which forms say for whom they are made; older code has none."""
        if not (cookie := headers.get("Cookie", "")):
            return {}
        if cookie not in self._marks:
            page = ask(self.port, "/accounts/", headers).body.decode()
            found = ACCOUNT_MARK.search(page)
            self._marks[cookie] = {"account_mark": found[1]} if found else {}
        return self._marks[cookie]

    @property
    def cpu(self) -> float:
        """Of the server, and of the database's processes where they are others."""
        database = self.database_server.cpu if self.database_server else 0.0
        return self.server.cpu + database

    def headers_of(self, who: str) -> dict[str, str]:
        cookies = {"member": self.facts["sessions"][0], "moderator": self.facts["moderator"]}
        return {"Cookie": f"session={cookies[who]}"} if who in cookies else {}

    @cached_property
    def stylesheet(self) -> str:
        page = ask(self.port, f"/articles/{self.facts['slug']}/").body.decode()
        return page.partition('rel="stylesheet" href="')[2].partition('"')[0]
