"""What does not say that others may keep it, nobody keeps."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class PrivateByDefaultMiddleware:
    """Forbid caches to keep every answer that has no rule of its own: pages of accounts and
    of Django admin, errors, redirects. And every one that sets a cookie, or takes it back as
    Django does with that of a session that cannot be: kept, it would do so in every browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.cookies and "public" in response.get("Cache-Control", ""):
            del response["Cache-Control"]
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
