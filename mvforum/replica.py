"""Read replica for pages that are the same for all guests.

Everything else is read from the primary, where authors find at once what they have just posted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DataError, Error, connections
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from comments.web.public_cache import has_no_session_cookie
from mvforum.circuit_breaker import CircuitBreaker

_is_reading = ContextVar("is_reading_from_the_replica", default=False)
circuit_breaker = CircuitBreaker("the read replica")


class ReplicaRouter:
    """Database router: reads go to the replica while a public page is rendered; writes never do."""

    def db_for_read(self, model: type[Model], **hints: object) -> str:
        return "replica" if _is_reading.get() else "default"

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        return "default"

    def allow_relation(self, one: Model, other: Model, **hints: object) -> bool:
        return True  # They hold the same rows.

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "default"


class ReplicaMiddleware:
    """Render public pages from the replica, unless it fails or lags behind. Must be the last
    middleware, since it calls the view itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return a page from the replica, or None to let the primary answer."""
        if circuit_breaker.is_open or not _is_for_all_guests(request, view):
            return None
        try:
            with _reading_from_the_replica():
                return view(request, *args, **kwargs)
        except (Http404, DataError):  # DataError: what was asked for is odd, not the replica.
            return None
        except Error as error:
            circuit_breaker.trip(error)
            connections["replica"].close()
            return None


def _is_for_all_guests(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    is_shared = getattr(view, "is_public_page", False)
    return is_shared and request.method in {"GET", "HEAD"} and has_no_session_cookie(request)


@contextmanager
def _reading_from_the_replica() -> Iterator[None]:
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)
