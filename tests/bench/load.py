"""Slices of load: a short time of requests, and what they cost."""

from __future__ import annotations

import re
import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.bench.processes import busy

UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}  # milliseconds
WALK = """
local n = {start}
request = function()
  n = n + 1
  return wrk.format("GET", "{before}" .. (n % {size} + 1) .. "{after}")
end
"""


class RequestsRefused(RuntimeError):
    """A server that answers some requests by a refusal, such as 429: it is quick, and does nothing."""

    def __init__(self, refused: int, answered: int):
        super().__init__(f"{refused:,} of {refused + answered:,} requests were refused")


class Server(Protocol):
    port: int

    @property
    def cpu(self) -> float: ...


@dataclass
class Slice:
    """Times in milliseconds. `cpu` is of the server, `others` the cores that strangers used."""

    requests: int = 0
    failed: int = 0
    per_second: float = 0
    p50: float = 0
    p99: float = 0
    cpu: float = 0
    others: float = 0
    longest: float = 0


@contextmanager
def measured(server: Server) -> Iterator[Slice]:
    """Fills in what the slice cost, once its requests are known.

    Raises RequestsRefused if a request was refused: a refusal is no answer, and its time and cost
    would make the server look quick.
    """
    slice_ = Slice()
    began, all_before, ours_before, cpu_before = time.monotonic(), busy(), _ours(), server.cpu
    yield slice_
    cpu = server.cpu - cpu_before
    strangers = busy() - all_before - (_ours() - ours_before) - cpu
    slice_.cpu = cpu * 1000 / max(slice_.requests, 1)
    slice_.others = max(0.0, strangers / (time.monotonic() - began))


def _ours() -> float:
    """Seconds of CPU time of this program and of those that it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def read(
    server: Server, path: str, *, headers: dict[str, str], seconds: int, connections: int,
    walk: Path | None = None,
) -> Slice:  # fmt: skip
    """Ask for one address, or for those that a script walks through."""
    flags = [flag for name, value in headers.items() for flag in ("-H", f"{name}: {value}")]
    script = ["-s", str(walk)] if walk else []
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency"]
    with measured(server) as slice_:
        address = f"http://127.0.0.1:{server.port}{path}"
        done = subprocess.run([*command, *flags, *script, address], check=True, capture_output=True, text=True)
        understand(done.stdout, slice_)
    return slice_


def understand(words: str, slice_: Slice) -> None:
    """What wrk reports. Raises RequestsRefused if one of its requests was refused."""

    def found(pattern: str) -> list[str]:
        match = re.search(pattern, words, re.MULTILINE)
        return list(match.groups()) if match else ["0", "us"]

    slice_.requests = int(found(r"(\d+) requests in")[0])
    if refused := int(found(r"Non-2xx or 3xx responses: (\d+)")[0]):
        raise RequestsRefused(refused, slice_.requests - refused)
    slice_.failed = sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", words)))
    slice_.per_second = float(found(r"Requests/sec:\s+([\d.]+)")[0])
    for percent in (50, 99):
        number, unit = found(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)$")
        setattr(slice_, f"p{percent}", float(number) * UNITS[unit])


def walk_through(path: str, file: Path, *, size: int, start: int) -> Path:
    """A script that asks for another `{n}` each time."""
    before, _n, after = path.partition("{n}")
    file.write_text(WALK.format(before=before, after=after, size=size, start=start))
    return file
