"""The HTTP cache in front of an application of a few lines."""

import gzip
from threading import Barrier, Event, Thread

import brotli
import pytest

from mvforum.http_cache.cached_response import COMPRESSORS
from mvforum.http_cache.middleware import HttpCacheMiddleware
from mvforum.http_cache.segmented_lru import OVERHEAD_BYTES_PER_ENTRY

PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=30, stale-if-error=3600"
PAGE = "<p>Guten Tag, ein Herz.</p>" * 100


class Origin:
    """An application that gives prepared answers and records its requests."""

    def __init__(self):
        self.asked = []
        self.status = "200 OK"
        self.body = PAGE
        self.headers = {"Cache-Control": PUBLIC, "Content-Type": "text/html", "Vary": "Cookie"}
        self.etag = '"1"'
        self.before_answering = lambda: None

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        self.before_answering()
        headers = [*self.headers.items(), *([("ETag", self.etag)] if self.etag else [])]
        if self.etag and environ.get("HTTP_IF_NONE_MATCH", "").endswith(self.etag):
            start_response("304 Not Modified", headers)
            return []
        start_response(self.status, headers)
        return [self.body if isinstance(self.body, bytes) else self.body.encode()]


class Answer:
    def __init__(self, status, headers, body):
        self.code, self.body = int(status[:3]), b"".join(body)
        self.headers = dict(headers)
        assert len(self.headers) == len(headers), "a header twice"


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def origin():
    return Origin()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(origin, clock):
    return HttpCacheMiddleware(
        origin, private_cookies=["session"], proxy_headers=["HTTP_X_FORWARDED_PROTO"], max_bytes=100_000, clock=clock
    )


@pytest.fixture
def ask(cache):
    def ask(path="/page", method="GET", query="", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "wsgi.url_scheme": "http",
            "HTTP_HOST": "forum.example.org",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        started = []
        body = cache(environ, lambda *args: started.append(args))
        return Answer(*started[0], body)

    return ask


def test_the_application_is_asked_once(ask, origin):
    first, second = ask(), ask()
    assert first.body == second.body == PAGE.encode()
    assert len(origin.asked) == 1


def test_an_answer_is_used_for_as_long_as_it_says(ask, origin, clock):
    ask()
    clock.now += 0.9
    ask()
    assert len(origin.asked) == 1
    clock.now += 0.1
    origin.body, origin.etag = "new", '"2"'
    assert ask().body == b"new"


def test_what_has_not_changed_is_only_validated(ask, origin, clock):
    ask()
    clock.now += 5
    assert ask().body == PAGE.encode()
    assert origin.asked[-1]["HTTP_IF_NONE_MATCH"] == 'W/"1"'
    clock.now += 0.5
    ask()
    assert len(origin.asked) == 2


def test_responses_have_an_age(ask, clock, origin):
    origin.headers["Cache-Control"] = "public, max-age=60"
    assert ask().headers["Age"] == "0"
    clock.now += 7.9
    assert ask().headers["Age"] == "7"


@pytest.mark.parametrize("named", ['W/"1"', '"1"', 'W/"0", W/"1"', '"0","1"', "*", ' W/"1" '], ids=str)
def test_a_client_that_has_the_page_gets_a_304(ask, named):
    ask()
    answer = ask(if_none_match=named)
    assert (answer.code, answer.body) == (304, b"")
    assert answer.headers == {"Cache-Control": PUBLIC, "Vary": "Accept-Encoding, Cookie", "ETag": 'W/"1"', "Age": "0"}


def test_even_the_first_client_gets_a_304_and_the_others_the_page(ask, origin):
    assert ask(if_none_match='"1"').code == 304
    assert ask().body == PAGE.encode()
    assert len(origin.asked) == 1


@pytest.mark.parametrize("named", ['W/"2"', "nonsense", "", '"W/1"'])
def test_a_client_with_another_page_gets_this_one(ask, named):
    ask()
    assert ask(if_none_match=named).code == 200


def test_a_date_counts_where_no_etag_is_named(ask, origin):
    origin.headers["Last-Modified"] = "Sun, 22 Nov 2026 08:00:00 GMT"
    ask()
    assert ask(if_modified_since="Sun, 22 Nov 2026 08:00:00 GMT").code == 304
    assert ask(if_modified_since="Sun, 22 Nov 2026 07:59:59 GMT").code == 200
    assert ask(if_modified_since="yesterday").code == 200
    later = "Sun, 22 Nov 2026 09:00:00 GMT"
    assert ask(if_modified_since=later, if_none_match='"2"').code == 200


def test_an_answer_without_etag_gets_one(ask, origin):
    origin.etag = None
    named = ask().headers["ETag"]
    assert ask(if_none_match=named).code == 304


def test_head_has_the_headers_of_get_and_no_body(ask, origin):
    whole = ask()
    answer = ask(method="HEAD")
    assert answer.body == b""
    assert answer.headers == whole.headers
    assert len(origin.asked) == 1


def test_head_alone_is_not_kept(ask, origin):
    origin.body = ""
    ask(method="HEAD")
    origin.body = PAGE
    assert ask().body == PAGE.encode()


def test_a_range_may_be_answered_with_the_whole(ask, origin):
    assert ask(range="bytes=0-9").code == 200
    assert ask(range="bytes=0-9", if_range='"1"').body == PAGE.encode()
    assert "HTTP_RANGE" not in origin.asked[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_passed_by(ask, origin, cache, method):
    for _ in range(2):
        ask(method=method)
    assert len(origin.asked) == 2
    assert not len(cache.stored)


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "session=abc"},
        {"cookie": "theme=dark; session=abc"},
        {"authorization": "Bearer abc"},
        {"if_match": '"1"'},
        {"if_unmodified_since": "Sun, 22 Nov 2026 08:00:00 GMT"},
        {"cache_control": "no-store"},
    ],
    ids=str,
)
def test_requests_of_one_person_are_passed_by_whole(ask, origin, cache, headers):
    ask()
    for _ in range(2):
        ask(**headers)
    assert len(origin.asked) == 3
    assert origin.asked[-1].items() >= {(f"HTTP_{name.upper()}", value) for name, value in headers.items()}
    assert len(cache.stored) == 1


