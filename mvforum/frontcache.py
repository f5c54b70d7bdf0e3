"""A shared HTTP cache before the application, for a site without nginx or a CDN in front.

It knows HTTP (RFC 9110, RFC 9111), not mvforum: it keeps what the application says is public,
for as long as that says, in the memory of one process.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from threading import Event, Lock
from typing import Any

from django.utils.http import parse_etags, parse_http_date_safe

from mvforum.bounded import Bounded
from mvforum.kept_answers import Answer, Headers, Lifetime

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PATIENCE = 10  # seconds to wait for somebody else's fetch of a page that is not there yet
REST = 5  # seconds between two attempts at a page that the application fails to give
# Answers that depend on no other header of the request can be kept.
VARY_ON = {"accept-encoding", "cookie"}
# Of a request: not passed on when the whole page is fetched for everybody.
OF_ONE_CLIENT = (
    *("HTTP_COOKIE", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH"),
    *("HTTP_IF_RANGE", "HTTP_RANGE"),
)
# A request with one of these wants something that only the application can do.
OUT_OF_THE_ORDINARY = (
    *("HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
    "HTTP_TRANSFER_ENCODING",
)


class FrontCache:
    """A WSGI application that asks another one no more often than it must.

    `private_cookies` are the names of those cookies with which somebody is known: requests
    that carry one are passed by. Of other cookies no public answer may depend.
    `proxy_headers` are headers, as WSGI names them, on which answers depend and which only a
    trusted proxy can set. The application must call `start_response` before it returns.
    """

    def __init__(
        self,
        application: Application,
        *,
        private_cookies: Iterable[str],
        proxy_headers: Iterable[str] = (),
        max_bytes: int = 64_000_000,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.application = application
        self.private_cookies = tuple(private_cookies)
        self.proxy_headers = tuple(proxy_headers)
        self.kept: Bounded[Answer] = Bounded(max_bytes)
        self.clock = clock
        self._fetches: dict[str, Event] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._is_for_everybody(environ):
            return self.application(environ, start_response)
        key = self._key_of(environ)
        answer = self.kept.get(key)
        if answer and self._is_fresh(answer, environ):
            return self._give(key, answer, environ, start_response)
        return self._refresh(key, answer, environ, start_response)

    def _is_for_everybody(self, environ: Environ) -> bool:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return False
        if any(name in environ for name in OUT_OF_THE_ORDINARY):
            return False
        if environ.get("CONTENT_LENGTH") not in {None, "", "0"}:
            return False
        cookies = environ.get("HTTP_COOKIE")
        return not (cookies and any(name in cookies for name in self.private_cookies))

    def _key_of(self, environ: Environ) -> str:
        """All that the address says: whatever else a stranger sends changes no public page."""
        parts = [
            environ["wsgi.url_scheme"],
            *(environ.get(name, "") for name in self.proxy_headers),
            environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""),
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        ]
        return "\n".join(parts)

    def _is_fresh(self, answer: Answer, environ: Environ) -> bool:
        now = self.clock()
        if now < answer.fails_until:
            return True
        age = now - answer.validated
        if age >= answer.lifetime.fresh:
            return False
        wishes = environ.get("HTTP_CACHE_CONTROL") or environ.get("HTTP_PRAGMA")
        return not wishes or _satisfies(wishes, int(age))

    def _refresh(
        self, key: str, answer: Answer | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """One at a time; the others get what is there, or wait if that is nothing."""
        wishes = _directives(environ.get("HTTP_CACHE_CONTROL", ""))
        if "only-if-cached" in wishes:
            start_response("504 Gateway Timeout", [("Content-Length", "0")])
            return []
        if "no-store" in wishes or (environ["REQUEST_METHOD"] == "HEAD" and not answer):
            return self.application(environ, start_response)
        mine = Event()
        with self._lock:
            theirs = self._fetches.setdefault(key, mine)
        if theirs is not mine:
            if not (answer and self._may_be_used_meanwhile(answer)):
                theirs.wait(PATIENCE)
                answer = self.kept.get(key)
            if answer and self._may_be_used_meanwhile(answer):
                return self._give(key, answer, environ, start_response)
            return self.application(environ, start_response)
        try:
            return self._fetch(key, answer, environ, start_response)
        finally:
            del self._fetches[key]
            mine.set()

    def _may_be_used_meanwhile(self, answer: Answer) -> bool:
        lifetime = answer.lifetime
        return self.clock() - answer.validated < lifetime.fresh + lifetime.while_refreshing

    def _fetch(
        self, key: str, known: Answer | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Ask the application, keep what may be kept, and give what is right for this client."""
        try:
            status, headers, body = self._ask(known, environ)
        except Exception:
            if known and self._may_stand_in(known):
                return self._give(key, known, environ, start_response)
            raise
        code = status[:3]
        if known and code[0] == "5" and self._may_stand_in(known):
            _close(body)
            return self._give(key, known, environ, start_response)
        if known and code == "304":
            _close(body)
            lifetime = _lifetime_of(headers)
            if not lifetime and _speaks_of_keeping(headers):
                self.kept.drop(key)
                return self._fetch(key, None, environ, start_response)
            known.confirm(headers, lifetime or known.lifetime, self.clock())
            return self._give(key, known, environ, start_response)
        if code == "200" and (lifetime := _lifetime_of(headers)) and self._fits(headers):
            body = [_whole(body)]
            with suppress(ValueError):
                answer = Answer.of(headers, body[0], lifetime, self.clock())
                self.kept.put(key, answer, answer.size)
                return self._give(key, answer, environ, start_response)
        if known:
            self.kept.drop(key)
        start_response(status, headers)
        return body

    def _ask(self, known: Answer | None, environ: Environ) -> tuple[str, Headers, Iterable[bytes]]:
        """The application's answer to what anybody would ask who names this address."""
        asked = {name: environ[name] for name in environ if name not in OF_ONE_CLIENT}
        if known:
            asked["REQUEST_METHOD"] = "GET"
            asked["HTTP_IF_NONE_MATCH"] = known.etag
            asked.pop("HTTP_ACCEPT_ENCODING", None)
        started: list = []
        body = self.application(asked, lambda *args: started.append(args))
        status, headers, *_exc_info = started[0]
        return status, headers, body

    def _may_stand_in(self, answer: Answer) -> bool:
        """Whether the answer may be used although no newer one can be had. If so, it is for a
        moment: not every client waits for an application that is out of order."""
        age = self.clock() - answer.validated
        if age >= answer.lifetime.fresh + answer.lifetime.if_failing:
            return False
        answer.fails_until = self.clock() + REST
        return True

    def _fits(self, headers: Headers) -> bool:
        length = next((v for name, v in headers if name.lower() == "content-length"), "0")
        return int(length) <= self.kept.largest

    def _give(
        self, key: str, answer: Answer, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        age = ("Age", str(int(self.clock() - answer.validated)))
        if _has_it(answer, environ):
            start_response("304 Not Modified", [*answer.unchanged, age])
            return []
        encoding = _best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding not in answer.encodings:
            answer.encode(encoding)
            self.kept.resize(key, answer, answer.size)
        headers, body = answer.encodings[encoding]
        start_response("200 OK", [*headers, age])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


_DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*"?([^\s",]*))?')


