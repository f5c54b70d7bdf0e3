"""JSON that stays harmless where somebody takes it for HTML."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The escapes of `django.utils.html.json_script`. Outside strings, JSON has none of these.
ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))


class HtmlSafeJsonMiddleware:
    """Middleware that escapes the signs of HTML in every JSON response: feeds, widgets, data for
    scripts, Django admin. The values stay the same.

    Old browsers, archives and mirrors guess the type of a file from its content. And a program
    that puts JSON into a script element would let a text end that element.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        media_type = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type.endswith(("/json", "+json")) and not response.streaming:
            content = response.content
            for sign, escape in ESCAPES:
                content = content.replace(sign, escape)
            response.content = content
        return response
