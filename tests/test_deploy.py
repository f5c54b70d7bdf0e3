"""Files in deploy/ that cannot be run here: each of their commands is run by another test."""

import importlib
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
RUN_ELSEWHERE = "".join((ROOT / file).read_text() for file in ("deploy/local.py", "tests/running.py", "Makefile"))


def commands() -> list[list[str]]:
    images = [yaml.safe_load(line[4:]) for line in re.findall(r"^CMD .*", DOCKERFILE, re.MULTILINE)]
    services = [service["command"] for service in COMPOSE["services"].values() if "command" in service]
    return [command for command in (*images, *services) if command[0] in {"python", "granian"}]


def test_there_are_commands():
    assert [command[0] for command in commands()] == ["granian", "python", "python"]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_one_that_is_run_here(command):
    words = {*command} - {"python", "0.0.0.0", "8000", "2"}
    assert words
    for word in words:
        assert word in RUN_ELSEWHERE


def test_emails_are_written_to_the_noted_folder(tmp_path, monkeypatch):
    import environ

    monkeypatch.syspath_prepend(ROOT / "deploy")
    local = importlib.import_module("local")
    monkeypatch.setattr(local, "VAR", tmp_path)
    local.note_settings()
    noted = dict(line.split("=", 1) for line in (tmp_path / "local.env").read_text().splitlines())
    folder = environ.Env.email_url_config(noted["EMAIL_URL"])["EMAIL_FILE_PATH"]
    assert Path(f"/{folder}") == tmp_path / "mail" or Path(folder) == tmp_path / "mail"


def test_a_port_that_is_taken_is_refused(tmp_path):
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        command = [sys.executable, "deploy/local.py", "--port", str(sock.getsockname()[1])]
        environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "already" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_image_has_all_that_the_site_needs():
    copied = set(re.findall(r"^COPY (?!--from|deploy/requirements)(\S+) ", DOCKERFILE, re.MULTILINE))
    assert copied == {"manage.py", "articles", "comments", "deploy", "mvforum", "templates"}
    assert all((ROOT / name).exists() for name in copied)


def test_the_whole_site_is_there():
    assert set(COMPOSE["services"]) == {"postgres", "valkey", "migrate", "web", "worker", "nginx"}


def test_the_sample_settings_name_nothing_unknown():
    """The settings read every name in the sample, and the manual explains it."""
    names = re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "production.env").read_text(), re.MULTILINE)
    settings = (ROOT / "mvforum" / "settings.py").read_text()
    manual = (ROOT / "docs" / "operations.md").read_text()
    assert names
    for name in names:
        assert f'"{name}"' in settings
        assert f"`{name}`" in manual
