/* Text functions. Positions count characters (code points), never bytes. */
#include "base/arena.h"
#include "base/vec.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/iter.h"
#include "cel/run.h"

/* The offset in bytes of character `index`; false beyond the end (which itself is allowed). */
static bool byte_offset(struct str text, int64_t index, size_t *ret_offset) {
    size_t at = 0;
    if (index < 0)
        return false;
    for (; index > 0 && at < text.len; index--)
        utf8_next(text, &at);
    *ret_offset = at;
    return index == 0;
}

static struct cel_value out_of_range(const struct cel_call *call, int64_t index) {
    return cel_error_of(call->arena, "index %lld is out of range", (long long)index);
}

static bool are(const struct cel_call *call, const char *types) {
    for (size_t i = 0; i < call->n_args; i++) {
        enum cel_type wanted = types[i] == 's' ? CEL_STRING : types[i] == 'i' ? CEL_INT : CEL_LIST;
        if (call->args[i].type != wanted)
            return false;
    }
    size_t bytes = call->args[0].type == CEL_STRING ? call->args[0].text.len : 0;
    cel_run_charge(call->run, bytes / 256);
    return true;
}

static struct cel_value char_at(const struct cel_call *call) {
    if (!are(call, "si"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    size_t start;
    if (!byte_offset(text, call->args[1].integer, &start))
        return out_of_range(call, call->args[1].integer);
    size_t end = start;
    if (end < text.len)
        utf8_next(text, &end);
    return cel_string(str_slice(text, start, end));
}

static struct cel_value index_of(const struct cel_call *call) {
    if (!are(call, "ssi"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    int64_t first = call->n_args == 3 ? call->args[2].integer : 0;
    size_t from;
    if (!byte_offset(text, first, &from))
        return out_of_range(call, first);
    size_t at = str_find(text, call->args[1].text, from);
    return cel_int(at == SIZE_MAX ? -1 : (int64_t)utf8_count(str_slice(text, 0, at)));
}

static struct cel_value last_index_of(const struct cel_call *call) {
    if (!are(call, "ssi"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text, needle = call->args[1].text;
    size_t last = text.len;
    if (call->n_args == 3 && !byte_offset(text, call->args[2].integer, &last))
        return out_of_range(call, call->args[2].integer);
    size_t found = SIZE_MAX;
    for (size_t at = str_find(text, needle, 0); at != SIZE_MAX && at <= last;
         at = str_find(text, needle, at + 1)) {
        found = at;
        if (needle.len == 0) {
            found = last;
            break;
        }
    }
    return cel_int(found == SIZE_MAX ? -1 : (int64_t)utf8_count(str_slice(text, 0, found)));
}

static struct cel_value change_case(const struct cel_call *call, char from, char to) {
    if (!are(call, "s"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    if (!cel_run_room(call->run, text.len))
        return cel_run_no_room(call->run);
    struct strbuf out = strbuf_new(call->arena);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        strbuf_append_byte(&out, c >= from && c <= to ? (char)(c ^ 0x20) : c);
    }
    return cel_string(strbuf_str(&out));
}

static struct cel_value lower_ascii(const struct cel_call *call) {
    return change_case(call, 'A', 'Z');
}

static struct cel_value upper_ascii(const struct cel_call *call) {
    return change_case(call, 'a', 'z');
}

/* ---- replace, split, join ---- */

/* Where the next replacement is: an empty needle stands between all characters. */
static size_t next_match(struct str text, struct str needle, size_t from, bool first) {
    if (needle.len || first)
        return str_find(text, needle, from);
    if (from >= text.len)
        return SIZE_MAX;
    utf8_next(text, &from);
    return from;
}

static struct cel_value replace(const struct cel_call *call) {
    if (!are(call, "sssi"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text, old = call->args[1].text, new = call->args[2].text;
    int64_t limit = call->n_args == 4 ? call->args[3].integer : -1;
    struct strbuf out = strbuf_new(call->arena);
    size_t from = 0;
    for (int64_t n = 0; limit < 0 || n < limit; n++) {
        size_t at = next_match(text, old, from, n == 0);
        if (at == SIZE_MAX)
            break;
        if (!cel_run_room(call->run, (at - from) + new.len + out.len))
            return cel_run_no_room(call->run);
        strbuf_append(&out, str_slice(text, from, at));
        strbuf_append(&out, new);
        from = at + old.len;
    }
    strbuf_append(&out, str_slice(text, from, text.len));
    return cel_string(strbuf_str(&out));
}

static struct cel_value split(const struct cel_call *call) {
    if (!are(call, "ssi"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text, separator = call->args[1].text;
    int64_t limit = call->n_args == 3 ? call->args[2].integer : -1;
    VEC(struct cel_value) parts = {0};
    size_t from = 0;
    while (limit < 0 || (int64_t)parts.count + 1 < limit) {
        size_t at = separator.len ? str_find(text, separator, from) : from;
        if (!separator.len && at < text.len)
            utf8_next(text, &at);
        if (at == SIZE_MAX || (!separator.len && at >= text.len))
            break;
        if (!cel_run_room(call->run, sizeof(struct cel_value)))
            return cel_run_no_room(call->run);
        *vec_push(call->arena, &parts) = cel_string(str_slice(text, from, at));
        from = at + separator.len;
    }
    if (limit != 0 && (separator.len || text.len))
        *vec_push(call->arena, &parts) = cel_string(str_slice(text, from, text.len));
    return cel_list_of(call->arena, parts.items, parts.count, (struct missing_set){0});
}

static struct cel_value join(const struct cel_call *call) {
    if (!are(call, "ls"))
        return cel_run_no_overload(call);
    struct str separator = call->n_args == 2 ? call->args[1].text : (struct str){0};
    struct strbuf out = strbuf_new(call->arena);
    bool first = true;
    for (struct cel_iter it = cel_iter(call->args[0]); cel_iter_next(&it); first = false) {
        if (it.value.type != CEL_STRING)
            return cel_error_of(call->arena, "join() needs strings, not %s",
                                cel_type_name(it.value));
        if (!cel_run_room(call->run, out.len + separator.len + it.value.text.len))
            return cel_run_no_room(call->run);
        if (!first)
            strbuf_append(&out, separator);
        strbuf_append(&out, it.value.text);
    }
    cel_run_charge(call->run, cel_iter_count(call->args[0]) / 4);
    return cel_string(strbuf_str(&out));
}

/* ---- parts ---- */

static struct cel_value substring(const struct cel_call *call) {
    if (!are(call, "sii"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    int64_t first = call->args[1].integer;
    size_t start, end = text.len;
    if (!byte_offset(text, first, &start))
        return out_of_range(call, first);
    if (call->n_args == 3 && !byte_offset(text, call->args[2].integer, &end))
        return out_of_range(call, call->args[2].integer);
    if (end < start)
        return cel_error_of(call->arena, "substring(%lld, %lld) ends before it begins",
                            (long long)first, (long long)call->args[2].integer);
    return cel_string(str_slice(text, start, end));
}

/* White space of Unicode. */
static bool is_space(uint32_t c) {
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

static struct cel_value trim(const struct cel_call *call) {
    if (!are(call, "s"))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    size_t start = SIZE_MAX, end = 0;
    for (size_t at = 0; at < text.len;) {
        size_t before = at;
        if (is_space(utf8_next(text, &at)))
            continue;
        if (start == SIZE_MAX)
            start = before;
        end = at;
    }
    return cel_string(start == SIZE_MAX ? (struct str){0} : str_slice(text, start, end));
}

static struct cel_value reverse(const struct cel_call *call) {
    struct str text = call->args[0].text;
    char *out = arena_alloc(call->arena, text.len);
    size_t left = text.len;
    for (size_t at = 0; at < text.len;) {
        size_t before = at;
        utf8_next(text, &at);
        left -= at - before;
        for (size_t i = before; i < at; i++)
            out[left + i - before] = text.ptr[i];
    }
    return cel_string((struct str){out, text.len});
}

/* Of a string the characters, of a list the entries; rank means nothing in a partial list. */
static struct cel_value reverse_any(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    size_t bytes = v.type == CEL_STRING ? v.text.len : 0;
    if (v.type == CEL_LIST)
        bytes = cel_iter_count(v) * sizeof(struct cel_value);
    else if (v.type != CEL_STRING)
        return cel_run_no_overload(call);
    if (!cel_run_room(call->run, bytes))
        return cel_run_no_room(call->run);
    cel_run_charge(call->run, bytes / 256);
    if (v.type == CEL_STRING)
        return reverse(call);
    size_t n = cel_iter_count(v), left = n;
    struct cel_value *items = NEW_ARRAY(call->arena, n, struct cel_value);
    for (struct cel_iter it = cel_iter(v); cel_iter_next(&it);)
        items[--left] = it.value;
    return cel_list_of(call->arena, items, n, cel_run_missing(call->run, v));
}

static const struct cel_function rows[] = {
    {"charAt", true, 2, 2, char_at, "the character at a position"},
    {"indexOf", true, 2, 3, index_of, "the first position of a text at or after another, or -1"},
    {"lastIndexOf", true, 2, 3, last_index_of, "the last position of a text, or -1"},
    {"lowerAscii", true, 1, 1, lower_ascii, "with ASCII letters in lower case"},
    {"upperAscii", true, 1, 1, upper_ascii, "with ASCII letters in upper case"},
    {"replace", true, 3, 4, replace, "with a text replaced by another, at most n times"},
    {"split", true, 2, 3, split, "the parts between separators, at most n"},
    {"join", true, 1, 2, join, "the texts of a list, with a separator between"},
    {"substring", true, 2, 3, substring, "from one position up to another"},
    {"trim", true, 1, 1, trim, "without white space at both ends"},
};

static const struct cel_function open[] = {
    {"reverse", true, 1, 1, reverse_any, "a text or list from its end"},
};

void cel_strings_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
    cel_env_add_builtins(env, open, sizeof open / sizeof *open, FUNCTION_OPEN);
}
