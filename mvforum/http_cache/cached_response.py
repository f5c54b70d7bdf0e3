"""Cached responses, in the encodings that clients accept."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass, field

import brotli

Headers = list[tuple[str, str]]

OVERHEAD_BYTES_PER_RESPONSE = 2_000  # bytes, about what headers take
MIN_COMPRESSED_BYTES = 200  # bytes from which compressing saves anything
COMPRESSIBLE_TYPES = (
    *("text/", "application/json", "application/javascript", "image/svg+xml"),
    *("application/atom+xml", "application/feed+json", "application/xml"),
)
COMPRESSORS = {
    "br": lambda data: brotli.compress(data, quality=5),
    "gzip": lambda data: gzip.compress(data, compresslevel=6, mtime=0),
}
DECOMPRESSORS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
# Those are about one way to send the answer; the rest is about the answer.
PER_TRANSFER_HEADERS = {
    *{"age", "connection", "content-encoding", "content-length", "etag"},
    *{"keep-alive", "transfer-encoding", "vary"},
}
NOT_MODIFIED_HEADERS = {"cache-control", "content-location", "cross-origin-resource-policy", "expires"}


@dataclass(frozen=True)
class FreshnessLifetime:
    """Freshness lifetime of a response, in seconds: fresh, while it is revalidated, and while the
    application fails (RFC 5861)."""

    fresh: int
    while_refreshing: int = 0
    if_failing: int = 0


@dataclass
class CachedResponse:
    """Response as the application gave it, with every encoding that was requested."""

    headers: Headers
    body: bytes
    etag: str
    last_modified: str
    lifetime: FreshnessLifetime
    validated_at: float  # by the clock of the cache
    retry_at: float = 0  # after a failed attempt, no other attempt before this moment
    encodings: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    @classmethod
    def from_response(cls, headers: Headers, body: bytes, lifetime: FreshnessLifetime, now: float) -> CachedResponse:
        """Build a cached response. Raises ValueError if the body is not in the encoding that its
        headers name, or if that encoding is unknown."""
        named = {name.lower(): value for name, value in headers}
        encoding = named.get("content-encoding", "")
        try:
            plain = DECOMPRESSORS[encoding](body)
        except (KeyError, OSError, EOFError, zlib.error, brotli.error) as error:
            raise ValueError(encoding) from error
        etag = named.get("etag") or f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
        lasting = [item for item in headers if item[0].lower() not in PER_TRANSFER_HEADERS]
        answer = cls(
            headers=[*lasting, ("Vary", _with_encoding(named.get("vary", "")))],
            body=plain,
            # One for all encodings, and so a weak one.
            etag=f"W/{etag.removeprefix('W/')}",
            last_modified=named.get("last-modified", ""),
            lifetime=lifetime,
            validated_at=now,
        )
        answer.encodings[""] = answer._build_variant(plain, "")
        if encoding:
            answer.encodings[encoding] = answer._build_variant(body, encoding)
        return answer

    def add_encoding(self, encoding: str) -> None:
        """Add an encoding. Where compression saves nothing, the plain body serves for it."""
        self.encodings[encoding] = self.encodings[""]
        if len(self.body) >= MIN_COMPRESSED_BYTES and self._is_compressible:
            body = COMPRESSORS[encoding](self.body)
            if len(body) < len(self.body):
                self.encodings[encoding] = self._build_variant(body, encoding)

    def revalidate(self, headers: Headers, lifetime: FreshnessLifetime, now: float) -> None:
        """Extend the lifetime after a 304, with the newer headers that came with it."""
        self.lifetime, self.validated_at, self.retry_at = lifetime, now, 0
        newer = [item for item in headers if item[0].lower() not in PER_TRANSFER_HEADERS]
        if set(newer) <= set(self.headers):
            return
        names = {name.lower(): value for name, value in newer}
        self.last_modified = names.get("last-modified", self.last_modified)
        self.headers = [*newer, *(item for item in self.headers if item[0].lower() not in names)]
        for name, (old, body) in list(self.encodings.items()):
            used = name if ("Content-Encoding", name) in old else ""
            self.encodings[name] = self._build_variant(body, used)

    @property
    def _is_compressible(self) -> bool:
        named = {name.lower(): value for name, value in self.headers}
        return named.get("content-type", "").startswith(COMPRESSIBLE_TYPES)

    def _build_variant(self, body: bytes, encoding: str) -> tuple[Headers, bytes]:
        extra = [("Content-Encoding", encoding)] if encoding else []
        length = ("Content-Length", str(len(body)))
        return [*self.headers, ("ETag", self.etag), *extra, length], body

    @property
    def not_modified_headers(self) -> Headers:
        """Headers of a 304 response."""
        vary = self.headers[-1]
        kept = [item for item in self.headers if item[0].lower() in NOT_MODIFIED_HEADERS]
        return [*kept, vary, ("ETag", self.etag)]

    @property
    def size(self) -> int:
        sent = list(self.encodings.values())  # Another thread may be adding one.
        bodies = {id(body): len(body) for _headers, body in sent}
        return OVERHEAD_BYTES_PER_RESPONSE + sum(bodies.values())


def _with_encoding(vary: str) -> str:
    names = [name.strip() for name in vary.split(",") if name.strip()]
    others = [name for name in names if name.lower() != "accept-encoding"]
    return ", ".join(["Accept-Encoding", *others])
