/* The math extension. */
#include <math.h>

#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/iter.h"
#include "cel/number.h"
#include "cel/run.h"

enum { ARGUMENTS_MAX = 64 }; /* of math.greatest and math.least; a list may have more */

/* ---- the greatest and the least ---- */

static bool take(struct cel_value v, enum cel_order wanted, bool *first, struct cel_value *best) {
    if (!cel_number_is(v))
        return false;
    if (*first || cel_number_cmp(v, *best) == wanted)
        *best = v;
    *first = false;
    return true;
}

static struct cel_value extreme(const struct cel_call *call, enum cel_order wanted) {
    struct cel_value best = {0};
    bool first = true, of_list = call->n_args == 1 && cel_run_is(call, 0, CEL_LIST);
    for (size_t i = 0; !of_list && i < call->n_args; i++)
        if (!take(call->args[i], wanted, &first, &best))
            return cel_run_no_overload(call);
    if (!of_list)
        return best;
    for (struct cel_iter it = cel_iter(call->args[0]); cel_iter_next(&it);)
        if (!take(it.value, wanted, &first, &best))
            return cel_run_no_overload(call);
    cel_run_charge(call->run, cel_iter_count(call->args[0]) / 16);
    return first ? cel_error_of(call->arena, "%s() of an empty list", call->function->name) : best;
}

static struct cel_value greatest(const struct cel_call *call) {
    return extreme(call, CEL_GREATER);
}

static struct cel_value least(const struct cel_call *call) {
    return extreme(call, CEL_LESS);
}

/* ---- rounding ---- */

static struct cel_value rounded(const struct cel_call *call, double (*function)(double)) {
    if (!cel_run_is(call, 0, CEL_DOUBLE))
        return cel_run_no_overload(call);
    return cel_double(function(call->args[0].number));
}

static struct cel_value math_ceil(const struct cel_call *call) {
    return rounded(call, ceil);
}

static struct cel_value math_floor(const struct cel_call *call) {
    return rounded(call, floor);
}

static struct cel_value math_round(const struct cel_call *call) {
    return rounded(call, round);
}

static struct cel_value math_trunc(const struct cel_call *call) {
    return rounded(call, trunc);
}

static struct cel_value math_sqrt(const struct cel_call *call) {
    if (!cel_number_is(call->args[0]))
        return cel_run_no_overload(call);
    return cel_double(sqrt(cel_number_double(call->args[0])));
}

static struct cel_value math_abs(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    if (!cel_number_is(v))
        return cel_run_no_overload(call);
    if (v.type == CEL_INT && v.integer == INT64_MIN)
        return cel_error_of(call->arena, "integer overflow");
    if (v.type == CEL_INT && v.integer < 0)
        v.integer = -v.integer;
    if (v.type == CEL_DOUBLE)
        v.number = fabs(v.number);
    return v;
}

static struct cel_value math_sign(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    if (!cel_number_is(v))
        return cel_run_no_overload(call);
    if (v.type == CEL_INT)
        v.integer = (v.integer > 0) - (v.integer < 0);
    else if (v.type == CEL_UINT)
        v.unsigned_integer = v.unsigned_integer > 0;
    else if (!isnan(v.number))
        v.number = (v.number > 0) - (v.number < 0);
    return v;
}

/* ---- kinds of doubles ---- */

static struct cel_value is_nan(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_DOUBLE))
        return cel_run_no_overload(call);
    return cel_bool(isnan(call->args[0].number));
}

static struct cel_value is_inf(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_DOUBLE))
        return cel_run_no_overload(call);
    return cel_bool(isinf(call->args[0].number));
}

static struct cel_value is_finite(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_DOUBLE))
        return cel_run_no_overload(call);
    return cel_bool(isfinite(call->args[0].number));
}

/* ---- bits ---- */

