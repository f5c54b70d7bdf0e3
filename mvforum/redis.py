"""Redis that may be away: pages are made anew then, and log-ins, which it counts, have to wait."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from mvforum.circuit_breaker import COOL_DOWN_SECONDS, CircuitBreaker

logger = logging.getLogger(__name__)
circuit_breaker = CircuitBreaker("the cache of pages")


class FragmentCache(RedisCache):
    """For parts of pages. What it does not give can be made again, so it never fails."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _call_or_default(
            lambda: super(FragmentCache, self).get(key, default, version), default
        )

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        _call_or_default(lambda: super(FragmentCache, self).set(key, value, timeout, version), None)


def _call_or_default(call: Callable[[], Any], default_value: Any) -> Any:
    if circuit_breaker.is_open:
        return default_value
    try:
        return call()
    except RedisError as error:
        circuit_breaker.trip(error)
        return default_value


class RateLimitOutageMiddleware:
    """Say 503 where something has to be counted and cannot be: a log-in without its limits
    would be a door for those who try passwords."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisError):
            return None
        logger.error("The cache does not answer, so nobody can log in: %s", exception)
        page = render_to_string("503.html", {"is_form": request.method == "POST"})
        return HttpResponse(
            page, status=503, headers={"Retry-After": str(COOL_DOWN_SECONDS)}
        )  # seconds