def test_what_they_get_nobody_else_gets(ask, origin):
    origin.body = "for one"
    ask(cookie="session=abc")
    origin.body = "for all"
    assert ask().body == b"for all"


def test_other_cookies_change_nothing(ask, origin):
    ask(cookie="theme=dark")
    assert "HTTP_COOKIE" not in origin.asked[0]
    ask(cookie="theme=light")
    ask()
    assert len(origin.asked) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"Cache-Control": "private"},
        {"Cache-Control": "public, private, s-maxage=60"},
        {"Cache-Control": "public, no-store, s-maxage=60"},
        {"Cache-Control": "public, no-cache, s-maxage=60"},
        {"Cache-Control": "s-maxage=60"},
        {"Cache-Control": "public"},
        {"Cache-Control": "public, s-maxage=0, max-age=60"},
        {"Cache-Control": "public, s-maxage=-1"},
        {"Cache-Control": "public, s-maxage=soon"},
        {"Set-Cookie": "session=abc"},
        {"Vary": "Cookie, Accept-Language"},
        {"Vary": "*"},
        {"Content-Encoding": "zstd"},
    ],
    ids=str,
)
def test_what_is_not_for_everybody_is_not_kept(ask, origin, change):
    origin.headers |= change
    for _ in range(2):
        assert ask().body == PAGE.encode()
    assert len(origin.asked) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "206 Partial Content", "500 Oh"])
def test_only_a_200_is_kept(ask, origin, status):
    origin.status = status
    for _ in range(2):
        assert ask().code == int(status[:3])
    assert len(origin.asked) == 2


def test_a_page_that_is_gone_is_forgotten(ask, origin, clock, cache):
    ask()
    clock.now += 5
    origin.status, origin.etag = "404 Not Found", None
    assert ask().code == 404
    assert not len(cache.stored)


def test_a_page_that_has_become_private_is_forgotten(ask, origin, clock, cache):
    ask()
    clock.now += 5
    origin.headers["Cache-Control"], origin.etag = "private", '"2"'
    ask()
    assert not len(cache.stored)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.4, gzip;q=0.5", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("gzip;q=0, *;q=0", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_each_client_gets_the_encoding_it_likes(ask, accepted, encoding):
    for _ in range(2):
        answer = ask(accept_encoding=accepted)
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Content-Length"] == str(len(answer.body))
        expand = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding]
        assert expand(answer.body) == PAGE.encode()


def test_the_page_is_compressed_once(ask, monkeypatch):
    calls = []
    compress = gzip.compress
    monkeypatch.setitem(COMPRESSORS, "gzip", lambda data: calls.append(data) or compress(data))
    for _ in range(5):
        ask(accept_encoding="gzip")
    assert len(calls) == 1


