/* quantity(…) as in Kubernetes' API server: "1.5Gi", "100m", "2e3". Held in units of 10⁻⁹, in 128
 * bits; what is finer is rounded away from zero, as Kubernetes does. */
#include "cel/quantity.h"

#include <string.h>

#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/opaque.h"
#include "cel/run.h"

__extension__ typedef __int128 wide;

#define NANO ((wide)1000000000)

struct quantity {
    wide nanos;
};

static const struct quantity *quantity_of(const struct cel_opaque *opaque) {
    return opaque->data;
}

static int cmp(const struct cel_opaque *a, const struct cel_opaque *b) {
    wide x = quantity_of(a)->nanos, y = quantity_of(b)->nanos;
    return (x > y) - (x < y);
}

static const struct cel_opaque_type quantity_type = {"kubernetes.Quantity", cmp, NULL};

/* ---- reading ---- */

/* What a suffix multiplies with: 10^tens * 2^twos. */
static bool suffix(struct str text, int *ret_tens, int *ret_twos) {
    static const char *const decimal[] = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    static const char *const binary[] = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    int64_t exponent;
    *ret_tens = *ret_twos = 0;
    for (int i = 0; i < 10; i++)
        if (str_is(text, decimal[i])) {
            *ret_tens = (i - 3) * 3;
            return true;
        }
    for (int i = 0; i < 6; i++)
        if (str_is(text, binary[i])) {
            *ret_twos = (i + 1) * 10;
            return true;
        }
    if (text.len < 2 || (text.ptr[0] | 0x20) != 'e' ||
        !str_to_int64(str_slice(text, 1 + (text.ptr[1] == '+'), text.len), &exponent) ||
        exponent < -100 || exponent > 100)
        return false;
    *ret_tens = (int)exponent;
    return true;
}

/* value * 10^tens rounded away from zero; false beyond 128 bits. */
static bool scale(wide value, int tens, wide *ret) {
    for (; tens > 0; tens--)
        if (__builtin_mul_overflow(value, (wide)10, &value))
            return false;
    bool rest = false;
    for (; tens < 0; tens++) {
        rest |= value % 10 != 0;
        value /= 10;
    }
    *ret = value + rest;
    return true;
}

static bool read_quantity(struct str text, wide *ret_nanos) {
    bool sign = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    size_t at = sign, n_digits = 0;
    wide value = 0;
    int tens, twos, fraction = 0;
    bool dot = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '.' && !dot) {
            dot = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        if (++n_digits > 30)
            return false;
        value = value * 10 + (c - '0');
        fraction += dot;
    }
    if (!n_digits || !suffix(str_slice(text, at, text.len), &tens, &twos))
        return false;
    wide factor = (wide)1 << twos;
    if (__builtin_mul_overflow(value, factor, &value) || !scale(value, tens + 9 - fraction, &value))
        return false;
    *ret_nanos = sign && text.ptr[0] == '-' ? -value : value;
    return true;
}

/* Most quantities by far: a whole number, bare or in powers of 1,024. False: to be read with care.
 */
