"""Redis that may be away: fragments are rendered again, and log-ins wait, since their limits are
counted there."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from mvforum.circuit_breaker import COOL_DOWN_SECONDS, CircuitBreaker
from mvforum.resubmission.outage import render_outage

logger = logging.getLogger(__name__)
circuit_breaker = CircuitBreaker("the cache of pages")


class FragmentCache(RedisCache):
    """Cache backend for fragments. It never fails, since a missing fragment can be rendered
    again."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _call_or_default(lambda: super(FragmentCache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
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
    """Answer 503 where a rate limit cannot be counted: log-in without limits would help attackers
    who guess passwords."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisError):
            return None
        logger.error("The cache does not answer, so nobody can log in: %s", exception)
        return render_outage(request, retry_seconds=COOL_DOWN_SECONDS)
