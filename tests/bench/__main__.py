"""`make bench`: seed, serve, measure, write docs/performance.md.

From the environment: SIZES (posts of the threads), HELD (the longest queue), DATABASES, ROUNDS, SECONDS, WORKERS,
PEERS (a folder, see docs/benchmark.md) and TO (the file to write).
"""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench import peers
from tests.bench.manual_figures import FOLDER, fill_pages
from tests.bench.postgres import Postgres, binaries
from tests.bench.report import page
from tests.bench.rounds import Pace, Rounds
from tests.bench.site import ROOT, Site


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("The benchmark needs wrk: apt-get install wrk")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # What was started is ended.
    began = time.monotonic()
    sizes = sorted(int(size) for size in _listed("SIZES", "10,1000,100000"))
    pace = Pace(rounds=_number("ROUNDS", 3), seconds=_number("SECONDS", 2))
    workers = _number("WORKERS", 1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mvforum-bench-")))
        folder.chmod(0o755)
        sites = []
        server = None
        for database in _listed("DATABASES", "SQLite,PostgreSQL"):
            if database == "PostgreSQL":
                if not (programs := binaries()):
                    print("PostgreSQL is left out: apt-get install postgresql")
                    continue
                server = Postgres(folder / "postgres", programs)
                stack.callback(server.process.stop)
            for size in sizes:
                url = server.new_database(f"of_{size}") if server else ""
                site = Site(
                    database, size, max(pace.cases, min(size, _number("HELD", 100_000))),
                    folder / f"{database}-{size}", url, workers, server and server.process,
                )  # fmt: skip
                site.prepare(sessions=pace.members)
                site.start()
                stack.callback(site.stop)
                sites.append(site)
        full = next((size for size in sizes if size >= 1000), sizes[-1])
        rounds = Rounds(folder, pace)
        for site in sites:
            rounds.figures.storage.setdefault(site.database, []).append(site.measure_comments())
        rounds.pages([site for site in sites if site.posts == full], workers=workers)
        if os.environ.get("PEERS"):
            peers.measure(Path(os.environ["PEERS"]).resolve(), sites, rounds)
        rounds.sizes(sites)
        rounds.writing(sites)
    took = f"The whole took {(time.monotonic() - began) / 60:.0f} minutes."
    machine = [*_machine(server), took]
    to = Path(os.environ.get("TO", ROOT / "docs" / "performance.md"))
    how = " ".join(["make bench", *(f"{name}={_said(name)}" for name in KNOBS if _said(name))])
    to.write_text(page(rounds.figures, machine=machine, how=how))
    print(f"\n{to}: {took}")
    if to.parent == FOLDER:
        fill_pages()


KNOBS = ("SIZES", "HELD", "DATABASES", "ROUNDS", "SECONDS", "WORKERS", "PEERS")


def _said(name: str) -> str:
    """What was asked for; of a folder no more than that there was one."""
    value = os.environ.get(name, "")
    return "DIR" if value and name == "PEERS" else value


def _listed(name: str, default: str) -> list[str]:
    return [item.strip() for item in (os.environ.get(name) or default).split(",")]


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def _machine(postgres: Postgres | None) -> list[str]:
    cpu = next(
        (line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")),
        platform.machine(),
    )  # fmt: skip
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    libraries = [f"{name} {version(name)}" for name in ("django", "granian", "psycopg")]
    return [
        f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC; {os.cpu_count()} cores, {cpu}",
        f"mvforum at {commit or 'an unknown commit'}",
        f"Python {platform.python_version()}, {', '.join(libraries)}" + (f", {postgres.version}" if postgres else ""),
    ]


if __name__ == "__main__":
    main()
