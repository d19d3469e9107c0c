# What one does with hall. `make` alone lists the targets.
SHELL := /bin/bash
PY := .venv/bin/python
PORT ?= 8000
SPEED ?= 10
export PORT SPEED
# Dozens of processes are started: each would compile every module anew where this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-device setup-dev demo demo-reset test test-long check bench openapi translations messages screenshots voice-samples hear run clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## make the environment from the locks, build assets and translations (for running)
	@bash tools/setup.sh run

setup-device: ## the same with what paper and voice need: a typeface, the speaking model (for kiosks and screens)
	@bash tools/setup.sh device

setup-dev: ## the same with what tests need: tools, Chromium, fonts
	@bash tools/setup.sh dev

demo: setup-device ## start the demo hall on PORT (8000) at SPEED (10) times real time; Ctrl-C stops it
	@exec $(PY) -m hall.cli demo

demo-reset: ## forget the demo hall, so that the next `make demo` starts anew
	@rm -rf .demo && echo "The demo hall is forgotten; make demo starts a new one."

run: setup ## serve the halls of HALL_HOME (see docs/operating.md)
	@exec $(PY) -m hall.cli run

test: setup-dev check ## set up and pass every test (at most 10 minutes on two cores)
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q

test-long: setup-dev check ## the same properties with large profiles (at most 60 minutes)
	HALL_LONG=1 $(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q --timeout 1800

check: ## lint, types, import contracts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

bench: setup-dev ## measure against this machine's own limits, in one run
	$(PY) -m benchmarks

openapi: ## write docs/api/openapi.json and docs/wire.md from the code
	$(PY) -m hall.web.api.openapi
	$(PY) -m hall.web.live.catalogue

messages: ## collect the sentences of the code into the translation files
	@$(PY) -m tools.messages

translations: ## compile the translation files
	@$(PY) tools/translations.py

screenshots: setup-dev ## draw the pictures of the READMEs, and every surface and state into build/contact-sheet.html
	@$(PY) -m tools.screenshots

voice-samples: setup-device ## render a sample of every phrase of the voice into build/voice
	@$(PY) -m tools.voice_samples

hear: voice-samples ## let a recogniser of speech (an environment of its own) read the English samples back
	@test -x .venv-hearing/bin/python || python3 -m venv .venv-hearing
	@.venv-hearing/bin/python -m pip install --quiet --require-hashes -r requirements/hearing.txt
	@.venv-hearing/bin/python tools/hear_voice.py

clean: ## remove everything that was built
	rm -rf .venv .venv-hearing node_modules hall/web/shared/static/vendor .cache
