/* A plain scalar's text into its kind. Most scalars are words: the first byte tells those, and only
 * the rest is looked at closer. */
#include "document/scalar.h"

#include <stdio.h>
#include <stdlib.h>

#define INT_DIGITS 18

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_one_of(struct str text, const struct str words[], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(text, words[i]))
            return true;
    return false;
}

static size_t skip_digits(struct str text, size_t at) {
    while (at < text.len && is_digit(text.ptr[at]))
        at++;
    return at;
}

static size_t sign_length(struct str text) {
    return text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_decimal(struct str text, bool *ret_is_int) {
    size_t begin = sign_length(text), at = skip_digits(text, begin);
    bool digits = at > begin;
    *ret_is_int = digits && at == text.len;
    if (at < text.len && text.ptr[at] == '.') {
        size_t fraction = at + 1;
        at = skip_digits(text, fraction);
        digits = digits || at > fraction;
    }
    if (!digits)
        return false;
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        at++;
        at += sign_length(str_slice(text, at, text.len));
        size_t exponent = at;
        at = skip_digits(text, at);
        if (at == exponent)
            return false;
    }
    return at == text.len;
}

static bool is_infinite(struct str text) {
    static const struct str words[] = {STR_INIT(".inf"), STR_INIT(".Inf"), STR_INIT(".INF")};
    return is_one_of(str_slice(text, sign_length(text), text.len), words, 3);
}

static enum value_kind store_double(double number, struct str *text, char buffer[SCALAR_BUFFER]) {
    int length = __builtin_isinf(number)
                     ? snprintf(buffer, SCALAR_BUFFER, "%s.inf", number < 0 ? "-" : "")
                     : snprintf(buffer, SCALAR_BUFFER, "%.17g", number);
    *text = (struct str){buffer, (size_t)length};
    return VALUE_DOUBLE;
}

/* So short that no number of as many digits is too large. */
static bool is_short_int(struct str text) {
    return text.len <= INT_DIGITS && skip_digits(text, 0) == text.len;
}

/* strtod wants a NUL, which bytes in the middle of a member do not have; and beyond some hundred
 * digits only the exponent still changes. */
static double long_decimal(struct str text) {
    enum { KEEP = 800 };
    char digits[KEEP + 48];
    size_t used = 0, at = sign_length(text);
    if (at)
        digits[used++] = text.ptr[0];
    int64_t scale = 0;
    bool seen_point = false, seen_digit = false;
    for (; at < text.len && text.ptr[at] != 'e' && text.ptr[at] != 'E'; at++) {
        if (text.ptr[at] == '.') {
            seen_point = true;
            continue;
        }
        seen_digit = seen_digit || text.ptr[at] != '0';
        bool kept = seen_digit && used < KEEP;
        if (kept)
            digits[used++] = text.ptr[at];
        scale += (seen_digit && !kept) - seen_point;
    }
    int64_t exponent = 0;
    struct str after = str_slice(text, at + 1, text.len);
    bool minus = after.len && after.ptr[0] == '-';
    if (after.len && !str_to_int64(str_slice(after, sign_length(after), after.len), &exponent))
        exponent = INT32_MAX;
    exponent = exponent > INT32_MAX ? INT32_MAX : exponent;
    snprintf(digits + used, sizeof digits - used, "%se%lld", seen_digit ? "" : "0",
             (long long)((minus ? -exponent : exponent) + scale));
    return strtod(digits, NULL);
}

static enum value_kind decimal_kind(struct str *text, bool is_int, char buffer[SCALAR_BUFFER]) {
    int64_t number;
    bool plus = text->ptr[0] == '+';
    if (is_int && str_to_int64(str_slice(*text, plus, text->len), &number))
        return VALUE_INT;
    if (text->len < SCALAR_BUFFER)
        return VALUE_DOUBLE;
    return store_double(long_decimal(*text), text, buffer);
}

static int digit_of(char c) {
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

/* 0o17 and 0xff. */
static enum value_kind based_kind(struct str *text, int base, char buffer[SCALAR_BUFFER]) {
    double number = 0;
    uint64_t exact = 0;
    for (size_t i = 2; i < text->len; i++) {
        int digit = digit_of(text->ptr[i]);
        if (digit >= base)
            return VALUE_STRING;
        exact = exact * (uint64_t)base + (uint64_t)digit;
        number = number * base + digit;
    }
    if (number >= 9223372036854775808.0)
        return store_double(number, text, buffer);
    int length = snprintf(buffer, SCALAR_BUFFER, "%llu", (unsigned long long)exact);
    *text = (struct str){buffer, (size_t)length};
    return VALUE_INT;
}

static enum value_kind number_kind(struct str *text, char buffer[SCALAR_BUFFER]) {
    static const struct str not_a_number[] = {STR_INIT(".nan"), STR_INIT(".NaN"), STR_INIT(".NAN")};
    bool is_int;
    if (is_decimal(*text, &is_int))
        return decimal_kind(text, is_int, buffer);
    if (text->len > 2 && text->ptr[0] == '0' && (text->ptr[1] == 'x' || text->ptr[1] == 'o'))
        return based_kind(text, text->ptr[1] == 'x' ? 16 : 8, buffer);
    if (is_infinite(*text) || is_one_of(*text, not_a_number, 3))
        return VALUE_DOUBLE;
    return VALUE_STRING;
}

enum value_kind scalar_kind(struct str *text, char buffer[SCALAR_BUFFER]) {
    static const struct str nulls[] = {STR_INIT("~"), STR_INIT("null"), STR_INIT("Null"),
                                       STR_INIT("NULL")};
    static const struct str bools[] = {STR_INIT("true"),  STR_INIT("True"),  STR_INIT("TRUE"),
                                       STR_INIT("false"), STR_INIT("False"), STR_INIT("FALSE")};
    if (text->len == 0)
        return VALUE_NULL;
    switch (text->ptr[0]) {
    case '~':
    case 'n':
    case 'N':
        return text->len <= 4 && is_one_of(*text, nulls, 4) ? VALUE_NULL : VALUE_STRING;
    case 't':
    case 'T':
    case 'f':
    case 'F':
        return text->len <= 5 && is_one_of(*text, bools, 6) ? VALUE_BOOL : VALUE_STRING;
    case '+':
    case '-':
    case '.':
        return number_kind(text, buffer);
    default:
        if (!is_digit(text->ptr[0]))
            return VALUE_STRING;
        return is_short_int(*text) ? VALUE_INT : number_kind(text, buffer);
    }
}
