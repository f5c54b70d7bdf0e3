"""Early rejection of requests that no page can answer: unknown methods, what cannot be decoded, half a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

METHODS = ("GET", "HEAD", "OPTIONS", "POST")  # of which each page takes some
MULTIPART_END_BYTES = 4_096  # bytes; the last boundary must stand within them


class RequestDecodingMiddleware:
    """Decode every form as UTF-8, parse the query string early, and accept complete forms only.

    Django trusts any codec name and fails on those that are not for text, such as `charset=hex`. A
    query with too many fields is answered with 400 here, where a page can still be rendered. Django
    takes multipart forms without their end, and answers any method in its admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponse(render_to_string("405.html"), status=405, headers={"Allow": ", ".join(METHODS)})
        if "charset" in (request.content_params or {}):
            request.encoding = "utf-8"
        if request.content_type == "multipart/form-data":
            parse = partial(_parse_complete_form, request, request.parse_file_upload)
            request.parse_file_upload = parse  # type: ignore[method-assign]
        request.GET  # noqa: B018
        return self.get_response(request)


def _parse_complete_form(
    request: HttpRequest,
    parse: Callable[..., tuple[QueryDict, MultiValueDict]],
    environ: dict[str, Any],
    body: IO[bytes],
) -> tuple[QueryDict, MultiValueDict]:
    """Parse a multipart form. Raises MultiPartParserError, which is a 400, if its end is missing."""
    reader = _EndReader(body)
    parsed = parse(environ, reader)
    boundary = (request.content_params or {}).get("boundary", "")
    is_cut_off = reader.end and f"--{boundary}--".encode() not in reader.end
    # An upload that is too large is not read to its end: the form says so itself.
    if is_cut_off and not body.read(1):
        raise MultiPartParserError("The form has no end.")
    return parsed


class _EndReader:
    """Stream that remembers the last bytes that were read."""

    def __init__(self, stream: IO[bytes]):
        self.stream = stream
        self.end = b""

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.end = (self.end + data)[-MULTIPART_END_BYTES:]
        return data
