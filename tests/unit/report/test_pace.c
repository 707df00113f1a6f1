/* The pace of drains: KubeVirt's limit and the fastest migration seen, and everything that must not
 * be taken for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../cluster.h"
#include "base/arena.h"
#include "report/arrange.h"

#define GIB ((int64_t)1 << 30)
#define FROM "2026-01-01T10:00:00Z"
#define AFTER_64_SECONDS "2026-01-01T10:01:04Z"
#define AFTER_128_SECONDS "2026-01-01T10:02:08Z"

#define KUBEVIRT(configuration)                                                                    \
    "apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: k, namespace: n}\n"              \
    "spec: {configuration: {" configuration "}}\n"

static int64_t parallel(const char *yaml) {
    struct arena *arena = arena_new();
    struct report report = {0};
    struct arrange a = {
        .arena = arena, .graph = cluster_without(arena, yaml, ""), .report = &report};
    arrange_pace(&a);
    int64_t found = report.pace.parallel;
    assert_false(report.pace.bytes_per_second.known);
    arena_free(arena);
    return found;
}

static void test_parallel(void **state) {
    (void)state;
    assert_int_equal(parallel(KUBEVIRT("migrations: {parallelOutboundMigrationsPerNode: 5}")), 5);
    /* what KubeVirt does where it is told nothing, or what it would not obey */
    assert_int_equal(parallel(""), 2);
    assert_int_equal(parallel(KUBEVIRT("")), 2);
    assert_int_equal(parallel(KUBEVIRT("migrations: {parallelOutboundMigrationsPerNode: 0}")), 2);
    assert_int_equal(parallel(KUBEVIRT("migrations: {parallelOutboundMigrationsPerNode: -1}")), 2);
    assert_int_equal(parallel(KUBEVIRT("migrations: {parallelOutboundMigrationsPerNode: many}")),
                     2);
}

/* Of attempts of one VM of 64 GiB. */
static struct number pace_of(const struct attempt *attempts, size_t count, struct number memory) {
    struct arena *arena = arena_new();
    const struct vm_row vm = {.namespace = STR("ns"), .name = STR("vm"), .memory = memory};
    const struct migrations_of of[] = {
        {.namespace = STR("ns"), .vmi = STR("gone"), .attempts = attempts, .n_attempts = count},
        {.namespace = STR("ns"), .vmi = STR("vm"), .attempts = attempts, .n_attempts = count}};
    struct report report = {.vms = &vm, .n_vms = 1, .migrations = of, .n_migrations = 2};
    struct arrange a = {.arena = arena, .graph = cluster_without(arena, "", ""), .report = &report};
    arrange_pace(&a);
    arena_free(arena);
    return report.pace.bytes_per_second;
}

#define ATTEMPT(what, from, to)                                                                    \
    { .phase = STR_INIT(what), .created = STR_INIT(from), .ended = STR_INIT(to) }

static void test_fastest(void **state) {
    (void)state;
    static const struct attempt attempts[] = {
        ATTEMPT("Succeeded", FROM, AFTER_128_SECONDS),
        ATTEMPT("Succeeded", FROM, AFTER_64_SECONDS),
        ATTEMPT("Succeeded", FROM, AFTER_128_SECONDS),
    };
    struct number pace = pace_of(attempts, 3, (struct number){true, 64 * GIB});
    assert_true(pace.known);
    assert_int_equal(pace.value, GIB);
    pace = pace_of(attempts, 1, (struct number){true, 64 * GIB});
    assert_int_equal(pace.value, GIB / 2);
    /* of a VM that is no longer there, or whose memory is not told, nothing is known */
    assert_false(pace_of(attempts, 3, (struct number){0}).known);
}

static void test_no_pace(void **state) {
    (void)state;
    static const struct attempt attempts[] = {
        ATTEMPT("Failed", FROM, AFTER_64_SECONDS),
        ATTEMPT("Running", FROM, AFTER_64_SECONDS),
        ATTEMPT("Succeeded", FROM, FROM),
        ATTEMPT("Succeeded", AFTER_64_SECONDS, FROM),
        ATTEMPT("Succeeded", "yesterday", AFTER_64_SECONDS),
        ATTEMPT("Succeeded", FROM, ""),
        {.phase = STR_INIT("Succeeded")},
    };
    struct number pace =
        pace_of(attempts, sizeof attempts / sizeof *attempts, (struct number){true, 64 * GIB});
    assert_false(pace.known);
    /* slower than a byte a second is no pace either */
    static const struct attempt slow = ATTEMPT("Succeeded", FROM, AFTER_64_SECONDS);
    assert_false(pace_of(&slow, 1, (struct number){true, 63}).known);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parallel),
        cmocka_unit_test(test_fastest),
        cmocka_unit_test(test_no_pace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
