"""Decorators that check a precondition before the view runs."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def moderator_required(view: View) -> View:
    """Require a login, then the permission to moderate (403 without it)."""
    may_moderate = permission_required("comments.moderate", raise_exception=True)
    return never_cache(login_required(may_moderate(view)))


def require_post(view: View) -> View:
    """Allow POST only. Any other request, such as a reload after a refusal, gets a page that
    explains this (405)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        response = render(request, "405.html", status=405)
        response["Allow"] = "POST"
        return response

    return wrapper
