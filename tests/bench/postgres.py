"""A PostgreSQL server of our own, for as long as the benchmark runs: unlike that of the tests it
writes to the disk, and its CPU time is counted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from tests.bench.processes import Process, listens
from tests.servers import free_port


def binaries() -> Path | None:
    """Where Debian, or the path, has a server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    anywhere = shutil.which("initdb")
    return found[-1].parent if found else Path(anywhere).resolve().parent if anywhere else None


class Postgres:
    """With the settings it comes with: a commit is on the disk when it is done."""

    def __init__(self, folder: Path, programs: Path):
        # It refuses to run as root.
        user = "postgres" if os.geteuid() == 0 else None
        self.port, data, env = free_port(), folder / "data", {"PATH": os.environ["PATH"]}
        folder.mkdir()
        if user:
            shutil.chown(folder, user, user)
        initdb = [programs / "initdb", "-D", data, "-U", "mvforum", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            initdb, check=True, capture_output=True, cwd="/", env=env, user=user, group=user,
            extra_groups=[] if user else None,
        )  # fmt: skip
        options = ["-D", data, "-p", str(self.port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
        self.process = Process(
            [programs / "postgres", *options], log=folder.parent / "postgres.log", env=env,
            cwd=Path("/"), user=user, farewell=signal.SIGINT,
        )  # fmt: skip
        self.process.wait_for(lambda: listens(self.port))
        self.version = subprocess.run(
            [programs / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout.strip()

    def new_database(self, name: str) -> str:
        """Its address."""
        import psycopg

        server = f"postgres://mvforum@127.0.0.1:{self.port}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"{server}/{name}"
