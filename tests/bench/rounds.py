"""The order of things: every case on every server in turn, in short slices, several times, so
that what else the machine does falls on all of them alike."""

from __future__ import annotations

import http
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import controls
from tests.bench.cases import ACTS, AT_EACH_SIZE, READS, Act, Read
from tests.bench.figures import Figures, Key
from tests.bench.load import Server, read, walk_through
from tests.bench.site import Site, ask
from tests.bench.writers import POSTS_PER_MEMBER, Crowd

PAGES, PEERS, SIZES, WRITING = "pages", "peers", "sizes", "writing"


@dataclass
class Pace:
    """How long and how often; the defaults take about ten minutes."""

    rounds: int = 3
    seconds: int = 2  # of a slice beside the controls
    seconds_at_each_size: int = 1
    connections: int = 8
    posts: int = 100  # of a slice of writing
    posts_at_once: int = 240  # of eight writers

    @property
    def cases(self) -> int:
        """How many held posts a site needs: those that are approved, and a page of others."""
        return self.rounds * self.posts + 100

    @property
    def members(self) -> int:
        """How many have to be logged in, for all that members write; a few are left over."""
        return self.rounds * (2 * self.posts + self.posts_at_once) // POSTS_PER_MEMBER + 50


@dataclass
class Visit:
    """One case on one server, ready to be asked."""

    key: Key
    server: Server
    path: str
    headers: dict[str, str]
    connections: int = 0  # 0: as the pace says
    size: int = 0  # of the thread whose posts are walked through; 0: one address

    @property
    def example(self) -> str:
        """One of the addresses, in the middle of the thread."""
        return self.path.format(n=self.size // 2)


def fill_in(case: Read, site: Site) -> Visit | str:
    """The case as this site has it, or why it cannot be asked."""
    last_page = site.facts["before_the_last_page"]
    facts = site.facts | {
        "middle": site.facts["posts"] // 2,
        "end": f"?after={last_page}" if last_page else "",
        "stylesheet": site.stylesheet,
        "n": "{n}",
    }
    if site.posts < case.needs:
        return f"{case.name}: a thread of {site.posts:,} has too few posts."
    path, headers = case.path.format(**facts), case.headers | site.headers_of(case.who)
    first = ask(site.port, path.format(n=site.posts // 2), headers)
    if first.status != http.HTTPStatus.OK:
        return f"{case.name}: {path} answers {first.status}."
    if case.is_conditional:
        if "ETag" not in first.headers:
            return f"{case.name}: {path} has no ETag."
        headers = headers | {"If-None-Match": first.headers["ETag"]}
    key = Key("", case.name, site.name)
    return Visit(key, site, path, headers, size=site.posts if case.is_cold else 0)


class Rounds:
    """Measures into `figures`, and says what it is at."""

    def __init__(self, folder: Path, pace: Pace):
        self.folder, self.pace, self.figures = folder, pace, Figures()
        # Where the next walk begins, by server and path: readers share cached pieces of pages.
        self._walked: dict[tuple[int, str], int] = {}
        self.refused: set[Key] = set()  # cases of other systems that refuse requests

    def pages(self, sites: list[Site], *, workers: int) -> None:
        """The sites beside the controls, which then have the bytes of the first site."""
        cases: list[tuple[Read, list[Visit]]] = []
        for case in READS:
            visits = [*self._visits(PAGES, case, [s for s in sites if s.database in case.databases])]
            if visits:
                first = visits[0]
                answer = ask(first.server.port, first.example, first.headers)
                controls.keep(self.folder / "answers", case.slug, answer)
                cases.append((case, visits))
        self._count_queries([visit for _case, visits in cases for visit in visits], sites)
        beside = controls.start_controls(self.folder, workers=workers)
        try:
            for case, visits in cases:
                visits[:0] = [self._control_visit(case, control) for control in beside]
            for _turn in range(self.pace.rounds):
                for _case, visits in cases:
                    for visit in visits:
                        self.slice(visit, self.pace.seconds)
        finally:
            for control in beside:
                control.stop()

    def sizes(self, sites: list[Site]) -> None:
        cases = [[*self._visits(SIZES, case, sites)] for case in AT_EACH_SIZE]
        self._count_queries([visit for visits in cases for visit in visits], sites)
        for _turn in range(self.pace.rounds):
            for visits in cases:
                for visit in visits:
                    self.slice(visit, self.pace.seconds_at_each_size)

    def writing(self, sites: list[Site]) -> None:
        largest = max(site.posts for site in sites)
        crowds = [Crowd(site) for site in sites]
        for _turn in range(self.pace.rounds):
            for act in ACTS:
                for crowd in crowds:
                    if crowd.site.posts == largest or not act.only_largest:
                        times = self.pace.posts_at_once if act.writers > 1 else self.pace.posts
                        self._write(act, crowd, times)

    def _write(self, act: Act, crowd: Crowd, times: int) -> None:
        key = Key(WRITING, act.name, label(crowd.site))
        self.figures.slices[key].append(crowd.write(act, times))
        self._say(key)

    def _visits(self, table: str, case: Read, sites: list[Site]) -> Iterator[Visit]:
        for site in sites:
            visit = fill_in(case, site)
            if isinstance(visit, str):
                note(self.figures, visit)
                continue
            visit.key = Key(table, case.name, site.name if table == PAGES else label(site))
            body = ask(site.port, visit.example, visit.headers).body
            self.figures.weights[visit.key] = len(body)
            yield visit

    def _count_queries(self, visits: list[Visit], sites: list[Site]) -> None:
        for site in sites:
            here = [visit for visit in visits if visit.server is site]
            asked = json.dumps([[visit.example, visit.headers] for visit in here])
            counts = json.loads(site.run("-m", "tests.bench.queries", given=asked))
            for visit, (cold, warm) in zip(here, counts, strict=True):
                self.figures.queries[visit.key] = (cold, warm)

    def _control_visit(self, case: Read, control: controls.Control) -> Visit:
        key, path = Key(PAGES, case.name, control.name), f"/{case.slug}.body"
        headers: dict[str, str] = {}
        if control.name == "nginx" and case.is_conditional:
            # Its own name for the same bytes: an empty file will do, too.
            headers = controls.unchanged(control.port, case.slug)
        return Visit(key, control, path, headers)

    def slice(self, visit: Visit, seconds: int) -> None:
        walk, path, place = None, visit.path, (visit.server.port, visit.path)
        start = self._walked.get(place, visit.size // 2)
        if visit.size:
            walk = walk_through(path, self.folder / "walk.lua", size=visit.size, start=start)
            path = "/"
        slice_ = read(
            visit.server, path, headers=visit.headers, seconds=seconds,
            connections=visit.connections or self.pace.connections, walk=walk,
        )  # fmt: skip
        # Some were under way when the slice ended. No post is asked for twice, as long as there
        # are others.
        self._walked[place] = start + slice_.requests + self.pace.connections
        self.figures.slices[visit.key].append(slice_)
        self._say(visit.key)

    def _say(self, key: Key) -> None:
        last = self.figures.slices[key][-1]
        print(
            f"{key.case:42} {key.server:24} {last.cpu:9.3f} ms CPU {last.per_second:9,.0f}/s  {last.failed or ''}",
            flush=True,
        )


def note(figures: Figures, words: str) -> None:
    if words not in figures.notes:
        figures.notes.append(words)


def label(site: Site) -> str:
    return f"{site.database} {site.posts:,}"
