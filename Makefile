# Two commands matter: `make demo` shows the site, `make test` checks it. Needed: Python 3.11 or later, and make.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
CASES ?=
DEV = $(PYTHON) bootstrap.py --dev
PIN = $(DEV) -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --python-version 3.11

.PHONY: help demo test bench lock clean

help:
	@echo "make demo    the site with demo content, at http://localhost:$(PORT)  (PORT=8123 moves it)"
	@echo "make test    lint, format, types, contracts, migrations, tests         (ARGS=\"tests/feedback -k import\")"
	@echo "make bench   figures, one JSON object a line                           (CASES=\"intake import\")"
	@echo "make lock    renew the pins in requirements.txt and requirements-dev.txt"
	@echo "make clean   remove all that was made, the demo's data included"

demo:
	@$(PYTHON) bootstrap.py manage.py demo --port $(PORT)

test:
	@$(DEV) -m tenants.embedded exec -- .venv/bin/python -m tests $(ARGS)

bench:
	@$(DEV) -m tenants.embedded exec --durable -- .venv/bin/python -m bench $(CASES)

lock:
	@$(PIN) pyproject.toml -o requirements.txt
	@$(PIN) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	@$(PYTHON) bootstrap.py clean
