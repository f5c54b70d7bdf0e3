"""What the front cache remembers: answers, in the encodings that clients ask for, within a
bounded part of the memory."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import brotli

Headers = list[tuple[str, str]]

PER_ANSWER = 2_000  # bytes, about what headers and bookkeeping take
WORTHWHILE = 200  # bytes from which compressing saves anything
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "image/svg+xml")
COMPRESS = {
    "br": lambda data: brotli.compress(data, quality=5),
    "gzip": lambda data: gzip.compress(data, compresslevel=6, mtime=0),
}
EXPAND = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
# Those are about one way to send the answer; the rest is about the answer.
OF_ONE_TRANSFER = {
    *{"age", "connection", "content-encoding", "content-length", "etag"},
    *{"keep-alive", "transfer-encoding", "vary"},
}
WITH_304 = {"cache-control", "content-location", "expires"}


@dataclass(frozen=True)
class Lifetime:
    """How long an answer may be used, in seconds: as it is, while somebody fetches a new one,
    and while no new one can be had."""

    fresh: int
    while_refreshing: int = 0
    if_failing: int = 0


@dataclass
class Answer:
    """A page or file as the application gave it, and every encoding that was asked for."""

    headers: Headers
    body: bytes
    etag: str
    last_modified: str
    lifetime: Lifetime
    validated: float  # by the clock of the cache
    fails_until: float = 0  # When it was tried in vain, nobody tries before that.
    encodings: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, headers: Headers, body: bytes, lifetime: Lifetime, now: float) -> Answer:
        """Raises ValueError for a body in an encoding that is not known or does not hold."""
        named = {name.lower(): value for name, value in headers}
        encoding = named.get("content-encoding", "")
        try:
            plain = EXPAND[encoding](body)
        except (KeyError, OSError, EOFError, zlib.error, brotli.error) as error:
            raise ValueError(encoding) from error
        etag = named.get("etag") or f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
        lasting = [item for item in headers if item[0].lower() not in OF_ONE_TRANSFER]
        answer = cls(
            headers=[*lasting, ("Vary", _with_encoding(named.get("vary", "")))],
            body=plain,
            # One for all encodings, and so a weak one.
            etag=f"W/{etag.removeprefix('W/')}",
            last_modified=named.get("last-modified", ""),
            lifetime=lifetime,
            validated=now,
        )
        answer.encodings[""] = answer._as_sent(plain, "")
        if encoding:
            answer.encodings[encoding] = answer._as_sent(body, encoding)
        return answer

    def encode(self, encoding: str) -> None:
        """Keep another encoding; the plain one where compressing would save nothing."""
        self.encodings[encoding] = self.encodings[""]
        if len(self.body) >= WORTHWHILE and self._is_compressible:
            body = COMPRESS[encoding](self.body)
            if len(body) < len(self.body):
                self.encodings[encoding] = self._as_sent(body, encoding)

    @property
    def _is_compressible(self) -> bool:
        named = {name.lower(): value for name, value in self.headers}
        return named.get("content-type", "").startswith(COMPRESSIBLE)

    def _as_sent(self, body: bytes, encoding: str) -> tuple[Headers, bytes]:
        extra = [("Content-Encoding", encoding)] if encoding else []
        length = ("Content-Length", str(len(body)))
        return [*self.headers, ("ETag", self.etag), *extra, length], body

    @property
    def unchanged(self) -> Headers:
        """The headers of a 304."""
        vary = self.headers[-1]
        kept = [item for item in self.headers if item[0].lower() in WITH_304]
        return [*kept, vary, ("ETag", self.etag)]

    @property
    def size(self) -> int:
        bodies = {id(body): len(body) for _headers, body in self.encodings.values()}
        return PER_ANSWER + sum(bodies.values())


def _with_encoding(vary: str) -> str:
    names = [name.strip() for name in vary.split(",") if name.strip()]
    others = [name for name in names if name.lower() != "accept-encoding"]
    return ", ".join(["Accept-Encoding", *others])


class KeptAnswers:
    """Answers by key, within a number of bytes; the least recently used leaves first.

    What was asked for only once leaves before what was asked for again, so that a crawler
    with a million addresses pushes out nothing that people read. Safe among threads.
    """

    AGAIN = 0.8  # the part that answers asked for again may fill

    def __init__(self, max_bytes: int):
        self.max_bytes = max_bytes
        self.largest = max_bytes // 8
        self.size = 0
        self._size_of_again = 0
        self._once: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._again: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def get(self, key: str) -> Answer | None:
        with self._lock:
            if kept := self._again.get(key):
                self._again.move_to_end(key)
            elif kept := self._once.pop(key, None):
                self._again[key] = kept
                self._size_of_again += kept[1]
                self._step_back()
        return kept[0] if kept else None

    def put(self, key: str, answer: Answer) -> None:
        with self._lock:
            self._put(key, answer)

    def weigh(self, key: str, answer: Answer) -> None:
        """Take notice that an answer has grown by an encoding."""
        with self._lock:
            kept = self._once.get(key) or self._again.get(key)
            if kept and kept[0] is answer:
                self._put(key, answer)

    def _put(self, key: str, answer: Answer) -> None:
        size = answer.size + len(key)
        known = self._remove(key)
        if size > self.largest:
            return
        (self._again if known else self._once)[key] = answer, size
        self.size += size
        self._size_of_again += size if known else 0
        self._step_back()
        while self.size > self.max_bytes:
            self._remove(next(iter(self._once or self._again)))

    def drop(self, key: str) -> None:
        with self._lock:
            self._remove(key)

    def _remove(self, key: str) -> bool:
        """Says whether the answer had been asked for again."""
        if kept := self._once.pop(key, None):
            self.size -= kept[1]
        elif kept := self._again.pop(key, None):
            self.size -= kept[1]
            self._size_of_again -= kept[1]
            return True
        return False

    def _step_back(self) -> None:
        while self._size_of_again > self.max_bytes * self.AGAIN:
            key, kept = self._again.popitem(last=False)
            self._size_of_again -= kept[1]
            self._once[key] = kept
