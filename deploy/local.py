"""Local site with demo content, for `make run` and `make dev`.

It is served over plain HTTP; PLAIN_HTTP relaxes what HTTPS would need. All files it creates are in
`var/`; delete that folder to start again.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from end_with_parent import end_with_parent, ending_with_this_process

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
MANAGE = [sys.executable, str(ROOT / "manage.py")]
STOP_SECONDS = 9  # The server cuts requests off after eight.
FORBIDDEN_SIGNS = "#?%"  # in VAR_DIR: mvforum/settings.py


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reload", action="store_true", help="serve for development, with DEBUG")
    parser.add_argument("--set-up", action="store_true", help="set up var/ and serve nothing")
    parser.add_argument("--end-with-parent", action="store_true", help="end when make ends")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    if options.end_with_parent:
        end_with_parent(os.getppid(), signal.SIGTERM)
    os.chdir(ROOT)
    if options.set_up:
        set_up()
        return
    os.environ.setdefault("SITE_ADDRESS", f"http://localhost:{options.port}")
    if options.reload:
        os.environ["DEBUG"] = "true"
    if is_taken(options.port):
        target = "dev" if options.reload else "run"
        sys.exit(f"Somebody serves port {options.port} already. Choose another one: make {target} PORT=8080")
    set_up()
    serve(options.port, server_with_reload if options.reload else server)


def set_up() -> None:
    if not (VAR / "local.env").exists():
        print(f"Setting up a database with demo content in {VAR}, once: about ten seconds …", flush=True)
    note_settings()
    for command in (["migrate"], ["collectstatic", "--noinput"], ["load_demo"]):
        status = start([*MANAGE, *command, "-v0"]).wait()
        if status:
            sys.exit(status)


def is_taken(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def start(command: list[str]) -> subprocess.Popen:
    """Start a process that ends with this one, also if somebody kills it. A Ctrl-C reaches this
    one only, which ends the others in order."""
    end_with_this_process = ending_with_this_process()

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with_this_process()

    return subprocess.Popen(command, preexec_fn=prepare)


def note_settings() -> None:
    """Write the settings of this machine to a file, once. `manage.py` reads it, too."""
    file = VAR / "local.env"
    if file.exists() or {*FORBIDDEN_SIGNS} & {*str(VAR)}:
        return
    try:
        write_settings(file)
    except OSError as error:
        sys.exit(f"mvforum cannot start: {VAR} cannot be written ({error.strerror}). Choose another folder: VAR_DIR=…")


def write_settings(file: Path) -> None:
    VAR.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        "ALLOWED_HOSTS=localhost,127.0.0.1,[::1]\n"
        "PLAIN_HTTP=true\n"
        f"EMAIL_URL=filemail:///{VAR}/mail\n"
    )
    file.chmod(0o600)


def server(port: int) -> list[str]:
    return [sys.executable, str(ROOT / "deploy" / "serve.py"), "--port", str(port)]


def server_with_reload(port: int) -> list[str]:
    return [sys.executable, str(ROOT / "deploy" / "runserver.py"), str(port)]


def serve(port: int, command: Callable[[int], list[str]]) -> None:
    """Run the site and the worker until either ends or a signal stops them."""
    site = command(port)
    processes = [start([*MANAGE, "send_emails", "--forever"]), start(site)]
    try:
        if wait_for(f"http://localhost:{port}/healthz", processes):
            announce(port)
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    finally:
        stop(processes)
    sys.exit(next((process.returncode for process in processes if process.returncode > 0), 0))


def stop(processes: list[subprocess.Popen]) -> None:
    """End all of them, whatever signals arrive meanwhile."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(address: str, processes: list[subprocess.Popen]) -> bool:
    while all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def announce(port: int) -> None:
    print(
        f"""
mvforum is here:  http://localhost:{port}/
Log in as         admin, moderator or reader, each with the password mvforum-demo
Moderation        http://localhost:{port}/moderation/    Django admin  http://localhost:{port}/admin/
Mail goes to      {VAR}/mail/ (a file for each e-mail)
Stop              Ctrl-C
""",
        flush=True,
    )


if __name__ == "__main__":
    main()
