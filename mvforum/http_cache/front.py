"""Front of the site under granian: an RSGI application that needs no thread to wait.

It reads each request completely before it gives it to a thread, so slow clients occupy none. It
answers cached pages and the health check without a thread. The application behind it is a WSGI
application.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from types import CoroutineType
from typing import Any

from granian.rsgi import ProtocolClosed

from mvforum.http_cache.cache import DEFAULT_HEADERS, Application, HttpCache
from mvforum.http_cache.cached_response import CachedResponse
from mvforum.http_cache.headers import SAFE_METHODS, Environ, choose_encoding, parse_cache_control
from mvforum.http_cache.request_body import BodyDeadline, BodyIncomplete, BodyReader, BodyTooLarge, BodyTooSlow
from mvforum.http_cache.request_threads import NoThreadFree, RequestThreads
from mvforum.http_cache.wsgi_call import BadRequest, WsgiAnswer, build_environ, call_application, complete_environ

logger = logging.getLogger(__name__)

# In the environment of a request that the front refuses, for the application to say so: a status.
REFUSAL = "mvforum.refusal"
# In the environment of a request that may wait for locks: the end of its patience, by time.monotonic.
WAITS_UNTIL = "mvforum.waits_until"

FILE_CHUNK_BYTES = 128 * 1024  # bytes
MAX_COMPRESSED_IN_LOOP_BYTES = 200_000  # bytes, a few milliseconds
MAX_DISCARDED_BYTES, DISCARDING_SECONDS = 64 * 1024 * 1024, 30
REFUSAL_WAIT_SECONDS = 1  # for a thread that renders a refusal
MAX_HEALTH_CHECKS = 100  # answers, one for each host
HEALTH_MEMORY_SECONDS = 10  # for which the last answer serves while a check takes long
SEND_SECONDS = 60  # for one chunk of an answer


def _say(status: int, text: str, **headers: str) -> WsgiAnswer:
    extra = [(name.replace("_", "-"), value) for name, value in headers.items()]
    plain = [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
    return WsgiAnswer(status, [*plain, ("Cache-Control", "no-store"), *DEFAULT_HEADERS, *extra], text.encode())


# For moments when no thread can render a page.
BUSY = _say(503, "The site is busy. Please try again in a moment.\n", Retry_After="5")
FAILED = _say(500, "Something went wrong here. Please try again.\n")
NOT_UNDERSTOOD = _say(400, "This request cannot be understood.\n")
INCOMPLETE = _say(400, "The request ended before its body did.\n")
WITHOUT_PAGE = {408: _say(408, "Your text came too slowly.\n"), 413: _say(413, "This is too large.\n")}


@dataclass(frozen=True)
class FrontLimits:
    """Limits of waiting, in seconds, and of bodies, in bytes."""

    body_bytes: int = 64 * 1024 * 1024
    body_bytes_by_path: Mapping[str, int] = field(default_factory=dict)  # by the beginning of the path
    body_deadline: BodyDeadline = field(default_factory=BodyDeadline)
    # Of a request that may wait for locks: for a thread and for locks together. With the time that
    # the answer itself takes, five seconds.
    lock_wait: float = 4.5
    thread_wait: float = 30  # of the other requests, for a thread
    stale_wait: float = 0.2  # for a fetch, where a stale page can be served
    health_wait: float = 0.3  # for a health check, where an earlier answer is known

    def find_body_limit(self, path: str) -> int:
        found = [prefix for prefix in self.body_bytes_by_path if path.startswith(prefix)]
        return self.body_bytes_by_path[max(found, key=len)] if found else self.body_bytes


class Front:
    """RSGI application before a WSGI application."""

    def __init__(
        self,
        application: Application,
        *,
        threads: RequestThreads,
        cache: HttpCache | None = None,
        health_path: str = "",
        limits: FrontLimits = FrontLimits(),
    ):
        self.application = application
        self.threads = threads
        self.cache = cache
        self.health_path = health_path
        self.limits = limits
        self._fetches: dict[str, asyncio.Task[WsgiAnswer]] = {}
        self._health_checks: dict[str, asyncio.Task[WsgiAnswer]] = {}
        self._last_health: dict[str, tuple[WsgiAnswer, float]] = {}

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        run_first_steps_at_once(loop)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        try:
            await self._handle(scope, proto)
        except BadRequest:
            await _send(proto, NOT_UNDERSTOOD)
        except Exception:
            logger.exception("The front could not answer %s %s", scope.method, scope.path)
            await _send(proto, FAILED)

    async def _handle(self, scope: Any, proto: Any) -> None:
        environ = build_environ(scope)
        cache = self.cache
        key = cached = None
        if cache and cache.is_cacheable(environ):
            key = cache.build_key(environ)
            cached = cache.stored.get(key)
            if cached and cache.is_fresh(cached, environ) and _is_quick(cached, environ):
                status, headers, body = cache.build_answer(key, cached, environ)
                proto.response_bytes(int(status[:3]), headers, body[0] if body else b"")
                return
        await asyncio.sleep(0)  # From here on in the event loop: run_first_steps_at_once.
        environ = complete_environ(environ, scope)
        if environ["PATH_INFO"] == self.health_path and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            await _send(proto, await self._check_health(environ))
        elif cache and key is not None:
            await _send(proto, await self._refresh(cache, key, cached, environ), environ)
        elif _has_body(environ):
            await self._read_and_call(environ, proto)
        else:
            await _send(proto, await self._call(environ), environ)

    # Cached pages

    async def _refresh(self, cache: HttpCache, key: str, cached: CachedResponse | None, environ: Environ) -> WsgiAnswer:
        """Fetch a response, one request at a time. Where a stale one can be served, nobody waits
        long: the fetch goes on without them."""
        if cached and cache.is_fresh(cached, environ):
            return await self._run(environ, partial(_answer_from, cache, key, cached))
        wishes = parse_cache_control(environ.get("HTTP_CACHE_CONTROL", ""))
        if "only-if-cached" in wishes:
            return WsgiAnswer(504, [*DEFAULT_HEADERS, ("Content-Length", "0")], b"")
        if "no-store" in wishes or (environ["REQUEST_METHOD"] == "HEAD" and not cached):
            return await self._call(environ)
        fetch = self._fetches.get(key)
        is_mine = fetch is None
        if fetch is None:
            fetch = self._fetches[key] = asyncio.create_task(self._fetch(cache, key, cached, environ))
            fetch.add_done_callback(lambda _done: self._fetches.pop(key, None))
        can_be_stale = cached is not None and cache.can_serve_while_refreshing(cached)
        if is_mine or not can_be_stale:
            done, _pending = await asyncio.wait([fetch], timeout=self.limits.stale_wait if can_be_stale else None)
            if done and is_mine:
                return fetch.result()
        cached = cache.stored.get(key) or cached
        if cached and (can_be_stale or cache.can_serve_while_refreshing(cached)):
            return _answer_from(cache, key, cached, environ)
        return await self._call(environ)

    async def _fetch(self, cache: HttpCache, key: str, cached: CachedResponse | None, environ: Environ) -> WsgiAnswer:
        try:
            return await self._run(environ, lambda *args: call_application(partial(cache.fetch, key, cached), *args))
        except NoThreadFree:
            if cached and cache.can_serve_if_failing(cached):
                return _answer_from(cache, key, cached, environ)
            return BUSY
        except Exception:
            logger.exception("The front could not fetch %s", environ["PATH_INFO"])
            return FAILED

    # The health check

    async def _check_health(self, environ: Environ) -> WsgiAnswer:
        """Return the answer of the application. While it takes long, the one before it counts."""
        host = environ.get("HTTP_HOST", "")
        check = self._health_checks.get(host)
        if check is None:
            check = self._health_checks[host] = asyncio.create_task(self._ask_for_health(host, environ))
            check.add_done_callback(lambda _done: self._health_checks.pop(host, None))
        known = self._last_health.get(host)
        done, _pending = await asyncio.wait(
            [check], timeout=self.limits.health_wait if known else self.limits.lock_wait
        )
        if done:
            return check.result()
        if known and time.monotonic() - known[1] < HEALTH_MEMORY_SECONDS:
            return known[0]
        return BUSY

    async def _ask_for_health(self, host: str, environ: Environ) -> WsgiAnswer:
        answer = await self._call(environ | {"REQUEST_METHOD": "GET"})
        if answer.status in {200, 503} and (host in self._last_health or len(self._last_health) < MAX_HEALTH_CHECKS):
            self._last_health[host] = answer, time.monotonic()
        return answer

    # Requests for the application

    async def _read_and_call(self, environ: Environ, proto: Any) -> None:
        """Read the body of a request, let a thread run the request, and send the answer."""
        length = environ.get("CONTENT_LENGTH")
        reader = BodyReader(
            aiter(proto),
            length=int(length) if length else None,
            limit=self.limits.find_body_limit(environ["PATH_INFO"]),
            deadline=self.limits.body_deadline,
        )
        try:
            body = await reader.read()
        except BodyTooLarge:
            await self._refuse_body(413, environ, proto, reader)
        except BodyTooSlow:
            await self._refuse_body(408, environ, proto, reader)
        except BodyIncomplete:
            await _send(proto, INCOMPLETE)
        else:
            with body:
                environ.pop("HTTP_TRANSFER_ENCODING", None)
                environ |= {"CONTENT_LENGTH": str(reader.received_bytes), "wsgi.input": body}
                await _send(proto, await self._call(environ), environ)

    async def _refuse_body(self, status: int, environ: Environ, proto: Any, reader: BodyReader) -> None:
        """Answer without the body. Most browsers show the answer only if they can send on."""
        sends_on = status == 413 and "HTTP_EXPECT" not in environ
        rest = asyncio.create_task(reader.discard_rest(MAX_DISCARDED_BYTES, DISCARDING_SECONDS)) if sends_on else None
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["CONTENT_LENGTH"] = "0"
        await _send(proto, await self._refuse(status, environ))
        if rest:
            await rest

    async def _call(self, environ: Environ) -> WsgiAnswer:
        """Call the application. If no thread is free for a request that may wait for locks, another
        thread renders the refusal, with the text of the request."""
        if environ["REQUEST_METHOD"] in SAFE_METHODS:
            try:
                return await self._run(environ, partial(call_application, self.application))
            except NoThreadFree:
                return BUSY
        environ[WAITS_UNTIL] = time.monotonic() + self.limits.lock_wait
        try:
            return await self._run(environ, partial(call_application, self.application), may_wait_for_locks=True)
        except NoThreadFree:
            return await self._refuse(503, environ)

    async def _refuse(self, status: int, environ: Environ) -> WsgiAnswer:
        environ[REFUSAL] = status
        try:
            async with asyncio.timeout(REFUSAL_WAIT_SECONDS):
                return await self._run(environ, partial(call_application, self.application))
        except (NoThreadFree, TimeoutError):
            return WITHOUT_PAGE.get(status, BUSY)

    async def _run(
        self, environ: Environ, call: Callable[[Environ], WsgiAnswer], *, may_wait_for_locks: bool = False
    ) -> WsgiAnswer:
        environ.setdefault("wsgi.input", BytesIO())
        return await self.threads.run(
            partial(call, environ),
            may_wait_for_locks=may_wait_for_locks,
            patience=self.limits.lock_wait if may_wait_for_locks else self.limits.thread_wait,
        )


def run_first_steps_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """Run each request up to its first pause in the thread of granian that has read it.

    granian starts a request by handing its coroutine to the loop. For a cached page, waking up the
    thread of the loop costs more than all the rest. Other loops than asyncio's cannot be changed so:
    they run the first step, too.
    """
    hand_over = loop.call_soon_threadsafe

    def run_first_step(callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], CoroutineType):
            try:
                args[0].send(None)
            except StopIteration:
                return None
        return hand_over(callback, *args, **kwargs)

    with suppress(AttributeError):
        loop.call_soon_threadsafe = run_first_step  # type: ignore[method-assign, assignment]


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ


def _is_quick(cached: CachedResponse, environ: Environ) -> bool:
    """Whether the response can be sent from the event loop: compressing a long one takes a thread."""
    if len(cached.body) <= MAX_COMPRESSED_IN_LOOP_BYTES:
        return True
    return choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) in cached.encodings


def _answer_from(cache: HttpCache, key: str, cached: CachedResponse, environ: Environ) -> WsgiAnswer:
    status, headers, body = cache.build_answer(key, cached, environ)
    return WsgiAnswer(int(status[:3]), headers, b"".join(body))


async def _send(proto: Any, answer: WsgiAnswer, environ: Environ | None = None) -> None:
    body = answer.body
    if isinstance(body, bytes):
        proto.response_bytes(answer.status, answer.headers, body)
    elif environ and environ["REQUEST_METHOD"] == "HEAD":
        proto.response_bytes(answer.status, answer.headers, b"")
    elif isinstance(body, Path):
        proto.response_file(answer.status, answer.headers, str(body))
    else:
        with body, suppress(ProtocolClosed, TimeoutError):
            transport = proto.response_stream(answer.status, answer.headers)
            while chunk := body.read(FILE_CHUNK_BYTES):
                async with asyncio.timeout(SEND_SECONDS):
                    await transport.send_bytes(chunk)
