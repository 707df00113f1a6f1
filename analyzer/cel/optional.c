/* Optional values: making and opening them. or(), orValue() and the macros are the evaluator's. */
#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/iter.h"
#include "cel/run.h"

static struct cel_value of(const struct cel_call *call) {
    return cel_optional_of(call->arena, call->args[0]);
}

static struct cel_value none(const struct cel_call *call) {
    (void)call;
    return cel_optional_none();
}

static bool is_zero(struct cel_value v) {
    switch (v.type) {
    case CEL_NULL:
        return true;
    case CEL_BOOL:
        return !v.boolean;
    case CEL_INT:
        return v.integer == 0;
    case CEL_UINT:
        return v.unsigned_integer == 0;
    case CEL_DOUBLE:
        return !(v.number < 0) && !(v.number > 0) && v.number == v.number;
    case CEL_STRING:
    case CEL_BYTES:
        return v.text.len == 0;
    case CEL_LIST:
    case CEL_MAP:
        return cel_iter_count(v) == 0;
    case CEL_DURATION:
        return v.time.seconds == 0 && v.time.nanos == 0;
    case CEL_OPTIONAL:
        return v.optional == NULL;
    default:
        return false;
    }
}

static struct cel_value of_non_zero_value(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    bool partial = (v.type == CEL_LIST || v.type == CEL_MAP) && cel_iter_is_partial(v);
    if (partial && is_zero(v))
        return cel_unknown_of(call->arena, cel_run_missing(call->run, v));
    return is_zero(v) ? cel_optional_none() : of(call);
}

static struct cel_value has_value(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_OPTIONAL))
        return cel_run_no_overload(call);
    return cel_bool(call->args[0].optional != NULL);
}

static struct cel_value value(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_OPTIONAL))
        return cel_run_no_overload(call);
    if (!call->args[0].optional)
        return cel_error_of(call->arena, "value() of an optional that has none");
    return *call->args[0].optional;
}

static const struct cel_function rows[] = {
    {"optional.of", false, 1, 1, of, "an optional that holds the value"},
    {"optional.none", false, 0, 0, none, "an optional without value"},
    {"optional.ofNonZeroValue", false, 1, 1, of_non_zero_value,
     "none for null, false, 0 and what is empty, else the value"},
    {"hasValue", true, 1, 1, has_value, "whether the optional holds a value"},
    {"value", true, 1, 1, value, "the value; an error where there is none"},
};

void cel_optional_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, FUNCTION_OPEN);
}
