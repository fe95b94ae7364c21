# make demo, make year, make test: each sets up what it needs in folders .venv*. The rest is for those who change the plugin.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VERSION = $(shell sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' plugin.json)
ZIP = dist/dss-plugin-champion-challenger-$(VERSION).zip
COMPONENTS = plugin.json README.md CHANGELOG.md LICENSE docs code-env custom-recipes python-lib python-steps python-runnables parameter-sets resource webapps
# Most tests wait for the processes of a host: two files at a time take little more than half the time.
AT_ONCE ?= -n 2 --dist loadfile
# The official clients of the supported range of DSS; 12.6, best effort, is held against the calls only.
CLIENTS = 13.0.0 13.4.0 14.0.0 14.7.5 15.2.0
ENTRY_SCRIPTS = $(wildcard custom-recipes/*/*.py python-steps/*/*.py python-runnables/*/*.py resource/*.py webapps/*/*.py)
VERSION_COPY = python-lib/champion_challenger/version.py
URL ?=
KEY ?=

# The key is never an argument of a program: best exported as DSS_API_KEY, since `make KEY=...` itself shows it in the list
# of processes.
ifneq ($(KEY),)
demo probe: export DSS_API_KEY = $(KEY)
endif

.PHONY: demo probe webapp workbook pictures demo-scenarios year test test-newest test-oldest test-clients test-code-env test-spark lint format snapshot version bench bench-database bench-host plugin clean

demo: .venv-demo/ready plugin
	.venv-demo/bin/python -m examples.demo $(if $(URL),--url $(URL)) $(if $(PROBE),--answers "$(PROBE)")

# What a DSS answers where its behaviour is assumed; docs/how-to/probe.md.
ifneq ($(URL),)
probe: export DSS_URL = $(URL)
endif
probe: .venv/ready
	@.venv/bin/python -m probe \
		$(if $(CONNECTION),--connection "$(CONNECTION)") $(if $(FOLDER_CONNECTION),--folder-connection "$(FOLDER_CONNECTION)") \
		$(if $(SQL_CONNECTION),--sql-connection "$(SQL_CONNECTION)") \
		$(if $(MAIL_CHANNEL),--mail-channel "$(MAIL_CHANNEL)") $(if $(MAIL_TO),--mail-to "$(MAIL_TO)")

# The webapp over what `make demo` left; Ctrl-C ends it.
webapp: build/demo/workspace/projects/REPURCHASE .venv-demo/ready plugin
	.venv-demo/bin/python -m dss_standin serve build/demo/workspace --webapp REPURCHASE champion-challenger score-performance \
		performance_summary=performance_summary gains_curves=gains_curves decision_rules=decision_rules \
		activation_log=activation_log event=buyers

# Asked for before anything is set up, which takes minutes.
build/demo/workspace/projects/REPURCHASE build/demo/repurchase.twbx:
	@echo "There is no demo yet: run make demo first." >&2
	@exit 1

# The workbook that `make demo` left: valid, and the numbers of the report beside it, in real Hyper. Draws the picture of the how-to.
workbook: build/demo/repurchase.twbx .venv/ready
	PYTHONPATH=python-lib .venv/bin/python -m tests.tableau build/demo/repurchase.twbx --page build/demo/report.html --drawing docs/img/tableau.svg

# Every picture of docs/img, from what `make demo` left and the plugin of the last commit; with NAMES, these alone.
pictures: .venv/ready plugin
	.venv/bin/python -m examples.pictures $(if $(NAMES),--only $(NAMES))

demo-scenarios: .venv/ready plugin
	.venv/bin/python -m examples.scenarios

# A year of a score through its own scenarios, by a clock that is moved.
year: .venv/ready plugin
	.venv/bin/python -m examples.year

test: test-newest test-oldest

test-newest: .venv/ready .venv-clients/ready plugin
	.venv/bin/python -m pytest $(AT_ONCE)

test-oldest: .venv-oldest/ready plugin
	.venv-oldest/bin/python -m pytest $(AT_ONCE) -m "not slow" tests/unit tests/entrypoints tests/integration/test_main_job.py tests/integration/test_steps_outcomes.py

# What runs in DSS, with each client on a DSS of its version: the client and the package `dataiku` know no more than it does.
test-clients: .venv-clients/ready plugin
	@for client in $(CLIENTS); do \
		echo "DSS $$client"; \
		PYTHONPATH=$(CURDIR)/.venv-clients/$$client DSS_CLIENT=$$client .venv/bin/python -m pytest $(AT_ONCE) -m clients tests/clients tests/integration || exit 1; \
	done

