# Every task of this repository. `make` alone lists them; the virtual environment makes itself on first use.

PYTHON ?= python3
VENV   ?= .venv
ARGS   ?=

BIN    := $(VENV)/bin
PY     := $(BIN)/python
# Written last, so that an interrupted installation is done again.
READY  := $(VENV)/.ready
READY_DOCS := $(VENV)/.ready-docs
READY_PLOTS := $(VENV)/.ready-plots
PIP    := $(PY) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo test check generate check-generated bump new-service mirror bench docs build clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  PYTHON=python3.12 chooses the interpreter of a new environment, VENV=.venv-3.12 its place,"
	@echo "  ARGS='-k runs -x' is handed on by test, demo and bench."

venv: $(READY) ## Create or refresh the virtual environment

# Without a working pip the directory is what an interrupted or outdated attempt left behind: start it afresh.
# pip before 25.1 does not know dependency groups.
$(READY): pyproject.toml
	@echo "==> Preparing $(VENV) (first use, or pyproject.toml changed; takes a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
		|| { echo "Python 3.10 or newer is needed; try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install 'pip>=25.1'
	@$(PIP) install --group dev --editable '.[emulator]'
	@touch $@
	@echo "==> $(VENV) is ready: $$($(PY) --version)"

demo: $(READY) ## Start local services; take a spec, calls and an app through them
	@$(BIN)/trellis demo $(ARGS)

test: $(READY) ## Run the whole test suite, on all cores
	@$(PY) -m pytest -n auto --dist worksteal $(ARGS)

check: $(READY) ## Lint, format, types, generated code, mirror, import arrows, export lists
	@$(PY) -m scripts.checks $(ARGS)

generate: $(READY) ## Regenerate src/*/_generated from the pinned specs; ARGS=--report: what each holds of its spec
	@$(PY) scripts/generate.py $(ARGS)

check-generated: $(READY) ## Fail if regenerating would change anything
	@$(PY) scripts/generate.py --check $(ARGS)

bump: $(READY) ## Pin a new API document (SERVICE=kneo SPEC=new.json): check, compare, generate, report in build/bump/
	@$(PY) scripts/bump.py $(ARGS) "$(SERVICE)" "$(SPEC)"

new-service: $(READY) ## Make a client package from any OpenAPI document: NAME=x SPEC=doc.json (OUT=dir: not in here)
	@$(PY) scripts/new_service.py $(if $(OUT),--out "$(OUT)") $(ARGS) "$(NAME)" "$(SPEC)"

mirror: $(READY) ## Rewrite src/*/_sync from src/*/_async
	@$(PY) scripts/mirror_sync.py $(ARGS)

$(READY_DOCS): $(READY)
	@$(PIP) install --group docs
	@touch $@

$(READY_PLOTS): $(READY)
	@$(PIP) install --group plots
	@touch $@

docs: $(READY_DOCS) ## Build the documentation site into build/docs/ (no network)
	@$(PY) -m scripts.docs $(ARGS)

bench: $(READY_PLOTS) ## Measure the performance budgets as ratios to plain httpx (report in build/bench/)
	@$(PY) -m scripts.bench $(ARGS)

build: $(READY) ## Build the wheel and the sdist into build/dist/
	@rm -rf build/dist
	@$(PY) -m build --outdir build/dist .

clean: ## Remove build/ and the tools' caches; the virtual environment stays
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
