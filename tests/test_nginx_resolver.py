"""nginx finds the site again when its name gets another address, as a new container does."""

import socket
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.running import NO_NGINX, Nginx, wait_until
from tests.servers import free_port

pytestmark = pytest.mark.skipif(bool(NO_NGINX), reason=NO_NGINX)
NO_SUCH_NAME = 3  # RFC 1035, RCODE


class NameServer:
    """Name server that knows one address for every name, or none."""

    def __init__(self, address: str):
        self.address = address
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("127.0.0.1", 0))
        self.port = self.sock.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                question, client = self.sock.recvfrom(512)
            except OSError:
                return  # closed
            self.sock.sendto(self._answer(question), client)

    def _answer(self, question: bytes) -> bytes:
        number, asked = question[:2], question[12:]
        known = bool(self.address)
        flags = 0x8180 if known else 0x8180 | NO_SUCH_NAME
        head = number + struct.pack(">HHHHH", flags, 1, int(known), 0, 0)
        if not known:
            return head + asked
        record = struct.pack(">HHHIH", 0xC00C, 1, 1, 1, 4)  # the name asked for, A, IN, one second, four bytes
        return head + asked + record + socket.inet_aton(self.address)


class Page(BaseHTTPRequestHandler):
    """A public page that names the address that has served it."""

    def do_GET(self) -> None:
        body = self.server.server_address[0].encode()
        self.send_response(200)
        kept = "public, max-age=0, s-maxage=1, stale-if-error=3600"
        self.send_header("Cache-Control", kept if self.path == "/kept" else "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def servers() -> Iterator[tuple[int, list[str]]]:
    """Two servers at one port of two addresses."""
    port, addresses = free_port(), ["127.0.0.2", "127.0.0.3"]
    running = [ThreadingHTTPServer((address, port), Page) for address in addresses]
    for server in running:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield port, addresses
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def names(servers) -> Iterator[NameServer]:
    names = NameServer(servers[1][0])
    yield names
    names.sock.close()


@pytest.fixture
def nginx(tmp_path, servers, names) -> Iterator[Nginx]:
    resolver = f"resolver 127.0.0.1:{names.port} valid=1s ipv6=off;"
    nginx = Nginx(tmp_path, resolver=resolver, upstream=f"http://web:{servers[0]}")
    with nginx.running():
        yield nginx


def test_another_address_is_found(nginx, names, servers):
    _port, [one, other] = servers
    for path in ("/", "/admin/", "/media/x.png"):
        names.address = one
        wait_until(lambda path=path, one=one: nginx.ask(path).words.decode() == one)
        names.address = other
        wait_until(lambda path=path: nginx.ask(path).words.decode() == other)


def test_nginx_starts_before_the_site_has_an_address(nginx, names, servers):
    names.address = ""
    wait_until(lambda: nginx.ask("/").status == 502)
    names.address = servers[1][1]
    wait_until(lambda: nginx.ask("/").status == 200)


def test_a_kept_page_is_served_while_the_name_has_no_address(nginx, names):
    assert nginx.ask("/kept").status == 200
    names.address = ""
    wait_until(lambda: nginx.ask("/").status == 502)
    wait_until(lambda: nginx.ask("/kept").headers["X-Cache"] == "STALE")
    answer = nginx.ask("/kept")
    assert (answer.status, answer.words) == (200, b"127.0.0.2")
    assert nginx.ask("/never-read").status == 502
