"""Shared HTTP cache in the memory of one process: the responses it keeps, and for how long.

It knows HTTP (RFC 9110, RFC 9111), not mvforum. `middleware.py` serves from it within a thread of a
WSGI server, `front.py` from the event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from mvforum.http_cache.cached_response import CachedResponse, Headers
from mvforum.http_cache.headers import (
    Environ,
    choose_encoding,
    get_shared_lifetime,
    has_caching_headers,
    is_fresh_enough,
    is_not_modified,
)
from mvforum.http_cache.segmented_lru import SegmentedLRUCache

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
StoredAnswer = tuple[str, Headers, list[bytes]]  # status line, headers, body

RETRY_INTERVAL_SECONDS = 5  # between two attempts while the application fails
# Request headers that are not forwarded when a page is fetched for all clients.
CLIENT_HEADERS = (*("HTTP_COOKIE", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH"), *("HTTP_IF_RANGE", "HTTP_RANGE"))
# Request headers whose meaning only the application knows.
BYPASS_HEADERS = frozenset(
    {"HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_TRANSFER_ENCODING"}
)

# Headers of the responses that the cache makes itself.
DEFAULT_HEADERS = [("Cross-Origin-Resource-Policy", "same-origin")]


class HttpCache:
    """Cache of public responses, and the way to fetch them. Only `fetch` calls the application.

    `private_cookies` names the cookies of logged-in members: requests with one of them bypass the
    cache. Public responses must not depend on any other cookie. `proxy_headers` names WSGI
    variables that responses depend on and that only a trusted proxy can set. The application must
    call `start_response` before it returns.
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
        self.stored: SegmentedLRUCache[CachedResponse] = SegmentedLRUCache(max_bytes)
        self.clock = clock

    def is_cacheable(self, environ: Environ) -> bool:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not BYPASS_HEADERS.isdisjoint(environ):
            return False
        if environ.get("CONTENT_LENGTH") not in {None, "", "0"}:
            return False
        cookies = environ.get("HTTP_COOKIE")
        return not (cookies and any(name in cookies for name in self.private_cookies))

    def build_key(self, environ: Environ) -> str:
        """Build the cache key from the address only: no other header changes a public page."""
        get = environ.get
        host = get("HTTP_HOST") or get("SERVER_NAME", "")
        address = f"{get('SCRIPT_NAME', '')}\n{get('PATH_INFO', '')}\n{get('QUERY_STRING', '')}"
        proxies = "\n".join([get(name, "") for name in self.proxy_headers])
        return f"{environ['wsgi.url_scheme']}\n{proxies}\n{host}\n{address}"

    def is_fresh(self, cached: CachedResponse, environ: Environ) -> bool:
        now = self.clock()
        if now < cached.retry_at:
            return True
        age = now - cached.validated_at
        if age >= cached.lifetime.fresh:
            return False
        wishes = environ.get("HTTP_CACHE_CONTROL") or environ.get("HTTP_PRAGMA")
        return not wishes or is_fresh_enough(wishes, int(age))

    def can_serve_while_refreshing(self, cached: CachedResponse) -> bool:
        lifetime = cached.lifetime
        return self.clock() - cached.validated_at < lifetime.fresh + lifetime.while_refreshing

    def can_serve_if_failing(self, cached: CachedResponse) -> bool:
        """Whether a stale response may be served because the application fails. If so, it counts as
        fresh for a moment, so that not every client waits for the failing application."""
        age = self.clock() - cached.validated_at
        if age >= cached.lifetime.fresh + cached.lifetime.if_failing:
            return False
        cached.retry_at = self.clock() + RETRY_INTERVAL_SECONDS
        return True

    def fetch(
        self, key: str, known: CachedResponse | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Request the page, store the response if it is public, and answer this client."""
        try:
            status, headers, body = self._forward(known, environ)
        except Exception:
            if known and self.can_serve_if_failing(known):
                return self._respond(key, known, environ, start_response)
            raise
        code = status[:3]
        if known and code[0] == "5" and self.can_serve_if_failing(known):
            _close(body)
            return self._respond(key, known, environ, start_response)
        if known and code == "304":
            _close(body)
            lifetime = get_shared_lifetime(headers)
            if not lifetime and has_caching_headers(headers):
                self.stored.delete(key)
                return self.fetch(key, None, environ, start_response)
            known.revalidate(headers, lifetime or known.lifetime, self.clock())
            return self._respond(key, known, environ, start_response)
        if code == "200" and (lifetime := get_shared_lifetime(headers)) and self._fits(headers):
            body = [_read_body(body)]
            with suppress(ValueError):
                cached = CachedResponse.from_response(headers, body[0], lifetime, self.clock())
                self.stored.put(key, cached, cached.size)
                return self._respond(key, cached, environ, start_response)
        if known:
            self.stored.delete(key)
        start_response(status, headers)
        return body

    def build_answer(self, key: str, cached: CachedResponse, environ: Environ) -> StoredAnswer:
        """Build the answer to this client from a response: a 304, or the page in its encoding."""
        age = ("Age", str(int(self.clock() - cached.validated_at)))
        if is_not_modified(cached, environ):
            return "304 Not Modified", [*cached.not_modified_headers, age], []
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding not in cached.encodings:
            cached.add_encoding(encoding)
            self.stored.resize(key, cached, cached.size)
        headers, body = cached.encodings[encoding]
        return "200 OK", [*headers, age], [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _respond(
        self, key: str, cached: CachedResponse, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        status, headers, body = self.build_answer(key, cached, environ)
        start_response(status, headers)
        return body

    def _forward(self, known: CachedResponse | None, environ: Environ) -> tuple[str, Headers, Iterable[bytes]]:
        """Request the page from the application without the headers that belong to one client."""
        asked = {name: environ[name] for name in environ if name not in CLIENT_HEADERS}
        if known:
            asked["REQUEST_METHOD"] = "GET"
            asked["HTTP_IF_NONE_MATCH"] = known.etag
            asked.pop("HTTP_ACCEPT_ENCODING", None)
        started: list = []
        body = self.application(asked, lambda *args: started.append(args))
        status, headers, *_exc_info = started[0]
        return status, headers, body

    def _fits(self, headers: Headers) -> bool:
        length = next((v for name, v in headers if name.lower() == "content-length"), "0")
        return int(length) <= self.stored.max_entry_bytes


def _read_body(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    if close := getattr(body, "close", None):
        close()
