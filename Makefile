# `make run` for a newsroom on this machine, `make test` for everything that must hold. Needs python3 (3.11+).

PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
PY     := $(VENV)/bin/python
FLASK  := $(PY) -m flask --app app
NASHRA := $(VENV)/bin/nashra

# What surrounds us must not leak into .venv. How pip finds its registry (index, proxy, certificates) stays.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV CONDA_PREFIX FLASK_APP FLASK_DEBUG
# A process that keeps no bytecode compiles all of its modules again: the tests start many.
unexport PYTHONDONTWRITEBYTECODE
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_DRY_RUN PIP_NO_DEPS PIP_IGNORE_INSTALLED

PIP := $(PY) -m pip --disable-pip-version-check --require-virtualenv install -qq

.PHONY: help run test test-quick test-readers browser pictures bench bench-serve trial-faults trial-restarts trial-wordpress trial-publishing trial-week wordpress fmt clean

help:
	@echo "make run          serve the sample newsroom on http://127.0.0.1:$(PORT) (Ctrl-C stops it; PORT=8080 is another)"
	@echo "make test         lint, format, types, and all tests on SQLite and PostgreSQL and in a browser"
	@echo "make test-quick   lint, format, and the tests that take no PostgreSQL, browser or command: a minute"
	@echo "make test-readers  give every reader 2,000 documents of each kind, whole and spoilt: half an hour (EXAMPLES=2000)"
	@echo "make pictures     take the pictures of the README"
	@echo "make bench        measure speed, memory and what search finds, side by side with others, in a few minutes"
	@echo "make bench-serve  measure polls against nginx (needs wrk and nginx)"
	@echo "make trial-faults do everything to a newspaper that may stop one, and say what its readers notice: 20 minutes"
	@echo "make trial-restarts  stop and start PostgreSQL below readers, 100 times and 100 times on a busy machine (TIMES=100)"
	@echo "make trial-wordpress  move a newspaper here from a real WordPress, and compare every feed with it: 20 minutes"
	@echo "make trial-publishing  measure how soon a post of WordPress stands in the feed, by hooks and by a wire: 6 minutes"
	@echo "make trial-week   live through a newspaper's week with readers of six kinds, and say what each moved: some minutes"
	@echo "make fmt          put the code into shape"
	@echo "make clean        remove .venv, var (with its database) and all caches"

ifneq ($(PORT),8000)
run: export NASHRA_BASE_URL ?= http://127.0.0.1:$(PORT)
endif
run: $(VENV)/runs
	@$(FLASK) migrate
	@$(FLASK) ingest samples/
	@echo
	@echo "  Pages        http://127.0.0.1:$(PORT)/"
	@echo "  RSS 2.0      http://127.0.0.1:$(PORT)/all.rss"
	@echo "  Atom 1.0     http://127.0.0.1:$(PORT)/all.atom"
	@echo "  JSON Feed    http://127.0.0.1:$(PORT)/all.json"
	@echo "  One section  http://127.0.0.1:$(PORT)/politics.rss"
	@echo
	@echo "Ctrl-C stops."
	@exec $(FLASK) serve --port $(PORT)

# Types are checked beside the tests, and told at their end. There is a worker more than cores: some tests wait.
WORKERS ?= 3
test: $(VENV)/tests browser
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy --strict app.py feeds store >$(VENV)/mypy.log 2>&1 & types=$$!; \
	$(PY) -m pytest -q -n $(WORKERS) --dist loadgroup; tests=$$?; \
	wait $$types; types=$$?; cat $(VENV)/mypy.log; test $$tests = 0 -a $$types = 0

test-quick: $(VENV)/tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m pytest -q -n 2 --quick -rfE

# ONLY='wxr or rss' gives these alone.
EXAMPLES ?= 2000
test-readers: $(VENV)/tests
	@EXAMPLES=$(EXAMPLES) nice $(PY) -m pytest -q -n 2 tests/newsroom/test_properties.py -k '$(ONLY)'