def _directives(header: str) -> dict[str, str]:
    return {name.lower(): value for name, value in _DIRECTIVE.findall(header)}


def _seconds(directives: dict[str, str], name: str) -> int:
    value = directives.get(name, "")
    return int(value[:9]) if value.isascii() and value.isdigit() else 0


def _satisfies(wishes: str, age: int) -> bool:
    """Whether a fresh answer of that age, in seconds, is new enough for this client."""
    wanted = _directives(wishes)
    if wanted.keys() & {"no-cache", "no-store"}:
        return False
    return "max-age" not in wanted or age <= _seconds(wanted, "max-age")


def _lifetime_of(headers: Headers) -> Lifetime | None:
    """How long anybody may use the answer with these headers; None: it is not for everybody."""
    values: dict[str, str] = {}
    for name, value in headers:
        values[name.lower()] = f"{values.get(name.lower(), '')},{value}"
    varies = {name.strip().lower() for name in values.get("vary", "").split(",")} - {""}
    said = _directives(values.get("cache-control", ""))
    if "set-cookie" in values or varies - VARY_ON:
        return None
    if "public" not in said or said.keys() & {"no-cache", "no-store", "private"}:
        return None
    fresh = _seconds(said, "s-maxage" if "s-maxage" in said else "max-age")
    if not fresh:
        return None
    if said.keys() & {"must-revalidate", "proxy-revalidate"}:
        return Lifetime(fresh)
    stale = (_seconds(said, name) for name in ("stale-while-revalidate", "stale-if-error"))
    return Lifetime(fresh, *stale)


def _speaks_of_keeping(headers: Headers) -> bool:
    return any(name.lower() in {"cache-control", "set-cookie", "vary"} for name, _value in headers)


def _has_it(answer: Answer, environ: Environ) -> bool:
    """Whether the client's own copy is this very answer."""
    named = environ.get("HTTP_IF_NONE_MATCH")
    if named is not None:
        if named == answer.etag or named.strip() == "*":
            return True
        return answer.etag in {f"W/{tag.removeprefix('W/')}" for tag in parse_etags(named)}
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not since or not answer.last_modified:
        return False
    copy, original = parse_http_date_safe(since), parse_http_date_safe(answer.last_modified)
    return copy is not None and original is not None and copy >= original


@lru_cache(maxsize=256)
def _best_encoding(accepted: str) -> str:
    """The one of our encodings that the client likes best; "" for none."""
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, _semicolon, parameters = item.partition(";")
        weights[name.strip()] = _quality(parameters)
    likings = {name: weights.get(name, weights.get("*", 0.0)) for name in ("br", "gzip")}
    best = max(likings, key=likings.__getitem__)
    return best if likings[best] > 0 else ""


def _quality(parameters: str) -> float:
    name, _equals, value = parameters.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    if close := getattr(body, "close", None):
        close()
