# The project's commands; each sets up what it needs first. Without make: see "Plain commands" in README.md.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: check-js setup works demo run test test-fast test-content check lock bench screenshots schema

setup: .venv/.installed

.venv/.installed: requirements/dev.lock pyproject.toml sandbox/pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Waymark needs Python 3.11 or newer: make PYTHON=python3.12 setup")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e sandbox
	touch $@
	@$(MAKE) --no-print-directory works

# One line that shows that the set-up works: it reads and checks all content with what was installed.
works:
	@checked=$$($(BIN)/python -m bot check content | tail -n 1) && \
	version=$$($(BIN)/python -c 'import importlib.metadata as installed; print(installed.version("waymark"))') && \
	echo "Waymark $$version works: $$checked. Now try it: make demo"

demo: setup
	$(BIN)/python -m bot demo $(ARGS)

run: setup
	$(BIN)/python -m bot run

test: setup
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-fast: setup
	$(BIN)/python -m pytest -n auto --dist worksteal tests/house tests/core tests/content tests/ui tests/client $(ARGS)

# All code in content/, with every Django and Python that it speaks of, on SQLite and PostgreSQL: minutes, not seconds.
test-content: setup
	$(BIN)/python tools/content_matrix.py $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	for room in tests/conftest.py tests/*/ sandbox/tests; do $(BIN)/mypy $$room || exit 1; done
	$(BIN)/lint-imports
	$(BIN)/python -m bot check content
	$(MAKE) --no-print-directory check-js

# The page's JavaScript, by TypeScript: the one thing here that needs node.
check-js:
	@cd sandbox && if ! command -v npm > /dev/null; then \
		echo "The page's JavaScript was NOT type-checked: there is no node on this machine."; \
	elif cmp -s package-lock.json node_modules/.checked || { npm ci --silent && cp package-lock.json node_modules/.checked; }; then \
		node_modules/.bin/tsc -p jsconfig.json && echo "The page's JavaScript: no type errors."; \
	else echo "The page's JavaScript was NOT type-checked: npm could not install TypeScript."; fi

bench: setup
	$(BIN)/python -m bench.interactions
	$(BIN)/python -m bench.schedules
	$(BIN)/python -m bench.race

screenshots: setup
	$(BIN)/python tools/screenshots.py

schema: setup
	$(BIN)/python -m bot schema

# Needs uv (pip install uv). Writes no index addresses into the locks.
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml -o requirements/runtime.lock
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" --extra dev -c requirements/runtime.lock pyproject.toml -o requirements/dev.lock
	for row in 5.2:3.11 6.1:3.12; do echo "django~=$${row%:*}.0" | uv pip compile --quiet --universal --generate-hashes --python-version $${row#*:} --custom-compile-command "make lock" - requirements/content.in -o requirements/content-django-$${row%:*}.lock || exit 1; done
