"""Middleware that stores nothing from a form of somebody else, and gives its text back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.web.account_mark import ACCOUNT_MARK_FIELD, GUEST_MARK, has_account_mark
from mvforum.csrf import SAFE_METHODS
from mvforum.resubmission.returned_form import ReturnedForm

# Forms that are about no account of the visitor, or end with the visitor logged out.
FORMS_FOR_ANYBODY = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_signup",
    "admin:login",
    "admin:logout",
}


class AccountMarkMiddleware:
    """Middleware that compares for whom a form was made with who sends it.

    A form without a mark counts as one of a guest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, callback: Any, args: tuple, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        if request.method in SAFE_METHODS or (match and match.view_name in FORMS_FOR_ANYBODY):
            return None
        if has_account_mark(request.user, request.POST.get(ACCOUNT_MARK_FIELD, GUEST_MARK)):
            return None
        returned = ReturnedForm.from_request(request)
        status = 409 if request.user.is_authenticated else 403
        return render(request, "resubmission/other_account.html", {"returned": returned}, status=status)
