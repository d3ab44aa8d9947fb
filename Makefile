# Everything a clone needs: Python 3.11 to 3.13, make and git. Variables: PYTHON HOST PORT DIGEST DATA.
.POSIX:
.DELETE_ON_ERROR:
.PHONY: help serve cluster test test-fast check bench bench-cluster lock wheels clean python translations

HOST = 127.0.0.1
PORT = 8000
DIGEST =
DATA = ../shared/data
NODES = 1
SIZE = 30826
OPENSEARCH =
# Where all must pass, nine tenths of the branches must be taken too.
COVERAGE = $(if $(PPRSEARCH_REQUIRE_ALL),--cov --cov-report=term)
PYTHON =
VENV = .venv
BIN = $(VENV)/bin
INSTALL = .ci/install $(VENV)
# Compiled modules are kept whatever the environment says: each process would compile them again.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
EXTRACT = -F pyproject.toml --ignore-dirs '.* build dist var wheels tests benchmarks docs' --no-default-keywords -k _ -k gettext -k ngettext:1,2 -k N_ -k Message -k Counted:1,2 -k _n:2,3 --no-location --no-wrap
FITS = import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))

# This list
help:
	@awk '/^# / { said = substr($$0, 3); next } \
		/^[a-z-]+:/ && said { name = $$1; sub(":.*", "", name); \
			printf "make %-13s %s\n", name, said } \
		{ said = "" }' Makefile
	@echo
	@echo "Variables: PORT=8080, HOST=0.0.0.0, DIGEST=path/to/digest, PYTHON=/path/to/python3.12"

# Index the digest and serve it on http://HOST:PORT/
serve: python $(VENV)/.installed
	@echo "Indexing the digest (the first time takes up to two minutes) ..."
	@$(BIN)/pprsearch index $(DIGEST)
	@exec $(BIN)/pprsearch serve --host $(HOST) --port $(PORT) $(DIGEST)

# Run OpenSearch on this machine to keep an index in (variables: NODES=3 PORT=9200 OPENSEARCH=DIR)
cluster: python $(VENV)/.installed-cluster
	@exec $(BIN)/python benchmarks/cluster.py --nodes $(NODES) \
		$(if $(filter command line environment,$(origin PORT)),--port $(PORT)) \
		$(if $(OPENSEARCH),--folder '$(OPENSEARCH)')

# All tests, on two processors (variable: COVERAGE=--cov measures which branches they take)
test: python $(VENV)/.installed-dev
# By three processes, as some tests wait; in the order of tests/conftest.py, so that files of few
# tests, which take longest, do not come last.
	$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder $(COVERAGE)

# Every module in a minute or two: without the tests that are slow, or need a browser or data
test-fast: python $(VENV)/.installed-dev
	$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder -q --hypothesis-profile=few \
		-m 'not slow and not browser and not data and not cluster'

# Style, types and the arrows between the rooms
check: python $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Bring the catalogues of the pages' words in step with the texts of the program
translations: python $(VENV)/.installed-dev
	@mkdir -p var
	$(BIN)/pybabel -q extract $(EXTRACT) -o var/messages.pot .
	$(BIN)/pybabel -q update -i var/messages.pot -d webapp/translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 100

# Measure what everything costs, beside other engines, and write it into docs (twenty minutes)
bench: python $(VENV)/.installed-bench
	@mkdir -p var
	$(BIN)/python benchmarks/compare.py $(DATA) var/benchmark.json
	$(BIN)/python benchmarks/report.py var/benchmark.json docs
	$(BIN)/python benchmarks/load.py $(DATA)

# Measure an index in a cluster beside one in a folder, and HNSW beside exact (variable: SIZE=30826)
bench-cluster: python $(VENV)/.installed-bench $(VENV)/.installed-cluster
	$(BIN)/python benchmarks/cluster_scale.py $(DATA) --nodes $(NODES) --size $(SIZE)
	$(BIN)/python benchmarks/cluster_nearest.py $(DATA)

# Fix the versions of everything, for every platform (needs uv)
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--no-header --no-annotate --output-file constraints.txt

# Fetch what is installed into the folder wheels, for a machine without a network
wheels: python $(BIN)/python
	$(BIN)/python -m pip --quiet --disable-pip-version-check wheel --wheel-dir wheels \
		--constraint constraints.txt '.[semantic]' 'setuptools>=77'
	@rm -f wheels/pprsearch-*.whl
	@echo "Copy the folder wheels into the clone on the other machine; make serve takes it from there."

# Remove what was installed and built, and this clone's index of the demo digest
clean:
	@if [ -x $(BIN)/python ]; then \
		index=`$(BIN)/python -c "from corpus.folder.read import DEMO; \
from search.engine.location import default_index; print(default_index(DEMO))" 2>/dev/null`; \
		case "$$index" in \
			*/pprsearch/*) if [ -f "$$index/CURRENT" ]; then \
				rm -rf "$$index" && echo "Removed the index $$index"; fi ;; \
		esac; \
	fi
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache \
		.hypothesis .coverage .coverage.*

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(MAKE) -s --no-print-directory $(BIN)/python
	@echo "Installing PPR Search into $(VENV) (two minutes, once) ..."
	@$(INSTALL) --editable '.[semantic]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt
	@$(MAKE) -s --no-print-directory $(BIN)/python
	@echo "Installing PPR Search and its tools into $(VENV) (three minutes, once) ..."
	@$(INSTALL) --editable '.[semantic,mcp,distributed,cluster,dev]'
# The other distribution of Whoosh, which the tests of the full text run with as well.
	@$(INSTALL) --no-deps --upgrade --target $(VENV)/whoosh3 whoosh3==3.54.0
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-cluster: pyproject.toml constraints.txt
	@$(MAKE) -s --no-print-directory $(BIN)/python
	@echo "Installing PPR Search, the client of OpenSearch and a Java into $(VENV) ..."
	@$(INSTALL) --editable '.[semantic,distributed,cluster]'
	@touch $@

$(VENV)/.installed-bench: pyproject.toml constraints.txt
	@$(MAKE) -s --no-print-directory $(BIN)/python
	@echo "Installing PPR Search and what it is compared with into $(VENV) ..."
	@$(INSTALL) --editable '.[semantic,bench]'
	@touch $@

# A Python that was named and does not fit is refused, though another would do.

python:
	@if [ -n "$(PYTHON)" ] && ! "$(PYTHON)" -c '$(FITS)' 2>/dev/null; then \
		echo "PYTHON=$(PYTHON) is no Python 3.11, 3.12 or 3.13. Name another, or leave it out." >&2; \
		exit 1; \
	fi

# A name that exists need not run (a version manager's stand-in may lie in its place): try each.
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c '$(FITS)' 2>/dev/null; then \
			echo "Making $(VENV) with $$python ..."; \
			"$$python" -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); exit 1; \
		fi; \
	done; \
	echo "PPR Search needs Python 3.11, 3.12 or 3.13; none was found." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1
