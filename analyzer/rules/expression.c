/* Turns scalars of a rule file into programs. The trick: a '|' block keeps every character of the
 * file but its indentation, so a place in the expression is a place in the file; a placeholder in a
 * quoted or folded text is looked up in the file instead. */
#include "rules/expression.h"

#include <string.h>

#include "base/arena.h"
#include "rules/references.h"

/* Offset of the place in the file's text; SIZE_MAX where it has none. Columns count code points. */
static size_t offset_of(struct shape *shape, uint32_t line, uint32_t column) {
    size_t at = column ? shape_line_start(shape, line) : SIZE_MAX;
    for (uint32_t i = 1; i < column && at < shape->text.len; i++)
        utf8_next(shape->text, &at);
    return at < shape->text.len ? at : SIZE_MAX;
}

static void place_of(struct shape *shape, size_t offset, uint32_t *ret_line, uint32_t *ret_column) {
    *ret_line = shape_line_of(shape, offset);
    size_t start = shape_line_start(shape, *ret_line);
    *ret_column = (uint32_t)utf8_count(str_slice(shape->text, start, offset)) + 1;
}

static struct str line_at(struct shape *shape, uint32_t line) {
    size_t start = shape_line_start(shape, line);
    struct str found, rest;
    str_cut(str_slice(shape->text, start, shape->text.len), '\n', &found, &rest);
    return found;
}

/* '|' or '>' where the value is a block, whose text begins on the line below that sign, behind its
 * indentation; 0 where it is none. */
static char block_sign(struct shape *shape, uint32_t line, uint32_t column) {
    if (line < 2 || column == 0)
        return 0;
    struct str before = str_slice(line_at(shape, line), 0, column - 1);
    struct str header = line_at(shape, line - 1);
    size_t comment = str_find(header, STR(" #"), 0);
    header = str_trim(str_slice(header, 0, comment == SIZE_MAX ? header.len : comment));
    while (header.len && strchr("+-0123456789", header.ptr[header.len - 1]))
        header.len--;
    if (str_trim(before).len || header.len < 2 || header.ptr[header.len - 2] != ' ')
        return 0;
    char sign = header.ptr[header.len - 1];
    return sign == '|' || sign == '>' ? sign : 0;
}

static bool is_bare_name(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool inside = i > 0 && (c == '.' || (c >= '0' && c <= '9'));
        if (!letter && !inside)
            return false;
    }
    return text.len > 0;
}

bool expression_source(struct shape *shape, struct value v, struct cel_source *ret_source) {
    enum value_kind kind = value_kind(v);
    struct str text = value_str(v);
    if ((kind != VALUE_STRING && kind != VALUE_BOOL) || str_trim(text).len == 0) {
        shape_error(shape, DIAG_RULE_SHAPE, v, "an expression is expected, in a '|' block");
        return false;
    }
    uint32_t line = value_text_line(v), column = value_text_column(v);
    *ret_source = (struct cel_source){.text = text,
                                      .file = shape->file,
                                      .file_text = shape->text,
                                      .line = line,
                                      .column = column};
    if (block_sign(shape, line, column) == '|') {
        ret_source->indent = column - 1;
    } else if (!is_bare_name(text)) {
        shape_error(shape, DIAG_RULE_SHAPE, v,
                    "expressions stand in '|' blocks; only a plain name may stand here");
        return false;
    }
    return true;
}

const struct cel_program *expression_of_source(struct shape *shape, const struct rule_set *set,
                                               const struct rule_scope *scope,
                                               const struct cel_source *source) {
    const struct cel_program *program = cel_compile(shape->arena, scope->env, source, shape->sink);
    if (!program) {
        shape->errors++;
        return NULL;
    }
    references_check(shape, set, program);
    return program;
}

const struct cel_program *expression_compile(struct shape *shape, const struct rule_set *set,
                                             const struct rule_scope *scope, struct value v) {
    struct cel_source source;
    if (value_kind(v) == VALUE_ABSENT || !expression_source(shape, v, &source))
        return NULL;
    return expression_of_source(shape, set, scope, &source);
}

/* Offset behind the string literal that begins at `at`. */
static size_t skip_string(struct str text, size_t at) {
    char quote = text.ptr[at++];
    while (at < text.len && text.ptr[at] != quote)
        at += text.ptr[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* Offset of the '}' that ends the placeholder; text.len where there is none. */
static size_t placeholder_end(struct str text, size_t at) {
    size_t depth = 0;
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == '\'' || c == '"') {
            at = skip_string(text, at);
            continue;
        }
        if (c == '}' && depth-- == 0)
            return at;
        depth += c == '{';
        at++;
    }
    return text.len;
}

