"""WSGI entry point, for servers other than granian. `mvforum/rsgi.py` is the one for granian."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from mvforum.http_cache.middleware import HttpCacheMiddleware
from mvforum.lock_waits import limit_database_waits
from mvforum.proxy_headers import FORWARDED_PROTO, ProxyHeadersMiddleware
from mvforum.startup import prepare_django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
try:
    limit_database_waits(settings.DATABASES)
    prepare_django()
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"mvforum cannot start: {error}")


def replace_unreadable_content_type(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Replace content types that Django cannot parse: it fails on some of them before any of its
    own error handling."""
    if content_type := environ.get("CONTENT_TYPE"):
        try:
            parse_header_parameters(content_type)
        except (ValueError, LookupError):
            environ["CONTENT_TYPE"] = "application/octet-stream"
    return django_application(environ, start_response)


trusted_proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
uncached_application = ProxyHeadersMiddleware(replace_unreadable_content_type, trusted_proxies=trusted_proxies)
http_cache = None
application: Callable = uncached_application
if settings.FRONT_CACHE_SIZE:
    application = http_cache = HttpCacheMiddleware(
        uncached_application,
        private_cookies=[settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
        proxy_headers=[FORWARDED_PROTO] if trusted_proxies else [],
        max_bytes=settings.FRONT_CACHE_SIZE,
    )
