"""The comparison of two commits is correct. No test measures a time."""

import os
import shutil
import sys

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.commits import Checkout, Unusable, exact_cpu, same_facts
from tests.bench.compare import _in_turn
from tests.bench.comparison import Comparison, Counts, Row
from tests.bench.database_calls import count, count_pair, size_of
from tests.bench.processes import Process
from tests.bench.ratios import Ratio, ratio_of, student
from tests.bench.site import ROOT

ROW = Row("pages", "a case", "SQLite 10")
COUNTS = Counts((3, 1), (4, 2), (900, 900), (200, 200))


def test_a_ratio_is_the_geometric_mean_with_a_t_interval():
    ratio = ratio_of([(10, 20), (10, 5)])
    assert ratio.value == pytest.approx(1)
    # The logarithms are ±ln 2, so the standard error is ln 2, too.
    assert ratio.high == pytest.approx(2**12.706)
    assert ratio.low == pytest.approx(2**-12.706)


def test_quantiles_beyond_the_table_go_on_smoothly():
    assert student(9) == 2.262
    assert student(60) == pytest.approx(2.000, abs=0.003)
    assert student(120) == pytest.approx(1.980, abs=0.003)


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        (Ratio(1.06, 1.01, 1.11), "SLOWER"),
        (Ratio(1.06, 0.99, 1.14), "same, wide"),
        (Ratio(1.04, 1.03, 1.05), "within 1.05"),
        (Ratio(1.01, 0.98, 1.04), "same"),
        (Ratio(0.90, 0.85, 0.95), "faster"),
    ],
)
def test_only_a_ratio_above_the_limit_and_surely_above_one_is_slower(ratio, verdict):
    assert ratio.verdict == verdict


def compared(after=COUNTS, costs=((10, 10.1), (10, 9.9))):
    comparison = Comparison("old", "new")
    comparison.costs[ROW] = [*costs]
    comparison.counts[ROW] = (COUNTS, after)
    return comparison


def test_the_same_costs_pass():
    comparison = compared()
    words = comparison.report()
    assert not comparison.has_failed
    assert "| a case | SQLite 10 | 10.0 | 10.0 | 1.000 |" in words
    assert "the interval excludes 1: none." in words


def test_a_slower_case_fails():
    comparison = compared(costs=[(10, 12), (10, 12.01)])
    assert comparison.has_failed
    assert "- pages: a case, SQLite 10: 1.200" in comparison.report()


@pytest.mark.parametrize(
    ("changed", "is_more"),
    [
        ({"queries": (2, 1)}, False),
        ({"queries": (4, 1)}, True),
        ({"queries": (2, 2)}, True),
        ({"calls": (4, 3)}, True),
        ({"bytes": (899, 900)}, False),
        ({"status": (404, 404)}, True),
    ],
)
def test_other_counts_are_told_and_more_of_anything_fails(changed, is_more):
    comparison = compared(COUNTS._replace(**changed))
    assert comparison.has_failed == is_more
    [line] = comparison.differences(more=is_more)
    assert line.startswith(f"pages: a case, SQLite 10: {next(iter(changed))} ")
    assert comparison.differences(more=not is_more) == []


def test_a_case_that_one_commit_cannot_answer_fails():
    comparison = compared()
    comparison.broken.append("SQLite 10, a case: /nowhere/ answers 404.")
    assert comparison.has_failed


def test_a_renamed_fact_is_known_by_its_place_and_value():
    before = {"slug": "a", "first_held_line": 7, "sessions": ["x"], "moderator": "y"}
    after = {"slug": "a", "first_held_decision": 7, "sessions": ["u"], "moderator": "v"}
    assert same_facts(before, after) == {"slug": "a", "first_held_decision": 7, "sessions": ["x"], "moderator": "y"}


@pytest.mark.parametrize("after", [{"slug": "b", "posts": 3}, {"slug": "a"}])
def test_other_content_is_not_compared(after):
    with pytest.raises(Unusable):
        same_facts({"slug": "a", "posts": 3}, after)


def test_turns_are_taken():
    order = []
    costs = [_in_turn(lambda side: order.append(side) or side, turned) for turned in (False, True)]
    assert order == [0, 1, 1, 0]
    assert costs == [(0, 1), (0, 1)]


def test_queries_and_calls_of_a_request_are_counted(db):
    count("GET", "/", {}, "")  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        answer = Client(SERVER_NAME="127.0.0.1").get("/")
    counted = count("GET", "/", {}, "")
    assert counted["status"] == answer.status_code == 200
    assert counted["queries"] == len(asked) > 0
    assert counted["calls"] >= counted["queries"]
    assert counted["bytes"] == len(answer.content)


def test_the_first_request_of_a_pair_is_cold(db, client):
    caches["default"].set("kept", True)
    cold, warm = count_pair([["GET", "/house-rules/", {}, ""]] * 2)
    assert "kept" not in caches["default"]
    assert cold["status"] == warm["status"] == 200
    assert "last_executed_query" not in vars(connection.ops)  # left as it was


def test_compressed_bodies_are_weighed_before_compression(db):
    plain = count("GET", "/", {}, "")
    assert count("GET", "/", {"Accept-Encoding": "gzip"}, "")["bytes"] == plain["bytes"]
    assert size_of(b"1234", "") == 4


def test_the_cpu_clock_of_another_process_is_read(tmp_path):
    burn = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ntime.sleep(60)"
    log = tmp_path / "log"
    process = Process([sys.executable, "-c", burn], log=log, env=dict(os.environ), cwd=ROOT)
    process.wait_for(lambda: "done" in log.read_text())
    try:
        assert 0.3 <= exact_cpu(process) < 1
    finally:
        process.stop()
    assert exact_cpu(process) == 0


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs git")
def test_the_code_of_a_commit_comes_from_git(tmp_path):
    checkout = Checkout.of("HEAD", tmp_path / "code")
    assert (checkout.folder / "manage.py").exists()
    assert "django==" in checkout.requirements
    with pytest.raises(Unusable, match="rev-parse"):
        Checkout.of("no-such-commit", tmp_path / "other")
