"""The benchmark works. No test measures a time."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.bench import cast, peers
from tests.bench.cases import ACTS, AT_EACH_SIZE, READS
from tests.bench.figures import Figures, Key
from tests.bench.load import RequestsRefused, Slice, understand, walk_through
from tests.bench.processes import Process, _cpu_of, _stat, _tree
from tests.bench.report import page
from tests.bench.rounds import PAGES, PEERS, SIZES, WRITING, Pace, Rounds, Visit
from tests.bench.seed import seed
from tests.bench.site import ACCOUNT_MARK, ROOT, ask
from tests.bench.writers import Crowd
from tests.conftest import logged_in, text_of

SAID_BY_WRK = """
Running 2s test @ http://127.0.0.1:8000/
  1 threads and 8 connections
  Latency Distribution
     50%  222.00us
     75%    1.05ms
     90%    1.50ms
     99%    2.05s
  64392 requests in 2.00s, 3.29GB read
  Socket errors: connect 0, read 1, write 0, timeout 2
Requests/sec:  32129.28
Transfer/sec:      1.64GB
"""


def test_what_wrk_says_is_understood():
    slice_ = Slice()
    understand(SAID_BY_WRK, slice_)
    assert (slice_.requests, slice_.failed, slice_.per_second) == (64392, 3, 32129.28)
    assert (slice_.p50, slice_.p99) == (0.222, 2050)


def test_a_refused_request_is_no_answer():
    refusing = SAID_BY_WRK.replace("Requests/sec", "  Non-2xx or 3xx responses: 64000\nRequests/sec")
    with pytest.raises(RequestsRefused, match=r"^64,000 of 64,392 requests were refused$"):
        understand(refusing, Slice())


PEER = """
import http.server, sys
class Thread(http.server.BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Thread.asked += 1
        limited = self.path.startswith("/limited") and Thread.asked > 3
        self.send_response(429 if limited else 200)
        self.end_headers()
        self.wfile.write(b"<li><li>")
    def log_message(self, *_args):
        pass
port = int(sys.argv[1] if sys.argv[1].isdigit() else open(sys.argv[1]).read())
http.server.ThreadingHTTPServer(("127.0.0.1", port), Thread).serve_forever()
"""


@pytest.fixture
def measured_peers(tmp_path, monkeypatch):
    """Measure systems as a folder describes them, without a page of ours beside them."""
    folder, work = tmp_path / "peers", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    (folder / "peer.py").write_text(PEER)
    (folder / "port.txt").write_text("8301")
    common = "count='<li>', cwd=H, reads={'whole': '/limited/{n}' if limited else '/{n}'}"
    (folder / "systems.py").write_text(
        "import os, sys\nH = os.path.dirname(__file__)\nPK = {10: 1}\n"
        f"def system(port, argument, limited=False): return dict(port=port, cmd=[sys.executable, 'peer.py', argument], {common})\n"
        "SYS = {'limited': system(8302, '8302', True), 'free': system(8301, '8301'), 'by file': system(8301, H + '/port.txt')}\n"
    )  # fmt: skip

    def measure() -> Figures:
        rounds = Rounds(work, Pace(rounds=2, seconds=1))
        monkeypatch.setattr(peers, "_our_page", lambda site, _rounds: Visit(Key(PEERS, "10", "mvforum"), site, "/", {}))
        monkeypatch.setattr(Rounds, "slice", slice_or_ours)
        peers.measure(folder, [SimpleNamespace(posts=10, database="SQLite", port=0)], rounds)
        return rounds.figures

    slice_of_a_peer = Rounds.slice

    def slice_or_ours(rounds: Rounds, visit: Visit, seconds: int) -> None:
        if visit.server.port:
            slice_of_a_peer(rounds, visit, seconds)

    monkeypatch.setattr(peers, "ask", lambda port, path: ask(port, path) if port else SimpleNamespace(status=200))
    return measure


@pytest.mark.skipif(not shutil.which("wrk"), reason="no wrk: apt-get install wrk")
def test_other_systems_get_free_ports_and_are_left_out_when_they_refuse(measured_peers):
    with ExitStack() as taken:
        for port in (8301, 8302):
            sock = taken.enter_context(socket.socket())
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):  # taken by somebody else: as good
                sock.bind(("127.0.0.1", port))
                sock.listen()
        figures = measured_peers()
    assert {key.server for key in figures.slices} == {"free: whole", "by file: whole"}
    assert all(len(slices) == 2 for slices in figures.slices.values())
    [note] = figures.notes
    assert re.fullmatch(
        r"limited: whole, 10 comments: [\d,]+ of [\d,]+ requests were refused; left out. Lift its limit.", note
    )


@pytest.fixture
def site(db):
    facts = vars(seed(60, 5, members=1))
    sessions = cast.log_in(cast.members(1)) * 5
    (moderator,) = cast.log_in([cast.moderator()])
    return SimpleNamespace(
        facts=facts | {"sessions": sessions},
        headers_of=lambda who: {"Cookie": f"session={moderator}"} if who == "moderator" else {},
        read_account_mark=read_account_mark,
    )


def read_account_mark(headers: dict[str, str]) -> dict[str, str]:
    if "Cookie" not in headers:
        return {}
    page = text_of(Client().get("/accounts/", headers={"Cookie": headers["Cookie"]}))
    return {"account_mark": ACCOUNT_MARK.search(page)[1]}


@pytest.mark.parametrize("case", READS + AT_EACH_SIZE, ids=lambda case: case.name)
def test_every_read_is_there(site, case):
    people = {"guest": Client(), "member": logged_in(cast.members(1)[0]), "moderator": logged_in(cast.moderator())}  # fmt: skip
    path = case.path.format(**site.facts, middle=30, end="?after=3", n=7, stylesheet="/house-rules/")
    answer = people[case.who].get(path)
    if case.name == "poll for new posts" and answer.status_code == 404:
        pytest.skip("not there yet")
    assert answer.status_code == 200


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_every_act_is_taken(site, act, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    crowd = Crowd(site)
    for _ in range(2):
        path, headers, form = crowd.request(act)
        answer = Client().post(path, form, content_type=headers.pop("Content-Type"), headers=headers)
        assert answer.status_code == 302


def test_no_two_cases_are_mixed_up():
    for cases in (READS, AT_EACH_SIZE, ACTS):
        assert len({case.name for case in cases}) == len(cases)
    assert len({case.slug for case in READS}) == len(READS)


def test_a_walk_begins_where_it_is_told(tmp_path):
    script = walk_through("/a/?post={n}&x", tmp_path / "walk.lua", size=9, start=4).read_text()
    assert "local n = 4" in script
    assert '"/a/?post=" .. (n % 9 + 1) .. "&x"' in script


def test_figures_become_tables():
    figures = Figures(notes=["Something was left out."])
    for name, server in ((PAGES, "bare granian"), (PAGES, "SQLite"), (SIZES, "SQLite 10"),
                         (SIZES, "SQLite 1,000"), (WRITING, "SQLite 10"), (PEERS, "mvforum"),
                         (PEERS, "another")):  # fmt: skip
        key = Key(name, "a case", server)
        cost = 0.02 if server == "bare granian" else 0.05
        figures.slices[key] = [Slice(cpu=cost * turn, per_second=1234.5) for turn in (1, 3, 2)]
        figures.weights[key] = 52_539
        figures.shown[key] = 50
    figures.queries[Key(PAGES, "a case", "SQLite")] = (4, 3)
    words = page(figures, machine=["2 cores"], how="make bench")
    assert "| a case | SQLite | 0.100 | 2.50 | 1,234 | 0.000 | 0.000 | 52,539 | 4 / 3 | 3.00 |" in words
    assert "| a case | SQLite 1,000 | 0.100 | 1.00 |" in words
    assert "| a case | another | 0.100 | 1.00 |" in words
    assert "- Something was left out." in words


def test_nothing_measured_makes_a_page_too():
    assert page(Figures(), machine=[], how="make bench").count("Not measured.") == 4


def test_what_was_started_is_ended_with_its_children(tmp_path):
    parent = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    process = Process([sys.executable, "-c", parent], log=tmp_path / "log", env=dict(os.environ), cwd=ROOT)
    process.wait_for(lambda: len(_tree(process._process.pid)) == 2)
    family = _tree(process._process.pid)
    assert process.cpu >= 0
    process.stop()
    for _ in range(100):  # A killed process takes a moment to be gone.
        left = [pid for pid in family if _stat(pid) and _stat(pid)[0] != "Z"]
        if not left:
            break
        time.sleep(0.05)
    assert not left


def test_a_server_that_ends_at_once_is_told_with_its_words(tmp_path):
    process = Process(
        [sys.executable, "-c", "raise SystemExit('No such thing.')"],
        log=tmp_path / "log", env=dict(os.environ), cwd=ROOT,
    )  # fmt: skip
    with pytest.raises(RuntimeError, match="No such thing"):
        process.wait_for(lambda: False)


def test_a_process_that_has_ended_has_no_children_and_costs_nothing():
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert _tree(ended.pid) == [ended.pid]
    assert _cpu_of(ended.pid) == 0
