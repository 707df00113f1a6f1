/* Conversions between types: int(), uint(), double(), string(), bytes(), bool(). */
#include "cel/convert.h"

#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/number.h"
#include "cel/times.h"

static struct cel_value range(const struct cel_call *call) {
    return cel_error_of(call->arena, "%s is out of range for %s", cel_type_name(call->args[0]),
                        call->function->name);
}

static struct cel_value not_one(const struct cel_call *call) {
    return cel_error_of(call->arena, "'%.*s' is no %s",
                        STR_ARG(str_slice(call->args[0].text, 0, 64)), call->function->name);
}

static struct cel_value to_int(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    int64_t n;
    switch (v.type) {
    case CEL_INT:
        return v;
    case CEL_UINT:
        return v.unsigned_integer > INT64_MAX ? range(call) : cel_int((int64_t)v.unsigned_integer);
    case CEL_DOUBLE:
        /* Both ends are exclusive, as in the reference implementation. */
        return v.number > -9223372036854775808.0 && v.number < 9223372036854775807.0
                   ? cel_int((int64_t)v.number)
                   : range(call);
    case CEL_STRING:
        return str_to_int64(v.text, &n) ? cel_int(n) : not_one(call);
    case CEL_TIMESTAMP:
        return cel_int(v.time.seconds);
    case CEL_DURATION:
        return cel_int(v.time.seconds);
    default:
        return cel_run_no_overload(call);
    }
}

static struct cel_value uint_of(uint64_t n) {
    return (struct cel_value){.type = CEL_UINT, .unsigned_integer = n};
}

static struct cel_value to_uint(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    uint64_t n;
    switch (v.type) {
    case CEL_UINT:
        return v;
    case CEL_INT:
        return v.integer < 0 ? range(call) : uint_of((uint64_t)v.integer);
    case CEL_DOUBLE:
        return v.number >= 0 && v.number < 18446744073709551615.0 ? uint_of((uint64_t)v.number)
                                                                  : range(call);
    case CEL_STRING:
        return str_to_uint64(v.text, &n) ? uint_of(n) : not_one(call);
    default:
        return cel_run_no_overload(call);
    }
}

static bool same_letters(struct str text, const char *word) {
    for (size_t i = 0; i < text.len; i++, word++)
        if (!*word || (text.ptr[i] | 0x20) != *word)
            return false;
    return !*word;
}

static bool parse_double(struct str text, double *ret) {
    bool sign = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    struct str word = str_slice(text, sign, text.len);
    if (same_letters(word, "nan") && !sign)
        *ret = __builtin_nan("");
    else if (same_letters(word, "inf") || same_letters(word, "infinity"))
        *ret = text.ptr[0] == '-' ? -__builtin_inf() : __builtin_inf();
    else
        return str_to_double(text, ret);
    return true;
}

static struct cel_value to_double(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    double d;
    if (cel_number_is(v))
        return cel_double(cel_number_double(v));
    if (v.type != CEL_STRING)
        return cel_run_no_overload(call);
    return parse_double(v.text, &d) ? cel_double(d) : not_one(call);
}

bool cel_convert_string(struct arena *arena, struct cel_value v, struct str *ret_text) {
    switch (v.type) {
    case CEL_BYTES:
        *ret_text = str_valid_utf8(arena, v.text);
        return ret_text->ptr == v.text.ptr; /* a copy means that something was replaced */
    case CEL_STRING:
    case CEL_TYPE:
    case CEL_BOOL:
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
    case CEL_TIMESTAMP:
    case CEL_DURATION:
    case CEL_OPAQUE:
        *ret_text = cel_display(arena, v, SIZE_MAX);
        return true;
    default:
        return false;
    }
}

static struct cel_value to_string(const struct cel_call *call) {
    struct str text;
    if (cel_run_is(call, 0, CEL_STRING))
        return call->args[0];
    if (cel_convert_string(call->arena, call->args[0], &text))
        return cel_string(text);
    return cel_run_is(call, 0, CEL_BYTES) ? cel_error_of(call->arena, "the bytes are no UTF-8")
                                          : cel_run_no_overload(call);
}

static struct cel_value to_bytes(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    if (v.type != CEL_STRING && v.type != CEL_BYTES)
        return cel_run_no_overload(call);
    v.type = CEL_BYTES;
    return v;
}

static struct cel_value to_bool(const struct cel_call *call) {
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"};
    static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False"};
    struct cel_value v = call->args[0];
    if (v.type == CEL_BOOL)
        return v;
    if (v.type != CEL_STRING)
        return cel_run_no_overload(call);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (str_eq(v.text, str_of(yes[i])))
            return cel_bool(true);
        if (str_eq(v.text, str_of(no[i])))
            return cel_bool(false);
    }
    return not_one(call);
}

static const struct cel_function rows[] = {
    {"int", false, 1, 1, to_int, "a whole number from a number, text, timestamp"},
    {"uint", false, 1, 1, to_uint, "an unsigned number from a number or text"},
    {"double", false, 1, 1, to_double, "a floating-point number from a number or text"},
    {"string", false, 1, 1, to_string, "the text of a scalar"},
    {"bytes", false, 1, 1, to_bytes, "the bytes of a text"},
    {"bool", false, 1, 1, to_bool, "a bool from 'true', 'false' and their short forms"},
};

void cel_convert_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
}
