# The targets that people call; the build itself is in the Makefile.
SAMPLE := testdata/sample
DEMO   := $(BUILD)/demo

.PHONY: help demo test unit check-rules check-golden check-cli check-property check-asan golden lint format \
        coverage fuzz bench install uninstall dist clean check-fuzz
.NOTPARALLEL: demo test lint

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

$(DEMO)/must-gather.tar.gz: $(shell find $(SAMPLE) -type f)
	@mkdir -p $(DEMO)
	@tar -C $(SAMPLE) --sort=name --owner=0 --group=0 --mtime=@0 -cf - . | gzip -n >$@

demo: all $(DEMO)/must-gather.tar.gz ## build, analyze the sample archive, write its reports
	@$(OUT)/virtready -o $(DEMO) $(DEMO)/must-gather.tar.gz; status=$$?; [ $$status -le 1 ] || exit $$status

unit: $(UNIT)
	@sh tests/run-all.sh unit $(UNIT)

check-rules: $(OUT)/virtready
	@$(OUT)/virtready rules test --rules rules

check-golden: $(OUT)/virtready
	@sh tests/golden/run.sh $(OUT)/virtready

check-cli: $(OUT)/virtready
	@sh tests/run-all.sh cli $(wildcard tests/cli/test_*.sh) -- $(OUT)/virtready

check-property: $(OUT)/virtready
	@sh tests/property/run.sh $(OUT)/virtready

test: all unit check-rules check-golden check-cli check-property check-fuzz ## run all tests

check-asan: ## the same tests with AddressSanitizer and UBSan
	@$(MAKE) VARIANT=asan test

golden: $(OUT)/virtready ## renew the expected reports and show what changed (FOCUS=name for one)
	@sh tests/golden/run.sh --renew $(OUT)/virtready $(FOCUS)

lint: all ## layers, headers, sizes, format, shell, rules, templates
	@BUILD=$(OUT) CPPFLAGS='$(CPPFLAGS)' sh tests/lint/run.sh

format: ## lay out all C files
	@clang-format -i $$(git ls-files '*.c' '*.h')

coverage: ## line coverage of analyzer/ by folder
	@$(MAKE) VARIANT=coverage test >$(BUILD)/coverage.log 2>&1 || { tail -n 30 $(BUILD)/coverage.log; exit 1; }
	@sh tests/coverage.sh $(BUILD)/coverage

bench: $(OUT)/virtready $(OUT)/gen-mustgather ## time and memory beside tar and igzip
	@sh tests/bench/run.sh $(OUT)/virtready $(OUT)/gen-mustgather $(BUILD)/bench

$(OUT)/gen-mustgather: tests/bench/gen_mustgather.c
	@mkdir -p $(@D)
	@$(CC) -std=c17 -D_GNU_SOURCE -O2 $(WARN) $< -o $@

prefix ?= /usr/local
install: $(OUT)/virtready ## install the program, its manual and completion (prefix=, DESTDIR=)
	install -D -m 755 $(OUT)/virtready $(DESTDIR)$(prefix)/bin/virtready
	install -D -m 644 docs/virtready.1 $(DESTDIR)$(prefix)/share/man/man1/virtready.1
	install -D -m 644 docs/virtready.bash $(DESTDIR)$(prefix)/share/bash-completion/completions/virtready

uninstall:
	rm -f $(DESTDIR)$(prefix)/bin/virtready $(DESTDIR)$(prefix)/share/man/man1/virtready.1 \
	    $(DESTDIR)$(prefix)/share/bash-completion/completions/virtready

dist: ## a source archive
	@mkdir -p $(BUILD)
	git archive --prefix=virtready-$(VERSION)/ -o $(BUILD)/virtready-$(VERSION).tar.gz HEAD

clean: ## remove the build folder
	rm -rf $(BUILD)