# The code environment that DSS would build from the zip, with the oldest and the newest pandas.
test-code-env: plugin
	$(PYTHON) -m tests.code_env $(ZIP)

# Unit and entry-script tests on the other Pythons of DSS, with packages of their time; one alone: PYTHONS=3.9.
.PHONY: test-pythons
test-pythons: plugin
	$(PYTHON) -m tests.pythons $(PYTHONS)

test-spark: .venv-spark/ready
	.venv-spark/bin/python -m pytest tests/spark

lint: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	for script in $(ENTRY_SCRIPTS); do .venv/bin/mypy --no-error-summary $$script || exit 1; done
	PYTHONPATH=python-lib .venv/bin/lint-imports

format: .venv/ready
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# The names that flows and dashboards of others use, and the text of the SQL queries; tests compare both.
# New names are added, none is taken away.
snapshot: .venv/ready
	PYTHONPATH=python-lib .venv/bin/python -m tests.unit.plugin.interface
	PYTHONPATH=python-lib .venv/bin/python -m tests.unit.core.sql.golden_queries

# The version is written in plugin.json alone. The library's copy of it follows by this: in a container it may be all there is.
version:
	@sed -i.before 's/^VERSION = .*/VERSION = "$(VERSION)"/' $(VERSION_COPY) && rm $(VERSION_COPY).before
	@echo "$(VERSION)"

# Under ten minutes each on an idle machine; the figures go to build/bench.json.
bench: .venv/ready
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps -r requirements-bench.txt
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONPATH=python-lib .venv/bin/python -m tests.benchmarks core

bench-database: .venv/ready
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps -r requirements-bench.txt
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONPATH=python-lib .venv/bin/python -m tests.benchmarks database

# A whole run through the stand-in, on a wide table; AGAINST=zip runs an older plugin in turn.
bench-host: plugin .venv/ready
	PYTHONPATH=python-lib:. .venv/bin/python -m tests.benchmarks.host_run $(if $(AGAINST),--against $(AGAINST))

# The zip holds committed files only, never the working tree; plugin.json stands at its root. The same commit makes the
# same bytes: zips hold local times, compression differs from one git to the next, and settings of git change line ends.
plugin:
	@for file in $$(git ls-files '*.json'); do $(PYTHON) -m json.tool $$file >/dev/null || { echo "$$file is not strict JSON"; exit 1; }; done
	@mkdir -p dist
	@TZ=UTC git -c core.autocrlf=false -c core.eol=lf archive --format=zip -0 --output=$(ZIP) HEAD $$(git ls-tree --name-only HEAD -- $(COMPONENTS))
	@echo "$(ZIP)"

# The demo alone needs a third of what its tests need: the first look should not wait for a browser's driver or a linter.
.venv-demo/ready: requirements-host.txt requirements-demo.txt
	@echo "Installing what the demo needs into .venv-demo:"
	@$(PYTHON) -m venv .venv-demo
	@bash -o pipefail -c '.venv-demo/bin/pip install --disable-pip-version-check --progress-bar off -r requirements-host.txt \
		| awk "/^Collecting|^Installing/ { print \"  \" \$$1, \$$2; fflush() }"'
	@.venv-demo/bin/pip install --quiet --disable-pip-version-check --no-deps -r requirements-demo.txt
	@touch $@

.venv/ready: requirements-host.txt requirements-dev.txt requirements-demo.txt
	@echo "Installing the packages of requirements-dev.txt into .venv, which takes some minutes."
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps -r requirements-demo.txt
	@touch $@

.venv-clients/ready: .venv/ready Makefile
	@echo "Installing the clients of DSS 12.6.0 $(CLIENTS) into .venv-clients."
	@for client in 12.6.0 $(CLIENTS); do \
		[ -d .venv-clients/$$client ] || .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --target .venv-clients/$$client dataiku-api-client==$$client || exit 1; \
	done
	@touch $@

.venv-spark/ready: requirements-spark.txt
	@echo "Installing the packages of requirements-spark.txt into .venv-spark, which takes some minutes."
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	@touch $@

.venv-oldest/ready: requirements-oldest.txt
	@echo "Installing the packages of requirements-oldest.txt into .venv-oldest, which takes some minutes."
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/pip install --quiet --disable-pip-version-check -r requirements-oldest.txt
	@touch $@

clean:
	rm -rf build dist .venv .venv-*
