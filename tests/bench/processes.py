"""Processes that the benchmark starts, what CPU time they use, and how they end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")  # a second
PATIENCE = 60  # seconds until a server must answer


class Process:
    """A server of ours. Ended by its own process id, and so are the children it leaves."""

    def __init__(
        self, command: list[str | Path], *, log: Path, env: dict[str, str], cwd: Path,
        user: str | None = None, farewell: int = signal.SIGTERM,
    ):  # fmt: skip
        self.log, self._farewell = log, farewell
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                command, cwd=cwd, env=env, stdout=file, stderr=file, user=user, group=user,
                extra_groups=[] if user else None, start_new_session=True,
            )  # fmt: skip

    @property
    def cpu(self) -> float:
        """Seconds of CPU time, user and system, of the process and all below it."""
        return sum(map(_cpu_of, _tree(self._process.pid)))

    def wait_for(self, is_up: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not is_up():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                end = self.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"It does not answer.\n{end}")
            time.sleep(0.05)

    def stop(self) -> None:
        family = _tree(self._process.pid)
        if self._process.poll() is None:
            self._process.send_signal(self._farewell)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pid in family:
            if _session_of(pid) == self._process.pid:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def busy() -> float:
    """Seconds of CPU time that the whole machine has used."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return (sum(fields) - idle) / TICK


def _tree(pid: int) -> list[int]:
    found, ahead = [], [pid]
    while ahead:
        found.append(ahead.pop())
        ahead += _children_of(found[-1])
    return found


def _children_of(pid: int) -> list[int]:
    """Of all its threads; none once it has ended, which may be at any moment."""
    try:
        threads = [*Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    children = []
    for thread in threads:
        with suppress(OSError):
            children += map(int, (thread / "children").read_text().split())
    return children


def _cpu_of(pid: int) -> float:
    """With that of its children that have ended."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / TICK if fields else 0.0


def _session_of(pid: int) -> int | None:
    """A process id may have gone to somebody else: then the session is another one."""
    fields = _stat(pid)
    return int(fields[3]) if fields else None


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