/* The bits of two integers of one type; false where they are not. */
static bool bits(const struct cel_call *call, uint64_t *ret_a, uint64_t *ret_b) {
    struct cel_value a = call->args[0], b = call->args[call->n_args - 1];
    if (a.type != b.type || (a.type != CEL_INT && a.type != CEL_UINT))
        return false;
    *ret_a = a.type == CEL_INT ? (uint64_t)a.integer : a.unsigned_integer;
    *ret_b = b.type == CEL_INT ? (uint64_t)b.integer : b.unsigned_integer;
    return true;
}

static struct cel_value as_type(const struct cel_call *call, uint64_t n) {
    if (call->args[0].type == CEL_INT)
        return cel_int((int64_t)n);
    return (struct cel_value){.type = CEL_UINT, .unsigned_integer = n};
}

static struct cel_value bit_and(const struct cel_call *call) {
    uint64_t a, b;
    return bits(call, &a, &b) ? as_type(call, a & b) : cel_run_no_overload(call);
}

static struct cel_value bit_or(const struct cel_call *call) {
    uint64_t a, b;
    return bits(call, &a, &b) ? as_type(call, a | b) : cel_run_no_overload(call);
}

static struct cel_value bit_xor(const struct cel_call *call) {
    uint64_t a, b;
    return bits(call, &a, &b) ? as_type(call, a ^ b) : cel_run_no_overload(call);
}

static struct cel_value bit_not(const struct cel_call *call) {
    uint64_t a, b;
    return bits(call, &a, &b) ? as_type(call, ~a) : cel_run_no_overload(call);
}

static struct cel_value shift(const struct cel_call *call, bool left) {
    struct cel_value v = call->args[0];
    if ((v.type != CEL_INT && v.type != CEL_UINT) || !cel_run_is(call, 1, CEL_INT))
        return cel_run_no_overload(call);
    int64_t by = call->args[1].integer;
    if (by < 0)
        return cel_error_of(call->arena, "a shift is not negative: %lld", (long long)by);
    uint64_t n = v.type == CEL_INT ? (uint64_t)v.integer : v.unsigned_integer;
    return as_type(call, by > 63 ? 0 : left ? n << by : n >> by);
}

static struct cel_value shift_left(const struct cel_call *call) {
    return shift(call, true);
}

static struct cel_value shift_right(const struct cel_call *call) {
    return shift(call, false);
}

static const struct cel_function rows[] = {
    {"math.greatest", false, 1, ARGUMENTS_MAX, greatest, "the greatest of numbers or of a list"},
    {"math.least", false, 1, ARGUMENTS_MAX, least, "the least of numbers or of a list"},
    {"math.ceil", false, 1, 1, math_ceil, "a double rounded up"},
    {"math.floor", false, 1, 1, math_floor, "a double rounded down"},
    {"math.round", false, 1, 1, math_round, "a double rounded, halves away from zero"},
    {"math.trunc", false, 1, 1, math_trunc, "a double rounded towards zero"},
    {"math.sqrt", false, 1, 1, math_sqrt, "the square root"},
    {"math.abs", false, 1, 1, math_abs, "a number without its sign"},
    {"math.sign", false, 1, 1, math_sign, "-1, 0 or 1"},
    {"math.isNaN", false, 1, 1, is_nan, "whether a double is not a number"},
    {"math.isInf", false, 1, 1, is_inf, "whether a double is infinite"},
    {"math.isFinite", false, 1, 1, is_finite, "whether a double is neither"},
    {"math.bitAnd", false, 2, 2, bit_and, "bits of both"},
    {"math.bitOr", false, 2, 2, bit_or, "bits of either"},
    {"math.bitXor", false, 2, 2, bit_xor, "bits of one of them"},
    {"math.bitNot", false, 1, 1, bit_not, "the other bits"},
    {"math.bitShiftLeft", false, 2, 2, shift_left, "bits moved up"},
    {"math.bitShiftRight", false, 2, 2, shift_right, "bits moved down, zeros from above"},
};

void cel_math_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
}
