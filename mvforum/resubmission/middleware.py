"""Middleware for forms that cannot be done as they were sent: nothing is stored, and the text comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.views.responses import render_refused
from comments.web.account_mark import ACCOUNT_MARK_FIELD, GUEST_MARK, has_account_mark
from mvforum.http_cache.headers import SAFE_METHODS
from mvforum.resubmission.carried_form import CARRIED_FIELD
from mvforum.resubmission.returned_form import ReturnedForm
from mvforum.resubmission.views import ENTRANCE_FORMS, show_after_log_in

LIMIT_CODES = {"rate_limited", "too_many_login_attempts"}  # of allauth's errors
# Forms that are about no account of the visitor, or that store nothing.
FORMS_FOR_ANYBODY = {
    "account_confirm_login_code",
    "account_logout",
    "account_reset_password",
    "account_reset_password_from_key",
    "admin:login",
    "admin:logout",
    "continue_form",
} | {*ENTRANCE_FORMS}


class ResubmissionMiddleware:
    """Middleware that refuses the form of another account, and gives the text of a form back.

    It compares for whom the form was made with who sends it. A form without a mark counts as one of
    a guest. It also keeps the text where a view asks for a log-in, and brings it back afterwards.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        place = urlsplit(response["Location"]).path
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in ENTRANCE_FORMS:
            is_carrying = CARRIED_FIELD in request.POST
            return show_after_log_in(request, response) if is_carrying else response
        if name.startswith("admin:") and name.endswith("_change") and place == reverse("admin:index"):
            # Django admin would drop the text.
            sentence = _("What you edited was deleted in the meantime. Copy your text, or try again.")
            return render_refused(request, sentence, back=place, status=404)
        if name in FORMS_FOR_ANYBODY or place not in self._log_in_pages:
            return response
        return render_refusal(request, "log_in_needed", status=403)

    def process_view(self, request: HttpRequest, callback: Any, args: tuple, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        if request.method in SAFE_METHODS or (match and match.view_name in FORMS_FOR_ANYBODY):
            return None
        if has_account_mark(request.user, request.POST.get(ACCOUNT_MARK_FIELD, GUEST_MARK)):
            return None
        return render_refusal(request, "other_account", status=409 if request.user.is_authenticated else 403)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Answer 422 to a form with errors, 429 at a limit, where allauth and Django admin answer 200."""
        if request.method == "POST" and response.status_code == 200:
            response.status_code = _get_status(response.context_data or {})
        return response

    @property
    def _log_in_pages(self) -> set[str]:
        """Pages to which views send visitors who have to log in."""
        return {reverse(name) for name in ("account_login", "admin:login")}


def _get_status(context: dict[str, Any]) -> int:
    """Return the status of a page with a form. Django admin lists the errors of all its forms in `errors`."""
    form = context.get("form")
    found = form.errors.as_data() if isinstance(form, BaseForm) and form.is_bound else {}
    if LIMIT_CODES & {error.code for errors in found.values() for error in errors}:
        return 429
    return 422 if found or context.get("errors") else 200


def render_refusal(request: HttpRequest, name: str, *, status: int) -> HttpResponse:
    context = {"returned": ReturnedForm.from_request(request)}
    return render(request, f"resubmission/{name}.html", context, status=status)
