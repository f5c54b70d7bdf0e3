"""Early rejection of requests that cannot be decoded."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class RequestDecodingMiddleware:
    """Decode every form as UTF-8, and parse the query string early.

    Django trusts any codec name and fails on those that are not for text, such as `charset=hex`. A
    query with too many fields is answered with 400 here, where a page can still be rendered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "charset" in (request.content_params or {}):
            request.encoding = "utf-8"
        request.GET  # noqa: B018
        return self.get_response(request)
