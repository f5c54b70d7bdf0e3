"""The production server with production settings, as a proxy and a robot see it."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
FORM = "application/x-www-form-urlencoded"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Site:
    """A running site and what one asks it."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "SECRET_KEY": "only-for-this-test-" * 3,
            "ALLOWED_HOSTS": "forum.example.org",
            "TRUSTED_PROXY_COUNT": "1",
            "PORT": str(self.port),
        }

    def run(self, *command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> subprocess.Popen:
        server = [
            BIN / "granian",
            "--interface",
            "wsgi",
            "--workers",
            "1",
            "--blocking-threads",
            "2",
            "--no-ws",
        ]
        address = [
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--log-level",
            "warning",
            "mvforum.wsgi:application",
        ]
        return subprocess.Popen([*server, *address], cwd=ROOT, env=self.environment)

    def is_up(self) -> bool:
        return self.run("deploy/healthcheck.py").returncode == 0

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        usual = {
            "Host": "forum.example.org",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "198.51.100.7",
        }
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=usual | named)
        answer = connection.getresponse()
        answer.words = answer.read()
        connection.close()
        return answer


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("var"))
    for command in (["migrate", "--noinput"], ["collectstatic", "--noinput"]):
        done = site.run("manage.py", *command)
        assert done.returncode == 0, done.stderr
    done = site.run("manage.py", "import_article", *map(str, (ROOT / "articles/demo").glob("*.md")))
    assert done.returncode == 0, done.stderr
    server = site.start()
    try:
        for _ in range(100):
            if site.is_up():
                break
            time.sleep(0.1)
        yield site
    finally:
        server.terminate()
        assert server.wait(timeout=20) in (0, -15)


ARTICLE = "/articles/mitral-valve-leak/"


@pytest.mark.parametrize(
    "path", ["/", ARTICLE, "/house-rules/", "/nowhere/", "/healthz", "/accounts/login/"]
)
def test_https_is_kept_to(site, path):
    answer = site.ask(path)
    assert answer.status == (404 if path == "/nowhere/" else 200)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "Python" not in (answer.headers["Server"] or "")
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        name, _equals, rest = cookie.partition("=")
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in rest.split(";")}
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_reader_gets_no_cookie(site):
    assert not site.ask(ARTICLE).headers["Set-Cookie"]


def test_plain_http_is_led_to_https(site):
    answer = site.ask(ARTICLE, X_Forwarded_Proto="http")
    assert (answer.status, answer.headers["Location"]) == (
        301,
        f"https://forum.example.org{ARTICLE}",
    )
    assert site.ask("/healthz", X_Forwarded_Proto="http").status == 200


def test_another_host_is_turned_away(site):
    assert site.ask("/", Host="evil.example").status == 400


def test_all_that_an_article_needs_is_light_and_kept_for_good(site):
    page = site.ask(ARTICLE, Accept_Encoding="br, gzip")
    weight = len(page.words)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', site.ask(ARTICLE).words.decode())
    assert len(files) == 3
    for file in files:
        answer = site.ask(file, Accept_Encoding="br, gzip")
        assert "immutable" in answer.headers["Cache-Control"]
        weight += len(answer.words)
    assert weight <= 60_000


def test_a_guest_posts(site):
    body = b"body=From+behind+the+proxy"
    answer = site.ask(
        "/threads/1/comments/", "POST", body, Content_Type=FORM, Origin="https://forum.example.org"
    )
    assert answer.status == 302
    assert b"Keep this link" in site.ask(answer.headers["Location"]).words
    assert not answer.headers["Set-Cookie"]


def test_another_site_posts_nothing(site):
    answer = site.ask(
        "/threads/1/comments/", "POST", b"body=x", Content_Type=FORM, Origin="https://evil.example"
    )
    assert answer.status == 403


@pytest.mark.parametrize("size", [1_100_000, 10_485_760])
def test_megabytes_are_refused_and_the_site_lives_on(site, size):
    answer = site.ask(
        "/threads/1/comments/", "POST", b"body=" + b"x" * size,
        Content_Type=FORM, Origin="https://forum.example.org",
    )  # fmt: skip
    assert answer.status == 413
    assert b"8,000 characters" in answer.words
    assert site.is_up()


def test_the_health_check_tells_when_nobody_answers(site):
    elsewhere = Site(Path(site.environment["VAR_DIR"]))
    done = elsewhere.run("deploy/healthcheck.py")
    assert done.returncode == 1
    assert "Not well" in done.stderr


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx: apt-get install nginx-light")
def test_behind_nginx(site, tmp_path):
    """deploy/nginx.conf, with a certificate of its own and other ports."""
    folder, ports = tmp_path / "certificates", (free_port(), free_port())
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=forum.example.org",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    written = (ROOT / "deploy" / "nginx.conf").read_text()
    written = written.replace("web:8000", f"127.0.0.1:{site.port}").replace(
        "listen 80;", f"listen {ports[0]};"
    )
    written = written.replace("listen 443 ssl;", f"listen {ports[1]} ssl;")
    (tmp_path / "nginx.conf").write_text(written)
    command = [
        "nginx",
        "-p",
        tmp_path,
        "-c",
        tmp_path / "nginx.conf",
        "-e",
        tmp_path / "error.log",
        "-g",
        "daemon off;",
    ]
    nginx = subprocess.Popen(command)
    try:
        for _ in range(50):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", ports[1])) == 0:
                    break
            time.sleep(0.1)
        trusting = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        trusting.check_hostname = False
        connection = http.client.HTTPSConnection(
            "127.0.0.1", ports[1], context=trusting, timeout=20
        )
        connection.request("GET", ARTICLE, headers={"Host": "forum.example.org"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"Discuss this Article" in answer.read()
        assert answer.headers["Strict-Transport-Security"]
        connection.close()
    finally:
        nginx.terminate()
        nginx.wait(timeout=20)
