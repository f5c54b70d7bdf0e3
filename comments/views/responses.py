"""Addresses that only take forms, and what they say to somebody who comes to read."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.policy import Verdict, codes

View = Callable[..., HttpResponse]


def form_target(view: View) -> View:
    """Take POST only. Whoever opens the address, or reloads it after a refusal, is told in
    words (405); nothing is changed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        response = render(request, "405.html", status=405)
        response["Allow"] = "POST"
        return response

    return guarded


def status_of(verdict: Verdict) -> int:
    """The HTTP status of a refusal: too much, or not like this."""
    return 429 if verdict.found(codes.NO_FLOODING) else 422


def told_to_wait(response: HttpResponse, verdict: Verdict) -> HttpResponse:
    """Programs read in a header how long."""
    if wait := verdict.seconds_to_wait:
        response["Retry-After"] = str(wait)  # seconds
    return response
