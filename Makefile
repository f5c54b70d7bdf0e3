# Two commands to begin with: `make run` and `make test`. They need python3 (3.11 or newer) and
# make, and set up the rest in .venv and var. uv is used where it is found, since it is faster;
# else pip. `make help` lists the others.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run dev shell test quick cover test-postgres check check-migrations format bench bench-against bench-detectors bench-spam lock help
.DELETE_ON_ERROR:

##@ The site on this machine

run: .venv/.runtime ## Serve the site with demo content on http://localhost:8000/ (PORT=8080 for another port)
	@$(BIN)/python deploy/local.py --port $(PORT) --end-with-parent

# Same set-up and same var/ as `make run`. Pages are slower: nothing is compressed, DEBUG is on.
dev: .venv/.dev ## The same with DEBUG; every change of code or a template restarts it
	@$(BIN)/python deploy/local.py --port $(PORT) --reload --end-with-parent

shell: .venv/.dev ## A Python shell with the models of that site
	@$(BIN)/python deploy/local.py --set-up
	@$(BIN)/python manage.py shell

##@ Tests (ARGS="tests/articles -x" and the like are given to pytest)

# One process for each core, at most four: each has a database, and perhaps a browser. A file is
# run by one process, in the order of tests/conftest.py. ARGS="-n 0" runs all in one process.
PYTEST = $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder
# Left out: a browser, servers, long threads, old databases, demo content, random actions and input.
SLOW = tests/browser tests/scale tests/upgrade tests/test_bad_input.py tests/mvforum/test_settings.py \
  tests/articles/management/test_load_demo.py tests/articles/test_cards.py tests/articles/test_exporting.py \
  $(addprefix tests/comments/moderation/test_,undo_restores.py queue_counts.py consequences.py)
QUICK = $(addprefix --ignore=,$(SLOW)) -m "not servers"

test: .venv/.dev ## Run every test (those of the browser need Debian's chromium, and say so)
	$(PYTEST) $(ARGS)

quick: .venv/.dev ## Run the quick tests only
	$(PYTEST) $(QUICK) $(ARGS)

# The floor is `fail_under` in pyproject.toml.
cover: .venv/.dev ## Run the tests of `make quick` and list the lines they leave out; fails below a floor
	$(PYTEST) $(QUICK) --cov --cov-report=term-missing:skip-covered $(ARGS)

# On a PostgreSQL and a Redis that are started for it and ended after it.
test-postgres: .venv/.dev ## Run every test again on PostgreSQL and Redis
	@$(BIN)/python -m tests.servers $(PYTEST) $(ARGS)

##@ Code

check: .venv/.dev check-migrations ## Linters, types, forgotten migrations, Django's checks of the sample settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(AS_SAMPLED) $(BIN)/mypy
	$(AS_SAMPLED) $(BIN)/python manage.py check --deploy --fail-level WARNING

check-migrations: .venv/.dev
	$(AS_SAMPLED) DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

# With the sample production settings, and nothing that this machine has noted.
AS_SAMPLED = set -a && . ./deploy/production.env && VAR_DIR=deploy

format: .venv/.dev ## Format the Python code, and fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

##@ Measurements

# Needs Debian's wrk; with nginx and postgresql it measures more. SIZES=10,1000000 takes longer.
bench: .venv/.dev ## Measure a page, a post and a decision at any size: docs/benchmark.md; ten minutes
	$(BIN)/python -m tests.bench

# Seeds and serves both commits, in turn. COMMIT=, ROUNDS= and CASES= are in docs/benchmark.md, too.
bench-against: .venv/.dev ## Compare the cost of two commits, case by case (BASE=e19ede4)
	@$(BIN)/python -m tests.bench.compare "$(BASE)"

# Both read the same posts, in turn. COMMIT= is the newer one.
bench-detectors: .venv/.dev ## Compare what the danger detector of two commits costs for a post (BASE=e19ede4)
	@$(BIN)/python -m tests.bench.detectors "$(BASE)"

# A CSV file has a text, and whether it is spam. Each file is left out in turn.
bench-spam: .venv/.dev ## Measure the spam score on the CSV files of a folder (CORPUS=folder)
	@$(BIN)/python -m tests.bench.spam "$(CORPUS)"

##@ Dependencies

UPGRADE = --upgrade
COMPILE = uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
  --all-extras --no-annotate --custom-compile-command "make lock" pyproject.toml
lock: ## Lock new versions of everything, with hashes; UPGRADE= keeps those that are locked; needs uv
	$(COMPILE) --output-file deploy/requirements.txt
	$(COMPILE) --group dev --constraint deploy/requirements.txt --output-file tests/requirements.txt

help: ## Show this list
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/.runtime: deploy/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
ifdef UV
	@echo "Installing what mvforum needs into .venv, once: a few seconds …"
	@$(UV) venv --quiet --seed --allow-existing --python "$$(command -v $(PYTHON))" .venv
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $<
else
	@echo "Installing what mvforum needs into .venv, once: about half a minute …"
	@$(PYTHON) -m venv .venv || { echo "python3 has no venv module: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --require-hashes -r $<
endif
	@touch $@

.venv/.dev: tests/requirements.txt .venv/.runtime
ifdef UV
	@echo "Installing what the tests need into .venv, once: a few seconds …"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $<
else
	@echo "Installing what the tests need into .venv, once: about half a minute …"
	@$(BIN)/pip install --quiet --require-hashes -r $<
endif
	@touch $@
