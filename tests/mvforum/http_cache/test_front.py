"""The front before applications of a few lines, driven as granian drives it."""

import asyncio
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mvforum.http_cache.cache import HttpCache
from mvforum.http_cache.front import REFUSAL, Front, FrontLimits
from mvforum.http_cache.request_body import MAX_BYTES_IN_MEMORY, BodyDeadline, BodyReader, BodyTooSlow
from mvforum.http_cache.request_threads import NoThreadFree, RequestThreads

PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=30, stale-if-error=3600"
LIMITS = FrontLimits(
    body_bytes=1_000_000,
    body_bytes_by_path={"/small/": 10},
    body_deadline=BodyDeadline(idle_seconds=0.5),
    lock_wait=0.3,
    stale_wait=0.05,
    health_wait=0.05,
)


@dataclass
class Proto:
    """One request as granian hands it over. A number among its chunks is a pause in seconds."""

    chunks: list[Any] = field(default_factory=list)
    breaks_off: bool = False
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    read_chunks: int = 0

    async def __aiter__(self):
        for chunk in self.chunks:
            if isinstance(chunk, bytes):
                self.read_chunks += 1
                yield chunk
            else:
                await asyncio.sleep(chunk)
        yield b""
        if self.breaks_off:
            yield b""

    def response_bytes(self, status, headers, body):
        self.status, self.headers, self.body = status, {name.title(): value for name, value in headers}, body
        self.answered.set()

    def response_file(self, status, headers, path):
        self.response_bytes(status, headers, Path(path).read_bytes())

    def response_stream(self, status, headers):
        self.response_bytes(status, headers, b"")

        async def send_bytes(chunk):
            self.body += chunk

        return SimpleNamespace(send_bytes=send_bytes)


class Headers:
    def __init__(self, items):
        self.pairs = items

    def items(self):
        return self.pairs


class Site:
    """A front with its application: a function that answers with text, or with status and text."""

    def __init__(self, answer, *, cached=False, threads=3, limits=LIMITS, headers=()):
        self.asked: list[dict] = []
        self.answer, self.headers = answer, headers
        cache = HttpCache(self.application, private_cookies=["session"]) if cached else None
        pool = RequestThreads(threads, threads - 1)
        self.front = Front(self.application, threads=pool, cache=cache, health_path="/healthz", limits=limits)

    def application(self, environ, start_response):
        self.asked.append(environ)
        if REFUSAL in environ:
            start_response(f"{environ[REFUSAL]} Refused", [])
            return [b"refused: ", environ["wsgi.input"].read()]
        found = self.answer(environ)
        status, text = found if isinstance(found, tuple) else ("200 OK", found)
        start_response(status, [*self.headers])
        return [text] if isinstance(text, bytes) else text

    async def ask(self, path="/", method="GET", headers=(), **options) -> Proto:
        proto = options.pop("proto", None) or Proto(**options)
        await self.front.__rsgi__(scope_of(path, method, headers), proto)
        return proto

    async def post(self, *chunks, path="/", headers=(), **options) -> Proto:
        length = [] if headers else [("content-length", str(sum(len(c) for c in chunks if isinstance(c, bytes))))]
        return await self.ask(path, "POST", [*length, *headers], chunks=[*chunks], **options)


def scope_of(path="/", method="GET", headers=()):
    path, _mark, query = path.partition("?")
    return SimpleNamespace(
        proto="http", http_version="1.1", scheme="http", method=method, path=path, query_string=query, authority=None,
        client="198.51.100.7:4711", server="127.0.0.1:8000",
        headers=Headers([("host", "forum.example.org"), *headers]),
    )  # fmt: skip


def echo(environ):
    return environ["wsgi.input"].read()


def run(test):
    return asyncio.run(asyncio.wait_for(test, 20))


# Requests as the application sees them


def environ_of(*headers, path="/"):
    site = Site(lambda _environ: b"")
    run(site.ask(path, headers=headers))
    (environ,) = site.asked
    return environ


def test_the_application_gets_a_whole_wsgi_environment():
    environ = environ_of(("accept", "text/html"), path="/a%20b?c=%20d".replace("%20b", " b"))
    assert environ["PATH_INFO"] == "/a b"
    assert environ["QUERY_STRING"] == "c=%20d"
    assert environ["HTTP_ACCEPT"] == "text/html"
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == (
        "198.51.100.7",
        "127.0.0.1",
        "8000",
    )
    assert environ["wsgi.url_scheme"] == "http"
    assert environ["wsgi.multithread"]


def test_other_letters_in_a_path_are_written_as_wsgi_wants_it():
    assert environ_of(path="/é")["PATH_INFO"] == "/Ã©"


