# Two commands: `make run` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench faults graphiql node lock

run: $(VENV)/installed ## start the sandbox vendors and the gateway
	@$(MAKE) --no-print-directory graphiql
	@$(BIN)/foyer demo

test: $(VENV)/installed-dev check ## every check there is
	@$(MAKE) --no-print-directory graphiql node
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/installed-dev ## format, lint, types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/installed-dev ## ratios of speed and memory; asserts nothing
	@$(BIN)/python -m tests.benchmarks

faults: $(VENV)/installed-dev ## every write in every sort of trouble, as a table
	@$(BIN)/python -m tests.faults

graphiql: ## build the GraphiQL page, unless it is up to date
	@if command -v npm >/dev/null; then \
	  node gateway/graphiql/build.mjs --check || \
	  { npm --prefix gateway/graphiql ci --no-audit --no-fund --loglevel=error && node gateway/graphiql/build.mjs; }; \
	else echo "Node.js is not here: GraphiQL is not built, everything else is served."; fi

node: ## install the clients, gateways and audits of others that the tests run
	@if ! command -v npm >/dev/null; then echo "Node.js is not here: what others wrote in it is not tested against Foyer."; \
	elif [ ! tests/node/node_modules/.package-lock.json -nt tests/node/package-lock.json ]; then \
	  npm --prefix tests/node ci --no-audit --no-fund --loglevel=error; fi

lock: ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --output-file requirements.lock pyproject.toml --extra build
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --output-file requirements-dev.lock pyproject.toml --extra build --extra dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Foyer needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/installed
