"""CSRF protection for pages that are the same for all readers."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

from mvforum.http_cache.headers import SAFE_METHODS


class SameOriginCsrfMiddleware(CsrfViewMiddleware):
    """CSRF check by origin first: a same-origin request passes, others need Django's token.

    A form on a page that all readers share cannot carry a token of one of them.
    """

    def process_view(
        self, request: HttpRequest, callback: Any, args: tuple, kwargs: dict
    ) -> HttpResponseForbidden | None:
        if request.method not in SAFE_METHODS and is_same_origin(request):
            # As the parent class notes it when it accepts.
            request.csrf_processing_done = True  # type: ignore[attr-defined]
            return None
        return super().process_view(request, callback, args, kwargs)


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of this site has sent the request, as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    # Browsers say so only to https and localhost; older ones do not say it at all.
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
        return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
    except (DisallowedHost, ValueError):
        return False
