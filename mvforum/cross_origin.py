"""Cross-Origin-Resource-Policy of every response (Fetch Standard, section 3.7)."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Files that other sites show: widgets, pictures of articles also within feeds, social cards and
# the icon. Without the hash of its content, the icon has its plain name.
_SHARED_PATH = re.compile(
    rf"/widgets/.|/pictures/.|/cards/.|/favicon\.ico$"
    rf"|{re.escape(settings.MEDIA_URL)}.|{re.escape(settings.STATIC_URL)}icon(\.[0-9a-f]+)?\.svg$"
)


class CrossOriginResourcePolicyMiddleware:
    """Middleware that keeps other sites from loading responses, except those made for them.

    The path decides, so that errors and redirects have the policy, too: browsers check it on
    every response, and a picture behind a refused redirect would not be shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_shared = _SHARED_PATH.match(request.path_info)
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if is_shared else "same-origin"
        return response