@pytest.mark.parametrize("name", ["x_forwarded_for", "x-forwarded_for", "content_length", "_host", "remote_user"])
def test_a_header_with_an_underscore_never_arrives(name):
    environ = environ_of((name, "6.6.6.6"))
    assert "6.6.6.6" not in environ.values()


def test_headers_that_come_twice_are_one():
    environ = environ_of(
        ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "2.2.2.2"), ("cookie", "a=1"), ("cookie", "b=2")
    )
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_two_hosts_are_refused():
    site = Site(lambda _environ: b"")
    assert run(site.ask(headers=[("host", "evil.example")])).status == 400
    assert not site.asked


# Bodies


def test_a_body_arrives_whole():
    site = Site(echo)
    assert run(site.post(b"body=Hello ", b"there")).body == b"body=Hello there"
    assert site.asked[0]["CONTENT_LENGTH"] == "16"


def test_a_body_in_chunks_gets_a_length():
    site = Site(echo)
    assert run(site.post(b"abc", b"def", headers=[("transfer-encoding", "chunked")])).body == b"abcdef"
    assert site.asked[0]["CONTENT_LENGTH"] == "6"
    assert "HTTP_TRANSFER_ENCODING" not in site.asked[0]


def test_a_long_body_is_on_disk():
    def where(environ):
        return str(environ["wsgi.input"]._rolled).encode()

    site = Site(where)
    assert run(site.post(b"x" * MAX_BYTES_IN_MEMORY)).body == b"False"
    assert run(site.post(b"x" * (MAX_BYTES_IN_MEMORY + 1))).body == b"True"


@pytest.mark.parametrize("headers", [[("content-length", "100")], [("transfer-encoding", "chunked")]], ids=str)
def test_a_body_that_breaks_off_never_arrives(headers):
    site = Site(echo)
    assert run(site.post(b"abc", headers=headers, breaks_off=True)).status == 400
    assert not site.asked


def test_a_body_that_stalls_gets_408():
    site = Site(echo)
    answer = run(site.post(b"abc", 5, headers=[("content-length", "100")]))
    assert (answer.status, answer.body) == (408, b"refused: ")


@pytest.mark.parametrize(("bytes_per_second", "seconds", "arrives"), [
    (3_900, 31, False), (4_100, 120, True), (1, 25, True), (1, 31, False),
])  # fmt: skip
def test_a_body_must_be_quick_enough_over_thirty_seconds(bytes_per_second, seconds, arrives):
    now = [0.0]

    async def chunks():
        for _ in range(seconds):
            now[0] += 1
            yield b"x" * bytes_per_second
        yield b""

    async def read():
        reader = BodyReader(chunks(), length=None, limit=10_000_000, clock=lambda: now[0])
        with await reader.read() as body:
            return len(body.read())

    if arrives:
        assert run(read()) == bytes_per_second * seconds
    else:
        with pytest.raises(BodyTooSlow):
            run(read())


def test_a_quick_beginning_excuses_no_slow_rest():
    now = [0.0]

    async def chunks():
        yield b"x" * 1_000_000
        for _ in range(70):
            now[0] += 1
            yield b"x"

    with pytest.raises(BodyTooSlow):
        run(BodyReader(chunks(), length=None, limit=10_000_000, clock=lambda: now[0]).read())


@pytest.mark.parametrize(("path", "size", "status"), [
    ("/", 1_000_000, 200), ("/", 1_000_001, 413), ("/small/", 10, 200), ("/small/", 11, 413), ("/smaller", 11, 200),
])  # fmt: skip
def test_each_path_has_its_limit(path, size, status):
    site = Site(echo)
    assert run(site.post(b"x" * size, path=path)).status == status
    chunked = [("transfer-encoding", "chunked")]
    assert run(site.post(b"x", b"x" * (size - 1), path=path, headers=chunked)).status == status


def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes():
    async def refuse():
        site = Site(echo)
        proto = Proto(chunks=[5])
        asking = asyncio.create_task(site.ask("/", "POST", [("content-length", "1000001")], proto=proto))
        await asyncio.wait_for(proto.answered.wait(), 1)
        asking.cancel()
        return proto

    assert run(refuse()).status == 413


def test_the_rest_of_a_refused_body_is_read_so_that_the_answer_is_seen():
    proto = run(Site(echo).post(b"x" * 600_000, b"x" * 600_000, b"x" * 600_000))
    assert (proto.status, proto.read_chunks) == (413, 3)


def test_a_client_that_waits_for_leave_sends_no_refused_body():
    headers = [("content-length", "2000000"), ("expect", "100-continue")]
    proto = run(Site(echo).post(b"x" * 2_000_000, headers=headers))
    assert (proto.status, proto.read_chunks) == (413, 0)


