"""The door for the server: `granian --interface wsgi mvforum.wsgi:application`."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
try:
    site = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"mvforum cannot start: {error}")


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Django, given only content types that it can read: it breaks on some of the others
    before any of its own defences is there."""
    if content_type := environ.get("CONTENT_TYPE"):
        try:
            parse_header_parameters(content_type)
        except (ValueError, LookupError):
            environ["CONTENT_TYPE"] = "application/octet-stream"
    return site(environ, start_response)
