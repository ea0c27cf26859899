# Every target makes what it needs first, from a bare clone on: system libraries, then .venv.

BIN := .venv/bin
MADE := .venv/.made
OUT := out/demo
ANSWERS := assets/answers/morning-id.yaml
OFFSCREEN := QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software QSG_RENDER_LOOP=basic

.DEFAULT_GOAL := help
.PHONY: help run test soak check format bench screens bundle bundle-check pins clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The environment: made once, and anew only when what it is made of changes.
$(MADE): pyproject.toml constraints.txt
	@echo "making the environment in .venv (about a minute)"
	@python=$$(sh scripts/find_python.sh) && "$$python" -m venv --clear .venv
	@PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
	    $(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[app,server,dev]'
	@$(BIN)/python -m compileall -q kiosk
	@touch $@

run: $(MADE) ## the kiosk with its server and a printer that writes files; without a display it is driven by an answers file
	@sh scripts/system_libraries.sh run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	    $(BIN)/kiosk demo --out $(OUT); \
	else \
	    echo "no display: the visits of $(ANSWERS) are made by touching an unseen window"; \
	    $(OFFSCREEN) $(BIN)/kiosk demo --out $(OUT) --answers $(ANSWERS); \
	fi
	@echo "screens: $(OUT)/screens  printed tickets: $(OUT)/paper  visits: $(OUT)/tickets.jsonl"

test: $(MADE) ## all tests, in two processes; some of them: make test ARGS="tests/unit -k ticket"
	@sh scripts/system_libraries.sh test
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

soak: $(MADE) ## 20,000 schedules of accidents and 2,100 of a printer's faults (half an hour); others: make soak FIRST_SEED=1000
	@SCHEDULES=$(or $(SCHEDULES),20000) FIRST_SEED=$(or $(FIRST_SEED),1) \
	    PAPER_SCHEDULES=$(or $(PAPER_SCHEDULES),2100) \
	    $(BIN)/python -m pytest -v tests/proof/test_protocol.py tests/proof/test_paper.py

check: $(MADE) ## the fast gate: form, types, layers, screens against their view-models, translations
	@sh scripts/system_libraries.sh run
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/qmllint.py
	@$(BIN)/python scripts/qmlformat.py
	@$(BIN)/python scripts/translations.py

format: $(MADE) ## bring Python and QML into form
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/python scripts/qmlformat.py --fix

bench: $(MADE) ## all benchmarks, one after another (about twenty minutes); renews docs/performance.md
	@sh scripts/system_libraries.sh run
	@$(BIN)/python -m benchmarks

screens: $(MADE) ## a picture of every screen in out/screens: languages, sizes, largest text, high contrast
	@sh scripts/system_libraries.sh run
	@$(OFFSCREEN) $(BIN)/python scripts/screens.py out/screens --readme docs/pictures

# The bundle takes the window system's libraries from the machine that makes it.
bundle: $(MADE) ## the kiosk and its server as one folder that needs no Python: build/dist/kiosk
	@sh scripts/system_libraries.sh test
	@echo "making the bundle (about a minute)"
	@$(BIN)/pyinstaller kiosk.spec --noconfirm --log-level ERROR --distpath build/dist --workpath build/work
	@du -sh build/dist/kiosk

bundle-check: bundle ## take visits in a copy of the bundle that is on its own, on X and without a screen
	@$(BIN)/python scripts/bundle_check.py build/dist/kiosk

pins: ## renew constraints.txt: make pins PYTHONS="python3.11 python3.12"
	@$$(sh scripts/find_python.sh) scripts/pin.py $(or $(PYTHONS),python3.11 python3.12)

clean: ## remove what was made here, but for .venv
	@rm -rf build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find kiosk tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