struct text_reader {
    struct shape *shape;
    const struct rule_set *set;
    const struct rule_scope *scope;
    const struct rule_text *english; /* a translation: where its programs are from */
    struct value v;
    size_t searched; /* in the file: placeholders before it are found */
    VEC(struct text_piece) pieces;
};

static void borrow_placeholder(struct text_reader *reader, struct str text) {
    for (size_t i = 0; i < reader->english->count; i++) {
        const struct text_piece *piece = &reader->english->pieces[i];
        if (!piece->program || !str_eq(piece->text, text))
            continue;
        *vec_push(reader->shape->arena, &reader->pieces) = *piece;
        return;
    }
    shape_error(reader->shape, DIAG_RULE_SHAPE, reader->v,
                "the placeholder {%.*s} is not in the English text", STR_ARG(text));
}

static void add_placeholder(struct text_reader *reader, struct str with_brace) {
    if (reader->english) {
        borrow_placeholder(reader, str_slice(with_brace, 1, with_brace.len));
        return;
    }
    struct shape *shape = reader->shape;
    struct cel_source source = {.text = str_slice(with_brace, 1, with_brace.len),
                                .file = shape->file,
                                .file_text = shape->text,
                                .line = value_text_line(reader->v),
                                .column = value_text_column(reader->v)};
    size_t at = reader->searched == SIZE_MAX ? SIZE_MAX
                                             : str_find(shape->text, with_brace, reader->searched);
    if (at != SIZE_MAX) {
        place_of(shape, at + 1, &source.line, &source.column);
        reader->searched = at + with_brace.len;
    }
    const struct cel_program *program =
        expression_of_source(shape, reader->set, reader->scope, &source);
    if (program)
        *vec_push(shape->arena, &reader->pieces) = (struct text_piece){source.text, program};
}

static void add_literal(struct text_reader *reader, struct str text) {
    if (text.len)
        vec_push(reader->shape->arena, &reader->pieces)->text = text;
}

/* text.len where there is none. */
static size_t next_brace(struct str text, size_t at) {
    size_t open = str_find_byte(text, '{', at);
    struct str before = str_slice(text, 0, open);
    size_t close = str_find_byte(before, '}', at);
    return close == SIZE_MAX ? before.len : close;
}

/* The literal text from `at` on and the brace that ends it; gives the offset behind both, or
 * SIZE_MAX after an error. */
static size_t read_piece(struct text_reader *reader, struct str text, size_t at) {
    size_t brace = next_brace(text, at);
    bool twice = brace + 1 < text.len && text.ptr[brace + 1] == text.ptr[brace];
    add_literal(reader, str_slice(text, at, brace + twice));
    if (brace == text.len || twice)
        return brace + 2;
    if (text.ptr[brace] == '}') {
        shape_error(reader->shape, DIAG_RULE_SHAPE, reader->v,
                    "a '}' without its '{' (a brace is written '}}')");
        return SIZE_MAX;
    }
    size_t end = placeholder_end(text, brace + 1);
    if (end >= text.len) {
        shape_error(reader->shape, DIAG_RULE_SHAPE, reader->v,
                    "a placeholder without its '}' (a brace is written '{{')");
        return SIZE_MAX;
    }
    add_placeholder(reader, str_slice(text, brace, end));
    return end + 1;
}

static struct rule_text read_text(struct text_reader reader) {
    struct str text = str_trim(value_str(reader.v));
    if (value_kind(reader.v) == VALUE_ABSENT)
        return (struct rule_text){0};
    if (text.len == 0) {
        shape_error(reader.shape, DIAG_RULE_SHAPE, reader.v, "a text is expected");
        return (struct rule_text){0};
    }
    reader.searched =
        offset_of(reader.shape, value_text_line(reader.v), value_text_column(reader.v));
    size_t at = 0;
    while (at < text.len)
        at = read_piece(&reader, text, at); /* SIZE_MAX ends it */
    return (struct rule_text){reader.pieces.items, reader.pieces.count, text};
}

struct rule_text expression_text(struct shape *shape, const struct rule_set *set,
                                 const struct rule_scope *scope, struct value v) {
    return read_text((struct text_reader){.shape = shape, .set = set, .scope = scope, .v = v});
}

struct rule_text expression_translate(struct shape *shape, struct value v,
                                      const struct rule_text *english) {
    return read_text((struct text_reader){.shape = shape, .english = english, .v = v});
}
