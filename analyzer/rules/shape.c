/* Turns values of a rule file into texts, words and flags, or into errors with file, line, column
 * and the line itself. The trick: a document knows where its values stand, not its keys; a key's
 * column is found in the text of its line. */
#include "rules/shape.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/nearest.h"
#include "base/vec.h"
#include "document/document.h"

static struct str line_of(struct str text, uint32_t line) {
    size_t from = 0;
    for (uint32_t i = 1; i < line; i++) {
        size_t end = str_find_byte(text, '\n', from);
        if (end == SIZE_MAX)
            return (struct str){0};
        from = end + 1;
    }
    struct str rest = str_slice(text, from, text.len), found, after;
    str_cut(rest, '\n', &found, &after);
    return str_ends_with(found, STR("\r")) ? str_slice(found, 0, found.len - 1) : found;
}

static void find_lines(struct shape *shape) {
    for (size_t at = 0;; at++) {
        *vec_push(shape->arena, &shape->starts) = at;
        at = str_find_byte(shape->text, '\n', at);
        if (at == SIZE_MAX)
            return;
    }
}

size_t shape_line_start(struct shape *shape, uint32_t line) {
    if (!shape->starts.count)
        find_lines(shape);
    return line && line <= shape->starts.count ? shape->starts.items[line - 1] : SIZE_MAX;
}

