# CogTUI from a checkout. Python 3.11 or newer and make are enough: everything else goes into .venv, nothing outside it but
# the JavaScript clients of the tests, which Node wants beside them (tests/node/node_modules).

# The first of these that is there and new enough; `make PYTHON=... TARGET` picks another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SETUP_FILES := pyproject.toml constraints.txt
# The browser in which the pages are tried; `make CHROMIUM=... test-browser` takes another.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# How many tests at a time: one more than there are cores, for those that wait for a process that they started.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test format setup check-format lint types imports tests test-browser test-node bench keys screenshots

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/ready-to-run ## open the app (ARGS="learn" and the like are handed to cogtui)
	@$(BIN)/cogtui $(ARGS)

test: check-format lint types imports tests test-browser test-node ## everything that a change must pass

format: setup ## format the code and mend what lint can mend
	@$(BIN)/ruff check --quiet --fix-only cogtui tests
	@$(BIN)/ruff format cogtui tests

setup: $(VENV)/ready-to-develop ## set up .venv for development, or bring it up to date

check-format: setup
	@echo "── Format: is every file as ruff formats it? (make format mends it)"
	@$(BIN)/ruff format --check cogtui tests

lint: setup ## look for likely mistakes
	@echo "── Lint: likely mistakes, missing docstrings, functions that do too much"
	@$(BIN)/ruff check cogtui tests

types: setup ## check types
	@echo "── Types: strict on cogtui, standard on tests"
	@$(BIN)/basedpyright

imports: setup ## check that imports point one way
	@echo "── Imports: do they point one way, and is the cloud free of front ends?"
	@$(BIN)/lint-imports --no-logo

tests: setup ## run the tests (ARGS="-k sentence" and the like are handed to pytest)
	@echo "── Tests"
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -q --ignore tests/browser $(ARGS)

test-browser: ## try the login pages in a real browser, where Chromium is installed
ifeq ($(CHROMIUM),)
	@echo "── Browser: no Chromium is installed, so the login pages are not tried in a browser"
else
	@$(MAKE) --no-print-directory $(VENV)/ready-to-browse
	@echo "── Browser: the login pages in Chromium"
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -q tests/browser $(ARGS)
endif

test-node: $(VENV)/ready-to-run ## try clients for Node against the endpoint, where Node is installed
	@tests/node/run.sh

bench: $(VENV)/ready-to-bench ## measure speed, as ratios
	@$(BIN)/python -m cogtui.dev bench $(ARGS)

keys: setup ## write the README's table of keys again
	@$(BIN)/python -m cogtui.dev keys

screenshots: setup ## make the README's pictures again
	@$(BIN)/python -m cogtui.dev screenshots $(ARGS)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "CogTUI needs Python 3.11 or newer, and none was found." >&2; exit 1; }
	@echo "Making $(VENV), a Python environment for CogTUI alone (`$(PYTHON) --version`)."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is missing; on Debian and Ubuntu it is in the package python3-venv." >&2; exit 1; }

$(VENV)/ready-to-run: $(SETUP_FILES) | $(BIN)/python
	@echo "Installing into $(VENV) what CogTUI runs on: textual, cryptography, pyyaml and a few more;"
	@echo "pyproject.toml says what each is for, constraints.txt which version it is. This takes a minute the first time."
	@$(PIP) install --constraint constraints.txt hatchling
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-to-bench: $(SETUP_FILES) | $(VENV)/ready-to-develop
	@echo "Installing into $(VENV) what CogTUI's endpoint is measured against: moto."
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev,bench]'
	@touch $@

$(VENV)/ready-to-develop: $(SETUP_FILES) | $(VENV)/ready-to-run
	@echo "Installing into $(VENV) what CogTUI is checked with: pytest, hypothesis, ruff, basedpyright, botocore and more."
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@echo "Keeping CogTUI's own requirements as files in $(VENV)/wheels, for the tests that install it elsewhere."
	@rm -rf $(VENV)/wheels
	@$(PIP) wheel --constraint constraints.txt --no-build-isolation --wheel-dir $(VENV)/wheels . hatchling
	@rm -f $(VENV)/wheels/cogtui-*.whl
	@touch $@

$(VENV)/ready-to-browse: $(SETUP_FILES) | $(VENV)/ready-to-develop
	@echo "Installing into $(VENV) what drives Chromium in tests: playwright, without a browser of its own."
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[browser]'
	@touch $@
