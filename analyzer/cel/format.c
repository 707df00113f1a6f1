/* strings.quote() and text.format(list): %s %d %f %e %b %o %x %X, with a precision for %f and %e.
 */
#include <math.h>

#include "base/arena.h"
#include "base/limits.h"
#include "cel/builtins.h"
#include "cel/convert.h"
#include "cel/env.h"
#include "cel/iter.h"
#include "cel/number.h"
#include "cel/sort.h"

enum { PRECISION_MAX = 100 };

struct formatting {
    const struct cel_call *call;
    struct strbuf out;
    struct cel_value error; /* CEL_NULL as long as nothing failed */
};

static bool failed(const struct formatting *f) {
    return f->error.type != CEL_NULL;
}

static void wrong_type(struct formatting *f, char clause, struct cel_value v) {
    f->error =
        cel_error_of(f->call->arena, "format(): %%%c cannot show %s", clause, cel_type_name(v));
}

/* ---- %s ---- */

static struct str double_text(struct arena *arena, double d) {
    if (isinf(d))
        return d > 0 ? STR("Infinity") : STR("-Infinity");
    return cel_number_format(arena, d);
}

static void show(struct formatting *f, struct cel_value v, unsigned depth);

static void show_list(struct formatting *f, struct cel_value list, unsigned depth) {
    bool first = true;
    strbuf_append_byte(&f->out, '[');
    for (struct cel_iter it = cel_iter(list); !failed(f) && cel_iter_next(&it); first = false) {
        strbuf_append(&f->out, first ? STR("") : STR(", "));
        show(f, it.value, depth + 1);
    }
    strbuf_append_byte(&f->out, ']');
}

/* Entries in the order of their keys' texts. */
static void show_map(struct formatting *f, struct cel_value map, unsigned depth) {
    struct arena *arena = f->call->arena;
    size_t n = cel_iter_count(map), i = 0;
    struct cel_value *names = NEW_ARRAY(arena, n, struct cel_value), *sorted, error;
    struct cel_value *entries = NEW_ARRAY(arena, n, struct cel_value);
    for (struct cel_iter it = cel_iter(map); cel_iter_next(&it); i++) {
        names[i] = cel_string(cel_display(arena, it.key, SIZE_MAX));
        entries[i] = cel_int((int64_t)i);
    }
    cel_sort(f->call->run, &(struct cel_sort_input){names, entries, n}, &sorted, &error);
    struct cel_value *values = NEW_ARRAY(arena, n, struct cel_value);
    i = 0;
    for (struct cel_iter it = cel_iter(map); cel_iter_next(&it);)
        values[i++] = it.value;
    strbuf_append_byte(&f->out, '{');
    for (i = 0; i < n && !failed(f); i++) {
        strbuf_append(&f->out, i ? STR(", ") : STR(""));
        strbuf_append(&f->out, names[sorted[i].integer].text);
        strbuf_append(&f->out, STR(": "));
        show(f, values[sorted[i].integer], depth + 1);
    }
    strbuf_append_byte(&f->out, '}');
}

static void show(struct formatting *f, struct cel_value v, unsigned depth) {
    struct str text = {0};
    if (depth > LIMIT_VALUE_DEPTH || !cel_run_room(f->call->run, 64)) {
        f->error = cel_run_no_room(f->call->run);
        return;
    }
    bool container = v.type == CEL_LIST || v.type == CEL_MAP;
    if (container && cel_iter_is_partial(v))
        f->error = cel_unknown_of(f->call->arena, cel_run_missing(f->call->run, v));
    else if (v.type == CEL_LIST)
        show_list(f, v, depth);
    else if (v.type == CEL_MAP)
        show_map(f, v, depth);
    else if (v.type == CEL_NULL)
        strbuf_append(&f->out, STR("null"));
    else if (v.type == CEL_DOUBLE)
        strbuf_append(&f->out, double_text(f->call->arena, v.number));
    else if (cel_convert_string(f->call->arena, v, &text))
        strbuf_append(&f->out, text);
    else
        wrong_type(f, 's', v);
}

/* ---- numbers ---- */

static void put_double(struct formatting *f, char clause, int precision, struct cel_value v) {
    if (!cel_number_is(v)) {
        wrong_type(f, clause, v);
        return;
    }
    double d = cel_number_double(v);
    if (isnan(d) || isinf(d))
        strbuf_append(&f->out, double_text(f->call->arena, d));
    else if (clause == 'e')
        strbuf_printf(&f->out, "%.*e", precision < 0 ? 6 : precision, d);
    else
        strbuf_printf(&f->out, "%.*f", precision < 0 ? 6 : precision, d);
}

static void put_decimal(struct formatting *f, struct cel_value v) {
    bool odd = v.type == CEL_DOUBLE && (isnan(v.number) || isinf(v.number));
    if (v.type == CEL_INT || v.type == CEL_UINT)
        strbuf_append(&f->out, cel_display(f->call->arena, v, 32));
    else if (odd)
        strbuf_append(&f->out, double_text(f->call->arena, v.number));
    else
        wrong_type(f, 'd', v);
}

