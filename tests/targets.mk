# Test programs, and the checks that `make test` is made of.
SAMPLE := testdata/sample
DEMO   := $(BUILD)/demo

# libarchive asks for what a 7z archive claims and copes with a refusal; the sanitizer would end the test instead.
export ASAN_OPTIONS := allocator_may_return_null=1

$(DEMO)/must-gather.tar.gz: $(shell find $(SAMPLE) -type f)
	@mkdir -p $(DEMO)
	@tar -C $(SAMPLE) --sort=name --owner=0 --group=0 --mtime=@0 -cf - . | gzip -n >$@

unit: $(UNIT)
	@sh tests/run-all.sh unit $(UNIT)

check-rules: $(OUT)/virtready
	@$(OUT)/virtready rules test --rules rules

check-mutants: $(OUT)/virtready ## whether the tests of blockers notice each changed condition (LEAST=info: of all rules)
	@$(OUT)/virtready rules mutate --rules rules --fail-on $(or $(LEAST),blocker)

check-golden: $(OUT)/virtready
	@sh tests/golden/run.sh $(OUT)/virtready

check-cli: $(OUT)/virtready
	@sh tests/run-all.sh cli $(wildcard tests/cli/test_*.sh) -- $(OUT)/virtready

# Sampled; `make test-property` changes every member.
FOLDERS := $(SAMPLE) $(sort $(wildcard testdata/scenarios/*))

check-property: $(OUT)/property
	@$(OUT)/property rules 3 $(FOLDERS)

test-property: $(OUT)/property ## delete and cut every file of the sample and the scenarios: no result may get better
	@$(OUT)/property rules 1 $(FOLDERS)

check-kept: $(OUT)/kept
	@$(OUT)/kept $(FOLDERS)

test-kept: $(OUT)/kept ## whether what is kept gives the same report as everything: ARCHIVES='a.tar.gz folder ...'
	@$(OUT)/kept $(FOLDERS) $(ARCHIVES)

check-differential: $(OUT)/differential
	@$(OUT)/differential testdata

test-differential: $(OUT)/differential ## whether both YAML readers give the same trees: ARCHIVES='a.tar.gz folder ...'
	@$(OUT)/differential testdata $(ARCHIVES)

DAMAGED := testdata/scenarios/stuck-migrations

check-damage: $(OUT)/damage
	@$(OUT)/damage rules 4096 $(DAMAGED)

test-damage: $(OUT)/damage ## cut, flip, lose and wipe an archive of each form at every 512 bytes: nothing may get better
	@$(OUT)/damage rules 512 $(DAMAGED)

$(OUT)/hostile: tests/attack/hostile.c tests/tar.h
	@mkdir -p $(@D)
	@$(CC) -std=c17 -D_GNU_SOURCE -O2 $(WARN) $< -o $@

check-attack: $(OUT)/virtready $(OUT)/hostile
	@MEGABYTES=$(if $(filter asan,$(VARIANT)),4096,512) CPU_SECONDS=$(if $(filter coverage,$(VARIANT)),55,20) sh tests/run-all.sh attack tests/attack/test_attack.sh -- $(OUT)/virtready

# Each system call of a run fails once, and the first allocation of each place; sampled, `make test-faults` tries all.
$(OUT)/inject: tests/faults/inject.c
	@mkdir -p $(@D)
	@$(CC) -std=c17 -D_GNU_SOURCE -O1 $(WARN) $(if $(filter asan,$(VARIANT)),-DSANITIZED) $< -o $@
$(OUT)/no_memory.so: tests/faults/no_memory.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O1 -fPIC -shared $(WARN) $< -o $@

# A sanitizer brings an allocator of its own, and coverage writes files of its own.
FAULTY := $(if $(filter coverage fuzz,$(VARIANT)),,inject $(if $(filter asan,$(VARIANT)),,no_memory.so))
NO_MEMORY = $(filter no_memory.so,$(FAULTY))
SMALL  := testdata/scenarios/updates-degraded

check-faults: $(OUT)/virtready $(FAULTY:%=$(OUT)/%) $(DEMO)/must-gather.tar.gz
	@$(if $(FAULTY),$(OUT)/inject 90 $(OUT)/virtready $(DEMO)/must-gather.tar.gz,:)
	@$(if $(NO_MEMORY),$(OUT)/inject 90 $(OUT)/virtready $(SMALL) $(abspath $(OUT)/no_memory.so),:)

test-faults: $(OUT)/virtready $(FAULTY:%=$(OUT)/%) $(DEMO)/must-gather.tar.gz ## each call and allocation of a run fails once (half an hour)
	@$(OUT)/inject 1 $(OUT)/virtready $(DEMO)/must-gather.tar.gz
	@$(OUT)/inject 1 $(OUT)/virtready $(SMALL)
	@$(if $(NO_MEMORY),$(OUT)/inject 1 $(OUT)/virtready $(SMALL) $(abspath $(OUT)/no_memory.so),:)

# CI gives the builds that it made anyway: SAME="build/clang/release/virtready"; `make test-same` makes all.
check-same: $(OUT)/virtready ## the same bytes in every surrounding, and from the builds named by SAME
	@sh tests/same.sh $(OUT)/virtready $(SAME)

test-same: $(OUT)/virtready ## the same from gcc and clang, -O0 and -O2, with ISA-L and without
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/same/gcc-O0 CFLAGS=-O0\ -U_FORTIFY_SOURCE all
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/same/clang-O2 CC=clang all
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/same/clang-O0 CC=clang CFLAGS=-O0\ -U_FORTIFY_SOURCE all
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/same/no-isal ISAL= all
	@sh tests/same.sh $(OUT)/virtready $(BUILD)/same/*/release/virtready

check-arm64: $(OUT)/virtready ## the lower layers' tests and the sample for arm64, under qemu-user (Debian)
	@sh tests/arm64.sh $(BUILD)/arm64 $(OUT)/virtready

REPORT_TESTS := $(BUILD)/report-tests
test-report: $(OUT)/virtready $(OUT)/gen-mustgather ## the reports in a real browser and in real JUnit readers (FOCUS=part of a file's name)
	@sh tests/report/run.sh $(OUT)/virtready $(OUT)/gen-mustgather $(REPORT_TESTS) $(FOCUS)

check-asan: ## the same tests with AddressSanitizer and UBSan
	@$(MAKE) VARIANT=asan test

FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

# Bounds that small inputs reach.
SMALL_LIMITS := list-objects=2 members=20 path-bytes=64 path-depth=4 nesting=1 joined=1 ratio-from=64K ratio=2 member-bytes=1K \
    document-bytes=1K depth=8 nodes=100 aliases=2 scalar-bytes=64 key-bytes=64 documents=3 broken-documents=2 broken-bytes=4 \
    member-warnings=2 resources=10 diagnostics=10 damaged=1 edges=10 edge-steps=10 expr-steps=1000 expr-scratch=64K \
    regex-steps=100 regex-depth=10 findings=1 chain-links=1 placement-nodes=1 placement-steps=10

check-fuzz: $(FUZZ_TARGETS:%=$(OUT)/fuzz/%)
	@for limits in "" "$(SMALL_LIMITS)"; do for t in $(FUZZ_TARGETS); do \
	    FUZZ_LIMITS="$$limits" $(OUT)/fuzz/$$t tests/fuzz/corpus/$$t || echo "FAIL $$t $$limits"; done; done | \
	    awk '/^FAIL/ { bad++; print } /PASSED/ { n += $$4 } \
	        END { print "fuzz corpora: " n + 0 " passed, " bad + 0 " failed"; exit bad > 0 || n == 0 }'

$(OUT)/fuzz/%: $(OUT)/tests/fuzz/fuzz_%.o $(OUT)/tests/fuzz/replay.o $(OUT)/tests/fuzz/bounds.o $(OUT)/embedded.o $(call upto,report)
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

fuzz-run: $(OUT)/tests/fuzz/fuzz_$(FUZZ).o $(OUT)/tests/fuzz/bounds.o $(OUT)/embedded.o $(call upto,report)
	@mkdir -p $(BUILD)/corpus/$(FUZZ)
	@$(CC) -fsanitize=fuzzer,address,undefined $^ $(LIBS) -o $(OUT)/fuzz-$(FUZZ)
	@$(OUT)/fuzz-$(FUZZ) -max_total_time=$(SECONDS) -max_len=65536 -timeout=10 -rss_limit_mb=2048 -artifact_prefix=$(BUILD)/ \
	    $(patsubst %,-dict=%,$(wildcard tests/fuzz/$(FUZZ).dict)) $(BUILD)/corpus/$(FUZZ) tests/fuzz/corpus/$(FUZZ)

$(OUT)/gen-mustgather: tests/bench/gen_mustgather.c tests/tar.h
$(OUT)/measure: tests/bench/measure.c
$(OUT)/gen-mustgather $(OUT)/measure:
	@mkdir -p $(@D)
	@$(CC) -std=c17 -D_GNU_SOURCE -O2 $(WARN) $< -o $@
