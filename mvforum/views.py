"""Pages that belong to no app: health check, privacy, favicon, errors."""

import sys
from contextlib import suppress
from dataclasses import replace

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from comments.web.not_found import PageNotFound
from comments.web.public_cache import public_page
from mvforum.resubmission.outage import render_outage
from mvforum.resubmission.returned_form import ReturnedForm
from mvforum.startup import find_outage


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 if pages can be served, 503 otherwise."""
    if outage := find_outage():
        return HttpResponse(f"{outage}\n", status=503, content_type=PLAIN_TEXT)
    return HttpResponse("ok\n", content_type=PLAIN_TEXT)


PLAIN_TEXT = "text/plain; charset=utf-8"


@require_safe
@public_page()
@conditional_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@require_safe
@public_page()
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to the icon, for pages that name none, such as those of Django admin."""
    return redirect(static("icon.svg"))


# Names that models had in addresses of Django admin.
RENAMED_MODELS = {"ground": "rejectionreason", "letter": "outgoingemail", "dangerphrase": "crisisphrase"}


@never_cache
def renamed_admin_page(request: HttpRequest, model: str, rest: str) -> HttpResponse:
    """Redirect to the page of a model under its new name, with the query and the method."""
    url = f"{reverse('admin:app_list', args=['comments'])}{RENAMED_MODELS[model]}/{rest}"
    if query := request.META["QUERY_STRING"]:
        url = f"{url}?{query}"
    return HttpResponsePermanentRedirect(url, preserve_request=True)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 without using the request, which may be the cause."""
    if isinstance(exception, RequestDataTooBig):
        _drain_request(request)
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def _drain_request(request: HttpRequest) -> None:
    """Read the rest of the request, within limits: a browser that is cut off shows no response at
    all."""
    with suppress(OSError):  # or gone already
        for _chunk in range(MAX_DRAINED_CHUNKS):
            if not request.read(CHUNK_BYTES):
                return


CHUNK_BYTES = 65_536  # bytes
MAX_DRAINED_CHUNKS = 512  # chunks, 32 MiB


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 if the database does not answer, 500 for any other error, with the text in a form
    that can be sent again."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return render_outage(request)
    context = {"returned": ReturnedForm.from_request(request)}
    return HttpResponse(render_to_string("500.html", context), status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"sentence": "", "back": ""}
    if isinstance(exception, PageNotFound):
        context = {"sentence": exception.sentence, "back": exception.back}
    return render(request, "404.html", context, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = getattr(exception, "sentence", "")
    return render(request, "403.html", {"sentence": sentence}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that is too old or from another site. Its text can be copied only: one
    click would send what another site has written."""
    returned = ReturnedForm.from_request(request)
    context = {"returned": returned and replace(returned, is_from_our_page=False)}
    return render(request, "403_csrf.html", context, status=403)
