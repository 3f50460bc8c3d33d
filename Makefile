# Minghua: `./start` runs the product, `make check` proves it. `make` lists the commands.
PY := .venv/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help ready lint format types contracts texts unit test-sqlite test-pg architecture e2e pictures torture bench lock migrations check clean

help: ## this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

ready: ## the virtual environment and the front end, made only when something changed
	@python3 -m tools.bootstrap

lint: ready ## ruff: rules and formatting
	$(PY) -m ruff check . start
	$(PY) -m ruff format --check . start

format: ready ## put the code into the agreed shape
	$(PY) -m ruff check --fix . start
	$(PY) -m ruff format . start

types: ready ## mypy with the Django plugin
	$(PY) -m mypy

contracts: ready ## the floors, rooms and doors of the house
	.venv/bin/lint-imports --no-logo 2>/dev/null || .venv/bin/lint-imports

texts: ready ## every Chinese text has its English one
	$(PY) -m tools.texts check

migrations: ready ## models and migrations agree
	$(PY) -m django makemigrations --check --dry-run --settings minghua.config.settings

unit: ready ## rules and words: no database, seconds
	$(PY) -m pytest tests/unit

test-sqlite: ready ## everything but the browser, on SQLite
	env -u DATABASE_URL $(PY) -m pytest -n 2 --dist loadfile --ignore tests/e2e --ignore tests/torture $(ARGS)

test-pg: ready ## everything but the browser, on a PostgreSQL that starts and stops itself
	$(PY) -m tools.postgres run -- $(PY) -m pytest -n 2 --dist loadfile --ignore tests/e2e --ignore tests/torture --ignore tests/unit --ignore tests/architecture $(ARGS)

architecture: ready ## the laws that tests hold
	$(PY) -m pytest tests/architecture

e2e: ready ## the stories in a real Chromium
	$(PY) -m pytest tests/e2e $(ARGS)

pictures: ready ## photographs of every page into var/pictures
	MINGHUA_PICTURES=var/pictures $(PY) -m pytest tests/e2e/test_every_page.py $(ARGS)

torture: ready ## races after the last unit, kill -9, power cuts, at length (MINGHUA_ROUNDS says how long)
	MINGHUA_TORTURE=long $(PY) -m pytest tests/torture $(ARGS)

bench: ready ## how long things take; benchmarks/README.md says what and why
	$(PY) -m benchmarks $(ARGS)

lock: ready ## resolve the dependencies again
	$(PY) -m uv pip compile --universal --generate-hashes --extra dev --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(PY) -m tools.npm_lock

check: ## every gate, the same that CI runs
	@python3 -m tools.bootstrap --tests
	@$(PY) -m tools.check

clean: ## forget what was built; the data in var/ stay
	rm -rf .venv node_modules src/minghua/interfaces/web/static/built var/bootstrap.json