def test_forty_stalled_bodies_occupy_no_thread():
    async def ask_meanwhile():
        site = Site(lambda environ: b"here", limits=FrontLimits())
        stalled = [
            asyncio.create_task(site.ask("/", "POST", [("content-length", "9")], chunks=[b"abc", 60]))
            for _ in range(40)
        ]
        await asyncio.sleep(0.05)
        answer = await asyncio.wait_for(site.ask("/"), 5)
        for task in stalled:
            task.cancel()
        return answer

    assert run(ask_meanwhile()).body == b"here"


# Answers


def test_a_long_answer_in_pieces_comes_whole():
    pieces = [b"x" * 700_000, b"y" * 700_000]
    site = Site(lambda _environ: iter(pieces))
    assert run(site.ask()).body == b"".join(pieces)


def test_an_answer_is_closed():
    closed = []

    class Pieces(list):
        def close(self):
            closed.append(True)

    run(Site(lambda _environ: Pieces([b"x"])).ask())
    assert closed == [True]


def test_an_error_of_the_application_is_500_and_a_line_in_the_log(caplog):
    def fail(_environ):
        raise ZeroDivisionError

    answer = run(Site(fail).ask("/page"))
    assert answer.status == 500
    assert "The front could not answer GET /page" in caplog.text
    assert "ZeroDivisionError" in caplog.text


# The HTTP cache


PAGE = [("Cache-Control", PUBLIC), ("ETag", '"1"')]


def test_a_cached_page_needs_no_thread():
    async def ask_twice():
        site = Site(lambda _environ: b"page", cached=True, headers=PAGE)
        await site.ask()
        site.front.threads = None
        return await site.ask(), await site.ask(headers=[("if-none-match", 'W/"1"')]), site

    page, known, site = run(ask_twice())
    assert (page.body, page.headers["Age"], known.status) == (b"page", "0", 304)
    assert len(site.asked) == 1


def test_many_at_once_cause_one_request():
    def slowly(_environ):
        time.sleep(0.05)
        return b"page"

    async def ask_together():
        site = Site(slowly, cached=True, headers=PAGE)
        answers = await asyncio.gather(*(site.ask() for _ in range(20)))
        return {answer.body for answer in answers}, len(site.asked)

    assert run(ask_together()) == ({b"page"}, 1)


def test_where_fetching_takes_long_the_old_page_comes():
    free = threading.Event()

    def answer(environ):
        if len(site.asked) > 1:
            free.wait(10)
        return b"page %d" % len(site.asked)

    site = Site(answer, cached=True, headers=PAGE)
    site.front.cache.clock = lambda: now[0]
    now = [1000.0]

    async def ask_while_it_takes_long():
        first = await site.ask()
        now[0] += 20
        second = await asyncio.wait_for(site.ask(), 5)
        free.set()
        await asyncio.sleep(0.1)
        third = await site.ask()
        return first.body, second.body, third.body

    assert run(ask_while_it_takes_long()) == (b"page 1", b"page 1", b"page 2")


@pytest.mark.parametrize(("headers", "method"), [
    ([("cookie", "session=1")], "GET"), ([("authorization", "x")], "GET"), ([("cache-control", "no-store")], "GET"),
    ([], "OPTIONS"),
])  # fmt: skip
def test_other_requests_pass_the_cache_by(headers, method):
    async def ask_twice():
        site = Site(lambda _environ: b"page", cached=True, headers=PAGE)
        for _ in range(2):
            await site.ask("/", method, headers)
        return len(site.asked)

    assert run(ask_twice()) == 2


# Threads


def hold(until: threading.Event, started: list):
    def answer(environ):
        if environ["REQUEST_METHOD"] == "POST":
            started.append(environ["QUERY_STRING"])
            until.wait(10)
        return b"done"

    return answer


def test_posts_that_wait_leave_one_thread_to_readers():
    free, started = threading.Event(), []
    site = Site(hold(free, started), limits=FrontLimits())

    async def post_and_read():
        posts = [asyncio.create_task(site.post(b"x", path=f"/?{n}")) for n in range(4)]
        await asyncio.sleep(0.1)
        page, running = await asyncio.wait_for(site.ask(), 5), [*started]
        free.set()
        return page.body, running, [answer.body for answer in await asyncio.gather(*posts)]

    page, running, answers = run(post_and_read())
    assert page == b"done"
    assert running == ["0", "1"]
    assert answers == [b"done"] * 4
    assert started[2:] == ["2", "3"]


def test_a_post_without_a_thread_gets_its_text_back():
    free, started = threading.Event(), []
    site = Site(hold(free, started))

    async def post_too_many():
        posts = [asyncio.create_task(site.post(b"words %d" % n)) for n in range(3)]
        refused = await asyncio.wait_for(posts[2], 5)
        free.set()
        await asyncio.gather(*posts)
        return refused

    refused = run(post_too_many())
    assert (refused.status, refused.body) == (503, b"refused: words 2")
    assert len(started) == 2


