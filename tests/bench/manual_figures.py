"""Figures of the manual: each is taken from docs/performance.md, which `make bench` writes.

In a page `<!--post.SQLite-->5.70<!--/-->` is a figure with its name; FIGURES says how it comes from
the tables. `python -m tests.bench.manual_figures` fills all pages; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.bench.report import STORAGE_BYTES, STORAGE_INDEX_BYTES, exact

FOLDER = Path(__file__).parents[2] / "docs"
PERFORMANCE = "performance.md"
REGION = re.compile(r"<!--([\w.]+)-->([^<]*)<!--/-->")
DATABASES = ("SQLite", "PostgreSQL")
# Of runs from before these cases: in one process, 100 requests, without a server. A new run replaces it.
MEASURED_WITHOUT_SERVER = {"the same, asked of Django (304)": 0.45}
WRITERS = "8 writers on one thread"


class Record:
    """The tables of one run of the benchmark."""

    def __init__(self, page: str):
        self.page = page
        self.rows = [row for lines in re.split(r"\n(?!\|)", page) for row in _read_table(lines.strip())]

    def find(self, case: str, server: str) -> list[dict[str, str]]:
        """The rows of a case on a database, from its shortest site to its longest."""
        found = [
            row
            for row in self.rows
            if case in (row.get("case"), row.get("act"))
            and (row.get("server") or row.get("site") or "").partition(" ")[0] == server
        ]
        if not found:
            raise KeyError(f"{case} on {server} was not measured")
        return found

    def value(self, case: str, server: str, column: str = "CPU ms") -> float:
        if case in MEASURED_WITHOUT_SERVER and not any(row.get("case") == case for row in self.rows):
            return MEASURED_WITHOUT_SERVER[case]
        return _read_number(self.find(case, server)[-1][column])

    def get_growth(self) -> float:
        """The largest ratio of CPU time of a page or an act between the longest and the shortest
        site whose page is full. Searches have more to read on a larger site."""
        cases = {row.get("case") or row.get("act") for row in self.rows if row.get("site")}
        ratios = []
        for case in cases:
            if case and not case.startswith("a search"):
                for database in DATABASES:
                    rows = [row for row in self.rows if (row.get("site") or "").partition(" ")[0] == database]
                    rows = [row for row in rows if case in (row.get("case"), row.get("act"))]
                    full = [_read_number(row["CPU ms"]) for row in rows if row["site"].partition(" ")[2] != "10"]
                    if len(full) > 1:
                        ratios.append(full[-1] / full[0])
        return max(ratios)

    def get_storage(self, database: str, column: str = STORAGE_BYTES) -> float:
        return next(_read_number(row[column]) for row in self.rows if row.get("database") == database)

    @property
    def largest(self) -> float:
        """Posts of the longest thread."""
        return max(_read_number(row["site"].partition(" ")[2]) for row in self.rows if "site" in row)

    @property
    def commit(self) -> str:
        return re.search(r"mvforum at (\S+)", self.page)[1]  # type: ignore[index]


def _read_table(lines: str) -> list[dict[str, str]]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines.splitlines() if line[:1] == "|"]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def _read_number(text: str) -> float:
    return float(text.replace(",", ""))


def load_record(folder: Path = FOLDER) -> Record:
    return Record((folder / PERFORMANCE).read_text())


def fill_pages(folder: Path = FOLDER) -> None:
    """Write the figures of the record into all pages of the manual."""
    record = load_record(folder)
    for page in find_pages(folder):
        page.write_text(fill(page.read_text(), record))


def find_pages(folder: Path = FOLDER) -> list[Path]:
    return [page for page in sorted(folder.rglob("*.md")) if REGION.search(page.read_text())]


def fill(text: str, record: Record) -> str:
    return REGION.sub(lambda region: f"<!--{region[1]}-->{FIGURES[region[1]](record)}<!--/-->", text)


CASES = {
    "cached": "article page, 50 posts",
    "poll": "poll for new posts",
    "unchanged": "the same, asked of Django (304)",
    "member": "page for a member, fragment warm",
    "guest_cold": "page for a guest, cold",
    "member_cold": "page for a member, cold",
    "guest_posts": "a guest posts (held)",
    "member_posts": "a member posts (published)",
    "approval": "a moderator approves",
}
ON_ONE_DATABASE = {"poll"}  # which is measured on SQLite only


def _build_figures() -> dict[str, Callable[[Record], str]]:
    figures: dict[str, Callable[[Record], str]] = {
        "commit": lambda record: record.commit,
        "largest": lambda record: f"{record.largest:,.0f}",
        "growth": lambda record: f"{record.get_growth():.2f}",
        "cached.times_bare": lambda record: record.find(CASES["cached"], "SQLite")[-1]["times bare"],
        "cached.nginx": lambda record: exact(record.value(CASES["cached"], "nginx")),
    }
    for name, case in CASES.items():
        for database in DATABASES[: 1 if name in ON_ONE_DATABASE else 2]:
            figures[f"{name}.{database}"] = lambda record, case=case, database=database: exact(
                record.value(case, database)
            )
    for database in DATABASES:
        figures[f"storage.{database}"] = lambda record, database=database: f"{record.get_storage(database):,.0f}"
        figures[f"writers.{database}"] = lambda record, database=database: exact(
            record.value(WRITERS, database, "acts/s")
        )
        figures[f"longest_wait.{database}"] = lambda record, database=database: exact(
            record.value(WRITERS, database, "longest ms") / 1000
        )
    return figures | CALCULATED


# Calculated from figures above, for plans: PostgreSQL, the page of a guest.
def _per_second(case: str, database: str = "PostgreSQL") -> Callable[[Record], str]:
    return lambda record: _round(1000 / record.value(CASES[case], database))


def _round(number: float) -> str:
    """Two digits: more would claim too much."""
    digits = len(str(int(number))) - 2
    return f"{round(number, -digits):,.0f}"


# Of the plan at the end of scaling.md, for one second: a name, a number of requests and their cost.
PLAN = {
    "nginx": (10_000, lambda record: record.value(CASES["cached"], "nginx")),
    "unchanged": (2_000, lambda record: record.value(CASES["unchanged"], "PostgreSQL")),
    "guest_cold": (300, lambda record: record.value(CASES["guest_cold"], "PostgreSQL")),
    "member": (500, lambda record: record.value(CASES["member"], "PostgreSQL")),
    "posts": (20, lambda record: record.value(CASES["guest_posts"], "PostgreSQL")),
    "poll": (1_000, lambda record: record.value(CASES["cached"], "nginx")),
}


def _cores(name: str, record: Record) -> float:
    number, cost = PLAN[name]
    return number * cost(record) / 1000


def _one_machine(record: Record) -> float:
    """Cores of step 1 of scaling.md: 2,000 cached pages, 300 revalidations and 10 posts, on SQLite."""
    costs = [record.value(CASES[name], "SQLite") for name in ("cached", "unchanged", "guest_cold")]
    return (2_000 * costs[0] + 300 * costs[1] + 10 * costs[2]) / 1000


CALCULATED: dict[str, Callable[[Record], str]] = {
    **{f"per_second.{name}": _per_second(name) for name in ("unchanged", "guest_cold", "member", "guest_posts")},
    "per_second.cached": _per_second("cached", "SQLite"),
    "cores.one_machine": lambda record: f"{_one_machine(record):.2f}",
    **{f"cores.{name}": lambda record, name=name: f"{_cores(name, record):.1f}" for name in PLAN},
    "cores.total": lambda record: f"{sum(_cores(name, record) for name in PLAN):.1f}",
    "index_bytes": lambda record: f"{record.get_storage('PostgreSQL', STORAGE_INDEX_BYTES):,.0f}",
    "gigabytes": lambda record: f"{record.get_storage('PostgreSQL') / 10:,.0f}",
    "index_gigabytes": lambda record: f"{record.get_storage('PostgreSQL', STORAGE_INDEX_BYTES) / 10:,.0f}",
    "shield": lambda record: f"{2 * record.value(CASES['unchanged'], 'PostgreSQL'):.1f}",
    "posts_a_day": lambda record: f"{record.value(WRITERS, 'PostgreSQL', 'acts/s') * 86_400 / 1e6:.1f}",
    "post_ratio": lambda record: (
        f"{record.value(CASES['guest_posts'], 'PostgreSQL') / record.value(CASES['guest_posts'], 'SQLite'):.1f}"
    ),
}
FIGURES = _build_figures()

if __name__ == "__main__":
    fill_pages()
