# One list of commands for people and for CI. `make` alone prints it.

.DEFAULT_GOAL := help
SHELL := /bin/sh

# What the project is set up with: any Python from 3.11 on.
PYTHON ?= $(or $(shell command -v python3.11 2>/dev/null),python3)
UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

UV_READY := .tools/uv.ready
EMULATOR_READY := .tools/emulator.ready
PROJECT_READY := .venv/project.ready

# The options of `make run` and `make process`.
SOURCES ?=
PORT ?=
FILE ?=
STAGE ?=
cloud_options = $(if $(SOURCES),--sources $(SOURCES))

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "make %-10s %s\n", $$1, $$2 }'

.PHONY: setup
setup: $(PROJECT_READY) $(EMULATOR_READY) ## make the environments; quick when they are up to date

$(UV_READY): local/requirements/uv.txt
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(PROJECT_READY): pyproject.toml uv.lock $(UV_READY)
	$(UV) sync --quiet --frozen --python $(PYTHON)
	@touch $@

$(EMULATOR_READY): local/requirements/emulator.txt $(UV_READY)
	$(UV) venv --quiet --clear --python $(PYTHON) .tools/emulator
	$(UV) pip sync --quiet --compile-bytecode --require-hashes --python .tools/emulator/bin/python $<
	@touch $@

.PHONY: run
run: setup ## bring the whole pipeline up and open the page; SOURCES=live|simulated|none PORT=8000
	@$(BIN)/goodreads-stats up --open $(cloud_options) $(if $(PORT),--port $(PORT))

.PHONY: process
process: setup ## process a library export: FILE=export.csv SOURCES=live|simulated|none
	@test -n "$(FILE)" || { echo "say which file: make process FILE=export.csv" >&2; exit 2; }
	@$(BIN)/goodreads-stats process "$(FILE)" $(cloud_options)

.PHONY: test
test: setup chromium spin ## every test but the slow ones
	$(BIN)/pytest -m "not slow and not soak" -n 2

.PHONY: test-slow
test-slow: setup chromium spin ## the tests that take long
	$(BIN)/pytest -m "slow and not soak" -n 2

# Hours: every interleaving of the larger cases, then a million seeds. SEEDS=1000000
SEEDS ?= 1000000
.PHONY: soak
soak: setup ## the exhaustive simulation; takes hours, SEEDS=1000000
	$(BIN)/pytest -m soak
	$(BIN)/python -m tests.simulation --seeds $(SEEDS) --processors $$(nproc)

.PHONY: model
model: setup spin ## check the model of the protocol in every state, with Spin; takes minutes
	$(BIN)/python -m tests.protocol_model

# What comes from Debian. Where it cannot be installed its tests skip, and fail with CI=true.
# $(call debian,COMMANDS,PACKAGES,ANOTHER COMMAND THAT WILL DO,WHAT IS SKIPPED)
define debian
@command -v $(firstword $(1)) >/dev/null && command -v $(lastword $(1)) >/dev/null || { \
  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; } || \
  $(if $(3),command -v $(3) >/dev/null ||) echo "$(firstword $(1)) is not installed: $(4) will be skipped" >&2
endef

.PHONY: chromium
chromium:
	$(call debian,chromium-headless-shell,chromium-headless-shell,chromium,the browser tests)

.PHONY: spin
spin:
	$(call debian,spin gcc,spin gcc libc6-dev,,the checks of the protocol's model)

.PHONY: check
check: setup ## lint, format, types and the template's checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m local.bundles --platform aws --verify
	$(BIN)/python -m stacks.synthesis --platform aws --rules
	$(BIN)/cfn-lint

.PHONY: synth
synth: setup ## build the functions for AWS and write the CloudFormation templates to build/cdk/aws
	$(BIN)/python -m local.bundles --platform aws
	$(BIN)/python -m stacks.synthesis --platform aws

.PHONY: deploy
deploy: setup ## put the whole system into the AWS account of your credentials: STAGE=dev
	@test -n "$(STAGE)" || { echo "say which stage: make deploy STAGE=dev" >&2; exit 2; }
	@$(BIN)/goodreads-stats deploy --stage "$(STAGE)"

.PHONY: bench
bench: setup chromium ## run every benchmark; minutes
	@for file in $$(grep -l '^def main() ->' benchmarks/[a-z]*.py); do \
	  name=$$(basename "$$file" .py); echo "== $$name"; $(BIN)/python -m "benchmarks.$$name" || exit 1; done

.PHONY: bench-long
bench-long: setup ## the benchmarks of 10,000 to 100,000 books; an hour
	$(BIN)/python -m benchmarks.pipeline --books 10000
	$(BIN)/python -m benchmarks.fan_in --large
	$(BIN)/python -m benchmarks.growth --large
	$(BIN)/python -m benchmarks.cost --whole

.PHONY: clean
clean: ## remove what was built; environments and the local cloud's state stay
	rm -rf build cdk.out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +
