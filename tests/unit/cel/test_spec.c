/* Runs the groups of tests/spec/<name>.test: a program, its data and what comes out.
 *
 * A group ends at an empty line; lines that begin with '#' between groups are remarks. The data is
 * a YAML map of variables, "-" for none, or "cut " and JSON that is not finished. What comes out is
 * a value as written below, or the rendered diagnostic. Besides the language there are
 * partial(list, 'Kind'), missing('Kind'), fails('why'), and index(map, other). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/vec.h"
#include "cel/cel.h"
#include "cel/iter.h"
#include "document/document.h"

struct variables {
    VEC(struct cel_value) values;
};

/* ---- functions of the test ---- */

static struct missing_set lacks(struct arena *arena, struct str kind) {
    return missing_one(arena, (struct missing){.kind = kind});
}

static struct cel_value partial(const struct cel_call *call) {
    const struct cel_value *items = cel_list_items(call->arena, call->args[0]);
    return cel_list_of(call->arena, items, cel_list_count(call->args[0]),
                       lacks(call->arena, call->args[1].text));
}

static struct cel_value missing(const struct cel_call *call) {
    return cel_unknown_of(call->arena, lacks(call->arena, call->args[0].text));
}

static struct cel_value fails(const struct cel_call *call) {
    return cel_error_of(call->arena, "%.*s", STR_ARG(call->args[0].text));
}

static const struct cel_function functions[] = {
    {"partial", false, 2, 2, partial, "a list of which more is missing"},
    {"missing", false, 1, 1, missing, "unknown"},
    {"fails", false, 1, 1, fails, "an error"},
};

static struct cel_value variable(struct cel_run *run, uint32_t slot) {
    const struct variables *variables = run->host;
    return variables->values.items[slot];
}

static struct missing_set cut(struct cel_run *run, struct value container) {
    (void)container;
    return lacks(run->arena, STR("cut"));
}

/* ---- values as text ---- */

static void write_value(struct strbuf *out, struct cel_value v);

static void write_missing(struct strbuf *out, struct missing_set set) {
    for (size_t i = 0; i < set.count; i++)
        strbuf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(set.items[i].kind));
}

static void write_container(struct strbuf *out, struct cel_value v) {
    bool first = true;
    strbuf_append_byte(out, v.type == CEL_LIST ? '[' : '{');
    for (struct cel_iter it = cel_iter(v); cel_iter_next(&it); first = false) {
        strbuf_append(out, first ? STR("") : STR(", "));
        if (v.type == CEL_MAP) {
            write_value(out, it.key);
            strbuf_append(out, STR(": "));
        }
        write_value(out, it.value);
    }
    if (cel_iter_is_partial(v)) {
        strbuf_append(out, first ? STR("?") : STR(", ?"));
        if (v.type == CEL_LIST && !v.is_tree)
            write_missing(out, cel_list_missing(v));
    }
    strbuf_append_byte(out, v.type == CEL_LIST ? ']' : '}');
}

static void write_special(struct strbuf *out, struct cel_value v) {
    if (v.type == CEL_UNKNOWN) {
        strbuf_append(out, STR("unknown "));
        write_missing(out, *v.unknown);
        if (v.has_bound)
            strbuf_printf(out, ", at least %lld", (long long)cel_unknown_bound(v));
    } else if (v.type == CEL_ERROR) {
        strbuf_printf(out, "error %u:%u: %.*s", v.error->line, v.error->column,
                      STR_ARG(v.error->message));
    } else if (v.optional) {
        strbuf_append(out, STR("some "));
        write_value(out, *v.optional);
    } else {
        strbuf_append(out, STR("none"));
    }
}

static void write_value(struct strbuf *out, struct cel_value v) {
    struct str text = cel_display(out->arena, v, SIZE_MAX);
    switch ((int)v.type) {
    case CEL_LIST:
    case CEL_MAP:
        write_container(out, v);
        break;
    case CEL_ERROR:
    case CEL_UNKNOWN:
    case CEL_OPTIONAL:
        write_special(out, v);
        break;
    case CEL_STRING:
        strbuf_printf(out, "'%.*s'", STR_ARG(text));
        break;
    case CEL_BYTES:
        strbuf_printf(out, "b'%.*s'", STR_ARG(text));
        break;
    case CEL_UINT:
        strbuf_printf(out, "%.*su", STR_ARG(text));
        break;
    case CEL_DOUBLE:
        strbuf_printf(out, "%.*s%s", STR_ARG(text), str_contains(text, STR(".")) ? "" : ".0");
        break;
    case CEL_TYPE:
    case CEL_TIMESTAMP:
    case CEL_DURATION:
    case CEL_OPAQUE:
        strbuf_printf(out, "%s %.*s", cel_type_name(v), STR_ARG(text));
        break;
    default:
        strbuf_append(out, text);
    }
}

