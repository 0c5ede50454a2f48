# Every task builds .venv first if it must; see scripts/setup.
# To choose the Python: make PYTHON=python3.12 test

.DEFAULT_GOAL := help
.PHONY: help demo check test lint coverage mutants fuzz fuzz-requests reliability bench docs pictures lock clean

# A path meant for another project would be seen by this one. And the tests start hundreds of processes: without compiled
# files each would compile the whole program again.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

python := .venv/bin/python
# One process more than processors (tests/conftest.py), but no more than four: each takes a moment to start.
# One that has nothing left to do takes work from another that has, and each begins with slow ones (tests/dealing.py).
workers := -n auto --maxprocesses 4 --dist worksteal
profile = $(if $(PROFILE),--hypothesis-profile=$(PROFILE))

help: ## List the tasks
	@echo "make TASK, where TASK is one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r task what; do \
		printf '  %-14s %s\n' "$$task" "$$what"; done

demo: ## Run the whole house here, with five councils and an invented year (ARGS="..." is passed on)
	@scripts/setup run
	@$(python) -m demonstration run $(ARGS)

# No page is walked here, and the browser's plug-in would be asked before and after each test all the same.
check: lint ## While you work: all of lint, and the quick tests, in two minutes (ARGS="..." is passed on)
	@$(python) -m pytest $(workers) -p no:playwright -p no:base_url \
		-m "not slow and not crash" --ignore=tests/standards/properties $(ARGS)

test: ## Run the tests, on both databases (PROFILE=thorough tries many more invented cases; ARGS="..." is passed on)
	@scripts/setup dev
	@scripts/browser
	@scripts/programs
	@$(python) -m pytest $(workers) $(profile) $(ARGS)
	@echo "The tests that use the database, on PostgreSQL:"
	@$(python) -m pytest $(workers) $(profile) --ds=tests.settings_postgresql -m "django_db and not any_database" \
		--ignore=tests/journeys --ignore=tests/standards --ignore=tests/spec $(ARGS) || [ $$? = 5 ]  # 5: none of those asked for uses the database

lint: ## Check style, types, templates and which room imports which
	@scripts/setup dev
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint src demonstration --lint --quiet

coverage: ## Show which lines and branches of the engine the tests reach; all must be
	@scripts/setup dev
	@$(python) -m pytest $(workers) --cov --cov-report=term-missing --cov-fail-under=100

mutants: ## Change the engine one line at a time and count the changes no test notices (minutes)
	@scripts/setup dev
	@$(python) scripts/mutants $(ARGS)

fuzz: ## Read made-up mail, guided by coverage, and stop at what breaks the reader (SECONDS=600 goes on for longer)
	@scripts/setup dev
	@$(python) scripts/fuzz $(or $(SECONDS),120)

bench: ## Time the engine and the house
	@scripts/setup dev
	@$(python) -m benchmarks $(ARGS)

fuzz-requests: ## Send broken requests to the pages, and fail where they take the fault for theirs (COUNT=50000; SEED=1)
	@scripts/setup dev
	@$(python) scripts/fuzz-requests --count $(or $(COUNT),5000) --seed $(or $(SEED),1)

reliability: ## Kill, flood, fuzz and open everything, and print one table of what was lost or doubled (ARGS="..." is passed on)
	@scripts/setup dev
	@$(python) -m benchmarks.reliability $(ARGS)

docs: ## Write the generated pages of docs/reference again
	@scripts/setup dev
	@$(python) scripts/docs

pictures: ## Walk the recorded journeys again, and put their pictures and keys into docs
	@scripts/setup dev
	@scripts/browser
	@PICTURES=$(CURDIR)/docs/pictures $(python) -m pytest tests/journeys/test_kept_end_to_end.py tests/journeys/test_the_first_morning.py \
		tests/journeys/test_ten_by_keyboard.py

lock: ## For maintainers: pin the dependencies again (UPGRADE=1 takes the newest)
	@scripts/lock

clean: ## Remove everything that can be made again, .venv included
	@rm -rf .venv .venv.lock node_modules src/answerable/design/static \
		.coverage .coverage.* htmlcov mutants .fuzz build dist src/*.egg-info \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src demonstration tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
