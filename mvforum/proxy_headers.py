"""Headers that proxies set: the only place that reads `X-Forwarded-For` and `X-Forwarded-Proto`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, NamedTuple

FORWARDED_FOR, FORWARDED_PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


class Client(NamedTuple):
    """Client of a request, before the proxies of this site."""

    address: str
    scheme: str


def read_client(environ: Mapping[str, Any], trusted_proxies: int) -> Client:
    """Return the client as the trusted proxies name it, or else the peer of the connection.

    Each proxy appends the address of its own peer. So the entry that counts is found from the right:
    entries to the left of it come from the client.
    """
    address = _choose_entry(environ.get(FORWARDED_FOR, ""), trusted_proxies)
    scheme = _choose_entry(environ.get(FORWARDED_PROTO, ""), trusted_proxies).lower()
    return Client(
        _parse_address(address) or environ.get("REMOTE_ADDR", ""),
        scheme if scheme in {"http", "https"} else environ.get("wsgi.url_scheme", "http"),
    )


def _choose_entry(header: str, trusted_proxies: int) -> str:
    entries = [entry.strip() for entry in header.split(",")]
    return entries[-min(trusted_proxies, len(entries))] if trusted_proxies else ""


def _parse_address(entry: str) -> str:
    """Return the address of an entry without its port, or "" if it has none."""
    for candidate in (entry, entry.rpartition(":")[0]):
        with suppress(ValueError):
            return str(ip_address(candidate.strip("[]")))
    return ""


def apply_proxy_headers(environ: dict[str, Any], trusted_proxies: int) -> None:
    """Make the client of a request its peer. The headers go, so that nothing else reads them."""
    client = read_client(environ, trusted_proxies)
    environ["REMOTE_ADDR"], environ["wsgi.url_scheme"] = client
    environ.pop(FORWARDED_FOR, None)
    environ.pop(FORWARDED_PROTO, None)


class ProxyHeadersMiddleware:
    """WSGI middleware that makes the client of each request its peer."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, trusted_proxies: int):
        self.application = application
        self.trusted_proxies = trusted_proxies

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        apply_proxy_headers(environ, self.trusted_proxies)
        return self.application(environ, start_response)