/* ---- groups ---- */

struct group {
    struct str program, data, expected;
    unsigned line;
};

static struct value read_data(struct arena *arena, struct intern *intern, struct str data) {
    struct document_origin *origin = NEW(arena, struct document_origin);
    bool is_cut = str_starts_with(data, STR("cut "));
    origin->text =
        is_cut ? str_slice(data, 4, data.len) : str_printf(arena, "%.*s\n", STR_ARG(data));
    struct document_options options = {.whole_file = !is_cut, .json = is_cut};
    struct document_list list = document_read(arena, intern, origin, options, diag_sink_new(arena));
    return list.count ? document_root(list.items[0]) : (struct value){0};
}

static struct str run_group(struct arena *arena, const struct group *group) {
    struct intern *intern = intern_new(arena);
    struct cel_env *env = cel_env_new(arena, intern);
    struct variables variables = {0};
    cel_env_add_functions(env, functions, sizeof functions / sizeof *functions);
    if (!str_eq(group->data, STR("-"))) {
        struct value_iter it = value_iter(read_data(arena, intern, group->data));
        while (value_next(&it)) {
            cel_env_add_variable(env, it.key);
            *vec_push(arena, &variables.values) = cel_tree(it.value);
        }
    }
    struct diag_sink *sink = diag_sink_new(arena);
    struct cel_source source = {.text = group->program, .file = STR("t"), .line = 1, .column = 1};
    struct cel_program *program = cel_compile(arena, env, &source, sink);
    assert_int_equal(diag_count(sink, DIAG_NOTE), program ? 0 : 1);
    if (!program)
        return str_trim(diag_format(arena, diag_get(sink, 0)));
    struct cel_run run = {.arena = arena, .host = &variables, .variable = variable, .cut = cut};
    struct strbuf out = strbuf_new(arena);
    write_value(&out, cel_eval(program, &run));
    assert_int_equal(run.depth, 0);
    return strbuf_str(&out);
}

static struct str next_line(struct str *text, unsigned *line) {
    struct str found;
    str_cut(*text, '\n', &found, text);
    ++*line;
    return found;
}

/* False at the end of the file. */
static bool next_group(struct str *text, unsigned *line, struct group *ret) {
    struct str first = {0};
    while (text->len && (!first.len || first.ptr[0] == '#'))
        first = next_line(text, line);
    if (!first.len || first.ptr[0] == '#')
        return false;
    *ret = (struct group){.program = first, .line = *line};
    ret->data = next_line(text, line);
    const char *start = text->ptr;
    size_t len = 0;
    while (text->len && text->ptr[0] != '\n')
        len = (size_t)(text->ptr - start) + next_line(text, line).len;
    ret->expected = (struct str){start, len};
    return true;
}

static struct str read_file(struct arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    struct strbuf text = strbuf_new(arena);
    for (int c; (c = fgetc(file)) != EOF;)
        strbuf_append_byte(&text, (char)c);
    fclose(file);
    return strbuf_str(&text);
}

static void run_file(const char *name) {
    struct arena *arena = arena_new();
    const char *path = str_c(arena, str_printf(arena, "tests/spec/%s.test", name));
    struct str text = read_file(arena, path);
    struct group group;
    unsigned line = 0, n = 0, failed = 0;
    while (next_group(&text, &line, &group)) {
        struct arena *own = arena_new();
        struct str got = run_group(own, &group);
        if (!str_eq(got, group.expected)) {
            failed++;
            print_error("%s:%u: %.*s\n  expected %.*s\n  got      %.*s\n", path, group.line,
                        STR_ARG(group.program), STR_ARG(group.expected), STR_ARG(got));
        }
        arena_free(own);
        n++;
    }
    arena_free(arena);
    assert_int_equal(failed, 0);
    assert_true(n > 0);
}

static void test_file(void **state) {
    run_file(*state);
}

int main(void) {
    static char names[][16] = {"syntax", "values", "unknown",   "partial", "cut",
                               "errors", "lists",  "functions", "times",   "versions"};
    struct CMUnitTest tests[sizeof names / sizeof *names];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        tests[i] = (struct CMUnitTest){
            .name = names[i], .test_func = test_file, .initial_state = names[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