def test_an_application_may_have_compressed_it(ask, origin):
    origin.headers["Content-Encoding"], origin.body = "gzip", gzip.compress(PAGE.encode())
    assert ask(accept_encoding="gzip").body == origin.body
    assert ask().body == PAGE.encode()


def test_a_body_that_is_not_what_it_says_is_passed_on_and_not_kept(ask, origin, cache):
    origin.headers["Content-Encoding"], origin.body = "gzip", "not gzip"
    assert ask(accept_encoding="gzip").body == b"not gzip"
    assert not len(cache.stored)


def test_what_is_not_text_or_tiny_is_not_compressed(ask, origin):
    origin.headers["Content-Type"] = "image/png"
    assert "Content-Encoding" not in ask("/image", accept_encoding="gzip").headers
    origin.headers["Content-Type"], origin.body = "text/plain", "tiny"
    assert "Content-Encoding" not in ask("/tiny", accept_encoding="gzip").headers


@pytest.mark.parametrize(
    "other",
    [{"query": "a=1"}, {"path": "/other"}, {"host": "other.example.org"}, {"x_forwarded_proto": "https"}],
    ids=str,
)
def test_another_address_is_another_page(ask, origin, other):
    ask()
    ask(**other)
    assert len(origin.asked) == 2


def test_what_else_a_stranger_says_changes_no_page(ask, origin):
    ask()
    ask(user_agent="Evil", x_forwarded_host="evil.example", accept_language="de", referer="x")
    assert len(origin.asked) == 1


@pytest.mark.parametrize(("wish", "times"), [("no-cache", 2), ("max-age=0", 2), ("max-age=9", 1), ("nonsense", 1)])
def test_a_client_can_ask_for_a_newer_one(ask, origin, clock, wish, times):
    origin.headers["Cache-Control"] = "public, s-maxage=60"
    ask()
    clock.now += 5
    assert ask(cache_control=wish).body == PAGE.encode()
    assert len(origin.asked) == times


def test_a_client_can_ask_for_what_is_there_only(ask, origin):
    missing = ask(cache_control="only-if-cached")
    assert missing.code == 504
    assert missing.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    ask()
    assert ask(cache_control="only-if-cached").code == 200
    assert len(origin.asked) == 1


@pytest.mark.parametrize("failure", ["500 Oh", "502 Bad", "503 Later", "raise"])
def test_while_the_application_fails_the_old_page_is_served_for_an_hour(ask, origin, clock, failure):
    ask()
    origin.status, origin.etag, origin.body = failure, None, "broken"
    if failure == "raise":
        origin.before_answering = lambda: 1 / 0
    clock.now += 3500
    answer = ask()
    assert (answer.code, answer.body, answer.headers["Age"]) == (200, PAGE.encode(), "3500")


def test_it_is_not_served_for_longer(ask, origin, clock):
    ask()
    origin.status, origin.etag = "503 Later", None
    clock.now += 3602
    assert ask().code == 503


def test_an_application_that_fails_is_left_alone_for_a_moment(ask, origin, clock):
    ask()
    origin.status, origin.etag = "503 Later", None
    clock.now += 10
    for _ in range(5):
        ask()
    assert len(origin.asked) == 2
    clock.now += 6
    origin.status, origin.body = "200 OK", "back"
    assert ask().body == b"back"


def test_a_response_that_must_be_validated_is_never_served_stale(ask, origin, clock):
    origin.headers["Cache-Control"] = PUBLIC + ", must-revalidate"
    ask()
    origin.status, origin.etag = "503 Later", None
    clock.now += 10
    assert ask().code == 503


def test_an_error_without_an_older_page_is_an_error(ask, origin):
    origin.before_answering = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        ask()
    origin.before_answering = lambda: None
    assert ask().code == 200


