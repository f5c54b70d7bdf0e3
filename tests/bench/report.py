"""The figures as tables, for docs/performance.md."""

from __future__ import annotations

from tests.bench.figures import Figures, Key
from tests.bench.rounds import PAGES, PEERS, SIZES, WRITING

STORAGE_BYTES, STORAGE_INDEX_BYTES = "bytes of a comment", "of these, indexes"
BARE, OURS = "bare granian", "mvforum"
HEADINGS = {
    PAGES: ["case", "server", "CPU ms", "times bare", "requests/s", "p50 ms", "p99 ms", "bytes", "queries cold / warm", "rounds apart"],
    SIZES: ["case", "site", "CPU ms", "times the shortest", "requests/s", "p50 ms", "p99 ms", "bytes", "queries cold / warm", "rounds apart"],
    PEERS: ["comments in the thread", "system", "CPU ms", "times mvforum", "requests/s", "p50 ms", "p99 ms", "bytes", "comments shown", "rounds apart"],
    WRITING: ["act", "site", "CPU ms", "times the shortest", "acts/s", "p50 ms", "p99 ms", "longest ms", "rounds apart"],
}  # fmt: skip


def table(figures: Figures, name: str) -> str:
    rows = [
        _row(figures, Key(name, case, server)) for case in figures.cases(name) for server in figures.servers(name, case)
    ]
    if not rows:
        return "Not measured."
    head = HEADINGS[name]
    rule = ["---", "---", *["--:"] * (len(head) - 2)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, rule, *rows])


def _row(figures: Figures, key: Key) -> list[str]:
    cells = [
        key.case,
        key.server,
        exact(figures.median(key, "cpu")),
        exact(figures.ratio(key, _compared_to(figures, key))),
        *(exact(figures.median(key, of)) for of in ("per_second", "p50", "p99")),
    ]
    if key.table == WRITING:
        cells.append(exact(max(slice_.longest for slice_ in figures.slices[key])))
    else:
        weight, queries = figures.weights.get(key), figures.queries.get(key)
        cells.append("" if weight is None else f"{weight:,}")
        if key.table == PEERS:
            cells.append(f"{figures.shown[key]:,}")
        else:
            cells.append(f"{queries[0]} / {queries[1]}" if queries else "")
    return [*cells, exact(figures.spread(key))]


def _compared_to(figures: Figures, key: Key) -> Key:
    """The bare program, or our own page, or the site measured first, which is the one with the
    shortest thread, on the same database."""
    if key.table == PEERS:
        return key._replace(server=OURS)
    if key.table == PAGES:
        return key._replace(server=BARE)
    database = key.server.partition(" ")[0]
    like = (s for s in figures.servers(key.table, key.case) if s.partition(" ")[0] == database)
    return key._replace(server=next(like))


def exact(number: float | None) -> str:
    """As many digits as such a measurement has."""
    if number is None:
        return "–"
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.3f}" if number < 1 else f"{number:.2f}" if number < 10 else f"{number:.1f}"


def page(figures: Figures, *, machine: list[str], how: str) -> str:
    """The whole of docs/performance.md."""
    failed, usual, most = figures.failed(), figures.noise(), figures.noise(max)
    notes = [
        f"CPU cores used by other processes meanwhile: {usual:.2f} at the median, {most:.2f} at most.",
        f"Requests that failed: {failed}." if failed else "No request failed.",
        *figures.notes,
    ]
    return f"""# Performance

Written by `{how}`; do not edit.

- CPU ms: milliseconds of CPU time, user and system, of all processes of the server for one answered request. PostgreSQL's own
  share is included. One core answers 1,000 ÷ CPU ms requests a second.
- The servers take turns in slices of a second or two. Each figure is the median of the rounds. "Rounds apart" is the
  costliest round divided by the cheapest.
- Compare CPU ms first. Requests a second and waiting times depend on the machine's other work, `wrk` included.

{_listed(machine)}

{_listed(notes)}

## Pages, compared with the same bytes from nginx and from a bare program

The thread fills its pages. "bare granian" is `tests/bench/bare.py`: a dictionary of finished responses with two headers, on the
same server with the same settings. nginx sends a file. A cold page is another one each time, so no cache has it.

{table(figures, PAGES)}

{_peers(figures)}## At each size

Pages of a member, which no HTTP cache stores. Pages of a thread of ten posts are shorter than the others: see
the bytes.

{table(figures, SIZES)}

## Writing

Every post comes from another address or another member, so the usual rate limits apply. Each response is checked. The
numbers of the eight writers' posts are complete. Writes are durable: SQLite in WAL mode with synchronous FULL, PostgreSQL
with fsync.

{table(figures, WRITING)}

## Storage

What one comment more takes in the database, with its lines in the log and in the search index: the difference between the
longest and the shortest site, by the number of their comments, before the writing above.

{_storage(figures)}
"""


def _storage(figures: Figures) -> str:
    rows = [
        f"| {database} | {total:,.0f} | {figures.bytes_of_a_comment(database, 'index_bytes'):,.0f} |"
        for database in figures.storage
        if (total := figures.bytes_of_a_comment(database)) is not None
    ]
    if not rows:
        return "Not measured."
    return "\n".join([f"| database | {STORAGE_BYTES} | {STORAGE_INDEX_BYTES} |", "| --- | --: | --: |", *rows])


def _peers(figures: Figures) -> str:
    if not figures.cases(PEERS):
        return ""
    return f"""## Beside other systems

Whole threads, or the part that a system shows at first; two connections at a time. Systems that send JSON leave
rendering to the browser. Their rate limits, where they exist, are off.

{table(figures, PEERS)}

"""


def _listed(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
