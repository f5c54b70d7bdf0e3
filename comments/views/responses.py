"""Addresses that only take forms, and what they say to somebody who comes to read."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.policy import Verdict, codes

View = Callable[..., HttpResponse]


def require_post(view: View) -> View:
    """Take POST only. Whoever opens the address, or reloads it after a refusal, is told in
    words (405); nothing is changed."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        response = render(request, "405.html", status=405)
        response["Allow"] = "POST"
        return response

    return wrapper


def get_refusal_status(verdict: Verdict) -> int:
    """The HTTP status of a refusal: too much, or not like this."""
    return 429 if verdict.has_finding(codes.NO_FLOODING) else 422


def add_retry_after(response: HttpResponse, verdict: Verdict) -> HttpResponse:
    """Programs read in a header how long."""
    if wait := verdict.seconds_to_wait:
        response["Retry-After"] = str(wait)  # seconds
    return response
