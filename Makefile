# Everything that Broadsheet needs, from a fresh clone: `make serve`, `make test`.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
DATA := $(or $(BROADSHEET_DATA),var)
TOOLS := var/tools
# Packages whose own tests must run through nine of ten lines of each.
COVERED := rails newsroom wire
PACKAGE ?= rails
# How many tests run at once.
BESIDE := -n 2
MINUTES ?= 45

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install install-test serve test check quick fast mutate faults bench audit screenshots lock messages browser validator database fronts clean

help:
	@echo "make serve        serve the site on http://127.0.0.1:$(PORT), with the demo edition if it is new (PORT=8001 make serve: elsewhere)"
	@echo "make test         lint, spelling, catalogues, types, contracts, missing migrations, and every test"
	@echo "make check        lint, spelling, catalogues, types, contracts, missing migrations"
	@echo "make quick        every test but the slow ones, which start servers, databases and browsers"
	@echo "make fast         the tests that need neither database nor browser"
	@echo "make mutate       plant faults in PACKAGE=rails, related or wire, and name those that no test notices (MINUTES=45)"
	@echo "make faults       break a running site in every way that docs/reliability.md lists, and write what was seen there"
	@echo "make install      prepare $(VENV)"
	@echo "make bench        run the benchmarks and write docs/performance.md (ONLY=cold_pages.py make bench: this one)"
	@echo "make screenshots  make the pictures in docs/screenshots"
	@echo "make messages     bring the catalogues of readers' words up to date, and compile them (CATALOGUE=de: begin one)"
	@echo "make lock         resolve the dependencies anew"
	@echo "make audit        ask the package index for known vulnerabilities in what the locks name"

install: $(VENV)/.installed

install-test: $(VENV)/.installed-test

serve: install
	@$(BIN)/broadsheet demo load --if-new
	@BROADSHEET_PORT=$(PORT) exec $(BIN)/broadsheet serve

# Each test runs once: those of the covered packages, measured, then all others that need no server, and then the slow
# ones. Two run beside each other: the slow ones file by file, so that a server or browser starts once, the others in
# their order, in which those that empty the database come last. What failed is named once more at the end.
test: check browser validator database fronts
	@failed=""; \
	$(BIN)/python -m pytest $(BESIDE) --cov --cov-report= -m measured $(COVERED:%=tests/%) tests/kinds || failed="$$failed measured-tests"; \
	for package in $(COVERED); do \
		$(BIN)/python -m coverage report --include="*/broadsheet/$$package/*" || failed="$$failed coverage-of-$$package"; \
	done; \
	$(BIN)/python -m pytest $(BESIDE) -m "not measured and not slow" || failed="$$failed other-tests"; \
	$(BIN)/python -m pytest $(BESIDE) --dist loadfile -m "slow and not measured" || failed="$$failed slow-tests"; \
	if [ -n "$$failed" ]; then \
		$(BIN)/python -m pytest --cache-show "cache/lastfailed"; \
		echo "failed:$$failed"; \
		exit 1; \
	fi

check: install-test
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/djhtml --check src/broadsheet/desk/templates
	$(BIN)/python tools/check_catalogues.py
	BROADSHEET_DATA=var/check $(BIN)/mypy
	BROADSHEET_DATA=var/check $(BIN)/lint-imports
	BROADSHEET_DATA=var/check $(BIN)/broadsheet manage makemigrations --check --dry-run

quick: install-test
	$(BIN)/python -m pytest -q $(BESIDE) -m "not slow"

# docs/mutation.md says what is planted, and which faults may stay unnoticed.
mutate: install-test $(TOOLS)/cosmic-ray
	nice $(BIN)/python tools/mutation.py $(PACKAGE) --minutes $(MINUTES) --tool $(TOOLS)/cosmic-ray

# In a folder of its own, for nothing else needs it; it is looked for behind what the tests use.
$(TOOLS)/cosmic-ray: | install-test
	$(BIN)/pip install --quiet --target $@ cosmic-ray==8.7.0

fast: install-test
	$(BIN)/python -m pytest -q tests/prose tests/rails tests/wire/formats

faults: install-test database
	@rm -f docs/reliability.json
	FAULTS_RESULTS=docs/reliability.json $(BIN)/python -m pytest -p no:randomly -m fault tests/faults; \
		status=$$?; $(BIN)/python tools/reliability.py; exit $$status

bench: install-test
	$(BIN)/python benchmarks/run.py $(ONLY)

screenshots: install-test browser
	$(BIN)/python tools/screenshots.py

audit: install-test
	$(BIN)/python tools/audit.py

# Pip comes last into an environment: one that was interrupted while it was made is made again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Broadsheet needs Python 3.11 or later; $(PYTHON) is older. Name another with PYTHON=python3.12 make ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || $(PYTHON) -m virtualenv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make an environment here. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing into $(VENV) ..."
	@# The lock names everything: nothing is left to resolve, and pip says nothing of what packages ask of each other.
	@$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-test.lock
	@touch $@

messages: install
	@tools/messages.sh $(CATALOGUE)

# A browser for the tests: Debian's Chromium, installed where we may, else asked for.
browser: install-test
	@tools/need.sh chromium chromium

# A real PostgreSQL for the tests that concern it; on Debian its programs are not on the path, but this one is.
# And a real Valkey, or in Debian 12 the Redis 7 that it goes on from.
database:
	@tools/need.sh pg_lsclusters postgresql
	@command -v valkey-server >/dev/null 2>&1 || tools/need.sh redis-server redis-server

# What stands in front of the site, with programs where only root's path leads: a web server that hands out its files,
# one that fetches certificates, and a Varnish with the module that knows tags.
fronts:
	@PATH="$$PATH:/usr/sbin" tools/need.sh nginx nginx
	@tools/need.sh caddy caddy
	@PATH="$$PATH:/usr/sbin" tools/need.sh varnishd varnish-modules

# The checkers of HTML and of accessibility, from npm; the first runs on Java.
validator:
	@tools/need.sh java default-jre-headless
	@tools/need.sh npm npm
	@if command -v npm >/dev/null && [ ! -e $(TOOLS)/.installed -o tools/package-lock.json -nt $(TOOLS)/.installed ]; then \
		mkdir -p $(TOOLS) && cp tools/package.json tools/package-lock.json $(TOOLS)/ && \
		{ npm ci --prefix $(TOOLS) --no-audit --no-fund --loglevel=error && touch $(TOOLS)/.installed || \
		echo "npm could not fetch the checkers; tests that need them are skipped."; }; fi

# Hashes but no addresses: where the packages come from is the affair of whoever installs.
lock: | $(BIN)/pip
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/pip install --quiet uv
	$(BIN)/python -m uv pip compile -q -U --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--universal -o requirements.lock pyproject.toml requirements-build.in
	$(BIN)/python -m uv pip compile -q -U --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--universal --extra postgres --extra valkey --extra test -c requirements.lock -o requirements-test.lock pyproject.toml requirements-build.in

clean:
	rm -rf $(VENV) var/check var/tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
