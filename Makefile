# Two commands for a bare checkout with python3 and make: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN = $(VENV)/Scripts
else
BIN = $(VENV)/bin
endif

.PHONY: demo test lint scorecard bench clean

demo: $(VENV)/.installed
	$(BIN)/copydesk check --isolated --exit-zero examples/desk

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Needs the data for measuring beside the checkout: see scripts/scorecard.py.
scorecard: $(VENV)/.installed-dev
	$(BIN)/python -m scripts.scorecard

# Times Copydesk and its peers in turn: see docs/performance.md. BENCH="--rounds 5 --markdown" makes its tables.
bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks $(BENCH)

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
