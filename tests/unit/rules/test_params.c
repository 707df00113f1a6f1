#include "support.h"

#include "rules/params.h"

static void test_durations(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
        int32_t nanos;
    } good[] = {{"15m", 900, 0},       {"1h30m", 5400, 0},       {"14d", 14 * 86400, 0},
                {"40s", 40, 0},        {"1500ms", 1, 500000000}, {"0s", 0, 0},
                {"1d1h1m1s", 90061, 0}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct timepoint span;
        assert_true(params_duration(str_of(good[i].text), &span));
        assert_int_equal(span.seconds, good[i].seconds);
        assert_int_equal(span.nanos, good[i].nanos);
    }
    static const char *const bad[] = {
        "", "15", "m", "15 m", "-1m", "1.5h", "1w", "1h2", "9999999999999999999s", "99999999d"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct timepoint span;
        assert_false(params_duration(str_of(bad[i]), &span));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_durations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
