# The doors of cxkit. `make` alone lists them.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# What .venv stands for: this folder, and the Python that was asked for, or else the one that is in there.
VERSION = -E -c 'import sys; print(sys.version)' 2>/dev/null
STANDS_FOR := $(CURDIR) $(shell $(or $(PYTHON),$(BIN)/python) $(VERSION))
PINS := $(shell cat pyproject.toml constraints.txt | cksum)
# The first Python that really runs and is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -E -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ARGS ?=
SIDE_BY_SIDE := -n auto --dist loadfile --no-loadscope-reorder
# The tests start hundreds of programs: none of them should compile cxkit again.
unexport PYTHONDONTWRITEBYTECODE
# Somebody's settings may send packages elsewhere, or find others there. Which index, proxy and certificates to use stays.
unexport PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_ROOT
export PIP_NO_DEPS = 0
export PIP_REQUIRE_HASHES = 0
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check --no-warn-script-location -c constraints.txt \
	--no-user --target= --prefix="$(CURDIR)/$(VENV)" --root=/ --no-build-isolation
# $(call debian,package,what for,what comes before) installs a package where that takes no question.
debian = SUDO=; if [ "$$(id -u)" != 0 ]; then SUDO="sudo -n"; fi; \
	if command -v apt-get >/dev/null && $$SUDO true 2>/dev/null; then \
		echo "Installing Debian's $(1), which $(2)."; $(3) \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null; \
	fi || true

.DEFAULT_GOAL := help
.PHONY: help workshop test proofs coverage mutants attack rooms test-spark test-faults lint types imports unit book bench bench-live bench-phone audit browser-there firefox-there office-there reader-there \
	postgresql-there accessibility pictures fresh translations constraints clean

help: ## list these doors
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

workshop: $(VENV)/workshop-ready ## set up everything and run a room (ARGS="--teams 'Phones, Warehouse'")
	@$(BIN)/cxkit workshop $(ARGS)

test: $(VENV)/test-ready browser-there postgresql-there lint types imports unit ## set up everything and check everything

lint: $(VENV)/test-ready ## style of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/test-ready ## strict types
	@$(BIN)/mypy

imports: $(VENV)/test-ready ## imports run one way
	@$(BIN)/lint-imports --no-cache

unit: $(VENV)/test-ready browser-there postgresql-there ## unit, property and browser tests (ARGS="-k room")
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not slow" $(ARGS)

proofs: $(VENV)/test-ready browser-there firefox-there postgresql-there office-there ## the slow tests, and properties on random cases (ARGS="--hypothesis-seed=7")
	@seed=$$(date +%s); echo "Random cases: --hypothesis-seed=$$seed"; \
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "slow or hypothesis" --hypothesis-profile=proofs --hypothesis-seed=$$seed $(ARGS)

test-spark: $(VENV)/test-ready ## count on a real Spark (installs it, and Java where there is none)
	@command -v java >/dev/null || { $(call debian,default-jre-headless,Spark needs); }
	@$(PIP) -e '.[spark]'
	@$(BIN)/python -m pytest tests/spark

coverage: $(VENV)/test-ready postgresql-there ## how much of each room the tests run, in per cent (without the browser and the slow ones)
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -q -m "not slow and not browser" --ignore=tests/browser $(ARGS)
	@$(BIN)/coverage combine -q
	@for room in cxkit/[a-z]*/; do \
		printf '%-18s %s\n' "$$room" "$$($(BIN)/coverage report --include="$$room**" --format=total)"; done
	@printf '%-18s %s\n' all "$$($(BIN)/coverage report --format=total)"

mutants: $(VENV)/test-ready ## change the numbers' code at 40 places, one at a time: do the tests notice? (ARGS="100 7": how many, seed)
	@$(BIN)/python -m tests.mutants $(ARGS)

attack: $(VENV)/test-ready ## attack published reports, by their numbers and by re-running the program, for hours (ARGS="2000 500 200 500": ours, leaders agreed, naive, rooms with several releases; RERUN="2000 500 7": organisations, answers, seed; a table of it: build/attack.md)
	@$(BIN)/python -m tests.attack.whole $(ARGS)
	@$(BIN)/python -m tests.attack.table $(RERUN)

rooms: $(VENV)/test-ready ## what ordinary rooms get to see of their own answers (ARGS="200 7": how many, seed)
	@$(BIN)/python -m tests.rooms $(ARGS)
	@$(BIN)/python -m tests.reveals $(ARGS)

test-faults: $(VENV)/test-ready postgresql-there ## 200 phones and 1,000, a bad network, 24 kills: is anything lost? (ten minutes; ARGS="200": how many)
	@$(BIN)/python -m tests.faults.whole $(ARGS)

bench-live: $(VENV)/test-ready postgresql-there ## a room under 1,000 phones, as figures; then on a bad network, and killed (ten minutes)
	@$(BIN)/python -m tests.bench.live $(ARGS)

bench-phone: $(VENV)/test-ready browser-there ## how soon a slow phone on a middling network can be used, in milliseconds
	@$(BIN)/python -m tests.bench.phone $(ARGS)

audit: $(VENV)/test-ready ## are there known weaknesses in the pinned packages? (asks the network)
	@said=$$($(BIN)/pip-audit -s osv --timeout 10 --progress-spinner off --disable-pip --no-deps -r constraints.txt 2>&1); \
	code=$$?; case "$$said" in \
		*ConnectionError*) echo "No audit: the database of known weaknesses cannot be reached from here."; exit 1;; \
		*) echo "$$said"; exit $$code;; \
	esac

