"""What is read away from the site: feeds and what search engines are told need whole addresses."""

import re
from html import escape, unescape
from urllib.parse import urljoin

from django.http import HttpRequest


def get_origin(request: HttpRequest) -> str:
    """Where the site is for whoever asks: scheme and host, without a slash."""
    return f"{request.scheme}://{request.get_host()}"


def make_urls_absolute(html: str, base: str) -> str:
    """Sanitized `html` whose links and pictures lead to where they lead on the page `base`."""

    def whole(match: re.Match[str]) -> str:
        name, value = match.groups()
        join = _each_of_a_set if name == "srcset" else urljoin
        return f' {name}="{escape(join(base, unescape(value)))}"'

    # In sanitized HTML a "<" is a tag, and a quotation mark within a value is "&quot;".
    return _TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), html)


def _each_of_a_set(base: str, value: str) -> str:
    pictures = (picture.strip().partition(" ") for picture in value.split(","))
    return ", ".join(
        f"{urljoin(base, address)}{space}{width}" for address, space, width in pictures
    )


_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>', re.IGNORECASE)
_ADDRESS = re.compile(r' (href|src|srcset)="([^"]*)"')
