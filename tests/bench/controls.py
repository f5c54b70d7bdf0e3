"""The same bytes from nginx, as a file, and from a bare Python program: what the machine can
do at this moment."""

from __future__ import annotations

import http
import json
import os
import shutil
from pathlib import Path

from tests.bench.processes import Process, listens
from tests.bench.site import ROOT, Answer, ask, granian
from tests.servers import free_port

TOLD = ("Content-Type", "Content-Encoding")
NGINX = """
worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  default_type text/html;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/answers; }}
}}
"""


class Control:
    """A server that has the answers ready."""

    def __init__(self, name: str, process: Process, port: int):
        self.name, self.process, self.port = name, process, port
        process.wait_for(lambda: listens(port))

    @property
    def cpu(self) -> float:
        return self.process.cpu

    def stop(self) -> None:
        self.process.stop()


def keep(folder: Path, name: str, answer: Answer) -> None:
    """Only what describes the bytes is kept of the headers: the fewer, the cheaper."""
    folder.mkdir(parents=True, exist_ok=True)
    status = f"{answer.status} {http.HTTPStatus(answer.status).phrase}"
    headers = [(key, answer.headers[key]) for key in TOLD if key in answer.headers]
    if answer.status != http.HTTPStatus.NOT_MODIFIED:
        headers.append(("Content-Length", str(len(answer.body))))
    (folder / f"{name}.body").write_bytes(answer.body)
    (folder / f"{name}.json").write_text(json.dumps([status, headers]))


def start_controls(folder: Path, *, workers: int) -> list[Control]:
    """nginx where it is installed, and granian. `folder/answers` is full by now."""
    controls, env = [], {"PATH": os.environ["PATH"]}
    if program := shutil.which("nginx"):
        port, settings = free_port(), folder / "nginx.conf"
        settings.write_text(NGINX.format(folder=folder, port=port, workers=workers))
        settings.parent.chmod(0o755)  # Its workers are not root.
        command: list[str | Path] = [program, "-c", settings, "-e", folder / "nginx.log"]
        process = Process(command, log=folder / "nginx.log", env=env, cwd=folder)
        controls.append(Control("nginx", process, port))
    port = free_port()
    process = Process(
        granian(port, "tests.bench.bare:application", workers=workers),
        log=folder / "bare.log", env=env | {"ANSWERS": str(folder / "answers")}, cwd=ROOT,
    )  # fmt: skip
    return [*controls, Control("bare granian", process, port)]


def unchanged(port: int, name: str) -> dict[str, str]:
    """What a client says to nginx that has its file already."""
    return {"If-None-Match": ask(port, f"/{name}.body").headers["ETag"]}