static void put_in_base(struct formatting *f, char clause, struct cel_value v) {
    unsigned base = clause == 'b' ? 2 : clause == 'o' ? 8 : 16;
    bool negative = v.type == CEL_INT && v.integer < 0;
    uint64_t n = v.type == CEL_INT    ? (negative ? 0 - (uint64_t)v.integer : (uint64_t)v.integer)
                 : v.type == CEL_UINT ? v.unsigned_integer
                                      : v.boolean;
    const char *digits = clause == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    char text[64];
    size_t at = sizeof text;
    do {
        text[--at] = digits[n % base];
        n /= base;
    } while (n);
    strbuf_append(&f->out, negative ? STR("-") : STR(""));
    strbuf_append(&f->out, (struct str){text + at, sizeof text - at});
}

static void put_hex_bytes(struct formatting *f, char clause, struct str bytes) {
    if (!cel_run_room(f->call->run, bytes.len * 4)) {
        f->error = cel_run_no_room(f->call->run);
        return;
    }
    for (size_t i = 0; i < bytes.len; i++)
        strbuf_printf(&f->out, clause == 'X' ? "%02X" : "%02x", (unsigned char)bytes.ptr[i]);
}

static void put_based(struct formatting *f, char clause, struct cel_value v) {
    bool hex = clause == 'x' || clause == 'X';
    if (v.type == CEL_INT || v.type == CEL_UINT || (v.type == CEL_BOOL && clause == 'b'))
        put_in_base(f, clause, v);
    else if (hex && (v.type == CEL_STRING || v.type == CEL_BYTES))
        put_hex_bytes(f, clause, v.text);
    else
        wrong_type(f, clause, v);
}

/* ---- format() ---- */

static void put(struct formatting *f, char clause, int precision, struct cel_value v) {
    switch (clause) {
    case 's':
        show(f, v, 0);
        break;
    case 'd':
        put_decimal(f, v);
        break;
    case 'f':
    case 'e':
        put_double(f, clause, precision, v);
        break;
    case 'b':
    case 'o':
    case 'x':
    case 'X':
        put_based(f, clause, v);
        break;
    default:
        f->error = cel_error_of(f->call->arena, "format(): unknown clause '%%%c'", clause);
    }
}

/* ".3" at *at; -1 where there is none, -2 where it is no precision. */
static int precision_at(struct str text, size_t *at) {
    if (*at >= text.len || text.ptr[*at] != '.')
        return -1;
    int precision = 0;
    size_t start = ++*at;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; (*at)++)
        if (precision <= PRECISION_MAX)
            precision = precision * 10 + (text.ptr[*at] - '0');
    return *at > start && precision <= PRECISION_MAX ? precision : -2;
}

/* One clause behind '%'. */
static void clause_at(struct formatting *f, struct str text, size_t *at, size_t *argument) {
    struct arena *arena = f->call->arena;
    int precision = precision_at(text, at);
    if (precision == -2 || *at >= text.len) {
        f->error = cel_error_of(arena, "format(): '%%' without a clause (%%%% shows '%%')");
        return;
    }
    char clause = text.ptr[(*at)++];
    if ((unsigned char)clause >= 0x80 || clause < ' ') {
        f->error = cel_error_of(arena, "format(): unknown clause");
        return;
    }
    struct cel_value list = f->call->args[1];
    if (*argument >= cel_iter_count(list)) {
        f->error = cel_error_of(arena, "format(): there is no argument %zu", *argument + 1);
        return;
    }
    put(f, clause, precision, cel_iter_at(list, (*argument)++));
}

static struct cel_value format(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_STRING) || !cel_run_is(call, 1, CEL_LIST))
        return cel_run_no_overload(call);
    struct formatting f = {.call = call, .out = strbuf_new(call->arena)};
    struct str text = call->args[0].text;
    size_t argument = 0;
    for (size_t at = 0; at < text.len && !failed(&f);) {
        char c = text.ptr[at++];
        bool percent = c == '%';
        if (percent && at < text.len && text.ptr[at] == '%') {
            at++;
            percent = false;
        }
        if (percent)
            clause_at(&f, text, &at, &argument);
        else
            strbuf_append_byte(&f.out, c);
        if (!cel_run_room(call->run, f.out.len))
            return cel_run_no_room(call->run);
    }
    cel_run_charge(call->run, f.out.len / 64);
    return failed(&f) ? f.error : cel_string(strbuf_str(&f.out));
}

/* ---- quote ---- */

static const char *escape_of(char c) {
    switch (c) {
    case '\a':
        return "\\a";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '\v':
        return "\\v";
    case '\\':
        return "\\\\";
    case '"':
        return "\\\"";
    default:
        return NULL;
    }
}

static struct cel_value quote(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    if (!cel_run_room(call->run, text.len * 4))
        return cel_run_no_room(call->run);
    struct strbuf out = strbuf_new(call->arena);
    strbuf_append_byte(&out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escape_of(text.ptr[i]);
        if (escape)
            strbuf_append(&out, str_of(escape));
        else
            strbuf_append_byte(&out, text.ptr[i]);
    }
    strbuf_append_byte(&out, '"');
    return cel_string(strbuf_str(&out));
}

static const struct cel_function rows[] = {
    {"format", true, 2, 2, format, "the text with %s, %d, %f … replaced by a list's entries"},
    {"strings.quote", false, 1, 1, quote, "the text in quotes, with escapes"},
};

void cel_format_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
}
