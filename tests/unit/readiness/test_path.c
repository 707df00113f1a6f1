/* Versions to steps: serial and EUS paths, catching up, z-streams, the step from 4.22 to 4.23
 * or 5.0. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/arena.h"
#include "readiness/path.h"

static struct str render(struct arena *arena, struct path_inputs in) {
    const struct readiness_step *steps;
    size_t count = path_steps(arena, &in, &steps);
    struct strbuf out = strbuf_new(arena);
    static const char *const names[] = {"ocp", "cnv", "workers"};
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&out, "%s%s %.*s>%.*s", i ? ", " : "", names[steps[i].component],
                      STR_ARG(steps[i].from), STR_ARG(steps[i].to));
    strbuf_append_byte(&out, '\0');
    return strbuf_str(&out);
}

static void steps(struct path_inputs in, const char *expected) {
    struct arena *arena = arena_new();
    assert_string_equal(render(arena, in).ptr, expected);
    arena_free(arena);
}

#define PATH(ocp, cnv, to) .openshift = STR(ocp), .virtualization = STR(cnv), .target = STR(to)

static void serial(void **state) {
    (void)state;
    steps((struct path_inputs){PATH("4.13.9", "4.13.4", "4.14")},
          "ocp 4.13.9>4.14, workers 4.13.9>4.14, cnv 4.13.4>4.14");
    steps((struct path_inputs){PATH("4.12.45", "4.12.11", "4.14.38")},
          "ocp 4.12.45>4.13, workers 4.12.45>4.13, cnv 4.12.11>4.13, "
          "ocp 4.13>4.14.38, workers 4.13>4.14.38, cnv 4.13>4.14");
}

static void eus(void **state) {
    (void)state;
    steps((struct path_inputs){PATH("4.12.45", "4.12.11", "4.14"), .eus = true},
          "ocp 4.12.45>4.13, cnv 4.12.11>4.13, ocp 4.13>4.14, cnv 4.13>4.14, "
          "workers 4.12.45>4.14");
    steps((struct path_inputs){PATH("4.13.50", "4.12.11", "4.14"), .workers = STR("4.12"),
                               .eus = true},
          "cnv 4.12.11>4.13, ocp 4.13.50>4.14, cnv 4.13>4.14, workers 4.12>4.14");
    steps(
        (struct path_inputs){PATH("4.14.3", "4.14.1", "4.14"), .workers = STR("4.12"), .eus = true},
        "workers 4.12>4.14.3");
}

static void catching_up(void **state) {
    (void)state;
    steps((struct path_inputs){PATH("4.13.50", "4.12.11", "4.14")},
          "cnv 4.12.11>4.13, ocp 4.13.50>4.14, workers 4.13.50>4.14, cnv 4.13>4.14");
    steps((struct path_inputs){PATH("4.13.50", "4.13.1", "4.14"), .workers = STR("4.12")},
          "workers 4.12>4.13, ocp 4.13.50>4.14, workers 4.13>4.14, cnv 4.13.1>4.14");
    steps((struct path_inputs){PATH("4.7.3", "2.6.5", "4.8")},
          "ocp 4.7.3>4.8, workers 4.7.3>4.8, cnv 2.6.5>4.8");
}

static void z_stream(void **state) {
    (void)state;
    steps((struct path_inputs){PATH("4.14.3", "4.14.1", "4.14.9")},
          "ocp 4.14.3>4.14.9, workers 4.14.3>4.14.9");
    steps((struct path_inputs){PATH("4.14.3", "4.14.1", "4.14")}, "");
    steps((struct path_inputs){PATH("4.14.3", "4.14.1", ""), .virtualization_only = true},
          "cnv 4.14.1>4.14");
}

static void the_next_major(void **state) {
    (void)state;
    steps((struct path_inputs){PATH("4.22.1", "4.22.0", "5.0")},
          "ocp 4.22.1>5.0, workers 4.22.1>5.0, cnv 4.22.0>5.0");
    steps((struct path_inputs){PATH("4.22.1", "4.22.0", "4.23")},
          "ocp 4.22.1>4.23, workers 4.22.1>4.23, cnv 4.22.0>4.23");
    steps((struct path_inputs){PATH("4.22.1", "4.22.0", "5.1")},
          "ocp 4.22.1>5.0, workers 4.22.1>5.0, cnv 4.22.0>5.0, "
          "ocp 5.0>5.1, workers 5.0>5.1, cnv 5.0>5.1");
}

static void what_is_not_known(void **state) {
    (void)state;
    steps((struct path_inputs){PATH("", "4.12.11", "4.14")}, "");
    steps((struct path_inputs){PATH("4.13.9", "", "4.14")}, "ocp 4.13.9>4.14, workers 4.13.9>4.14");
    steps((struct path_inputs){PATH("4.13.9", "4.13.1", "")}, "");
    steps((struct path_inputs){PATH("4.13.9", "4.13.1", "9999999999.1")}, "");
}

static void minors(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str minor;
    int ahead;
    assert_true(path_minor(arena, STR("v4.18.0-0.nightly-2024-01-01"), &minor));
    assert_true(str_eq(minor, STR("4.18")));
    assert_true(path_minor_of_kubelet(arena, STR("v1.25.14+a52e8df"), &minor));
    assert_true(str_eq(minor, STR("4.12")));
    assert_false(path_minor_of_kubelet(arena, STR("v2.1"), &minor));
    assert_false(path_minor(arena, STR("latest"), &minor));
    assert_true(path_minors_ahead(STR("4.22"), STR("5.0"), &ahead));
    assert_int_equal(ahead, 1);
    assert_true(path_minors_ahead(STR("4.23.1"), STR("5.0.0"), &ahead));
    assert_int_equal(ahead, 0);
    assert_true(path_minors_ahead(STR("4.14"), STR("4.12.1"), &ahead));
    assert_int_equal(ahead, -2);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(serial),         cmocka_unit_test(eus),
        cmocka_unit_test(catching_up),    cmocka_unit_test(z_stream),
        cmocka_unit_test(the_next_major), cmocka_unit_test(what_is_not_known),
        cmocka_unit_test(minors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
