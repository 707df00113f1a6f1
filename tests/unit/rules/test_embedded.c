/* What is compiled in is read by the fast reader, which is what a small archive's time is made of,
 * and stands where libyaml says it does: lines and columns of diagnostics come from there. */
#include "base/embedded.h"
#include "same.h"
#include "support.h"

#ifdef YAML_STRICT
#define TAKEN_HERE false
#else
#define TAKEN_HERE true
#endif

/* rule.yaml is a pattern for people, and read only once it is filled in. */
static bool is_loaded(struct str name) {
    return str_ends_with(name, STR(".yaml")) && !str_eq(name, STR("templates/rule.yaml"));
}

static void check(struct str name, struct str text) {
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    struct document_origin origin = {.input = name, .text = text};
    struct document_options options = {.positions = true, .whole_file = true};
    struct reading fast = read_with(arena, intern, &origin, options);
    options.strict = true;
    struct reading strict = read_with(arena, intern, &origin, options);
    const char *difference = find_difference(arena, &fast, &strict);
    if (difference)
        fail_msg("%.*s: %s", STR_ARG(name), difference);
    if (fast.list.handed_over && TAKEN_HERE)
        fail_msg("%.*s: handed over for %s", STR_ARG(name), fast.list.why);
    arena_free(arena);
}

static void test_embedded(void **state) {
    size_t count = 0;
    (void)state;
    for (size_t i = 0; i < embedded_count; i++) {
        struct str name = str_of(embedded_files[i].name);
        if (!is_loaded(name))
            continue;
        check(name, (struct str){embedded_files[i].data, embedded_files[i].size});
        count++;
    }
    assert_true(count > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_embedded)};
    return cmocka_run_group_tests_name("rules/embedded", tests, NULL, NULL);
}
