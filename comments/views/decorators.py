"""Decorators that check a precondition before the view runs."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control

from comments.submission.attempts import (
    get_seconds_until_next_attempt,
    get_seconds_until_next_link,
    record_attempt,
    record_wrong_link,
)
from comments.web.not_found import PageNotFound

View = Callable[..., HttpResponse]


def moderator_required(view: View) -> View:
    """Require a login, then the permission to moderate (403 without it)."""
    may_moderate = permission_required("comments.moderate", raise_exception=True)
    return _keep_answers_for_back(login_required(may_moderate(view)))


def _keep_answers_for_back(view: View) -> View:
    """Forbid caching, except of answers to a form.

    A browser has to keep such an answer, or Back to it asks to send the form again. After
    logging out it is not shown: the answer varies by cookie.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            patch_cache_control(response, private=True, no_cache=True)
        else:
            add_never_cache_headers(response)
        return response

    return wrapper


class WrongLink(PageNotFound):
    """Private link that leads to nothing."""


def limit_wrong_links(view: View) -> View:
    """Answer 429 to a client that has tried many wrong private links, whatever it asks for now.

    The view raises `WrongLink`, and its second argument is the secret. Addresses with a number in
    its place are for members, and not secret.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, key: str | int, **kwargs: object) -> HttpResponse:
        if not isinstance(key, str):
            return view(request, key, **kwargs)
        if wait := get_seconds_until_next_link(request):
            return _answer_too_many_attempts(request, wait)
        try:
            return view(request, key, **kwargs)
        except WrongLink:
            record_wrong_link(request)
            raise

    return wrapper


def limit_attempts(view: View) -> View:
    """Answer 429 with the text, before it is looked at, to an author with many previews and refused posts.

    An answer other than a redirect counts: the text was not stored.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if wait := get_seconds_until_next_attempt(request):
            return _answer_too_many_attempts(request, wait)
        response = view(request, *args, **kwargs)
        if response.status_code != 302:
            record_attempt(request)
        return response

    return wrapper


def _answer_too_many_attempts(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(seconds)
    return response


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
