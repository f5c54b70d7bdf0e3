"""The client of a request, from the headers of trusted proxies."""

import pytest

from mvforum.proxy_headers import ProxyHeadersMiddleware, read_client

PEER = "10.0.0.1"


def client_of(trusted: int, forwarded_for: str = "", forwarded_proto: str = "") -> tuple[str, str]:
    environ = {"REMOTE_ADDR": PEER, "wsgi.url_scheme": "http"}
    environ |= {"HTTP_X_FORWARDED_FOR": forwarded_for} if forwarded_for else {}
    environ |= {"HTTP_X_FORWARDED_PROTO": forwarded_proto} if forwarded_proto else {}
    return tuple(read_client(environ, trusted))


@pytest.mark.parametrize(("trusted", "header", "address"), [
    (0, "1.1.1.1", PEER), (1, "", PEER), (1, "1.1.1.1", "1.1.1.1"), (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
    (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"), (2, "1.1.1.1", "1.1.1.1"), (1, "1.1.1.1:4711", "1.1.1.1"),
    (1, "2001:db8::1", "2001:db8::1"), (1, "[2001:db8::1]:443", "2001:db8::1"), (1, "unknown", PEER), (1, "1.1.1.1,", PEER),
])  # fmt: skip
def test_the_address(trusted, header, address):
    assert client_of(trusted, header)[0] == address


@pytest.mark.parametrize(("trusted", "header", "scheme"), [
    (0, "https", "http"), (1, "https", "https"), (1, "HTTPS", "https"), (1, "http, https", "https"), (1, "https, http", "http"),
    (1, "gopher", "http"), (1, "", "http"),
])  # fmt: skip
def test_the_scheme(trusted, header, scheme):
    assert client_of(trusted, forwarded_proto=header)[1] == scheme


def test_nothing_behind_it_sees_the_headers():
    seen = {}
    middleware = ProxyHeadersMiddleware(lambda environ, _start: seen.update(environ) or [], trusted_proxies=1)
    middleware({"HTTP_X_FORWARDED_FOR": "1.1.1.1", "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": PEER}, None)
    assert seen == {"REMOTE_ADDR": "1.1.1.1", "wsgi.url_scheme": "https"}


def test_one_module_reads_them():
    from tests.test_architecture import MODULES

    readers = [name for name, file in MODULES.items() if "X_FORWARDED" in file.read_text().upper().replace("-", "_")]
    assert readers == ["mvforum.http_cache.wsgi_call", "mvforum.proxy_headers"]  # The first only explains.
    assert 'environ["HTTP_X' not in MODULES["mvforum.http_cache.wsgi_call"].read_text()
