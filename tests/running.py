"""The production server with production settings, nginx in front of it, and visitors."""

import getpass
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.servers import free_port

ROOT = Path(__file__).parent.parent
FORM = "application/x-www-form-urlencoded"
HOST = "forum.example.org"
NO_NGINX = "" if shutil.which("nginx") else "no nginx: apt-get install nginx-light"


class Site:
    """A site, with one worker unless more are asked for, and requests to it."""

    def __init__(self, folder: Path, *, workers: int = 1, **environment: str):
        self.workers = workers
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "SECRET_KEY": "only-for-this-test-" * 3,
            "ALLOWED_HOSTS": HOST,
            "TRUSTED_PROXY_COUNT": "1",
            "PORT": str(self.port),
        } | environment

    def run(self, *command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def manage(self, *command: str) -> str:
        done = self.run("manage.py", *command)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self, stage: str = "") -> str:
        """Create tables and static files, run a piece of code, and return its output."""
        self.manage("migrate", "--noinput")
        self.manage("collectstatic", "--noinput")
        return self.manage("shell", "--no-imports", "-c", stage) if stage else ""

    def start(self) -> subprocess.Popen:
        server = [sys.executable, "deploy/serve.py", "--port", str(self.port), "--workers", str(self.workers)]
        return subprocess.Popen(server, cwd=ROOT, env=self.environment)

    @contextmanager
    def running(self) -> Iterator[None]:
        server = self.start()
        try:
            wait_until(self.is_up)
            yield
        finally:
            server.terminate()
            assert server.wait(timeout=20) in (0, -15)

    def is_up(self) -> bool:
        return self.run("deploy/healthcheck.py").returncode == 0

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        as_a_proxy = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "198.51.100.7"}
        return _answer(connection, path, method, body, as_a_proxy | headers)


class Nginx:
    """deploy/nginx.conf before one or several processes, with a certificate and ports of its own."""

    def __init__(self, folder: Path, *sites: Site, resolver: str = "", upstream: str = "http://sites"):
        self.folder, self.port = folder, free_port()
        (folder / "certificates").mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}",
             "-keyout", "privkey.pem", "-out", "fullchain.pem"],
            cwd=folder / "certificates", check=True, capture_output=True,
        )  # fmt: skip
        doors = " ".join(f"server 127.0.0.1:{site.port};" for site in sites)
        written = (ROOT / "deploy" / "nginx.conf").read_text()
        for theirs, ours in {
            "resolver 127.0.0.11 valid=5s ipv6=off;": resolver or f"upstream sites {{ {doors} keepalive 16; }}",
            "http://web:8000": upstream,
            "listen 80;": f"listen {free_port()};",
            "listen 443 ssl;": f"listen {self.port} ssl;",
        }.items():
            assert theirs in written
            written = written.replace(theirs, ours)
        (folder / "nginx.conf").write_text(written)

    @contextmanager
    def running(self) -> Iterator[None]:
        where = ["-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]  # fmt: skip
        # Its workers keep pages in a folder that only this user may enter.
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        nginx = subprocess.Popen(["nginx", *where, "-g", f"daemon off; {user}"])
        try:
            wait_until(self.is_up)
            # Else another server has the port, and answered.
            assert nginx.poll() is None, (self.folder / "error.log").read_text()
            yield
        finally:
            nginx.terminate()
            nginx.wait(timeout=20)

    def is_up(self) -> bool:
        """Whether the server that listens has the certificate of this nginx."""
        try:
            with (
                socket.create_connection(("127.0.0.1", self.port), timeout=5) as plain,
                self._trusted.wrap_socket(plain),
            ):
                return True
        except OSError:  # SSLError is one
            return False

    @property
    def _trusted(self) -> ssl.SSLContext:
        trusted = ssl.create_default_context(cafile=str(self.folder / "certificates" / "fullchain.pem"))
        trusted.check_hostname = False
        return trusted

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        """The address in X_Forwarded_For, one of this machine, is where the call comes from."""
        source = (headers.pop("X_Forwarded_For", "127.0.0.1"), 0)
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=self._trusted, timeout=60, source_address=source
        )
        return _answer(connection, path, method, body, headers)


class Visitor:
    """A visitor with an address and a cookie jar."""

    def __init__(self, address: str):
        self.address = address
        self.cookies: dict[str, str] = {}
        self.account_mark = "guest"  # what the forms of this visitor carry

    def read(self, door: Site | Nginx, path: str):
        return self._keep(door.ask(path, **self._headers))

    def send(self, door: Site | Nginx, path: str, **form: str):
        told = {"Origin": f"https://{HOST}", "Content_Type": FORM}
        body = urlencode({"account_mark": self.account_mark} | form).encode()
        return self._keep(door.ask(path, "POST", body, **told, **self._headers))

    def log_in(self, door: Site | Nginx, name: str, password: str):
        answer = self.send(door, "/accounts/login/", login=name, password=password)
        page = self.read(door, "/accounts/").words.decode()
        if found := re.search(r'name="account_mark" value="([0-9a-f]{32})"', page):  # else nobody is logged in
            self.account_mark = found[1]
        return answer

    @property
    def _headers(self) -> dict[str, str]:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"X_Forwarded_For": self.address} | ({"Cookie": jar} if jar else {})

    def _keep(self, answer):
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r'([^=]+)="?([^";]*)', cookie).groups()
            self.cookies[name] = value
        return answer


def _answer(connection: http.client.HTTPConnection, path: str, method: str, body, headers: dict):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers={"Host": HOST} | named)
    answer = connection.getresponse()
    answer.words = answer.read()
    connection.close()
    return answer


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "It did not come to pass."
        time.sleep(0.1)
