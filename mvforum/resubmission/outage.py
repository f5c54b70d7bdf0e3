"""Answer to a request while the database, or the cache of the rate limits, does not answer."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from mvforum.resubmission.returned_form import ReturnedForm

RETRY_SECONDS = 60  # seconds


def render_outage(request: HttpRequest, *, retry_seconds: int = RETRY_SECONDS) -> HttpResponse:
    """Answer 503 with the text in a form that can be sent again. Reads neither database nor cache,
    and works before any middleware has run."""
    context = {"returned": ReturnedForm.from_request(request), "is_form": request.method == "POST"}
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(retry_seconds)})
