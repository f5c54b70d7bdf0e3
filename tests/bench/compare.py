"""Compare the cost of two commits: `make bench-against BASE=e19ede4 SIZES=10,1000`.

Both take turns: A B, B A, and so on. Their servers start anew every two rounds.
From the environment: SIZES, DATABASES, WORKERS as for `make bench`; ROUNDS; COMMIT, the newer one, usually HEAD;
CASES, a regular expression for their names; and TO, a file for the tables.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.__main__ import _listed, _number
from tests.bench.cases import ACTS, AT_EACH_SIZE, READS, Act, Read
from tests.bench.commits import Checkout, CommitSite, Request, SitePair, Unusable
from tests.bench.comparison import Comparison, Counts, Row
from tests.bench.database_calls import size_of
from tests.bench.load import measured, read
from tests.bench.postgres import Postgres, binaries
from tests.bench.rounds import PAGES, SIZES, WRITING, Pace, Visit, fill_in
from tests.bench.site import ask
from tests.bench.writers import Crowd

ROUNDS_PER_START = 2  # A B and B A by the same processes
SECONDS = 0.2  # of a slice of reading, about
QUICK = 1.0  # milliseconds of CPU: for less, a slice is wrk's and takes a second
FEWEST = 6  # requests in a slice
WRITTEN, WRITTEN_AT_ONCE, WARM_UP = 24, 48, 4  # acts in a slice; and before the first one
COUNTED = 2  # acts whose queries are counted


@dataclass
class ReadCase:
    table: str
    read: Read
    pair: SitePair
    requests: int = 0  # of a slice; 0: not known yet
    is_quick: bool = False

    @property
    def row(self) -> Row:
        return Row(self.table, self.read.name, self.pair.label)

    def visits(self) -> list[Visit | str]:
        """Ask each server once: what can be warm is warm then."""
        return [fill_in(self.read, site) for site in self.pair]


@dataclass
class ActCase:
    act: Act
    pair: SitePair
    crowds: list[Crowd]

    @property
    def row(self) -> Row:
        return Row(WRITING, self.act.name, self.pair.label)

    @property
    def times(self) -> int:
        return WRITTEN_AT_ONCE if self.act.writers > 1 else WRITTEN


@dataclass
class Turns:
    """Measure all cases of all pairs into `comparison`."""

    pairs: list[SitePair]
    rounds: int
    comparison: Comparison
    chosen: re.Pattern[str]
    left_out: set[Row] = field(default_factory=set)
    # Readers share cached pieces of pages, so a walk goes on where the last one ended.
    places: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def reading(self, full: int) -> None:
        """Pages on the size that fills them, then the pages at each size."""
        cases = [
            ReadCase(PAGES, read, pair)
            for read in READS
            for pair in self.pairs
            if pair.after.posts == full and pair.after.database in read.databases
        ]
        cases += [ReadCase(SIZES, read, pair) for read in AT_EACH_SIZE for pair in self.pairs]
        cases = [case for case in cases if self.chosen.search(case.read.name)]
        self._start()
        self._count_reads(cases)
        self._take_turns("reading", [self._reader(case) for case in cases], lambda: None)

    def writing(self) -> None:
        largest = max(pair.after.posts for pair in self.pairs)
        crowds = {pair.label: [Crowd(site) for site in pair] for pair in self.pairs}
        cases = [
            ActCase(act, pair, crowds[pair.label])
            for act in ACTS
            for pair in self.pairs
            if pair.after.posts == largest or not act.only_largest
        ]
        cases = [case for case in cases if self.chosen.search(case.act.name)]
        if not cases:
            return
        self._start()
        self._count_acts(cases)

        def warm_up() -> None:
            for case in cases:
                for crowd in case.crowds:
                    crowd.write(case.act, max(WARM_UP, case.act.writers))

        warm_up()
        self._take_turns("writing", [self._writer(case) for case in cases], warm_up)

    def _start(self) -> None:
        for pair in self.pairs:
            pair.stop()
            pair.start()

    def _take_turns(self, what: str, slices: list[Callable[[bool], None]], after_start: Callable[[], None]) -> None:
        for turn in range(self.rounds):
            began = time.monotonic()
            if turn and turn % ROUNDS_PER_START == 0:
                self._start()
                after_start()
            for place, take in enumerate(slices):
                take((turn + place) % 2 == 1)
            took = time.monotonic() - began
            print(f"{what}: round {turn + 1} of {self.rounds} took {took:.0f} s", flush=True)

    def _reader(self, case: ReadCase) -> Callable[[bool], None]:
        def take(is_turned: bool) -> None:
            if case.row in self.left_out:
                return
            visits = case.visits()
            if reasons := [visit for visit in visits if isinstance(visit, str)]:
                self._leave_out(case.row, reasons, of=len(visits))
                return
            place = (case.pair.label, case.read.path)
            start = self.places[place]
            if not case.requests:
                least = min(ask_again(visit, FEWEST, start) for visit in visits)
                case.is_quick = least < QUICK and not case.read.is_cold
                case.requests = max(round(SECONDS * 1000 / least), FEWEST)
                start += FEWEST
            costs = _in_turn(
                lambda side: load(visits[side]) if case.is_quick else ask_again(visits[side], case.requests, start),
                is_turned,
            )
            self.places[place] = start + case.requests
            self.comparison.costs[case.row].append(costs)

        return take

    def _writer(self, case: ActCase) -> Callable[[bool], None]:
        def take(is_turned: bool) -> None:
            costs = _in_turn(lambda side: case.crowds[side].write(case.act, case.times).cpu, is_turned)
            self.comparison.costs[case.row].append(costs)

        return take

    def _leave_out(self, row: Row, reasons: list[str], *, of: int) -> None:
        """A case that only one commit answers is a difference."""
        self.left_out.add(row)
        self.comparison.costs.pop(row, None)
        self.comparison.counts.pop(row, None)
        kept = self.comparison.notes if len(reasons) == of else self.comparison.broken
        kept.append(f"{row.site}, {reasons[0]}")

    def _count_reads(self, cases: list[ReadCase]) -> None:
        for pair in self.pairs:
            here = {case.row: case.visits() for case in cases if case.pair is pair}
            for row, visits in list(here.items()):
                if reasons := [visit for visit in visits if isinstance(visit, str)]:
                    self._leave_out(row, reasons, of=len(visits))
                    del here[row]
            counts = []
            for side, site in enumerate(pair):
                asked = [visits[side] for visits in here.values()]
                counts.append(site.count([[_get(visit)] * 2 for visit in asked]))
                for visit, requests in zip(asked, counts[-1], strict=True):
                    requests.append(requests[-1] | {"bytes": _served(visit)})
            self._note_counts([*here], counts)

    def _count_acts(self, cases: list[ActCase]) -> None:
        for pair in self.pairs:
            here = [case for case in cases if case.pair is pair]
            counts = [
                site.count([_posts(case.crowds[side], case.act) for case in here]) for side, site in enumerate(pair)
            ]
            self._note_counts([case.row for case in here], counts)

    def _note_counts(self, rows: list[Row], counts: list[list[list[dict[str, int]]]]) -> None:
        for row, before, after in zip(rows, *counts, strict=True):
            self.comparison.counts[row] = (Counts.of(before), Counts.of(after))


def _get(visit: Visit) -> Request:
    return Request("GET", visit.example, visit.headers)


def _served(visit: Visit) -> int:
    """Bytes from the server, which keeps pages in its own way."""
    answer = ask(visit.server.port, visit.example, visit.headers)
    return size_of(answer.body, answer.headers.get("Content-Encoding", ""))


def _posts(crowd: Crowd, act: Act) -> list[Request]:
    made = [crowd.request(act) for _ in range(COUNTED)]
    return [Request("POST", path, headers, body) for path, headers, body in made]


def _in_turn(cost: Callable[[int], float], is_turned: bool) -> tuple[float, float]:
    """The costs before and after, measured in that order or in the other one."""
    if is_turned:
        after, before = cost(1), cost(0)
    else:
        before, after = cost(0), cost(1)
    return before, after


def ask_again(visit: Visit, times: int, start: int) -> float:
    """Ask so often, one after the other on one connection. Returns the milliseconds of CPU of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", visit.server.port, timeout=60)
    with measured(visit.server) as slice_:
        for turn in range(times):
            place = (visit.size // 2 + start + turn) % max(visit.size, 1) + 1
            connection.request("GET", visit.path.format(n=place), headers=visit.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (http.client.OK, http.client.NOT_MODIFIED):
                raise Unusable(f"{visit.path}: {answer.status}")
        slice_.requests = times
    connection.close()
    return slice_.cpu


def load(visit: Visit) -> float:
    """Ask as often as wrk can, so that the server never sleeps: to wake up costs more than a quick answer.

    This is for quick answers only, since requests that are under way at the end are not counted.
    """
    slice_ = read(visit.server, visit.path, headers=visit.headers, seconds=1, connections=8)
    if slice_.failed:
        raise Unusable(f"{visit.path}: {slice_.failed} requests failed.")
    return slice_.cpu


def main() -> int:
    if not shutil.which("wrk"):
        sys.exit("The benchmark needs wrk: apt-get install wrk")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # What was started is ended.
    began = time.monotonic()
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit("Say the older commit: make bench-against BASE=COMMIT")
    sizes = sorted(int(size) for size in _listed("SIZES", "10,1000"))
    rounds = max(_number("ROUNDS", 12), 2)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mvforum-bench-")))
        folder.chmod(0o755)
        before = Checkout.of(sys.argv[1], folder / "before")
        after = Checkout.of(os.environ.get("COMMIT") or "HEAD", folder / "after")
        comparison = Comparison(before.commit, after.commit)
        if before.requirements != after.requirements:
            comparison.notes.append("Their locked requirements differ. Both ran with this .venv.")
        pairs = _pairs([before, after], sizes, rounds, folder, stack)
        print(f"Seeding took {time.monotonic() - began:.0f} s", flush=True)
        turns = Turns(pairs, rounds, comparison, re.compile(os.environ.get("CASES", "")))
        turns.reading(next((size for size in sizes if size >= 1000), sizes[-1]))
        turns.writing()
    comparison.notes.append(f"The whole took {(time.monotonic() - began) / 60:.0f} minutes.")
    words = comparison.report()
    print(words)
    if to := os.environ.get("TO"):
        Path(to).write_text(words)
    return 1 if comparison.has_failed else 0


def _pairs(checkouts: list[Checkout], sizes: list[int], rounds: int, folder: Path, stack: ExitStack) -> list[SitePair]:
    # One round more than is measured for the warm-ups and the counts.
    pace = Pace(rounds + 1 + rounds // 4, posts=WRITTEN, posts_at_once=WRITTEN_AT_ONCE)
    pairs = []
    for database in _listed("DATABASES", "SQLite,PostgreSQL"):
        servers: list[Postgres | None] = [None, None]
        if database == "PostgreSQL":
            if not (programs := binaries()):
                print("PostgreSQL is left out: apt-get install postgresql")
                continue
            servers = []
            for turn in range(len(checkouts)):  # One each: its work in the background is its own.
                servers.append(server := Postgres(folder / f"postgres-{turn}", programs))
                stack.callback(server.process.stop)
        for size in sizes:
            pair = SitePair(
                *(
                    CommitSite(
                        database, size, max(pace.cases, size), checkout.folder / f"{database}-{size}",
                        server.new_database(f"of_{size}") if server else "", _number("WORKERS", 1),
                        server and server.process, root=checkout.folder,
                    )
                    for checkout, server in zip(checkouts, servers, strict=True)
                )
            )  # fmt: skip
            pair.prepare(sessions=pace.members)
            stack.callback(pair.stop)
            pairs.append(pair)
    return pairs


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unusable as error:
        sys.exit(str(error))
