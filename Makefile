# Studio's everyday commands: make help lists them.

PREFIX ?= /usr/local
DESTDIR ?=
# A Python with torch, for the comparison in make bench.
PYTHON ?= python3

share = $(DESTDIR)$(PREFIX)/share
release = .build/release

.PHONY: help run test bench deps build install clean
.DEFAULT_GOAL := help

help: ## list these commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-16s%s\n' "$$name" "$$text"; done

run: build ## install what is missing, build, open the studio
	@$(release)/studio

test: deps ## the same, then check the format and run every test
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	swift build --build-tests
	swift test --skip-build

bench: build ## measure this machine, beside PyTorch where PYTHON has it
	@if $(PYTHON) -c 'import torch' 2>/dev/null; then \
		$(PYTHON) Benchmarks/pytorch.py > .build/pytorch.jsonl && $(release)/studio bench --against .build/pytorch.jsonl; \
	else \
		echo "PyTorch is not here: measuring Studio alone (make bench PYTHON=… compares)"; $(release)/studio bench; \
	fi
	@$(release)/studio bench window

deps: ## install what is missing
	@Scripts/dependencies.sh

build: deps ## build the program, optimised
	@swift build -c release --product studio

install: build ## put the program, its themes, models and completions under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(share)/studio
	install -m 755 $(release)/studio $(DESTDIR)$(PREFIX)/bin/studio
	@for folder in themes models; do if [ -d $$folder ]; then cp -R $$folder $(share)/studio/; fi; done
	install -d $(share)/bash-completion/completions $(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	$(release)/studio --generate-completion-script bash > $(share)/bash-completion/completions/studio
	$(release)/studio --generate-completion-script zsh > $(share)/zsh/site-functions/_studio
	$(release)/studio --generate-completion-script fish > $(share)/fish/vendor_completions.d/studio.fish

clean: ## remove what was built
	rm -rf .build