static bool plain_units(struct str text, int64_t *ret_units) {
    static const char letters[] = "KMGTPE";
    int64_t value = 0;
    size_t at = 0;
    while (at < text.len && at < 18 && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        value = value * 10 + (text.ptr[at++] - '0');
    const char *letter = at > 0 && text.len == at + 2 && text.ptr[at + 1] == 'i' && text.ptr[at]
                             ? memchr(letters, text.ptr[at], sizeof letters - 1)
                             : NULL;
    int shift = letter ? 10 * (int)(letter - letters + 1) : 0;
    if (at == 0 || (at < text.len && !letter) || value > INT64_MAX >> shift)
        return false;
    *ret_units = value << shift;
    return true;
}

bool cel_quantity_units(struct str text, int64_t *ret_units) {
    wide nanos;
    if (plain_units(text, ret_units))
        return true;
    if (!read_quantity(text, &nanos) || nanos < 0 || nanos > (wide)INT64_MAX * NANO)
        return false;
    *ret_units = (int64_t)((nanos + NANO - 1) / NANO);
    return true;
}

/* ---- functions ---- */

static struct cel_value made(struct arena *arena, struct str text, wide nanos) {
    struct quantity *quantity = NEW(arena, struct quantity);
    quantity->nanos = nanos;
    return cel_opaque_of(arena, &quantity_type, text, quantity);
}

static struct cel_value quantity(const struct cel_call *call) {
    wide nanos;
    if (cel_opaque_is(call->args[0], &quantity_type))
        return call->args[0];
    /* YAML writes whole quantities without quotes. */
    if (cel_run_is(call, 0, CEL_INT))
        return made(call->arena, cel_display(call->arena, call->args[0], 32),
                    call->args[0].integer * NANO);
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    if (!read_quantity(call->args[0].text, &nanos))
        return cel_error_of(call->arena, "'%.*s' is no quantity",
                            STR_ARG(str_slice(call->args[0].text, 0, 64)));
    return made(call->arena, call->args[0].text, nanos);
}

static struct cel_value is_quantity(const struct cel_call *call) {
    wide nanos;
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    return cel_bool(read_quantity(call->args[0].text, &nanos));
}

static bool self(const struct cel_call *call, wide *ret_nanos) {
    if (!cel_opaque_is(call->args[0], &quantity_type))
        return false;
    *ret_nanos = quantity_of(call->args[0].opaque)->nanos;
    return true;
}

static bool fits(wide nanos) {
    return nanos % NANO == 0 && nanos / NANO <= INT64_MAX && nanos / NANO >= INT64_MIN;
}

static struct cel_value is_integer(const struct cel_call *call) {
    wide nanos;
    return self(call, &nanos) ? cel_bool(fits(nanos)) : cel_run_no_overload(call);
}

static struct cel_value as_integer(const struct cel_call *call) {
    wide nanos;
    if (!self(call, &nanos))
        return cel_run_no_overload(call);
    if (!fits(nanos))
        return cel_error_of(call->arena, "%.*s is no 64-bit integer",
                            STR_ARG(call->args[0].opaque->text));
    return cel_int((int64_t)(nanos / NANO));
}

static struct cel_value as_approximate_float(const struct cel_call *call) {
    wide nanos;
    return self(call, &nanos) ? cel_double((double)nanos / 1e9) : cel_run_no_overload(call);
}

static struct cel_value sign(const struct cel_call *call) {
    wide nanos;
    return self(call, &nanos) ? cel_int((nanos > 0) - (nanos < 0)) : cel_run_no_overload(call);
}

static struct str written(struct arena *arena, wide nanos) {
    bool negative = nanos < 0;
    wide magnitude = negative ? -nanos : nanos, whole = magnitude / NANO;
    char digits[48];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + (int)(whole % 10));
        whole /= 10;
    } while (whole);
    struct strbuf out = strbuf_new(arena);
    strbuf_append(&out, negative ? STR("-") : STR(""));
    strbuf_append(&out, (struct str){digits + at, sizeof digits - at});
    if (magnitude % NANO) {
        strbuf_printf(&out, ".%09d", (int)(magnitude % NANO));
        while (out.ptr[out.len - 1] == '0')
            out.len--;
    }
    return strbuf_str(&out);
}

static struct cel_value combine(const struct cel_call *call, int factor) {
    wide a, b, sum;
    if (!self(call, &a))
        return cel_run_no_overload(call);
    if (cel_opaque_is(call->args[1], &quantity_type))
        b = quantity_of(call->args[1].opaque)->nanos;
    else if (cel_run_is(call, 1, CEL_INT))
        b = call->args[1].integer * NANO;
    else
        return cel_run_no_overload(call);
    if (__builtin_add_overflow(a, b * factor, &sum))
        return cel_error_of(call->arena, "the quantity is out of range");
    return made(call->arena, written(call->arena, sum), sum);
}

static struct cel_value add(const struct cel_call *call) {
    return combine(call, 1);
}

static struct cel_value sub(const struct cel_call *call) {
    return combine(call, -1);
}

static const struct cel_function readers[] = {
    {"quantity", false, 1, 1, quantity, "an amount as Kubernetes writes it: '1.5Gi', '100m'"},
    {"isQuantity", false, 1, 1, is_quantity, "whether the text is such an amount"},
};

static const struct cel_function parts[] = {
    {"isInteger", true, 1, 1, is_integer, "whether the quantity is a 64-bit integer"},
    {"asInteger", true, 1, 1, as_integer, "the quantity as an integer"},
    {"asApproximateFloat", true, 1, 1, as_approximate_float, "the quantity as a double"},
    {"sign", true, 1, 1, sign, "-1, 0 or 1"},
    {"add", true, 2, 2, add, "the sum with a quantity or integer"},
    {"sub", true, 2, 2, sub, "the difference to a quantity or integer"},
};

void cel_quantity_add(struct cel_env *env) {
    cel_env_add_builtins(env, readers, sizeof readers / sizeof *readers, FUNCTION_CONSTANT);
    cel_env_add_builtins(env, parts, sizeof parts / sizeof *parts, 0);
}
