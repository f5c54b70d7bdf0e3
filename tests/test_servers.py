"""Servers that tests start are stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers

ROOT = Path(__file__).parent.parent
needs_servers = pytest.mark.skipif(bool(servers.missing()), reason=servers.missing())


def start(*command: str) -> subprocess.Popen:
    program = [sys.executable, "-m", "tests.servers", "sh", "-c", *command]
    pipe = subprocess.PIPE
    return subprocess.Popen(program, cwd=ROOT, stdout=pipe, text=True, start_new_session=True)


def is_served(port: str) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", int(port))) == 0


def ports_in(line: str) -> list[str]:
    return re.findall(r"@127\.0\.0\.1:(\d+)/", line)


@needs_servers
@pytest.mark.parametrize("status", [0, 3])
def test_a_command_has_both_servers_until_it_ends(status):
    command = start(f'echo "$DATABASE_URL $CACHE_URL"; exit {status}')
    said, _errors = command.communicate(timeout=60)
    assert command.returncode == status
    assert len(ports_in(said)) == 2
    assert not any(map(is_served, ports_in(said)))


@needs_servers
@pytest.mark.parametrize("end", ["Ctrl-C", "SIGTERM"])
def test_servers_end_when_somebody_ends_the_tests(end):
    command = start('echo "$DATABASE_URL $CACHE_URL"; exec sleep 60')
    ports = ports_in(command.stdout.readline())
    assert len(ports) == 2
    assert all(map(is_served, ports))
    if end == "Ctrl-C":
        os.killpg(command.pid, signal.SIGINT)
    else:
        command.terminate()
    command.communicate(timeout=60)
    assert command.returncode != 0
    assert not any(map(is_served, ports))


def test_a_port_is_given_once_to_all_processes(monkeypatch):
    monkeypatch.setattr(servers, "LAST_PORT", servers.FIRST_PORT + 1000)
    ask = (
        "from tests import servers; servers.LAST_PORT = servers.FIRST_PORT + 1000;"
        "print(*(servers.free_port() for _ in range(200)), flush=True); input()"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", ask], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _process in range(3)
    ]
    ports = [str(servers.free_port()) for _port in range(200)]
    for other in others:
        ports += other.stdout.readline().split()
    for other in others:
        other.communicate("\n")
    assert len(ports) == 800 == len(set(ports))


@pytest.mark.parametrize("package", ["postgresql", "redis-server"])
def test_what_is_missing_is_named(monkeypatch, package):
    program = {"postgresql": "postgres"}.get(package, package)
    monkeypatch.setattr(servers.shutil, "which", lambda name, path=None: None if name == program else name)
    with pytest.raises(SystemExit, match=f"^no {package}: apt-get install {package}$"):
        servers.main(["true"])
