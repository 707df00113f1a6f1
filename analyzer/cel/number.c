/* Comparison across int, uint and double. Exact arithmetic would be wrong: the reference
 * implementation compares int and double as doubles once the double lies within int's range. */
#include "cel/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

#define TWO_63 9223372036854775808.0
#define TWO_64 18446744073709551616.0

bool cel_number_is(struct cel_value v) {
    return v.type == CEL_INT || v.type == CEL_UINT || v.type == CEL_DOUBLE;
}

double cel_number_double(struct cel_value v) {
    return v.type == CEL_INT    ? (double)v.integer
           : v.type == CEL_UINT ? (double)v.unsigned_integer
                                : v.number;
}

static enum cel_order reverse(enum cel_order order) {
    return order == CEL_LESS ? CEL_GREATER : order == CEL_GREATER ? CEL_LESS : order;
}

static enum cel_order cmp_doubles(double a, double b) {
    if (isnan(a) || isnan(b))
        return CEL_UNORDERED;
    return a < b ? CEL_LESS : a > b ? CEL_GREATER : CEL_SAME;
}

static enum cel_order cmp_double_to(double a, struct cel_value b) {
    double low = b.type == CEL_INT ? -TWO_63 : 0, high = b.type == CEL_INT ? TWO_63 : TWO_64;
    if (a < low)
        return CEL_LESS;
    if (a > high)
        return CEL_GREATER;
    return cmp_doubles(a, cel_number_double(b));
}

enum cel_order cel_number_cmp(struct cel_value a, struct cel_value b) {
    if (a.type == CEL_DOUBLE)
        return b.type == CEL_DOUBLE ? cmp_doubles(a.number, b.number) : cmp_double_to(a.number, b);
    if (b.type == CEL_DOUBLE)
        return reverse(cmp_double_to(b.number, a));
    if (a.type == CEL_INT && a.integer < 0)
        return b.type == CEL_INT && b.integer <= a.integer
                   ? (b.integer < a.integer ? CEL_GREATER : CEL_SAME)
                   : CEL_LESS;
    if (b.type == CEL_INT && b.integer < 0)
        return CEL_GREATER;
    uint64_t x = a.type == CEL_INT ? (uint64_t)a.integer : a.unsigned_integer;
    uint64_t y = b.type == CEL_INT ? (uint64_t)b.integer : b.unsigned_integer;
    return x < y ? CEL_LESS : x > y ? CEL_GREATER : CEL_SAME;
}

bool cel_number_index(struct cel_value v, int64_t *ret_index) {
    if (v.type == CEL_INT) {
        *ret_index = v.integer;
        return true;
    }
    if (v.type == CEL_UINT && v.unsigned_integer <= INT64_MAX) {
        *ret_index = (int64_t)v.unsigned_integer;
        return true;
    }
    if (v.type != CEL_DOUBLE || !(fabs(v.number) < TWO_63) || v.number != floor(v.number))
        return false;
    *ret_index = (int64_t)v.number;
    return true;
}

/* The significant digits without a dot, and the power of ten of the first. */
static struct str digits_of(const char *scientific, char *buffer, int *ret_exponent) {
    struct str mantissa, exponent;
    str_cut(str_of(scientific), 'e', &mantissa, &exponent);
    size_t n = 0;
    for (size_t i = 0; i < mantissa.len; i++)
        if (mantissa.ptr[i] >= '0' && mantissa.ptr[i] <= '9')
            buffer[n++] = mantissa.ptr[i];
    while (n > 1 && buffer[n - 1] == '0')
        n--;
    int64_t power = 0;
    str_to_int64(str_slice(exponent, exponent.ptr[0] == '+', exponent.len), &power);
    *ret_exponent = (int)power;
    return (struct str){buffer, n};
}

static void append_plain(struct strbuf *out, struct str digits, int exponent) {
    if (exponent < 0)
        strbuf_append(out, STR("0."));
    for (int zeros = exponent + 1; zeros < 0; zeros++)
        strbuf_append_byte(out, '0');
    for (int i = 0; i < (int)digits.len || i <= exponent; i++) {
        if (i > 0 && i == exponent + 1)
            strbuf_append_byte(out, '.');
        strbuf_append_byte(out, i < (int)digits.len ? digits.ptr[i] : '0');
    }
}

struct str cel_number_format(struct arena *arena, double number) {
    if (isnan(number))
        return STR("NaN");
    if (isinf(number))
        return number > 0 ? STR("+Inf") : STR("-Inf");
    char text[40], buffer[40];
    for (int precision = 0; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, fabs(number));
        double back;
        if (str_to_double(str_of(text), &back) && back == fabs(number))
            break;
    }
    int exponent;
    struct str digits = digits_of(text, buffer, &exponent);
    struct strbuf out = strbuf_new(arena);
    if (signbit(number))
        strbuf_append_byte(&out, '-');
    if (exponent >= -4 && exponent < 21) {
        append_plain(&out, digits, exponent);
        return strbuf_str(&out);
    }
    append_plain(&out, digits, 0);
    strbuf_printf(&out, "e%+03d", exponent);
    return strbuf_str(&out);
}
