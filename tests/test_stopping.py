"""A stop is bounded: the server, its workers and `make run` have ended within nine seconds, at any
moment and however they are ended, and nothing survives its parent."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.running import ROOT, Site, wait_until
from tests.servers import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
BOUND_SECONDS = 9
# The server with another application, and without Django's start-up checks.
SLOW = """
import sys; sys.path.insert(0, "deploy"); import serve
serve.APPLICATION = "tests.slow_application:application"
serve.prepare_site = lambda: None
serve.main()
"""


class Session:
    """A command in a session of its own, and all processes that descend from it."""

    def __init__(self, *command: str, **environment: str):
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=os.environ | environment, start_new_session=True
        )

    @property
    def members(self) -> list[int]:
        """Processes of the session that have not ended, without those that only wait to be reaped."""
        return [number for number, state, session in list_processes() if session == self.process.pid and state != "Z"]

    def children_of(self, parent: int) -> list[int]:
        return [n for n in self.members if f"\nPPid:\t{parent}\n" in Path(f"/proc/{n}/status").read_text()]

    def wait_for_end(self) -> float:
        """Wait until all have ended, and return the seconds that took."""
        start = time.monotonic()
        while self.process.poll() is None or self.members:
            assert time.monotonic() - start < BOUND_SECONDS, f"{self.members} have not ended"
            time.sleep(0.02)
        return time.monotonic() - start

    def end(self) -> None:
        for number in self.members:
            os.kill(number, signal.SIGKILL)
        self.process.wait()


def list_processes() -> Iterator[tuple[int, str, int]]:
    for folder in Path("/proc").iterdir():
        try:
            _before, _bracket, after = (folder / "stat").read_text().rpartition(")")
        except OSError:
            continue
        if folder.name.isdigit():
            state, _parent, _group, session, *_others = after.split()
            yield int(folder.name), state, int(session)


@contextmanager
def session(*command: str, **environment: str) -> Iterator[Session]:
    session = Session(*command, **environment)
    try:
        yield session
    finally:
        session.end()


def ask(port: int, path: str = "/") -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def answers(port: int) -> bool:
    try:
        return ask(port)[0] == 200
    except OSError:
        return False


def listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    site = Site(tmp_path_factory.mktemp("var"), PLAIN_HTTP="true", ALLOWED_HOSTS="127.0.0.1,localhost")
    site.prepare()
    return site


@pytest.fixture
def rows(tmp_path) -> Path:
    file = tmp_path / "rows.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE rows (one)")
    return file


@pytest.fixture
def slow(rows):
    """The server with two workers and the slow application, and its port."""
    port = free_port()
    with session("-c", SLOW, "--port", str(port), ROWS=str(rows)) as running:
        wait_until(lambda: answers(port))
        yield running, port


MOMENTS = [(tenth / 10, signal.SIGTERM) for tenth in range(20)]
MOMENTS += [(moment, signal.SIGINT) for moment in (0.3, 0.9, 1.5)]


@pytest.mark.parametrize(("moment", "number"), MOMENTS)
def test_a_signal_while_workers_load_the_application(moment, number):
    """Workers are there from the first tenths of a second on, and load it for two seconds."""
    port = free_port()
    with session("-c", SLOW, "--port", str(port), START_SECONDS="2") as server:
        time.sleep(moment)
        server.process.send_signal(number)
        # At once: only a request in progress is waited for.
        assert server.wait_for_end() < 3
        assert not listens(port)


@pytest.mark.parametrize("moment", [0.2, 0.8, 1.4, 2, 3, 5])
def test_a_signal_at_any_moment_of_the_start_of_the_site(site, moment):
    with session("deploy/serve.py", "--port", str(site.port), **site.environment) as server:
        time.sleep(moment)
        server.process.terminate()
        assert server.wait_for_end() < BOUND_SECONDS
        assert not listens(site.port)


@pytest.mark.parametrize("moment", [0.2, 0.6, 1, 1.5])
def test_a_server_that_is_killed_as_it_starts_leaves_nobody_behind(moment):
    port = free_port()
    with session("-c", SLOW, "--port", str(port), START_SECONDS="2") as server:
        time.sleep(moment)
        server.process.kill()
        assert server.wait_for_end() < BOUND_SECONDS
        assert not listens(port)


def test_a_killed_server_leaves_nobody_behind(slow):
    server, port = slow
    assert len(server.children_of(server.process.pid)) == 2
    server.process.kill()
    assert server.wait_for_end() < BOUND_SECONDS
    assert not listens(port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("moment", [0.3, 2, 5])
def test_make_run_ends_at_any_moment(site, moment, number):
    port = free_port()
    environment = {"VAR_DIR": site.environment["VAR_DIR"], "SITE_ADDRESS": f"http://localhost:{port}"}
    with session("deploy/local.py", "--port", str(port), **environment) as run:
        time.sleep(moment)
        run.process.send_signal(number)
        assert run.wait_for_end() < BOUND_SECONDS
        assert not listens(port)


def test_the_local_site_ends_with_make(site):
    port = free_port()
    make = f"import subprocess; subprocess.run(['{sys.executable}', 'deploy/local.py', '--port', '{port}',"
    command = f"{make} '--end-with-parent'])"
    with session("-c", command, VAR_DIR=site.environment["VAR_DIR"]) as run:
        wait_until(lambda: len(run.members) > 1)
        time.sleep(1)
        run.process.kill()
        assert run.wait_for_end() < BOUND_SECONDS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("moment", [0.3, 2])
def test_maintenance_ends_with_its_command(site, moment, number):
    with session("deploy/maintenance.py", **site.environment) as run:
        time.sleep(moment)
        assert run.process.poll() is None
        run.process.send_signal(number)
        assert run.wait_for_end() < BOUND_SECONDS


def test_requests_in_progress_are_finished_and_new_ones_refused(slow, rows):
    server, port = slow
    with ThreadPoolExecutor() as pool:
        progress = pool.submit(ask, port, "/sleep/4/")
        time.sleep(1)
        server.process.terminate()
        wait_until(lambda: not listens(port), seconds=2)
        assert progress.result()[0] == 200
    assert server.wait_for_end() < BOUND_SECONDS
    assert server.process.returncode == 0
    assert sqlite3.connect(rows).execute("SELECT count(*) FROM rows").fetchone() == (1,)


def test_a_request_that_takes_too_long_is_cut_off_and_rolled_back(slow, rows):
    server, port = slow
    with ThreadPoolExecutor() as pool:
        progress = pool.submit(ask, port, "/sleep/60/")
        time.sleep(1)
        server.process.terminate()
        assert 7 <= server.wait_for_end() < BOUND_SECONDS
        assert isinstance(progress.exception(), OSError | http.client.HTTPException)
    assert sqlite3.connect(rows).execute("SELECT count(*) FROM rows").fetchone() == (0,)


def test_a_stop_during_a_reload(slow):
    server, port = slow
    with ThreadPoolExecutor() as pool:
        progress = pool.submit(ask, port, "/sleep/60/")
        time.sleep(0.5)
        server.process.send_signal(signal.SIGHUP)
        time.sleep(1)
        server.process.terminate()
        assert server.wait_for_end() < BOUND_SECONDS
        assert progress.exception()


def test_a_reload_replaces_the_workers(slow):
    server, port = slow
    before = server.children_of(server.process.pid)
    server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: not {*before} & {*server.children_of(server.process.pid)})
    assert len(server.children_of(server.process.pid)) == 2
    assert answers(port)


def test_workers_that_die_again_and_again_are_replaced(slow):
    server, port = slow
    for _time in range(4):
        for worker in server.children_of(server.process.pid):
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.5)
    wait_until(lambda: answers(port), seconds=5)
    assert len(server.children_of(server.process.pid)) == 2


def test_a_crash_loop_ends_everything():
    port = free_port()
    with session("-c", SLOW, "--port", str(port), FAIL_AT_START="1") as server:
        assert server.wait_for_end() < BOUND_SECONDS
        assert server.process.returncode == 1
        assert not listens(port)


def test_two_servers_do_not_share_a_port(slow):
    _server, port = slow
    with session("-c", SLOW, "--port", str(port)) as other:
        assert other.wait_for_end() < BOUND_SECONDS
        assert other.process.returncode == 1
        assert answers(port)
