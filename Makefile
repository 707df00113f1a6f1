# virtready: see `make help`. VARIANT=release|asan|tsan|coverage|fuzz and YAML=strict (libyaml alone), each in its own folder; CC=gcc|clang; WERROR=1 for developers.
VARIANT ?= release
BUILD   ?= build
OUT     := $(BUILD)/$(VARIANT)$(YAML:%=-%)
LAYERS  := $(shell cat analyzer/LAYERS)
VERSION := 0.1.0

# gzip is read by ISA-L, and by zlib where there is none (ISAL= for that).
ISAL    := $(shell pkg-config --exists libisal 2>/dev/null && echo yes)
PKGS    := libarchive yaml-0.1 json-c libxml-2.0 libxslt libpcre2-8 nettle $(if $(ISAL),libisal,zlib)
HAVE    := $(shell command -v $(CC) >/dev/null && pkg-config --exists $(PKGS) cmocka 2>/dev/null && echo yes)
LIBS    := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -lpthread

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wcast-qual -Wcast-align -Wwrite-strings -Wpointer-arith -Wformat=2 -Wundef -Wvla \
        -Wdouble-promotion -Wimplicit-fallthrough -fno-common $(if $(WERROR),-Werror)
CPPFLAGS += -D_GNU_SOURCE -DVIRTREADY_VERSION='"$(VERSION)"' $(if $(ISAL),-DHAVE_ISAL) $(if $(YAML),-DYAML_STRICT) -Ianalyzer -Itests/fuzz -Itests/property -Itests/differential \
        $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
CFLAGS_release  := -O2 -g -DRELEASE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
CFLAGS_asan     := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS_asan    := -fsanitize=address,undefined
CFLAGS_tsan    := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
LDFLAGS_tsan   := -fsanitize=thread
# The counts are written at exit, when the process may write only its outputs; threads would lose some of each other's.
CFLAGS_coverage := -O0 -g --coverage -fprofile-update=atomic -DSANDBOX_COVERAGE='"$(abspath $(OUT))"'
LDFLAGS_coverage := --coverage
CFLAGS_fuzz := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS_fuzz := -fsanitize=address,undefined
ALL_CFLAGS = -std=c17 $(WARN) $(CFLAGS_$(VARIANT)) $(CFLAGS)
ALL_LDFLAGS = $(LDFLAGS_$(VARIANT)) $(LDFLAGS)

src  = $(filter-out analyzer/cli/main.c,$(wildcard analyzer/$(1)/*.c))
objs = $(patsubst %.c,$(OUT)/%.o,$(call src,$(1)))
LAYER_LIBS := $(foreach l,$(LAYERS),$(OUT)/lib$(l).a)
# The archives of a layer and all below it, highest first, as a linker reads them.
upto = $(shell awk -v top=$(1) '{ list = "$(OUT)/lib" $$0 ".a " list } $$0 == top { exit } END { print list }' analyzer/LAYERS)
EMBEDDED := $(sort $(wildcard rules/rule.schema.json rules/*.yaml rules/*/*/*.yaml) $(filter-out %.md,$(wildcard templates/*.*)))
UNIT := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*/test_*.c))

.DEFAULT_GOAL := all
ifeq ($(HAVE),)
# Something is missing: install it (or say how) once, then start again with what was asked for.
$(or $(MAKECMDGOALS),all): deps
	@$(MAKE) $@
.PHONY: deps $(MAKECMDGOALS)
deps:
	@sh tests/install-packages.sh
else

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all
all: $(OUT)/virtready $(OUT)/cel-conformance ## build the program

define layer_rule
$(OUT)/lib$(1).a: $(call objs,$(1))
	@rm -f $$@; ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	@$(if $(V),,echo "  CC  $<";)$(CC) $(CPPFLAGS) $(if $(findstring /base/,$<),,-include analyzer/base/banned.h) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/embedded.c: analyzer/embed.sh $(EMBEDDED)
	@mkdir -p $(@D)
	@sh analyzer/embed.sh $(EMBEDDED) >$@
$(OUT)/embedded.o: $(OUT)/embedded.c analyzer/base/embedded.h analyzer/base/str.h
	@$(CC) $(CPPFLAGS) -std=c17 $(CFLAGS_$(VARIANT)) $(CFLAGS) -c $< -o $@

$(OUT)/virtready: $(OUT)/analyzer/cli/main.o $(call upto,cli) $(OUT)/embedded.o
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@
$(OUT)/cel-conformance: $(OUT)/tests/conformance/cel_conformance.o $(call upto,cel)
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

