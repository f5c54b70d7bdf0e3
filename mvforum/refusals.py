"""Requests that the front refuses, answered with a page of the site: mvforum/http_cache/front.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from mvforum.http_cache.front import REFUSAL
from mvforum.resubmission.outage import render_outage

REFUSED_BODY_TEMPLATES = {408: "408.html", 413: "413.html"}


RETRY_SECONDS = 5  # after which a thread may be free


class RefusalMiddleware:
    """Middleware that refuses a request for the front, without asking the database.

    It comes after the check of where the request comes from: only then is a form given back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if template := REFUSED_BODY_TEMPLATES.get(request.META.get(REFUSAL, 0)):
            return HttpResponse(render_to_string(template), status=request.META[REFUSAL])
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse like a locked database, with the text in a form that can be sent again."""
        return render_outage(request, retry_seconds=RETRY_SECONDS) if REFUSAL in request.META else None
