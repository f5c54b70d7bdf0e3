"""Two commits side by side: the code of each from git, on sites and databases of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.processes import Process, _tree
from tests.bench.rounds import label
from tests.bench.site import ROOT, Site
from tests.servers import free_port

COUNTER = Path(__file__).parent / "database_calls.py"
SESSIONS = ("sessions", "moderator")  # The facts that are random.


class Unusable(Exception):
    """The two commits cannot be compared. The message says why."""


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: str = ""


@dataclass
class Checkout:
    """The files of one commit in a folder."""

    commit: str
    folder: Path

    @classmethod
    def of(cls, name: str, folder: Path) -> Checkout:
        commit = _git("rev-parse", "--short", f"{name}^{{commit}}").decode().strip()
        folder.mkdir()
        files = _git("archive", commit)
        subprocess.run(["tar", "-x", "-C", folder], input=files, check=True)
        shutil.copy(COUNTER, folder / COUNTER.name)
        return cls(commit, folder)

    @property
    def requirements(self) -> str:
        return (self.folder / "deploy" / "requirements.txt").read_text()


def _git(*command: str) -> bytes:
    done = subprocess.run(["git", *command], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        raise Unusable(f"git {command[0]} failed: {done.stderr.decode().strip()}")
    return done.stdout


@dataclass
class CommitSite(Site):
    """A site that runs the code of a checkout."""

    @property
    def cpu(self) -> float:
        """Seconds of the server and of its database, finer than the ticks of /proc."""
        processes = [self.server, self.database_server]
        return sum(exact_cpu(process) for process in processes if process)

    def count(self, pairs: list[list[Request]]) -> list[list[dict[str, int]]]:
        """See database_calls.py."""
        counts: list[list[dict[str, int]]] = json.loads(self.run(COUNTER.name, given=json.dumps(pairs)))
        return counts


def exact_cpu(process: Process) -> float:
    """Seconds of CPU time, user and system, of the process and all below it. Processes that ended are left out."""
    return sum(map(_clock_of, _tree(process._process.pid)))


def _clock_of(pid: int) -> float:
    """Read the CPU clock that Linux keeps for each process: clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


@dataclass
class SitePair:
    """The same content on the code of both commits. The servers run between `start` and `stop`."""

    before: CommitSite
    after: CommitSite
    running: list[CommitSite] = field(default_factory=list)

    def __iter__(self) -> Iterator[CommitSite]:
        return iter((self.before, self.after))

    @property
    def label(self) -> str:
        return label(self.after)

    def prepare(self, *, sessions: int) -> None:
        """Seed both. Raises Unusable if they do not have the same content."""
        for site in self:
            site.prepare(sessions=sessions)
        self.before.facts = same_facts(self.before.facts, self.after.facts)

    def start(self) -> None:
        for site in self:
            site.port = free_port()
            site.start()
            self.running.append(site)

    def stop(self) -> None:
        while self.running:
            self.running.pop().stop()


def same_facts(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the facts before under the names after: a fact may have been renamed, in its place."""
    if len(before) != len(after):
        raise Unusable(f"The seeds tell different facts: {[*before]} and {[*after]}.")
    facts = dict(zip(after, before.values(), strict=True))
    others = [name for name in after if name not in SESSIONS and facts[name] != after[name]]
    if others:
        told = ", ".join(f"{name} {facts[name]!r} and {after[name]!r}" for name in others)
        raise Unusable(f"The seeds made different sites: {told}.")
    return facts
