"""Files in deploy/ that cannot be run here: each of their commands is run by another test."""

import configparser
import importlib
import os
import re
import socket
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
UNITS = {file.stem: file for file in (ROOT / "deploy" / "systemd").glob("*.service")}
RUNNERS = ("deploy/local.py", "tests/running.py", "tests/test_stopping.py", "Makefile")
RUN_ELSEWHERE = "".join((ROOT / file).read_text() for file in RUNNERS)


def commands() -> list[list[str]]:
    images = [yaml.safe_load(line[4:]) for line in re.findall(r"^CMD .*", DOCKERFILE, re.MULTILINE)]
    services = [service["command"] for service in COMPOSE["services"].values() if "command" in service]
    units = [read_unit(name)["Service"]["ExecStart"].split() for name in sorted(UNITS)]
    in_units = [["python", *command[1:]] for command in units]
    return [command for command in (*images, *services, *in_units) if command[0] == "python"]


def read_unit(name: str) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read_string(UNITS[name].read_text())
    return unit


def test_there_are_commands():
    assert len(commands()) == 7


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_one_that_is_run_here(command):
    words = {*command} - {"python", "0.0.0.0", "127.0.0.1", "--host", "8000", "2"}
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


@pytest.mark.parametrize("uv", ["", "uv"])
def test_installing_says_what_it_does_and_how_long_it_takes(uv):
    command = ["make", "--dry-run", "--always-make", ".venv/.dev", f"UV={uv}"]
    steps = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    said = [step for step in steps if step.startswith("echo")]
    assert len(said) == 2
    for line, what in zip(said, ("mvforum needs", "the tests need"), strict=True):
        assert what in line
        assert ("a few seconds" if uv else "about half a minute") in line
    installing = [number for number, step in enumerate(steps) if "pip install" in step]
    assert all(steps.index(line) < number for line, number in zip(said, installing, strict=True))


