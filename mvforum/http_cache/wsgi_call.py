"""Calls of a WSGI application from RSGI: the environment of a request, and the answer as a whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.util import FileWrapper

from mvforum.http_cache.cache import Application
from mvforum.http_cache.cached_response import Headers
from mvforum.http_cache.headers import Environ

MAX_BYTES_IN_MEMORY = 1024 * 1024  # bytes of an answer that comes in pieces; a longer one is on disk
WITHOUT_PREFIX = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
CONSTANT_ENVIRON: Environ = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.file_wrapper": FileWrapper,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


class BadRequest(Exception):
    """A request that means two things at once."""


@dataclass(frozen=True)
class WsgiAnswer:
    """Answer of the application, complete: its body in memory, in an open file or in a file with a
    name."""

    status: int
    headers: Headers
    body: bytes | IO[bytes] | Path


# Names of headers are few, but clients invent them: this remembers those that are common.
_names: dict[str, str] = {}


def _name_in_environ(header: str) -> str:
    """Return the name of a header in WSGI, or "" for one that must not get there.

    WSGI writes `X_Forwarded_For` and `X-Forwarded-For` alike. So a client could speak for a proxy.
    """
    name = "" if "_" in header else WITHOUT_PREFIX.get(header) or f"HTTP_{header.upper().replace('-', '_')}"
    if len(_names) < 1_000:
        _names[header] = name
    return name


def build_environ(scope: Any) -> Environ:
    """Build the WSGI environment of a request, as far as the cache needs it."""
    path = scope.path
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": path if path.isascii() else path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": scope.server,  # with its port, until the application is called
        "wsgi.url_scheme": scope.scheme,
    }
    if authority := scope.authority:  # of HTTP/2, or of a request in absolute form
        environ["HTTP_HOST"] = authority
    for header, value in scope.headers.items():
        name = _names.get(header)
        if name is None:
            name = _name_in_environ(header)
        if not name:
            continue
        if name not in environ:
            environ[name] = value
        elif name != "HTTP_HOST":
            environ[name] = f"{environ[name]}{'; ' if name == 'HTTP_COOKIE' else ','}{value}"
        elif value != environ[name]:
            raise BadRequest("two hosts")
    return environ


def complete_environ(environ: Environ, scope: Any) -> Environ:
    """Complete the environment for the application. Cached pages do without: it takes time."""
    server, port = _split_address(scope.server)
    return {
        **CONSTANT_ENVIRON,
        **environ,
        "REMOTE_ADDR": _split_address(scope.client)[0],
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
    }


def _split_address(address: str) -> tuple[str, str]:
    host, _colon, port = address.rpartition(":")
    return host.strip("[]"), port


def call_application(application: Application, environ: Environ) -> WsgiAnswer:
    """Call a WSGI application within a thread, and take its answer completely.

    So a client that reads slowly holds no thread.
    """
    started: list[tuple[str, Headers]] = []
    body = application(environ, lambda status, headers, *_exc_info: started.append((status, headers)))
    try:
        status, headers = started[-1]
        return WsgiAnswer(int(status[:3]), headers, _collect(body))
    finally:
        if close := getattr(body, "close", None):
            close()


def _collect(body: Iterable[bytes]) -> bytes | IO[bytes] | Path:
    if isinstance(body, list):
        return b"".join(body)
    if isinstance(body, FileWrapper) and (path := _find_whole_file(body.filelike)):
        return path
    file = SpooledTemporaryFile(max_size=MAX_BYTES_IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
    try:
        size = sum(file.write(chunk) for chunk in body)
        file.seek(0)
        if size <= MAX_BYTES_IN_MEMORY:
            with file:
                return file.read()
    except BaseException:
        file.close()
        raise
    return file


def _find_whole_file(file: Any) -> Path | None:
    """Return the path of a file that is sent from its beginning to its end."""
    name = getattr(file, "name", None)
    if isinstance(name, str) and Path(name).is_absolute() and file.tell() == 0:
        return Path(name)
    return None
