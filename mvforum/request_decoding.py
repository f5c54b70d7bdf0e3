"""Requests that cannot be read are told so before anything else is done with them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class RequestDecodingMiddleware:
    """Read every form as UTF-8: Django believes any name of a codec, and breaks on those
    that are not for text, such as `charset=hex`. And read the query, which may have too many
    fields, while there is still somebody to say so (400)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "charset" in (request.content_params or {}):
            request.encoding = "utf-8"
        request.GET  # noqa: B018
        return self.get_response(request)
