"""Clients that send slowly, too much or half a request, to the server with two workers."""

import io
import os
import socket
import time
from contextlib import ExitStack

import pytest
from PIL import Image

from mvforum.uploads import MAX_RECEIVED_BYTES
from tests.running import FORM, HOST, Site, Visitor

PASSWORD = "a-long-password"
STAGE = """
from articles.publication import publish_article
from articles.models import Article
from tests.conftest import person

person("admin", is_staff=True, is_superuser=True)
article = Article.objects.create(title="News", slug="news", body="Words.")
publish_article(article)
print(article.thread.pk)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("var"), workers=2)
    site.thread = site.prepare(STAGE).strip()
    with site.running():
        yield site


class Slow:
    """A connection that sends what it is told to."""

    def __init__(self, site: Site, *headers: str, path: str = "", method: str = "POST"):
        self.socket = socket.create_connection(("127.0.0.1", site.port), timeout=60)
        path = path or f"/threads/{site.thread}/comments/"
        usual = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.9", "Content-Type": FORM}
        fields = usual | {"Origin": f"https://{HOST}"} | dict(header.split(": ", 1) for header in headers)
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def __enter__(self):
        return self

    def __exit__(self, *_exc_info):
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def status(self) -> int:
        """Read the beginning of the answer: its status, or 0 if the connection ends without one."""
        answer = b""
        while len(answer) < 12 and (read := self.socket.recv(100)):
            answer += read
        return int(answer[9:12] or 0)


def best_of(times: int, site: Site, path: str) -> float:
    took = []
    for _ in range(times):
        began = time.monotonic()
        assert site.ask(path).status == 200
        took.append(time.monotonic() - began)
    assert max(took) < 5
    return min(took)


def test_forty_stalled_bodies_stop_nobody(site):
    best_of(8, site, "/articles/news/")
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(Slow(site, "Content-Length: 1000")).send(b"body=unfin")
        time.sleep(0.5)
        assert best_of(5, site, "/articles/news/") < 0.5
        assert best_of(5, site, "/healthz") < 0.5
        best_of(2, site, "/articles/news/?order=newest")  # not cached
        visitor = Visitor("203.0.113.77")
        assert visitor.send(site, f"/threads/{site.thread}/comments/", body="In between").status == 302


def test_a_stalled_body_gets_408_after_ten_seconds(site):
    with Slow(site, "Content-Length: 1000") as slow:
        slow.send(b"body=unfin")
        began = time.monotonic()
        assert slow.status() == 408
        assert 9 < time.monotonic() - began < 20


def test_a_body_that_is_too_large_is_refused_at_once(site):
    for path, length in ((f"/threads/{site.thread}/comments/", 2 * 1024 * 1024), ("/admin/", MAX_RECEIVED_BYTES)):
        with Slow(site, f"Content-Length: {length + 1}", path=path) as slow:
            slow.send(b"body=")
            began = time.monotonic()
            assert slow.status() == 413
            assert time.monotonic() - began < 5


def test_a_client_that_asks_first_is_not_told_to_send_what_is_too_large(site):
    with Slow(site, "Content-Length: 70000000", "Expect: 100-continue") as slow:
        assert slow.status() == 413
    with Slow(site, "Content-Length: 9", "Expect: 100-continue", path="/accounts/login/") as slow:
        assert slow.status() == 100


@pytest.mark.parametrize("header", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_a_body_that_breaks_off_is_no_post(site, header):
    before = site.ask("/articles/news/?order=newest").words.count(b"Half a text")
    with Slow(site, header) as slow:
        slow.send(b"b\r\nbody=Half a\r\n" if "chunked" in header else b"body=Half a text")
        slow.socket.shutdown(socket.SHUT_WR)
        assert slow.status() in (0, 400)
    assert site.ask("/articles/news/?order=newest").words.count(b"Half a text") == before


def test_a_body_in_chunks_is_a_post(site):
    text = b"body=In+chunks&account_mark=guest"
    with Slow(site, "Transfer-Encoding: chunked", "X-Forwarded-For: 203.0.113.78") as slow:
        slow.send(b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text))
        assert slow.status() == 302


def test_ten_megabytes_at_two_megabits_a_second_arrive(site):
    admin = Visitor("203.0.113.79")
    assert admin.log_in(site, "admin", PASSWORD).status == 302
    side = 1850
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(file, "PNG")
    assert 10_000_000 < len(file.getvalue()) < 10 * 1024 * 1024
    fields = {"account_mark": admin.account_mark, "alt": "Noise", "caption": "", "credit": "", "slug": "noise"}
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    head = 'Content-Disposition: form-data; name="file"; filename="noise.png"\r\nContent-Type: image/png\r\n\r\n'
    body = "".join([*parts, "--limit\r\n", head]).encode() + file.getvalue() + b"\r\n--limit--\r\n"
    cookies = "; ".join(f"{name}={value}" for name, value in admin.cookies.items())
    headers = [
        f"Content-Length: {len(body)}",
        f"Cookie: {cookies}",
        "Content-Type: multipart/form-data; boundary=limit",
    ]

    with Slow(site, *headers, path="/admin/articles/picture/add/") as slow:
        began = time.monotonic()
        for sent in range(0, len(body), 25_000):
            slow.send(body[sent : sent + 25_000])
            time.sleep(max(0, began + (sent + 25_000) / 250_000 - time.monotonic()))
        assert slow.status() == 302
    assert b"noise" in admin.read(site, "/admin/articles/picture/").words
