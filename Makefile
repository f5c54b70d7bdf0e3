# Two commands: `make run` and `make test`. They need python3 (3.11 or newer) and make, and set
# up the rest in .venv and var. uv is used where it is found, since it is faster; else pip.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-postgres bench bench-spam check format lock
.DELETE_ON_ERROR:

# The site on this machine, with demo content, on http://localhost:$(PORT)/
run: .venv/.runtime
	@$(BIN)/python deploy/local.py --port $(PORT)

# Every test. The browser tests need Debian's chromium and say so when it is not there.
test: .venv/.dev
	$(BIN)/pytest $(ARGS)

# Every test again, on a PostgreSQL and a Redis that are started for it and ended after it.
test-postgres: .venv/.dev
	@$(BIN)/python -m tests.servers $(BIN)/pytest $(ARGS)

# What a page, a post and a decision cost at any size: docs/benchmark.md. Needs Debian's wrk; with
# nginx and postgresql it measures more. Ten minutes; SIZES=10,1000000 takes longer.
bench: .venv/.dev
	$(BIN)/python -m tests.bench

# How well the spam score does on the CSV files of a folder (a text, and whether it is spam), each
# left out in turn.
bench-spam: .venv/.dev
	@$(BIN)/python -m tests.bench.spam "$(CORPUS)"

# Linters, types, migrations that were forgotten, and Django's checks of the sample settings.
check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(AS_SAMPLED) $(BIN)/mypy
	$(AS_SAMPLED) DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	$(AS_SAMPLED) $(BIN)/python manage.py check --deploy --fail-level WARNING

# With the sample production settings, and nothing that this machine has noted.
AS_SAMPLED = set -a && . ./deploy/production.env && VAR_DIR=deploy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# New versions of everything, with hashes. Needs uv.
COMPILE = uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --all-extras --no-annotate --custom-compile-command "make lock" pyproject.toml
lock:
	$(COMPILE) --output-file deploy/requirements.txt
	$(COMPILE) --group dev --constraint deploy/requirements.txt --output-file tests/requirements.txt

.venv/.runtime: deploy/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
ifdef UV
	@$(UV) venv --quiet --seed --allow-existing --python "$$(command -v $(PYTHON))" .venv
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $<
else
	@$(PYTHON) -m venv .venv || { echo "python3 has no venv module: apt-get install python3-venv"; exit 1; }
	@echo "Installing what mvforum needs into .venv …"
	@$(BIN)/pip install --quiet --require-hashes -r $<
endif
	@touch $@

.venv/.dev: tests/requirements.txt .venv/.runtime
ifdef UV
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $<
else
	@echo "Installing what the tests need into .venv …"
	@$(BIN)/pip install --quiet --require-hashes -r $<
endif
	@touch $@