uint32_t shape_line_of(struct shape *shape, size_t offset) {
    if (!shape->starts.count)
        find_lines(shape);
    size_t low = 0, high = shape->starts.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (shape->starts.items[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low + 1;
}

bool shape_read(struct shape *shape, struct intern *intern, struct value *ret_root) {
    struct document_origin *origin = NEW(shape->arena, struct document_origin);
    *origin = (struct document_origin){.input = shape->file, .text = shape->text};
    size_t before = diag_count(shape->sink, DIAG_WARNING);
    struct document_list documents = document_read(
        shape->arena, intern, origin,
        (struct document_options){.positions = true, .whole_file = true}, shape->sink);
    /* What is odd in an archive is wrong in a rule. */
    const char *problem = diag_count(shape->sink, DIAG_WARNING) > before ? "not a clean YAML file"
                          : documents.count != 1 ? "must hold one YAML document"
                                                 : NULL;
    if (problem) {
        diag_add(shape->sink, DIAG_ERROR, DIAG_RULE_SHAPE,
                 (struct diag_where){.input = shape->file}, "%s", problem);
        return false;
    }
    *ret_root = document_root(documents.items[0]);
    return true;
}

struct diag_where shape_where(const struct shape *shape, struct value at) {
    struct diag_where where = {.input = shape->file};
    if (value_kind(at) == VALUE_ABSENT)
        return where;
    where.line = value_text_line(at) ? value_text_line(at) : value_line(at);
    where.column = value_text_line(at) ? value_text_column(at) : 0;
    where.source_line = line_of(shape->text, where.line);
    struct str text = value_str(at);
    size_t offset = 0, columns = 0;
    while (offset < text.len && text.ptr[offset] != '\n') {
        utf8_next(text, &offset);
        columns++;
    }
    struct str behind =
        str_slice(where.source_line, where.column ? where.column - 1 : 0, where.source_line.len);
    if (text.len && str_starts_with(behind, text))
        where.end_column = where.column + (uint32_t)columns;
    return where;
}

static struct diag_where where_of_key(const struct shape *shape, const struct value_iter *it) {
    struct diag_where where = {.input = shape->file, .line = value_line(it->value)};
    where.source_line = line_of(shape->text, where.line);
    size_t from = 0, at;
    while ((at = str_find(where.source_line, it->key, from)) != SIZE_MAX) {
        struct str behind =
            str_trim(str_slice(where.source_line, at + it->key.len, where.source_line.len));
        char next = behind.len ? behind.ptr[0] : 0;
        if (next == ':' || next == '"' || next == '\'')
            break;
        from = at + 1;
    }
    if (at != SIZE_MAX) {
        struct str before = str_slice(where.source_line, 0, at);
        where.column = (uint32_t)utf8_count(before) + 1;
        where.end_column = where.column + (uint32_t)utf8_count(it->key);
    }
    return where;
}

__attribute__((format(printf, 4, 0))) static void add(struct shape *shape, enum diag_id id,
                                                      struct diag_where where, const char *format,
                                                      va_list args) {
    char message[512];
    vsnprintf(message, sizeof message, format, args);
    shape->errors++;
    diag_add(shape->sink, DIAG_ERROR, id, where, "%s", message);
}

void shape_error(struct shape *shape, enum diag_id id, struct value at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(shape, id, shape_where(shape, at), format, args);
    va_end(args);
}

void shape_key_error(struct shape *shape, const struct value_iter *it, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(shape, DIAG_RULE_KEY, where_of_key(shape, it), format, args);
    va_end(args);
}

static const char *meant(struct shape *shape, struct str word, struct strs words) {
    struct str near = nearest_of(word, words.items, words.count);
    return near.len ? str_c(shape->arena,
                            str_printf(shape->arena, "; did you mean '%.*s'?", STR_ARG(near)))
                    : "";
}

void shape_word_error(struct shape *shape, struct value at, const char *what, struct str word,
                      struct strs words) {
    shape_error(shape, DIAG_RULE_SHAPE, at, "unknown %s '%.*s'%s", what, STR_ARG(word),
                meant(shape, word, words));
}

struct strs shape_words(struct arena *arena, const char *const *words) {
    VEC(struct str) list = {0};
    for (; *words; words++)
        *vec_push(arena, &list) = str_of(*words);
    return (struct strs){list.items, list.count};
}

bool shape_has_word(const char *const *words, struct str word) {
    while (*words && !str_is(word, *words))
        words++;
    return *words;
}

bool shape_has(struct strs strs, struct str word) {
    for (size_t i = 0; i < strs.count; i++)
        if (str_eq(strs.items[i], word))
            return true;
    return false;
}

bool shape_map(struct shape *shape, struct value v, const char *what, const char *const *keys) {
    if (value_kind(v) != VALUE_MAP) {
        shape_error(shape, DIAG_RULE_SHAPE, v, "%s must be a mapping", what);
        return false;
    }
    struct value_iter it = value_iter(v);
    size_t before = shape->errors;
    while (value_next(&it))
        if (!shape_has_word(keys, it.key))
            shape_key_error(shape, &it, "unknown key '%.*s' in %s%s", STR_ARG(it.key), what,
                            meant(shape, it.key, shape_words(shape->arena, keys)));
    return shape->errors == before;
}

bool shape_list(struct shape *shape, struct value v, const char *what) {
    enum value_kind kind = value_kind(v);
    if (kind == VALUE_LIST || kind == VALUE_ABSENT || kind == VALUE_NULL)
        return true;
    shape_error(shape, DIAG_RULE_SHAPE, v, "%s must be a list", what);
    return false;
}

/* Absent: the error stands at the map that lacks it. */
static struct value entry(struct shape *shape, struct value map, const char *key,
                          enum shape_need need) {
    struct value v = value_get(map, str_of(key));
    if (value_kind(v) == VALUE_ABSENT && need == REQUIRED)
        shape_error(shape, DIAG_RULE_KEY, map, "key '%s' is missing", key);
    return v;
}

static bool is_scalar(enum value_kind kind) {
    return kind == VALUE_STRING || kind == VALUE_INT || kind == VALUE_DOUBLE || kind == VALUE_BOOL;
}

struct str shape_text(struct shape *shape, struct value map, const char *key,
                      enum shape_need need) {
    struct value v = entry(shape, map, key, need);
    if (value_kind(v) == VALUE_ABSENT)
        return (struct str){0};
    struct str text = str_trim(value_str(v));
    if (!is_scalar(value_kind(v)))
        shape_error(shape, DIAG_RULE_SHAPE, v, "'%s' must be a text", key);
    else if (text.len == 0)
        shape_error(shape, DIAG_RULE_SHAPE, v, "'%s' is empty", key);
    return text;
}

struct str shape_version(struct shape *shape, struct value map, const char *key,
                         enum shape_need need) {
    struct value v = value_get(map, str_of(key));
    if (value_kind(v) == VALUE_DOUBLE || value_kind(v) == VALUE_INT) {
        shape_error(shape, DIAG_RULE_SHAPE, v, "'%s' is read as a number: write \"%.*s\"", key,
                    STR_ARG(value_str(v)));
        return (struct str){0};
    }
    return shape_text(shape, map, key, need);
}

struct str shape_choice(struct shape *shape, struct value map, const char *key,
                        const char *const *words, enum shape_need need) {
    struct value v = entry(shape, map, key, need);
    if (value_kind(v) == VALUE_ABSENT)
        return (struct str){0};
    struct str word = value_str(v);
    if (!shape_has_word(words, word))
        shape_word_error(shape, v, key, word, shape_words(shape->arena, words));
    return word;
}

struct strs shape_texts(struct shape *shape, struct value map, const char *key,
                        const char *const *words) {
    struct value v = value_get(map, str_of(key));
    VEC(struct str) list = {0};
    if (!shape_list(shape, v, key))
        return (struct strs){0};
    struct value_iter it = value_iter(v);
    while (value_next(&it)) {
        struct str word = value_str(it.value);
        if (!is_scalar(value_kind(it.value)) || word.len == 0)
            shape_error(shape, DIAG_RULE_SHAPE, it.value, "'%s' must be a list of texts", key);
        else if (words && !shape_has_word(words, word))
            shape_word_error(shape, it.value, key, word, shape_words(shape->arena, words));
        else
            *vec_push(shape->arena, &list) = word;
    }
    return (struct strs){list.items, list.count};
}

bool shape_bool(struct shape *shape, struct value map, const char *key, bool otherwise) {
    struct value v = value_get(map, str_of(key));
    if (value_kind(v) == VALUE_ABSENT)
        return otherwise;
    if (value_kind(v) == VALUE_BOOL)
        return value_bool(v);
    shape_error(shape, DIAG_RULE_SHAPE, v, "'%s' must be true or false", key);
    return otherwise;
}

uint32_t shape_count(struct shape *shape, struct value map, const char *key, uint32_t otherwise,
                     uint32_t most) {
    struct value v = value_get(map, str_of(key));
    if (value_kind(v) == VALUE_ABSENT)
        return otherwise;
    if (value_kind(v) == VALUE_INT && value_int(v) >= 1 && value_int(v) <= most)
        return (uint32_t)value_int(v);
    shape_error(shape, DIAG_RULE_SHAPE, v, "'%s' must be a number from 1 to %u", key, most);
    return otherwise;
}
