"""Absolute URLs for feeds, structured data and e-mails."""

import re
from html import escape, unescape
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest


def get_origin(request: HttpRequest) -> str:
    """Scheme and host of the site, without a slash at the end."""
    return f"{request.scheme}://{request.get_host()}"


def build_site_url(path: str) -> str:
    """Absolute URL for an e-mail. It begins with SITE_ADDRESS: a request can name another host or
    port, and the link would lead the recipient there."""
    return f"{settings.SITE_ADDRESS}{path}"


def make_urls_absolute(html: str, base: str) -> str:
    """Sanitized `html` with all links and pictures resolved against the page `base`."""

    def resolve(match: re.Match[str]) -> str:
        name, value = match.groups()
        join = _resolve_srcset if name == "srcset" else urljoin
        return f' {name}="{escape(join(base, unescape(value)))}"'

    # In sanitized HTML a "<" is a tag, and a quotation mark within a value is "&quot;".
    return _TAG.sub(lambda tag: _ADDRESS.sub(resolve, tag[0]), html)


def _resolve_srcset(base: str, value: str) -> str:
    pictures = (picture.strip().partition(" ") for picture in value.split(","))
    return ", ".join(f"{urljoin(base, address)}{space}{width}" for address, space, width in pictures)


_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>', re.IGNORECASE)
_ADDRESS = re.compile(r' (href|src|srcset)="([^"]*)"')
