/* cel-conformance [--profile NAME[,NAME]] FILE.json: runs the tests of a file derived from the
 * official suite of the Common Expression Language, prints a line for each that fails and the
 * totals. Exit status 0 only where all passed and there was at least one. */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "cel/cel.h"

struct totals {
    size_t passed, failed;
};

struct bindings {
    struct cel_value values[32];
    size_t count;
};

static struct str text_of(struct json_object *v) {
    return (struct str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

static struct json_object *get(struct json_object *object, const char *key) {
    struct json_object *found = NULL;
    json_object_object_get_ex(object, key, &found);
    return found;
}

static struct str get_text(struct json_object *object, const char *key) {
    struct json_object *found = get(object, key);
    return found ? text_of(found) : (struct str){0};
}

/* ---- values ---- */

static struct cel_value read_value(struct arena *arena, struct json_object *v);

static struct str base64(struct arena *arena, struct str text) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct strbuf out = strbuf_new(arena);
    unsigned bits = 0, n = 0;
    for (size_t i = 0; i < text.len && text.ptr[i] != '='; i++) {
        bits = bits << 6 | (unsigned)(strchr(digits, text.ptr[i]) - digits);
        n += 6;
        if (n >= 8)
            strbuf_append_byte(&out, (char)(bits >> (n -= 8)));
    }
    return strbuf_str(&out);
}

static double read_double(struct str text) {
    double d = __builtin_nan("");
    if (str_eq(text, STR("Infinity")))
        return __builtin_inf();
    if (str_eq(text, STR("-Infinity")))
        return -__builtin_inf();
    str_to_double(text, &d);
    return d;
}

static struct cel_value read_list(struct arena *arena, struct json_object *list) {
    size_t n = json_object_array_length(list);
    struct cel_value *items = NEW_ARRAY(arena, n, struct cel_value);
    for (size_t i = 0; i < n; i++)
        items[i] = read_value(arena, json_object_array_get_idx(list, i));
    return cel_list_of(arena, items, n, (struct missing_set){0});
}

static struct cel_value read_map(struct arena *arena, struct json_object *pairs) {
    size_t n = json_object_array_length(pairs);
    struct cel_value *keys = NEW_ARRAY(arena, n, struct cel_value);
    struct cel_value *values = NEW_ARRAY(arena, n, struct cel_value);
    for (size_t i = 0; i < n; i++) {
        struct json_object *pair = json_object_array_get_idx(pairs, i);
        keys[i] = read_value(arena, json_object_array_get_idx(pair, 0));
        values[i] = read_value(arena, json_object_array_get_idx(pair, 1));
    }
    struct cel_map *map = NEW(arena, struct cel_map);
    *map = (struct cel_map){.keys = keys, .values = values, .count = n};
    return (struct cel_value){.type = CEL_MAP, .map = map};
}

static struct cel_value read_time(enum cel_type type, struct json_object *v) {
    struct cel_value time = {.type = type};
    str_to_int64(get_text(v, "s"), &time.time.seconds);
    time.time.nanos = json_object_get_int(get(v, "ns"));
    return time;
}

static struct cel_value read_scalar(struct arena *arena, const char *type, struct str text) {
    struct cel_value v = {.type = CEL_STRING, .text = text};
    if (strcmp(type, "int") == 0) {
        v.type = CEL_INT;
        str_to_int64(text, &v.integer);
    } else if (strcmp(type, "uint") == 0) {
        v.type = CEL_UINT;
        str_to_uint64(text, &v.unsigned_integer);
    } else if (strcmp(type, "double") == 0) {
        v = cel_double(read_double(text));
    } else if (strcmp(type, "bytes") == 0) {
        v.type = CEL_BYTES;
        v.text = base64(arena, text);
    } else if (strcmp(type, "type") == 0) {
        v.type = CEL_TYPE;
    }
    return v;
}

static struct cel_value read_value(struct arena *arena, struct json_object *v) {
    struct json_object_iterator it = json_object_iter_begin(v);
    const char *type = json_object_iter_peek_name(&it);
    struct json_object *inner = json_object_iter_peek_value(&it);
    if (strcmp(type, "null") == 0)
        return cel_null();
    if (strcmp(type, "bool") == 0)
        return cel_bool(json_object_get_boolean(inner));
    if (strcmp(type, "list") == 0)
        return read_list(arena, inner);
    if (strcmp(type, "map") == 0)
        return read_map(arena, inner);
    if (strcmp(type, "timestamp") == 0)
        return read_time(CEL_TIMESTAMP, inner);
    if (strcmp(type, "duration") == 0)
        return read_time(CEL_DURATION, inner);
    if (strcmp(type, "optional") == 0)
        return inner ? cel_optional_of(arena, read_value(arena, inner)) : cel_optional_none();
    return read_scalar(arena, type, text_of(inner));
}

/* ---- comparing ---- */

/* As cel_equal(), but types count, NaN is itself and zeros have signs. */
static bool same(struct cel_value a, struct cel_value b) {
    if (a.type != b.type)
        return false;
    if (a.type == CEL_DOUBLE)
        return (isnan(a.number) && isnan(b.number)) ||
               (cel_equal(a, b) && !signbit(a.number) == !signbit(b.number));
    if (a.type == CEL_LIST) {
        if (cel_list_count(a) != cel_list_count(b))
            return false;
        for (size_t i = 0; i < cel_list_count(a); i++)
            if (!same(a.list->items[i], b.list->items[i]))
                return false;
        return true;
    }
    return cel_equal(a, b);
}

/* ---- running ---- */

static struct cel_value variable(struct cel_run *run, uint32_t slot) {
    const struct bindings *bindings = run->host;
    return bindings->values[slot];
}

static void declare(struct arena *arena, struct cel_env *env, struct json_object *test,
                    struct bindings *bindings) {
    struct json_object *named = get(test, "bindings");
    json_object_object_foreach(named, name, value) {
        if (bindings->count >= sizeof bindings->values / sizeof *bindings->values)
            return;
        cel_env_add_variable(env, str_of(name));
        bindings->values[bindings->count++] = read_value(arena, value);
    }
}

/* The value, or an error: also one of compiling, as its text. */
static struct cel_value evaluate(struct arena *arena, struct json_object *test) {
    struct cel_env *env = cel_env_new(arena, intern_new(arena));
    bool unchecked = str_eq(get_text(test, "check"), STR("off"));
    cel_env_set_conformant(env, get_text(test, "container"), unchecked);
    struct bindings *bindings = NEW(arena, struct bindings);
    declare(arena, env, test, bindings);
    struct diag_sink *sink = diag_sink_new(arena);
    struct cel_source source = {
        .text = get_text(test, "expr"), .file = STR("expr"), .line = 1, .column = 1};
    struct cel_program *program = cel_compile(arena, env, &source, sink);
    if (!program)
        return cel_error_of(arena, "%.*s", STR_ARG(diag_get(sink, 0)->message));
    struct cel_run run = {.arena = arena, .host = bindings, .variable = variable};
    return cel_eval(program, &run);
}

static bool is_selected(struct str profiles, struct str profile) {
    struct str one;
    if (!profiles.len)
        return true;
    for (bool more = true; more;) {
        more = str_cut(profiles, ',', &one, &profiles);
        if (str_eq(one, profile))
            return true;
    }
    return false;
}

static void run_test(struct json_object *test, struct totals *totals) {
    struct arena *arena = arena_new();
    struct json_object *expect = get(test, "expect"), *value = get(expect, "value");
    struct cel_value got = evaluate(arena, test);
    bool good = value ? same(got, read_value(arena, value)) : got.type == CEL_ERROR;
    if (good) {
        totals->passed++;
    } else {
        totals->failed++;
        struct str shown = cel_display(arena, got, 200);
        printf("FAIL %s/%s/%s: %s: expected %s, got %s %.*s\n", get_text(test, "file").ptr,
               get_text(test, "section").ptr, get_text(test, "name").ptr,
               get_text(test, "expr").ptr,
               json_object_to_json_string_ext(expect, JSON_C_TO_STRING_PLAIN), cel_type_name(got),
               STR_ARG(shown));
    }
    arena_free(arena);
}

static int usage(void) {
    fputs("usage: cel-conformance [--profile NAME[,NAME]] FILE.json\n", stderr);
    return 2;
}

int main(int argc, char **argv) {
    struct str profiles = {0};
    int at = 1;
    if (argc > 3 && strcmp(argv[1], "--profile") == 0) {
        profiles = str_of(argv[2]);
        at = 3;
    }
    if (at != argc - 1 || argv[at][0] == '-')
        return usage();
    struct json_object *tests = json_object_from_file(argv[at]);
    if (!tests || !json_object_is_type(tests, json_type_array)) {
        fprintf(stderr, "cel-conformance: cannot read '%s' as a list of tests\n", argv[at]);
        return 2;
    }
    struct totals totals = {0};
    for (size_t i = 0; i < json_object_array_length(tests); i++) {
        struct json_object *test = json_object_array_get_idx(tests, i);
        if (is_selected(profiles, get_text(test, "profile")))
            run_test(test, &totals);
    }
    json_object_put(tests);
    printf("%zu passed, %zu failed\n", totals.passed, totals.failed);
    return totals.failed || !totals.passed ? 1 : 0;
}
