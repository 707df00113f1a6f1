# virtready: see `make help`. VARIANT=release|asan|tsan|coverage|fuzz and YAML=strict (libyaml alone), each in its own folder; CC=gcc|clang; WERROR=1 for developers.
VARIANT ?= release
BUILD   ?= build
OUT     := $(BUILD)/$(VARIANT)$(YAML:%=-%)
LAYERS  := $(shell cat analyzer/LAYERS)
VERSION := 0.1.0

# gzip is read by ISA-L, and by zlib where there is none (ISAL= for that).
ISAL    := $(shell pkg-config --exists libisal 2>/dev/null && echo yes)
PKGS    := libarchive yaml-0.1 json-c libxml-2.0 libxslt libpcre2-8 libcrypto $(if $(ISAL),libisal,zlib)
HAVE    := $(shell command -v $(CC) >/dev/null && pkg-config --exists $(PKGS) cmocka 2>/dev/null && echo yes)
LIBS    := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -lpthread

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wcast-qual -Wcast-align -Wwrite-strings -Wpointer-arith -Wformat=2 -Wundef -Wvla \
        -Wdouble-promotion -Wimplicit-fallthrough -fno-common $(if $(WERROR),-Werror)
CPPFLAGS += -D_GNU_SOURCE -DVIRTREADY_VERSION='"$(VERSION)"' $(if $(ISAL),-DHAVE_ISAL) $(if $(YAML),-DYAML_STRICT) -Ianalyzer -Itests/fuzz -Itests/property -Itests/differential \
        $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
CFLAGS_release  := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
CFLAGS_asan     := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS_asan    := -fsanitize=address,undefined
CFLAGS_tsan    := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
LDFLAGS_tsan   := -fsanitize=thread
# The counts are written at exit, when the process may write only its outputs.
CFLAGS_coverage := -O0 -g --coverage -DSANDBOX_COVERAGE='"$(abspath $(OUT))"'
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
$(OUT)/embedded.o: $(OUT)/embedded.c
	@$(CC) $(CPPFLAGS) -std=c17 $(CFLAGS_$(VARIANT)) $(CFLAGS) -c $< -o $@

$(OUT)/virtready: $(OUT)/analyzer/cli/main.o $(call upto,cli) $(OUT)/embedded.o
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@
$(OUT)/cel-conformance: $(OUT)/tests/conformance/cel_conformance.o $(call upto,cel)
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

$(OUT)/property: $(OUT)/tests/property/property.o $(OUT)/tests/property/compare.o $(call upto,rules) $(OUT)/embedded.o
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
endif