bench: $(VENV)/test-ready ## what counting a million answers costs, as ratios
	@$(BIN)/python -m tests.bench.scoring

book: $(VENV)/workshop-ready ## build the book into _build/html, strictly
	@$(BIN)/jupyter-book build book --config _config.yml -W -n --keep-going

accessibility: $(VENV)/test-ready browser-there firefox-there reader-there book ## measure every page against WCAG 2.2 AA, and write the book's report of it (ten minutes; ARGS=write: from the last measurement, ARGS=heard: once more with the screen reader)
	@$(BIN)/python -m tests.accessibility $(ARGS)

pictures: $(VENV)/test-ready browser-there ## take screenshots of every page into pictures/
	@$(BIN)/python -m tests.browser.take_pictures

fresh: ## both commands in a fresh clone with an empty home, with their times (PYTHON=/usr/bin/python3)
	@python3 tests/fresh_clone.py $(if $(filter-out file,$(origin PYTHON)),"$(PYTHON)")

translations: $(VENV)/test-ready ## put the book's texts as they are now into its catalogues, and write down what is translated
	@$(BIN)/python -m tests.words.translations

constraints: ## pin again: the newest versions that hold on every Python and system that pyproject.toml promises
	@$(PYTHON) tests/pins.py

clean: ## remove what these doors made
	rm -rf $(VENV) _build build dist pictures .coverage*

# A folder that was moved, another Python, other pins: what stands for something else is made anew.
ifneq ($(shell cat $(VENV)/python-ready 2>/dev/null),$(STANDS_FOR))
.PHONY: $(VENV)/python-ready
endif
ifneq ($(shell cat $(VENV)/workshop-ready 2>/dev/null),$(PINS))
.PHONY: $(VENV)/workshop-ready
endif

$(VENV)/python-ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "cxkit needs Python 3.11 or later. Install it, or say which: make PYTHON=/path/to/python3.12 …"; exit 1; }
	@$(PYTHON) -c 'from ensurepip import version' 2>/dev/null || { $(call debian,python3-venv,makes virtual environments); }
	@$(PYTHON) -c 'from ensurepip import version' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make virtual environments here. On Debian: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up in $(VENV); this happens once and takes a minute or two."
	@$(PYTHON) -m venv --clear $(VENV)
	@echo "$(CURDIR) $$($(BIN)/python $(VERSION))" > $@

$(VENV)/workshop-ready: $(VENV)/python-ready
	@$(PIP) hatchling editables
	@$(PIP) -e .
	@echo "$(PINS)" > $@

$(VENV)/test-ready: $(VENV)/workshop-ready
	@echo "Setting up what the checks need."
	@$(PIP) -e '.[dev]'
	@touch $@

# The browser tests drive a real Chromium; without one they fail rather than skip. Debian also has it without its
# windows, in which a page costs a third; elsewhere, and where it cannot be installed, the whole one serves.
BROWSER = { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
browser-there:
	@$(BROWSER) || { $(call debian,chromium,the browser tests drive); }
	@$(BROWSER) || { echo "The browser tests need Chromium. Install it (sudo apt-get install chromium) and run make test again."; exit 1; }
	@command -v chromium-headless-shell >/dev/null || ! grep -qsx ID=debian /etc/os-release \
		|| { $(call debian,chromium-headless-shell,opens pages three times as fast); }

# The other browser, whose engine is another's.
FIREFOX = { command -v firefox-esr || command -v firefox; } >/dev/null
firefox-there:
	@$(FIREFOX) || { $(call debian,firefox-esr,some slow tests drive); }
	@$(FIREFOX) || { echo "The slow tests need Firefox. Install it (sudo apt-get install firefox-esr) and run make proofs again."; exit 1; }

# A real screen reader, on a screen that nobody sees.
READER = command -v orca >/dev/null && command -v Xvfb >/dev/null && command -v xdotool >/dev/null && command -v openbox >/dev/null
READS = orca at-spi2-core xvfb dbus-x11 speech-dispatcher xdotool openbox
reader-there:
	@{ $(READER); } || { $(call debian,$(READS),reads pages as a screen reader says them); }
	@{ $(READER); } || { echo "The report needs a screen reader. Install it (sudo apt-get install $(READS)) and run make accessibility again."; exit 1; }

# Slides and workbook are opened by another program than the one that is to open them, and by one that costs nothing.
OFFICE = command -v soffice >/dev/null
office-there:
	@$(OFFICE) || { $(call debian,libreoffice-calc libreoffice-impress,opens slides and workbooks); }
	@$(OFFICE) || { echo "The slow tests need LibreOffice. Install it (sudo apt-get install libreoffice-calc libreoffice-impress) and run make proofs again."; exit 1; }

# The hosting tests start a PostgreSQL of their own. Debian's package would start a system service: it is told not to.
POSTGRESQL = { command -v postgres || ls /usr/lib/postgresql/*/bin/postgres; } >/dev/null 2>&1
NO_SERVICE = $$SUDO mkdir -p /etc/postgresql-common; test -e /etc/postgresql-common/createcluster.conf \
	|| echo 'create_main_cluster = false' | $$SUDO tee /etc/postgresql-common/createcluster.conf >/dev/null;
postgresql-there:
	@$(POSTGRESQL) || { $(call debian,postgresql,the hosting tests start,$(NO_SERVICE)); }
	@$(POSTGRESQL) \
		|| { echo "The hosting tests need PostgreSQL. Install it (sudo apt-get install postgresql) and run make test again."; exit 1; }
