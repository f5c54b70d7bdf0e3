"""PostgreSQL and Redis for tests: started on free ports, stopped by the process that started them.

`python -m tests.servers COMMAND…` runs a command with both in its environment.
"""

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

PASSWORD = secrets.token_hex(16)  # Others on this machine stay out.
PATIENCE = 60  # seconds until a server must be there, or gone
# The server refuses to run as root; this user comes with Debian's package.
OWNER = "postgres" if os.geteuid() == 0 else None
# No test survives the fall of the machine anyway.
OPTIONS = ("fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories=")


# Below the ports that Linux gives to outgoing connections (32768 and up): one of those could take
# a port between the moment it was found free and the moment its server listens.
FIRST_PORT, LAST_PORT = 10_000, 32_000
_reservations: list[socket.socket] = []


def free_port() -> int:
    """Return a port that no server uses, and reserve it until this process ends.

    The reservation is the name of an abstract socket, which holds between processes and needs no
    file: the processes of a test run, and runs at the same time, never get the same port.
    """
    for port in random.sample(range(FIRST_PORT, LAST_PORT), 1000):
        reservation = socket.socket(socket.AF_UNIX)
        try:
            reservation.bind(f"\0mvforum-test-port-{port}")
            with socket.socket() as sock:
                sock.bind(("127.0.0.1", port))
        except OSError:
            reservation.close()
            continue
        _reservations.append(reservation)
        return port
    raise RuntimeError(f"No free port between {FIRST_PORT} and {LAST_PORT}")


def missing() -> str:
    """A message about the packages that are missing, or nothing."""
    needed = {"postgresql": _postgresql("postgres"), "redis-server": shutil.which("redis-server")}
    absent = [package for package, program in needed.items() if not program]
    return f"no {' and no '.join(absent)}: apt-get install {' '.join(absent)}" if absent else ""


def _postgresql(program: str) -> str | None:
    """Debian keeps the programs of each version in a folder of its own, which is on no path."""
    folders = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    newest_first = sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)
    places = [*map(str, newest_first), os.environ.get("PATH", "")]
    return shutil.which(program, path=os.pathsep.join(places))


@dataclass
class Cluster:
    """A PostgreSQL cluster whose only user is a superuser."""

    folder: Path
    port: int

    def url(self, database: str = "postgres") -> str:
        return f"postgres://mvforum:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def do(self, statement: str, database: str = "postgres") -> list[tuple]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def run(self, program: str, *options: str | Path) -> None:
        command = [_postgresql(program), *options]
        done = subprocess.run(command, **self._owned, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")

    @contextmanager
    def running(self) -> Iterator[None]:
        options = [f"-c{option}" for option in (*OPTIONS, f"port={self.port}")]
        command = [_postgresql("postgres"), "-D", self.folder / "data", *options]
        with (self.folder / "log").open("a") as log:
            process = subprocess.Popen(command, **self._owned, start_new_session=True, stderr=log)
        with _ending(process, signal.SIGINT):  # for PostgreSQL: do not wait for clients
            _wait(process, lambda: self.do("SELECT 1"), psycopg.OperationalError)
            yield

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    @property
    def _owned(self) -> dict:
        groups = [] if OWNER else None
        return {"cwd": self.folder, "user": OWNER, "group": OWNER, "extra_groups": groups}


@contextmanager
def postgresql() -> Iterator[Cluster]:
    """A new cluster."""
    with _folder() as folder:
        cluster = Cluster(folder, free_port())
        (folder / "password").write_text(PASSWORD)
        login = ("--username=mvforum", "--auth=scram-sha-256", "--pwfile", folder / "password")
        where = ("--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", folder / "data")
        cluster.run("initdb", *login, *where)
        with cluster.running():
            yield cluster


@contextmanager
def replica_of(primary: Cluster) -> Iterator[Cluster]:
    """A copy that follows by streaming, and can be read, while it is `running()`."""
    with _folder() as folder:
        replica = Cluster(folder, free_port())
        source = ("--dbname", primary.url(), "--checkpoint=fast", "--write-recovery-conf")
        replica.run("pg_basebackup", *source, "--no-sync", "--pgdata", folder / "data")
        yield replica


@contextmanager
def redis_server(port: int | None = None) -> Iterator[str]:
    """Start a Redis without persistence, and yield its address for CACHE_URL."""
    port = port or free_port()
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {PASSWORD}\nsave ""\n'
    address = f"://:{PASSWORD}@127.0.0.1:{port}/0"
    with _folder() as folder, (folder / "log").open("w") as log:
        (folder / "redis.conf").write_text(settings)
        command = ["redis-server", folder / "redis.conf"]
        process = subprocess.Popen(command, cwd=folder, start_new_session=True, stdout=log)
        with _ending(process, signal.SIGTERM), redis.from_url(f"redis{address}") as client:
            _wait(process, client.ping, redis.RedisError)
            yield f"rediscache{address}"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mvforum-server-") as name:
        if OWNER:
            shutil.chown(name, OWNER)
        yield Path(name)


@contextmanager
def _ending(process: subprocess.Popen, farewell: signal.Signals) -> Iterator[None]:
    try:
        yield
    finally:
        process.send_signal(farewell)
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def _wait(process: subprocess.Popen, greet: Callable, silence: type[Exception]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            greet()
        except silence:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def main(command: list[str]) -> int:
    """The servers outlive the command, however it ends: by itself, by a Ctrl-C, which a
    terminal tells it as well as us, or because somebody ends us."""
    if what := missing():
        sys.exit(what)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with postgresql() as cluster, redis_server() as cache:
        urls = {"DATABASE_URL": cluster.url(), "CACHE_URL": cache}
        signal.signal(signal.SIGINT, lambda *_: None)
        process = subprocess.Popen(command, env=os.environ | urls)
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