def test_setting_up_says_so_the_first_time(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(ROOT / "deploy")
    local = importlib.import_module("local")
    monkeypatch.setattr(local, "VAR", tmp_path)
    monkeypatch.setattr(local, "start", lambda _command: subprocess.Popen(["true"]))
    local.set_up()
    assert (
        capsys.readouterr().out == f"Setting up a database with demo content in {tmp_path}, once: about ten seconds …\n"
    )
    local.set_up()
    assert capsys.readouterr().out == ""


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
    copied = {name for name in copied_names() if name != "deploy/requirements.txt"}
    assert copied == {"manage.py", "articles", "comments", "deploy/*.py", "mvforum", "templates"}
    context = build_context()
    assert {"manage.py", "deploy/serve.py", "deploy/requirements.txt", "mvforum/settings.py"} <= context
    for name in copied_names():
        assert any(fnmatch(file, name) or file.startswith(f"{name}/") for file in context), name


def copied_names() -> set[str]:
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return {name for line in lines for name in line.split()}


SECRETS = (
    *("deploy/site.env", "deploy/.env", "deploy/production.env", "deploy/certificates/privkey.pem"),
    *("var/local.env", "var/mvforum.sqlite3", ".env", ".git/config", "site.env", "privkey.pem"),
)


def build_context() -> set[str]:
    """The files that `docker build` may read: of the repository, and of a site that has secrets in it."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    rules = [rule for rule in (ROOT / ".dockerignore").read_text().splitlines() if rule and rule[0] != "#"]
    return {file for file in (*listed.stdout.split(), *SECRETS) if not is_ignored(file, rules)}


def is_ignored(file: str, rules: list[str]) -> bool:
    """As docker reads .dockerignore: of all rules for a file or a folder above it, the last counts."""
    parts = file.split("/")
    paths = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    ignored = False
    for rule in rules:
        pattern = rule.removeprefix("!").removeprefix("**/")
        depth = pattern.count("/")
        if any(path.count("/") == depth and fnmatch(path, pattern) for path in paths) or (
            "**/" in rule and pattern in parts
        ):
            ignored = rule[0] != "!"
    return ignored


def test_the_image_has_no_secrets():
    assert not build_context() & {*SECRETS}
    assert not re.search(r"^COPY (--\S+ )?(deploy|\.) ", DOCKERFILE, re.MULTILINE)
    assert not re.search(r"(KEY|PASSWORD|TOKEN)=(?!\"\$\()", DOCKERFILE)


def test_compose_reads_a_file_that_git_ignores():
    files = {service["env_file"] for service in COMPOSE["services"].values() if "env_file" in service}
    assert files == {"site.env"}
    for name in ("site.env", ".env", "certificates/privkey.pem"):
        ignored = subprocess.run(["git", "check-ignore", "--quiet", f"deploy/{name}"], cwd=ROOT, check=False)
        assert ignored.returncode == 0, name


def test_the_whole_site_is_there():
    assert set(COMPOSE["services"]) == {"postgres", "valkey", "migrate", "web", "worker", "maintenance", "nginx"}
    assert set(UNITS) == {"mvforum-web", "mvforum-worker", "mvforum-maintenance"}


def test_a_stop_is_given_fifteen_seconds():
    ours = [service for service in COMPOSE["services"].values() if service.get("image") == "mvforum"]
    assert len(ours) == 4
    for service in ours:
        assert service["stop_grace_period"] == "15s"
        assert service["init"] is True
    for name in UNITS:
        service = read_unit(name)["Service"]
        assert service["TimeoutStopSec"] == "15"
        assert service["KillMode"] == "mixed"
    assert re.search("^KILL_SECONDS = 8 ", (ROOT / "deploy" / "serve.py").read_text(), re.MULTILINE)


def test_what_ends_is_started_again():
    for name in ("web", "worker", "maintenance"):
        assert COMPOSE["services"][name]["restart"] == "unless-stopped"
        unit = read_unit(f"mvforum-{name}")
        assert unit["Service"]["Restart"] == "always"
        assert unit["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.fixture
def maintenance(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "deploy")
    return importlib.import_module("maintenance")


def test_maintenance_commands_run_on_a_schedule(maintenance):
    """Each command that the manual gives an interval, and each at its interval."""
    manual = (ROOT / "docs" / "operations.md").read_text()
    words = {maintenance.DAY: "daily", maintenance.WEEK: "weekly", 300: "every few minutes"}
    for command, interval in maintenance.INTERVALS.items():
        assert re.search(rf"^\| `{command}` \| {words[interval]}", manual, re.MULTILINE), command
    listed = re.findall(r"^\| `(\w+)` \| (?:daily|weekly|every few minutes)", manual, re.MULTILINE)
    assert {*listed} == {*maintenance.INTERVALS}


def test_the_schedule_begins_with_what_is_due_daily(maintenance):
    monday = 4 * maintenance.DAY + 100.0
    due = maintenance.plan(monday)
    assert due["forget"] == due["note_due_articles"] == monday
    assert due["clearsessions"] == maintenance.WEEK
    assert maintenance.get_next_time(maintenance.DAY, monday) == 5 * maintenance.DAY


def test_a_maintenance_command_is_run(maintenance, monkeypatch, capfd, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    maintenance.run("no_such_command")
    assert "no_such_command failed with status 1" in capfd.readouterr().err


@pytest.mark.parametrize("sign", ["#", "?", "%"])
def test_a_folder_with_a_sign_of_addresses_is_refused(tmp_path, sign):
    done = run_local(VAR_DIR=str(tmp_path / f"a{sign}b"))
    assert done.returncode == 1
    assert done.stderr.startswith(f"mvforum cannot start: VAR_DIR must not contain {sign}")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    done = run_local(VAR_DIR=str(tmp_path / "file" / "var"))
    assert done.returncode == 1
    assert done.stderr.startswith(f"mvforum cannot start: {tmp_path}/file/var cannot be written")
    assert done.stderr.count("\n") == 1


def run_local(**environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "deploy/local.py", "--set-up"]
    clean = {"PATH": os.environ["PATH"]} | environment
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


def test_the_sample_settings_name_nothing_unknown():
    """The settings read every name in the sample, and the manual explains it."""
    names = re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "production.env").read_text(), re.MULTILINE)
    settings = (ROOT / "mvforum" / "settings.py").read_text()
    manual = (ROOT / "docs" / "operations.md").read_text()
    assert names
    for name in names:
        assert f'"{name}"' in settings
        assert f"`{name}`" in manual
