/* Base64, and finding with regular expressions. */
#include "base/arena.h"
#include "base/vec.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/regex.h"
#include "cel/run.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static struct cel_value base64_encode(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_BYTES))
        return cel_run_no_overload(call);
    struct str in = call->args[0].text;
    if (!cel_run_room(call->run, in.len * 2))
        return cel_run_no_room(call->run);
    struct strbuf out = strbuf_new(call->arena);
    for (size_t i = 0; i < in.len; i += 3) {
        unsigned group = 0;
        for (size_t j = i; j < i + 3; j++)
            group = group << 8 | (j < in.len ? (unsigned char)in.ptr[j] : 0);
        for (size_t j = 0; j < 4; j++)
            strbuf_append_byte(&out, i + j > in.len ? '=' : digits[group >> (18 - 6 * j) & 63]);
    }
    return cel_string(strbuf_str(&out));
}

static int digit_value(char c) {
    for (int i = 0; i < 64; i++)
        if (digits[i] == c)
            return i;
    return -1;
}

static struct cel_value base64_decode(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    struct str in = call->args[0].text;
    struct strbuf out = strbuf_new(call->arena);
    unsigned bits = 0, n = 0;
    while (in.len && in.ptr[in.len - 1] == '=')
        in.len--;
    if (!cel_run_room(call->run, in.len))
        return cel_run_no_room(call->run);
    for (size_t i = 0; i < in.len; i++) {
        int value = digit_value(in.ptr[i]);
        if (value < 0 || in.len % 4 == 1)
            return cel_error_of(call->arena, "the text is no base64");
        bits = (bits << 6 | (unsigned)value) & 0xffffff;
        n += 6;
        if (n >= 8) {
            n -= 8;
            strbuf_append_byte(&out, (char)(bits >> n));
        }
    }
    return (struct cel_value){.type = CEL_BYTES, .text = strbuf_str(&out)};
}

/* ---- find ---- */

static struct cel_value find(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_STRING) || !cel_run_is(call, 1, CEL_STRING))
        return cel_run_no_overload(call);
    struct regex_subject subject = {call->args[0].text, 0};
    struct regex_span span;
    struct str why;
    cel_run_charge(call->run, subject.text.len / 64);
    enum regex_result result =
        cel_regex_find(call->pattern, call->args[1].text, &subject, &span, &why);
    if (result == REGEX_FAILED)
        return cel_error_of(call->arena, "%.*s", STR_ARG(why));
    return cel_string(result == REGEX_FOUND ? str_slice(subject.text, span.start, span.end)
                                            : (struct str){0});
}

static struct cel_value find_all(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_STRING) || !cel_run_is(call, 1, CEL_STRING) ||
        (call->n_args == 3 && !cel_run_is(call, 2, CEL_INT)))
        return cel_run_no_overload(call);
    int64_t limit = call->n_args == 3 ? call->args[2].integer : -1;
    struct regex_subject subject = {call->args[0].text, 0};
    VEC(struct cel_value) found = {0};
    struct regex_span span;
    struct str why;
    while (limit < 0 || (int64_t)found.count < limit) {
        cel_run_charge(call->run, 1 + (subject.text.len - subject.from) / 64);
        enum regex_result result =
            cel_regex_find(call->pattern, call->args[1].text, &subject, &span, &why);
        if (result == REGEX_FAILED)
            return cel_error_of(call->arena, "%.*s", STR_ARG(why));
        if (result == REGEX_NOT_FOUND || call->run->budget->steps == 0)
            break;
        *vec_push(call->arena, &found) = cel_string(str_slice(subject.text, span.start, span.end));
        subject.from = span.end;
        if (span.end == span.start && subject.from < subject.text.len)
            utf8_next(subject.text, &subject.from);
        else if (span.end == span.start)
            break;
    }
    return cel_list_of(call->arena, found.items, found.count, (struct missing_set){0});
}

static const struct cel_function rows[] = {
    {"base64.encode", false, 1, 1, base64_encode, "the bytes as base64 text"},
    {"base64.decode", false, 1, 1, base64_decode, "the bytes of a base64 text"},
};

static const struct cel_function patterns[] = {
    {"find", true, 2, 2, find, "the first part of the text that matches, or ''"},
    {"findAll", true, 2, 3, find_all, "all parts of the text that match, at most n"},
};

void cel_encode_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
    cel_env_add_builtins(env, patterns, sizeof patterns / sizeof *patterns, FUNCTION_PATTERN);
}
