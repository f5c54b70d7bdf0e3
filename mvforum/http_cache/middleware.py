"""The HTTP cache as WSGI middleware, for a site under another server than granian."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Event, Lock
from typing import Any

from mvforum.http_cache.cache import DEFAULT_HEADERS, HttpCache, StartResponse
from mvforum.http_cache.cached_response import CachedResponse
from mvforum.http_cache.headers import Environ, parse_cache_control

FETCH_WAIT_SECONDS = 10  # for another request that already fetches a page not yet stored


class HttpCacheMiddleware(HttpCache):
    """WSGI middleware that serves public responses from memory."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._fetches: dict[str, Event] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self.is_cacheable(environ):
            return self.application(environ, start_response)
        key = self.build_key(environ)
        cached = self.stored.get(key)
        if cached and self.is_fresh(cached, environ):
            return self._respond(key, cached, environ, start_response)
        return self._refresh(key, cached, environ, start_response)

    def _refresh(
        self, key: str, cached: CachedResponse | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Fetch a response, one request at a time. The others get the stale one, or wait if there
        is none."""
        wishes = parse_cache_control(environ.get("HTTP_CACHE_CONTROL", ""))
        if "only-if-cached" in wishes:
            start_response("504 Gateway Timeout", [("Content-Length", "0"), *DEFAULT_HEADERS])
            return []
        if "no-store" in wishes or (environ["REQUEST_METHOD"] == "HEAD" and not cached):
            return self.application(environ, start_response)
        mine = Event()
        with self._lock:
            theirs = self._fetches.setdefault(key, mine)
        if theirs is not mine:
            if not (cached and self.can_serve_while_refreshing(cached)):
                theirs.wait(FETCH_WAIT_SECONDS)
                cached = self.stored.get(key)
            if cached and self.can_serve_while_refreshing(cached):
                return self._respond(key, cached, environ, start_response)
            return self.application(environ, start_response)
        try:
            return self.fetch(key, cached, environ, start_response)
        finally:
            del self._fetches[key]
            mine.set()
