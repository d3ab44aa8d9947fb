# Everything a clone needs: Python 3.11 to 3.13, make and git. Variables: PYTHON HOST PORT DIGEST DATA.
.POSIX:
.DELETE_ON_ERROR:
.PHONY: serve test test-fast check bench lock clean

HOST = 127.0.0.1
PORT = 8000
DIGEST =
DATA = ../shared/data
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt

# Index the digest and serve it on http://HOST:PORT/
serve: $(VENV)/.installed
	$(BIN)/pprsearch index $(DIGEST)
	exec $(BIN)/pprsearch serve --host $(HOST) --port $(PORT) $(DIGEST)

# All tests, with branch coverage, on two processors
test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term

# Every module in little over a minute: without the tests that are slow, or need a browser or data
test-fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -q -m 'not slow and not browser and not data'

# Style, types and the arrows between the rooms
check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Measure what everything costs, beside other engines, and write it into docs (twenty minutes)
bench: $(VENV)/.installed-bench
	@mkdir -p var
	$(BIN)/python benchmarks/compare.py $(DATA) var/benchmark.json
	$(BIN)/python benchmarks/report.py var/benchmark.json docs
	$(BIN)/python benchmarks/load.py $(DATA)

# Fix the versions of everything, for every platform (needs uv)
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--no-header --no-annotate --output-file constraints.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache \
		.hypothesis .coverage .coverage.*

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory $(BIN)/python
	@echo "Installing PPR Search into $(VENV) (two minutes, once) ..."
	$(PIP) --editable '.[semantic]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory $(BIN)/python
	@echo "Installing PPR Search and its tools into $(VENV) (three minutes, once) ..."
	$(PIP) --editable '.[semantic,mcp,dev]'
# The other distribution of Whoosh, which the tests of the full text run with as well.
	$(PIP) --no-deps --upgrade --target $(VENV)/whoosh3 whoosh3==3.54.0
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory $(BIN)/python
	@echo "Installing PPR Search and what it is compared with into $(VENV) ..."
	$(PIP) --editable '.[semantic,bench]'
	@touch $@

# A name that exists need not run (a version manager's stand-in may lie in its place): try each.
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
			2>/dev/null; then \
			echo "Making $(VENV) with $$python ..."; \
			"$$python" -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); exit 1; \
		fi; \
	done; \
	echo "PPR Search needs Python 3.11, 3.12 or 3.13; none was found." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1
