"""Decorator for pages that shared caches may store: the same for everybody."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

View = Callable[..., HttpResponse]

SHARED_CACHE_CONTROL = {  # seconds
    "s_maxage": 1,
    "stale_while_revalidate": 30,
    "stale_if_error": 3600,
}


def has_no_session_cookie(request: HttpRequest) -> bool:
    """Whether the visitor is a guest: only a login sets the session cookie."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def no_query(request: HttpRequest) -> str:
    return ""


def query_param(name: str) -> Callable[[HttpRequest], str]:
    """Canonical query of a page with one optional parameter."""

    def query_of(request: HttpRequest) -> str:
        return urlencode({name: request.GET[name]}) if request.GET.get(name) else ""

    return query_of


def canonical_redirect(request: HttpRequest, query: str) -> HttpResponse | None:
    """Redirect to the canonical query of a page; None if the request has it, in any order."""
    if sorted(request.META.get("QUERY_STRING", "").split("&")) == sorted(query.split("&")):
        return None
    address = escape_leading_slashes(escape_uri_path(request.path))
    return HttpResponsePermanentRedirect(f"{address}?{query}".removesuffix("?"))


def public_page(query_of: Callable[[HttpRequest], str] = no_query) -> Callable[[View], View]:
    """Let shared caches store the page for a second, serve it while they revalidate, and for an
    hour if that fails. Responses for logged-in visitors are private.

    A cache stores a page under its URL, so a page has only one: `query_of` returns the canonical
    query, and a request with another one is redirected.

    The decorated view has the attribute `is_public_page`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def cached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if redirect := canonical_redirect(request, query_of(request)):
                return redirect
            response = view(request, *args, **kwargs)
            if has_no_session_cookie(request) and response.status_code in {200, 304}:
                patch_cache_control(response, public=True, max_age=0, **SHARED_CACHE_CONTROL)
            else:
                patch_cache_control(response, private=True, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
            return response

        cached.is_public_page = True  # type: ignore[attr-defined]
        return cached

    return decorate
