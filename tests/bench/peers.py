"""Other comment systems, set up in a folder, measured in turn with our own pages.

The folder has a `systems.py` with SYS, {name: {cmd, port, first, reads, count, cwd, env}}, and PK,
{comments: primary key}; see docs/benchmark.md.
"""

from __future__ import annotations

import os
import re
import runpy
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from tests.bench.cases import PAGE, Read
from tests.bench.figures import Key
from tests.bench.load import RequestsRefused
from tests.bench.processes import Process, listens
from tests.bench.report import OURS
from tests.bench.rounds import PEERS, Rounds, Visit, fill_in, note
from tests.bench.site import Site, ask
from tests.servers import free_port

CONNECTIONS = 2  # Most of them have two processes.
SLOW, TOO_SLOW = 0.3, 5.0  # seconds for one answer
MAX_CONFIG_BYTES = 100_000  # of a file that may name the port
OUR_POSTS = r'id="post-\d+"'


class Peer:
    """One of the other systems, running."""

    def __init__(self, name: str, told: dict[str, Any], folder: Path):
        self.name, self.port = name, free_port()
        self.told = told = _move_port(told, int(told["port"]), self.port, folder)
        env = {"PATH": os.environ["PATH"], **(told.get("env") or {})}
        cwd = Path(told["cwd"] if told.get("cwd") else folder)
        self.process = Process(told["cmd"], log=folder / f"{name}.log", env=env, cwd=cwd)
        self.process.wait_for(lambda: listens(self.port))

    @property
    def cpu(self) -> float:
        return self.process.cpu

    def rest(self) -> None:
        """Wait until it has done with what nobody waits for any more."""
        for _ in range(60):
            before = self.cpu
            time.sleep(0.5)
            if self.cpu - before < 0.05:
                return


def _move_port(told: Any, old: int, new: int, folder: Path) -> Any:
    """What is told of a system, with a free port in the place of its own: in its command, its
    environment, its paths, and in files that these name."""
    if isinstance(told, dict):
        return {name: _move_port(value, old, new, folder) for name, value in told.items()}
    if isinstance(told, list):
        return [_move_port(value, old, new, folder) for value in told]
    if not isinstance(told, str):
        return told
    pattern = rf"(?<!\d){old}(?!\d)"
    file = Path(told)
    with suppress(OSError, ValueError):  # of a text that is no path, or of a program
        if file.is_file() and file.stat().st_size < MAX_CONFIG_BYTES and re.search(pattern, words := file.read_text()):
            copy = folder / f"{new}-{file.name}"
            copy.write_text(re.sub(pattern, str(new), words))
            return str(copy)
    return re.sub(pattern, str(new), told)


def measure(folder: Path, sites: list[Site], rounds: Rounds) -> None:
    """The table PEERS of `rounds.figures`. Who cannot be started is named in the notes."""
    known = runpy.run_path(str(folder / "systems.py"))
    with ExitStack() as stack:
        peers = []
        for name, told in known["SYS"].items():
            try:
                peer = Peer(name, told, rounds.folder)
            except (OSError, RuntimeError) as error:
                # Without the path: the page tells nothing of the machine's folders.
                why = getattr(error, "strerror", None) or str(error).splitlines()[0]
                note(rounds.figures, f"{name} could not be started: {why}")
                continue
            stack.callback(peer.process.stop)
            peers.append(peer)
        for comments, key in known["PK"].items():
            ours = [site for site in sites if site.posts == comments and site.database == "SQLite"]
            if ours:
                visits = [_our_page(ours[0], rounds)]
                visits += [v for peer in peers for v in _visits(peer, comments, key, rounds)]
                _take_turns(visits, rounds)


def _our_page(site: Site, rounds: Rounds) -> Visit:
    visit = fill_in(Read("", PAGE), site)
    if isinstance(visit, str):
        raise RuntimeError(visit)
    visit.key = Key(PEERS, f"{site.posts:,}", OURS)
    return _described(visit, OUR_POSTS, rounds)


def _visits(peer: Peer, comments: int, key: int, rounds: Rounds) -> list[Visit]:
    found = []
    for name, path in peer.told["reads"].items():
        path = path.format(n=comments, pk=key)
        began = time.monotonic()
        status = ask(peer.port, path).status
        took = time.monotonic() - began
        said = f"{peer.name}, {name}, {comments:,} comments"
        if status != 200:
            note(rounds.figures, f"{said}: answers {status}.")
        elif took > TOO_SLOW:
            note(rounds.figures, f"{said}: one answer takes {took:.0f} s; left out.")
        else:
            visit = Visit(Key(PEERS, f"{comments:,}", f"{peer.name}: {name}"), peer, path, {})
            found.append(_described(visit, peer.told["count"], rounds))
    return found


def _described(visit: Visit, count: str, rounds: Rounds) -> Visit:
    """How much of the thread the answer has."""
    body = ask(visit.server.port, visit.path).body
    rounds.figures.weights[visit.key] = len(body)
    rounds.figures.shown[visit.key] = len(re.findall(count, body.decode(errors="replace")))
    visit.connections = CONNECTIONS
    return visit


def _take_turns(visits: list[Visit], rounds: Rounds) -> None:
    for _turn in range(rounds.pace.rounds):
        for visit in [visit for visit in visits if visit.key not in rounds.refused]:
            began = time.monotonic()
            ask(visit.server.port, visit.path)
            is_slow = time.monotonic() - began > SLOW
            try:
                rounds.slice(visit, rounds.pace.seconds * (4 if is_slow else 1))
            except RequestsRefused as error:
                if not isinstance(visit.server, Peer):
                    raise
                _leave_out(visit, str(error), rounds)
                continue
            if is_slow and isinstance(visit.server, Peer):
                visit.server.rest()


def _leave_out(visit: Visit, why: str, rounds: Rounds) -> None:
    """Its other slices say as little."""
    rounds.refused.add(visit.key)
    rounds.figures.slices.pop(visit.key, None)
    note(rounds.figures, f"{visit.key.server}, {visit.key.case} comments: {why}; left out. Lift its limit.")
