# Two commands on a fresh machine with Python 3.11+ and make: `make play` and `make test`.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The system's own Python, 3.11 to 3.14. A name on PATH may be a shim without a Python behind it, so each is asked.
ASK := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15) or print(sys.executable))
PYTHON = $(shell for one in python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$one" -c '$(ASK)' 2>/dev/null && break; done)

PY := .venv/bin/python
STAMP := .venv/.synced

# A .venv whose Python has gone is no .venv.
ifneq ($(shell $(PY) -c 'print(1)' 2>/dev/null),1)
.PHONY: $(STAMP)
endif

# With CI=true a run of the tests that skips one, or takes too long, has failed.
ifeq ($(CI),true)
STRICT := -p tests.no_skips
endif

# The tests start Troth many times over: what Python compiled once it may keep, whatever it was told elsewhere.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help play run doctor test check bench soak fmt

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s  %s\n", $$1, $$2 }' Makefile

play: $(STAMP) ## Open the playground in the browser: no token, no account (ARGS="--help")
	@.venv/bin/troth play $(ARGS)

run: $(STAMP) ## Serve real people on the platforms that the settings name
	@.venv/bin/troth run $(ARGS)

doctor: $(STAMP) ## Say what `make run` still needs
	@.venv/bin/troth doctor $(ARGS)

test: $(STAMP) ## Run the tests (ARGS="-k promises")
	@$(PY) -m pytest -n 3 -m "not soak" $(STRICT) $(ARGS)

check: $(STAMP) ## Lint, formatting, types, layers of imports, content
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/troth content check

bench: $(STAMP) ## Measure against peers, one JSON object a line (ARGS="--only timers")
	@$(PY) -m tests.bench $(ARGS)

soak: $(STAMP) ## The long runs
	@$(PY) -m pytest -m soak --timeout 0 $(ARGS)

fmt: $(STAMP) ## Format the code and sort what ruff can
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

$(STAMP): uv.lock pyproject.toml
	@python="$(PYTHON)"; \
	if [ -z "$$python" ]; then \
		echo "Troth needs Python 3.11 to 3.14, and none was found: install one and run make again." >&2; exit 2; \
	fi; \
	uv=$$("$$python" deploy/get_uv.py) || exit 2; \
	echo "Setting up in .venv (only when uv.lock has changed)"; \
	UV_PYTHON="$$python" UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv \
		"$$uv" sync --frozen --all-extras --quiet || exit 2; \
	touch $(STAMP)