pictures: $(VENV)/tests browser
	@$(PY) -m tests.pictures

# The browser tests take the chromium of this machine; where there is none, Debian's if we may install it.
# Without one they are skipped, and both this and pytest say so. Nothing here fails.
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=60 -o Acquire::Retries=1
browser: | $(PY)
	@command -v chromium >/dev/null || { \
		if ! command -v apt-get >/dev/null; then false; \
		elif [ "$$(id -u)" = 0 ]; then may=env; \
		else sudo -n true 2>/dev/null && may="sudo -n env"; fi && \
		echo "Installing Debian's chromium and fonts-noto-core for the browser tests (log: $(VENV)/apt.log)" && \
		$$may $(APT) update >$(VENV)/apt.log 2>&1 && \
		$$may $(APT) install -y --no-install-recommends chromium fonts-noto-core >>$(VENV)/apt.log 2>&1; \
	} || echo "*** NO BROWSER: the browser tests will be SKIPPED. As root: apt-get install chromium fonts-noto-core" >&2

bench: $(VENV)/tests
	@$(PY) -m bench

bench-serve: $(VENV)/tests
	@$(PY) -m bench.serving

# ONLY='SQLite: clock' tries these alone, PATIENCE=3 promises three times as long on a slow machine.
ONLY     ?=
PATIENCE ?= 1
trial-faults: $(VENV)/tests
	@$(PY) -m trials --only '$(ONLY)' --patience $(PATIENCE)

TIMES ?= 100
trial-restarts: $(VENV)/tests
	@$(PY) -m trials.restarts --times $(TIMES)
	@$(PY) -m trials.restarts --times $(TIMES) --load

# A real WordPress: Debian's packages, installed where we may; else it says what is missing, and stops.
ORDER ?=
trial-wordpress: $(VENV)/tests wordpress
	@$(PY) -m trials.wordpress --order '$(ORDER)' --only '$(ONLY)'

trial-publishing: $(VENV)/tests
	@$(PY) -m trials.publishing --only '$(ONLY)'

SEED ?= 1
trial-week: $(VENV)/tests
	@$(PY) -m trials.week --seed $(SEED)

wordpress: $(VENV)/tests
	@missing=$$($(PY) -m trials.wordpress.needs) && test -z "$$missing" || { \
		if ! command -v apt-get >/dev/null; then false; \
		elif [ "$$(id -u)" = 0 ]; then may=env; \
		else sudo -n true 2>/dev/null && may="sudo -n env"; fi && \
		echo "Installing Debian's $$missing (log: $(VENV)/apt.log)" && \
		$$may $(APT) update >$(VENV)/apt.log 2>&1 && \
		$$may $(APT) install -y --no-install-recommends $$missing >>$(VENV)/apt.log 2>&1; \
	} || { echo "*** NO WORDPRESS. As root: apt-get install $$missing" >&2; exit 1; }

fmt: $(VENV)/tests
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

clean:
	@rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: $(VENV)/runs says that requirements.txt is installed as it stands, $(VENV)/tests that both files are.

$(VENV)/runs: requirements.txt | $(NASHRA)
	@echo "Installing requirements.txt into $(VENV)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/tests: requirements-dev.txt requirements.txt | $(NASHRA)
	@echo "Installing requirements-dev.txt into $(VENV)"
	@$(PIP) -r requirements-dev.txt
	@touch $(VENV)/runs $@

# The commands without Flask's own, run in this folder like `flask`.
$(NASHRA): | $(PY)
	@printf '#!/bin/sh\nexec "%s" -m app "$$@"\n' "$(CURDIR)/$(PY)" >$@
	@chmod +x $@

$(PY):
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Nashra needs Python 3.11 or newer with venv (Debian: python3-venv), which '$(PYTHON)' is not: say make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
