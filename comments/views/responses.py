"""Status and headers of the answer to a refused submission."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.policy import Verdict, codes


def get_refusal_status(verdict: Verdict) -> int:
    """The HTTP status of a refusal: too many requests, or unacceptable content."""
    return 429 if verdict.has_finding(codes.NO_FLOODING) else 422


def add_retry_after(response: HttpResponse, verdict: Verdict) -> HttpResponse:
    """Say in a header, for programs, how long to wait."""
    if wait := verdict.seconds_to_wait:
        response["Retry-After"] = str(wait)  # seconds
    return response


def render_refused(request: HttpRequest, sentence: str, *, back: str, status: int = 409) -> HttpResponse:
    """Say why a form could not be done, and give its text back in a form that can be sent again."""
    context = {"sentence": sentence, "back": back}
    return render(request, "resubmission/refused.html", context, status=status)
