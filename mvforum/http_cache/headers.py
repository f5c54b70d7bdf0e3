"""Caching headers of requests and responses (RFC 9110, RFC 9111)."""

import re
from functools import lru_cache
from typing import Any

from django.utils.http import parse_etags, parse_http_date_safe

from mvforum.http_cache.cached_response import CachedResponse, FreshnessLifetime, Headers

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}  # RFC 9110, section 9.2.1

Environ = dict[str, Any]

# Answers that depend on no other header of the request can be kept.
SUPPORTED_VARY = {"accept-encoding", "cookie"}

_DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*"?([^\s",]*))?')


def parse_cache_control(header: str) -> dict[str, str]:
    return {name.lower(): value for name, value in _DIRECTIVE.findall(header)}


def _seconds(directives: dict[str, str], name: str) -> int:
    value = directives.get(name, "")
    return int(value[:9]) if value.isascii() and value.isdigit() else 0


def is_fresh_enough(wishes: str, age: int) -> bool:
    """Whether the client accepts a response of this age, in seconds."""
    wanted = parse_cache_control(wishes)
    if wanted.keys() & {"no-cache", "no-store"}:
        return False
    return "max-age" not in wanted or age <= _seconds(wanted, "max-age")


def get_shared_lifetime(headers: Headers) -> FreshnessLifetime | None:
    """Return the lifetime in a shared cache, or None if the response is not public."""
    values: dict[str, str] = {}
    for name, value in headers:
        values[name.lower()] = f"{values.get(name.lower(), '')},{value}"
    varies = {name.strip().lower() for name in values.get("vary", "").split(",")} - {""}
    said = parse_cache_control(values.get("cache-control", ""))
    if "set-cookie" in values or varies - SUPPORTED_VARY:
        return None
    if "public" not in said or said.keys() & {"no-cache", "no-store", "private"}:
        return None
    fresh = _seconds(said, "s-maxage" if "s-maxage" in said else "max-age")
    if not fresh:
        return None
    if said.keys() & {"must-revalidate", "proxy-revalidate"}:
        return FreshnessLifetime(fresh)
    stale = (_seconds(said, name) for name in ("stale-while-revalidate", "stale-if-error"))
    return FreshnessLifetime(fresh, *stale)


def has_caching_headers(headers: Headers) -> bool:
    return any(name.lower() in {"cache-control", "set-cookie", "vary"} for name, _value in headers)


def is_not_modified(answer: CachedResponse, environ: Environ) -> bool:
    """Whether the client's own copy is this response."""
    named = environ.get("HTTP_IF_NONE_MATCH")
    if named is not None:
        if named == answer.etag or named.strip() == "*":
            return True
        return answer.etag in {f"W/{tag.removeprefix('W/')}" for tag in parse_etags(named)}
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not since or not answer.last_modified:
        return False
    copy, original = parse_http_date_safe(since), parse_http_date_safe(answer.last_modified)
    return copy is not None and original is not None and copy >= original


@lru_cache(maxsize=256)
def choose_encoding(accepted: str) -> str:
    """Return the encoding that the client prefers among ours, or "" for none."""
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, _semicolon, parameters = item.partition(";")
        weights[name.strip()] = _parse_quality(parameters)
    qualities = {name: weights.get(name, weights.get("*", 0.0)) for name in ("br", "gzip")}
    best = max(qualities, key=qualities.__getitem__)
    return best if qualities[best] > 0 else ""


def _parse_quality(parameters: str) -> float:
    name, _equals, value = parameters.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
