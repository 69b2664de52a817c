# One setup for everything; uses uv when it is there, else plain venv and pip. Needs Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
DEMO := c1w2_logistic_regression
export PATH := $(abspath $(BIN)):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

ifdef UV
  MAKE_VENV = uv venv -q --seed --python "$(PYTHON)" $(VENV)
  INSTALL = uv pip install -q --python $(BIN)/python -c requirements.lock
else
  MAKE_VENV = $(PYTHON) -m venv $(VENV)
  INSTALL = $(BIN)/python -m pip install -qq --no-warn-script-location -c requirements.lock
endif

.PHONY: help setup demo test lab bench lint format clean

help:  ## what one can do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1	/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"This Python is {sys.version.split()[0]}; the course needs 3.11 or newer: make PYTHON=python3.12")'
	@echo "making $(VENV)" && $(MAKE_VENV)

$(VENV)/.instructor: pyproject.toml requirements.lock | $(BIN)/python
	@echo "installing the course and nbgrader into $(VENV)"
	@$(INSTALL) -e '.[instructor]' && touch $@

# torch comes by pip in any case: its CPU build is offered there, and only developers need it.
$(VENV)/.dev: $(VENV)/.instructor
	@echo "installing what tests need into $(VENV)"
	@$(BIN)/python -m pip install -qq --no-warn-script-location torch==2.13.0
	@$(INSTALL) -e '.[dev]' && touch $@

setup: $(VENV)/.instructor  ## the course and nbgrader in .venv

demo: setup  ## build, make up a class of twelve, grade it through nbgrader, show the class table
	@$(BIN)/byhand build $(DEMO)
	@$(BIN)/byhand sample-class $(DEMO)
	@$(BIN)/byhand grade $(DEMO) --workers 2
	@echo
	@echo "Where to look next:"
	@echo "  course/release/$(DEMO)/$(DEMO).ipynb   what a student gets"
	@echo "  solutions/$(DEMO).ipynb                the same, solved"
	@echo "  course/feedback/sample-05/$(DEMO)/$(DEMO).html   what a student with mistakes reads"
	@echo "  make lab                               JupyterLab on the course, with nbgrader's menus"

test: $(VENV)/.dev  ## every test
	@$(BIN)/python -m pytest -n auto --dist loadgroup

lab: setup  ## JupyterLab on the course
	@$(BIN)/byhand lab

bench: $(VENV)/.dev  ## speed, side by side
	@$(BIN)/python -m tests.benchmarks

lint: $(VENV)/.dev  ## ruff check and ruff format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.dev  ## let ruff put the code in order
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

clean:  ## remove what was made, except what students handed in
	rm -rf $(VENV) build *.egg-info course/source .pytest_cache .ruff_cache
