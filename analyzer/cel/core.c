/* The functions every expression needs: sizes, tests on text, types. */
#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/iter.h"
#include "cel/regex.h"
#include "cel/run.h"

static struct cel_value size(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    if (v.type == CEL_STRING)
        return cel_int((int64_t)utf8_count(v.text));
    if (v.type == CEL_BYTES)
        return cel_int((int64_t)v.text.len);
    if (v.type != CEL_LIST && v.type != CEL_MAP)
        return cel_run_no_overload(call);
    int64_t count = (int64_t)cel_iter_count(v);
    if (!cel_iter_is_partial(v))
        return cel_int(count);
    return cel_unknown_bound_of(call->arena, cel_run_missing(call->run, v), count);
}

static bool two_strings(const struct cel_call *call) {
    return cel_run_is(call, 0, CEL_STRING) && cel_run_is(call, 1, CEL_STRING);
}

static struct cel_value contains(const struct cel_call *call) {
    if (!two_strings(call))
        return cel_run_no_overload(call);
    cel_run_charge(call->run, call->args[0].text.len / 256);
    return cel_bool(str_contains(call->args[0].text, call->args[1].text));
}

static struct cel_value starts_with(const struct cel_call *call) {
    if (!two_strings(call))
        return cel_run_no_overload(call);
    return cel_bool(str_starts_with(call->args[0].text, call->args[1].text));
}

static struct cel_value ends_with(const struct cel_call *call) {
    if (!two_strings(call))
        return cel_run_no_overload(call);
    return cel_bool(str_ends_with(call->args[0].text, call->args[1].text));
}

static struct cel_value matches(const struct cel_call *call) {
    if (!two_strings(call))
        return cel_run_no_overload(call);
    struct regex_span span;
    struct str why;
    cel_run_charge(call->run, call->args[0].text.len / 64);
    struct regex_subject subject = {call->args[0].text, 0};
    switch (cel_regex_find(call->pattern, call->args[1].text, &subject, &span, &why)) {
    case REGEX_FOUND:
        return cel_bool(true);
    case REGEX_NOT_FOUND:
        return cel_bool(false);
    case REGEX_FAILED:
    default:
        return cel_error_of(call->arena, "%.*s", STR_ARG(why));
    }
}

static struct cel_value dyn(const struct cel_call *call) {
    return call->args[0];
}

static struct cel_value type(const struct cel_call *call) {
    struct str name = str_of(cel_type_name(call->args[0]));
    return (struct cel_value){.type = CEL_TYPE, .text = name};
}

static const struct cel_function open[] = {
    {"size", false, 1, 1, size, "characters of a string, bytes, entries of a list or map"},
    {"size", true, 1, 1, size, "characters of a string, bytes, entries of a list or map"},
    {"dyn", false, 1, 1, dyn, "the value itself"},
    {"type", false, 1, 1, type, "the type of a value"},
};

static const struct cel_function texts[] = {
    {"contains", true, 2, 2, contains, "whether the text holds another"},
    {"startsWith", true, 2, 2, starts_with, "whether the text begins with another"},
    {"endsWith", true, 2, 2, ends_with, "whether the text ends with another"},
};

static const struct cel_function patterns[] = {
    {"matches", false, 2, 2, matches, "whether a pattern (RE2) is found in the text"},
    {"matches", true, 2, 2, matches, "whether a pattern (RE2) is found in the text"},
};

void cel_core_add(struct cel_env *env) {
    cel_env_add_builtins(env, open, sizeof open / sizeof *open, FUNCTION_OPEN);
    cel_env_add_builtins(env, texts, sizeof texts / sizeof *texts, 0);
    cel_env_add_builtins(env, patterns, sizeof patterns / sizeof *patterns, FUNCTION_PATTERN);
}
