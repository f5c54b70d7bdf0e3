"""Caching headers for responses that have none: private by default."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class PrivateByDefaultMiddleware:
    """Middleware that forbids caching of responses without a rule of their own: account pages,
    Django admin, errors, redirects.

    It also forbids caching of responses that set or delete a cookie. Otherwise a cache would do
    that in every browser. Django deletes the cookie of an invalid session, for example.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.cookies and "public" in response.get("Cache-Control", ""):
            del response["Cache-Control"]
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