$(OUT)/property: $(OUT)/tests/property/property.o $(OUT)/tests/property/compare.o $(call upto,rules) $(OUT)/embedded.o
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

$(OUT)/kept: $(OUT)/tests/kept/kept.o $(call upto,report) $(OUT)/embedded.o
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@
$(OUT)/differential: $(OUT)/tests/differential/differential.o $(call upto,document)
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@
$(OUT)/damage: $(OUT)/tests/damage/damage.o $(OUT)/tests/property/compare.o $(call upto,rules) $(OUT)/embedded.o
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

# A unit test links its own layer and those below: tests/unit/<layer>/test_<module>.c
define unit_rule
$(OUT)/unit/$(1)/%: $(OUT)/tests/unit/$(1)/%.o $(if $(filter rules report cli,$(1)),$(OUT)/embedded.o) $(call upto,$(1))
	@mkdir -p $$(@D)
	@$(CC) $(ALL_LDFLAGS) $$^ $(LIBS) -lcmocka -o $$@
unit-$(1): $$(filter $(OUT)/unit/$(1)/%,$(UNIT)) ## (unit-<layer>: the unit tests of one layer)
	@for t in $$^; do $$$$t || exit 1; done
.PHONY: unit-$(1)
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
include tests/targets.mk

# What people call; the checks behind `test` are in tests/targets.mk.
help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

demo: all $(DEMO)/must-gather.tar.gz ## build, analyze the sample archive, write its reports
	@$(OUT)/virtready -o $(DEMO) $(DEMO)/must-gather.tar.gz; status=$$?; [ $$status -le 1 ] || exit $$status

test: all unit check-rules check-golden check-cli check-property check-kept check-damage check-attack check-differential check-fuzz check-faults check-same ## run all tests

golden: $(OUT)/virtready ## renew the expected reports and show what changed (FOCUS=name for one)
	@sh tests/golden/run.sh --renew $(OUT)/virtready $(FOCUS)

lint: all ## layers, headers, sizes, format, shell, rules, templates
	@BUILD=$(OUT) CPPFLAGS='$(CPPFLAGS)' sh tests/lint/run.sh

format: ## lay out all C files
	@clang-format -i $$(git ls-files '*.c' '*.h')

coverage: ## line coverage of analyzer/ by folder, and why lines are not reached
	@$(MAKE) VARIANT=coverage test >$(BUILD)/coverage.log 2>&1 || { tail -n 30 $(BUILD)/coverage.log; exit 1; }
	@sh tests/coverage.sh $(BUILD)/coverage

SECONDS ?= 60
fuzz: ## search for crashes: SECONDS=n FUZZ=name of tests/fuzz (LIMITS=small: with bounds that small inputs reach)
	@$(if $(LIMITS),FUZZ_LIMITS="$(SMALL_LIMITS)" )$(MAKE) --no-print-directory CC=clang VARIANT=fuzz fuzz-run FUZZ=$(or $(FUZZ),document) SECONDS=$(SECONDS)

bench: $(OUT)/virtready $(OUT)/gen-mustgather $(OUT)/measure ## time and memory beside tar and igzip (ONLY="small large" ROUNDS=n ARCHIVES=...)
	@sh tests/bench/run.sh $(OUT)/virtready $(OUT)/gen-mustgather $(OUT)/measure $(BUILD)/bench $(ARCHIVES)

bench-docs: bench ## the same, into docs/performance.md
	@sh tests/bench/docs.sh $(BUILD)/bench

bench-compare: $(OUT)/virtready $(OUT)/gen-mustgather ## instructions of this program and of an earlier one: BASE=revision
	@sh tests/bench/compare.sh $(OUT)/virtready $(OUT)/gen-mustgather $(BUILD)/bench $(or $(BASE),HEAD~1)

docs: $(OUT)/virtready ## write docs/rules.md from the rules
	@$(OUT)/virtready rules doc --rules rules >$(OUT)/rules.md
	@cmp -s $(OUT)/rules.md docs/rules.md || cp $(OUT)/rules.md docs/rules.md

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

.PHONY: help demo test unit check-rules check-golden check-cli check-property test-property check-kept test-kept check-damage test-damage check-attack test-report check-asan golden lint format \
        check-differential test-differential coverage fuzz bench check-faults test-faults check-same test-same \
        check-arm64 bench-compare docs check-mutants install uninstall dist clean check-fuzz fuzz-run
.NOTPARALLEL: demo test lint
endif