def test_a_post_that_gives_up_leaves_its_place():
    free, started = threading.Event(), []
    site = Site(hold(free, started))

    async def post_again():
        posts = [asyncio.create_task(site.post(b"x", path=f"/?{n}")) for n in range(3)]
        await asyncio.wait_for(posts[2], 5)
        free.set()
        await asyncio.gather(*posts)
        return await site.post(b"x")

    assert run(post_again()).status == 200
    assert (site.front.threads._busy, site.front.threads._busy_with_locks) == (0, 0)


@pytest.mark.parametrize("may_wait_for_locks", [True, False])
def test_nobody_waits_behind_one_that_gave_up(may_wait_for_locks):
    free = threading.Event()

    async def wait_behind():
        threads = RequestThreads(2, 1)
        kind = {"may_wait_for_locks": may_wait_for_locks}
        held = [asyncio.create_task(threads.run(lambda: free.wait(10), patience=5, **kind)) for _ in range(2)]
        await asyncio.sleep(0.02)
        gave_up = asyncio.create_task(threads.run(lambda: True, patience=30, **kind))
        await asyncio.sleep(0.02)
        gave_up.cancel()
        free.set()
        await asyncio.gather(*held)
        return await threads.run(lambda: "entered", patience=1, **kind), threads._queues[may_wait_for_locks]

    entered, queue = run(wait_behind())
    assert (entered, len(queue)) == ("entered", 0)


def test_one_that_gave_up_keeps_nobody_out_while_others_go_on():
    free = threading.Event()

    async def enter_beside():
        threads = RequestThreads(3, 2)
        posts = [
            asyncio.create_task(threads.run(lambda: free.wait(10), may_wait_for_locks=True, patience=5))
            for _ in range(2)
        ]
        reader = asyncio.create_task(threads.run(lambda: time.sleep(0.2), may_wait_for_locks=False, patience=5))
        await asyncio.sleep(0.05)
        with pytest.raises(NoThreadFree):
            await threads.run(lambda: True, may_wait_for_locks=False, patience=0.02)
        await reader
        entered = await threads.run(lambda: "entered", may_wait_for_locks=False, patience=1)
        free.set()
        await asyncio.gather(*posts)
        return entered

    assert run(enter_beside()) == "entered"


# The health check


def test_the_health_check_has_the_answer_of_the_application():
    async def ask_twice():
        site = Site(lambda _environ: next(answers))
        return await site.ask("/healthz"), await site.ask("/healthz")

    answers = iter([b"ok", ("503 Service Unavailable", b"no database")])
    well, ill = run(ask_twice())
    assert (well.status, ill.status) == (200, 503)


def test_a_health_check_that_takes_long_is_answered_like_the_one_before():
    free = threading.Event()

    def answer(environ):
        if environ["PATH_INFO"] != "/healthz":
            free.wait(10)
        return b"ok"

    async def ask_while_busy():
        site = Site(answer)
        before = await site.ask("/healthz")
        readers = [asyncio.create_task(site.ask("/slow")) for _ in range(3)]
        await asyncio.sleep(0.05)
        began = time.monotonic()
        meanwhile = await site.ask("/healthz")
        took = time.monotonic() - began
        free.set()
        await asyncio.gather(*readers)
        return before.status, meanwhile.status, took < 2

    assert run(ask_while_busy()) == (200, 200, True)


def test_without_any_answer_the_site_is_not_well():
    free = threading.Event()

    async def ask_while_busy():
        site = Site(lambda _environ: free.wait(10) and b"")
        readers = [asyncio.create_task(site.ask("/slow")) for _ in range(3)]
        await asyncio.sleep(0.05)
        health = await site.ask("/healthz")
        free.set()
        await asyncio.gather(*readers)
        return health.status

    assert run(ask_while_busy()) == 503


# Scheduling


def test_a_cached_page_is_sent_without_waking_up_the_loop():
    async def ask_from_another_thread():
        site = Site(lambda _environ: b"page", cached=True, headers=PAGE)
        loop = asyncio.get_running_loop()
        site.front.__rsgi_init__(loop)
        await site.ask()
        protos = [Proto(), Proto()]
        tasks = []

        def begin(coroutine):
            tasks.append(loop.create_task(coroutine))

        cached, other = (
            site.front.__rsgi__(scope_of(path), proto) for path, proto in zip(("/", "/other"), protos, strict=True)
        )
        loop.call_soon_threadsafe(begin, cached)
        begun_at_once = [proto.status for proto in protos], len(tasks)
        loop.call_soon_threadsafe(begin, other)
        await asyncio.wait_for(protos[1].answered.wait(), 5)
        return begun_at_once, protos[1].status, len(tasks)

    assert run(ask_from_another_thread()) == (([200, 0], 0), 200, 1)
