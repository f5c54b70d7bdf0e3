"""Our forms are sent as UTF-8, whatever a request says of itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Utf8Middleware:
    """Read every form as UTF-8. Django believes any name of a codec, and breaks on those
    that are not for text, such as `charset=hex`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "charset" in (request.content_params or {}):
            request.encoding = "utf-8"
        return self.get_response(request)
