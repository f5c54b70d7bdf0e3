"""Views that bring the text of a form through a log-in or a log-out."""

from __future__ import annotations

from copy import copy

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache

from comments.views.decorators import require_post
from comments.web.account_mark import has_account_mark
from mvforum.resubmission.carried_form import CARRIED_FIELD, open_form, seal_form
from mvforum.resubmission.returned_form import ReturnedForm

# The pages of a log-in, each of which carries the form on.
ENTRANCE_FORMS = ("account_login", "account_signup", "account_email_verification_sent")
ENTRANCES = {"log_in": "account_login", "sign_up": "account_signup"}


@never_cache
@require_post
def continue_form(request: HttpRequest) -> HttpResponse:
    """Bring a form to the log-in, or log out and go on with it as a guest. Nothing of it is done.

    The form is that of the page, whose address is the parameter `to`, or one that is carried already.
    """
    returned = open_form(request.POST[CARRIED_FIELD]) if CARRIED_FIELD in request.POST else _get_form(request)
    entrance = ENTRANCES.get(request.POST.get("continue_as", "log_in"))
    if request.user.is_authenticated:
        logout(request)
    if not (returned and returned.has_text):
        return redirect(entrance or "/")
    if not entrance:
        return render_returned_form(request, returned)
    return _show_page(request, reverse(entrance), carried=seal_form(returned))


def _get_form(request: HttpRequest) -> ReturnedForm | None:
    return ReturnedForm.from_sent(request.GET.get("to", ""), request.POST)


def show_after_log_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer a log-in with the form that it has carried, or with the next page of the log-in.

    A redirect could not bring the form along.
    """
    sealed = request.POST[CARRIED_FIELD]
    if not (returned := open_form(sealed)):
        return response
    if request.user.is_authenticated:
        return render_returned_form(request, returned)
    return _show_page(request, response["Location"], carried=sealed) or response


def render_returned_form(request: HttpRequest, returned: ReturnedForm) -> HttpResponse:
    """Show a form, filled for the account that it was made for. Anybody else is asked first."""
    context = {"returned": returned, "is_filled": has_account_mark(request.user, returned.written_for)}
    return render(request, "resubmission/carried.html", context)


def _show_page(request: HttpRequest, url: str, *, carried: str) -> HttpResponse:
    """Render another page of this site as the answer, with the form in a hidden field of it."""
    try:
        match = resolve(url.partition("?")[0])
    except Resolver404:
        return redirect(url)
    if match.view_name not in ENTRANCE_FORMS:
        return redirect(url)
    page = copy(request)  # It shares session and account.
    page.method, page.resolver_match = "GET", match
    page.path = page.path_info = url.partition("?")[0]
    page.GET, page.POST = QueryDict(url.partition("?")[2]), QueryDict(f"{CARRIED_FIELD}={carried}")
    response = match.func(page, *match.args, **match.kwargs)
    # Behind the views, nobody else would render it.
    return response.render() if isinstance(response, TemplateResponse) else response