def in_threads(number, work):
    answers, start = [], Barrier(number)

    def run():
        start.wait(timeout=10)
        answers.append(work())

    threads = [Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads, answers


def test_of_many_at_once_one_asks_and_the_others_wait(ask, origin):
    threads, answers = in_threads(8, ask)
    for thread in threads:
        thread.join(timeout=10)
    assert [answer.body for answer in answers] == [PAGE.encode()] * 8
    assert len(origin.asked) == 1


def test_while_one_refreshes_the_others_get_what_is_there(ask, origin, clock):
    ask()
    clock.now += 5
    origin.etag, origin.body = '"2"', "new"
    asked, go_on = Event(), Event()
    origin.before_answering = lambda: (asked.set(), go_on.wait(timeout=10))
    threads, answers = in_threads(1, ask)
    assert asked.wait(timeout=10)
    assert [ask().body for _ in range(5)] == [PAGE.encode()] * 5
    go_on.set()
    threads[0].join(timeout=10)
    assert answers[0].body == b"new"
    assert len(origin.asked) == 2


def test_those_who_waited_for_a_private_answer_ask_for_themselves(ask, origin):
    origin.headers["Cache-Control"] = "private"
    threads, answers = in_threads(4, ask)
    for thread in threads:
        thread.join(timeout=10)
    assert len(answers) == len(origin.asked) == 4


def test_memory_is_bounded_and_the_least_recently_used_leaves_first(ask, origin, cache):
    origin.body = "x" * 9_000
    for number in range(5):
        ask(f"/{number}")
    ask("/0")
    for number in range(5, 12):
        ask(f"/{number}")
    assert cache.stored.size <= 100_000
    asked = len(origin.asked)
    ask("/0")
    assert len(origin.asked) == asked
    ask("/1")
    assert len(origin.asked) == asked + 1


def test_a_crawler_pushes_out_nothing_that_people_read(ask, origin, cache):
    origin.body = "x" * 9_000
    for _ in range(2):
        ask("/loved")
    for number in range(1000):
        ask("/page", query=f"after={number}")
    asked = len(origin.asked)
    ask("/loved")
    assert len(origin.asked) == asked
    assert cache.stored.size <= 100_000


def test_encodings_count_as_well(ask, origin, cache):
    origin.body = "".join(chr(33 + number * 7919 % 90) for number in range(9_000))
    for number in range(30):
        for accepted in ("", "gzip", "br"):
            ask(f"/{number}", accept_encoding=accepted)
    held = {**cache.stored._probation, **cache.stored._protected}
    sizes = (answer.size + len(key) + OVERHEAD_BYTES_PER_ENTRY for key, (answer, _size) in held.items())
    assert cache.stored.size == sum(sizes)
    assert cache.stored.size <= 100_000


def test_a_huge_answer_is_passed_on_and_not_kept(ask, origin, cache):
    origin.body = "x" * 50_000
    assert len(ask().body) == 50_000
    assert not len(cache.stored)


@pytest.mark.parametrize("wish", ["max-age=" + "9" * 5000, "max-age=٣", "max-age", "s-maxage=-1"])
def test_a_wish_that_makes_no_sense_is_none(ask, wish):
    ask()
    assert ask(cache_control=wish).code == 200


def test_the_headers_of_a_304_are_newer(ask, origin, clock):
    for accepted in ("", "gzip"):
        ask(accept_encoding=accepted)
    clock.now += 5
    origin.headers["X-Robots-Tag"] = "noindex"
    for accepted, encoding in (("", None), ("gzip", "gzip")):
        answer = ask(accept_encoding=accepted)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Content-Length"] == str(len(answer.body))


def test_what_was_not_worth_compressing_stays_so(ask, origin, clock):
    origin.body = "tiny"
    ask(accept_encoding="gzip")
    clock.now += 5
    origin.headers["X-Robots-Tag"] = "noindex"
    assert ask(accept_encoding="gzip").headers.get("Content-Encoding") is None


def test_an_answer_that_breaks_off_is_closed(ask, origin, cache):
    closed = []

    class Broken:
        def __iter__(self):
            yield b"half"
            raise OSError("broken off")

        def close(self):
            closed.append(True)

    cache.application = lambda environ, start: (start("200 OK", [("Cache-Control", PUBLIC)]), Broken())[1]
    with pytest.raises(OSError, match="broken off"):
        ask()
    assert closed
    assert not len(cache.stored)


def test_only_what_is_fresh_counts_as_there(ask, clock):
    ask()
    clock.now += 5
    assert ask(cache_control="only-if-cached").code == 504


@pytest.mark.parametrize("change", [{"Cache-Control": "private"}, {"Set-Cookie": "session=1"}])
def test_a_304_can_end_the_keeping(ask, origin, clock, cache, change):
    ask()
    clock.now += 5
    origin.headers |= change
    answer = ask()
    assert (answer.code, answer.body) == (200, PAGE.encode())
    assert not len(cache.stored)
