"""Which pages anybody may keep: those that are the same for everybody."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

View = Callable[..., HttpResponse]


def is_for_everybody(request: HttpRequest) -> bool:
    """Whether nobody is logged in. Only people who log in have a session cookie."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def same_for_all_guests(view: View) -> View:
    """Let shared caches keep the page for a second and serve it while they fetch a new one;
    keep what is made for one person out of them."""

    @wraps(view)
    def cached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if is_for_everybody(request) and response.status_code in {200, 304}:
            patch_cache_control(
                response, public=True, max_age=0, s_maxage=1, stale_while_revalidate=30
            )
        else:
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return cached
