/* JSON text into build calls. A walker over the text knows structure, lines and order, which json-c
 * does not keep (and of repeated keys it keeps the last); json-c judges and decodes every string
 * that has escapes. It never sees a whole document: its tree takes some hundred bytes for the two
 * of "[]", so that a hostile member of 100 MB would take all memory there is. */
#include "document/reader.h"

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <string.h>

#include "base/limits.h"
#include "document/split.h"

struct json {
    struct reader *reader;
    struct str text;
    size_t at;
    uint32_t line;
    size_t line_begin;
    uint32_t depth;
    bool fresh; /* directly behind the bracket of the innermost container */
    bool maps[LIMIT_DEPTH_MOST];
    struct json_tokener *tokener;
    const char *problem; /* NULL where the builder met a limit and said so */
};

static bool fail(struct json *json, const char *problem) {
    json->problem = problem;
    return false;
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void skip_space(struct json *json) {
    while (json->at < json->text.len && is_space(json->text.ptr[json->at])) {
        if (json->text.ptr[json->at++] == '\n') {
            json->line++;
            json->line_begin = json->at;
        }
    }
}

/* NUL at the end of the text: no JSON byte that is asked for is one. */
static char peek(const struct json *json) {
    return json->at < json->text.len ? json->text.ptr[json->at] : '\0';
}

static bool at_end(const struct json *json) {
    return json->at >= json->text.len;
}

static uint32_t column(const struct json *json) {
    return (uint32_t)(json->at - json->line_begin) + 1;
}

static void release_object(void *object) {
    json_object_put(object);
}

static bool new_tokener(struct json *json) {
    json->tokener = json_tokener_new_ex(2); /* it sees one string at a time */
    if (json->tokener)
        json_tokener_set_flags(json->tokener, JSON_TOKENER_STRICT);
    return json->tokener != NULL;
}

/* `quoted` is the string with its quotes. The decoded bytes live until the object is put. */
static bool decode(struct json *json, struct str quoted, struct json_object **ret_object) {
    if (quoted.len > 6 * limits->scalar_bytes) /* six bytes for one: \u0041 */
        return fail(json, "a string is too long");
    if (!json->tokener && !new_tokener(json))
        return fail(json, "no memory for a string");
    json_tokener_reset(json->tokener);
    struct json_object *object = json_tokener_parse_ex(json->tokener, quoted.ptr, (int)quoted.len);
    if (!object || !json_object_is_type(object, json_type_string)) {
        release_object(object);
        return fail(json, "a string has an invalid escape");
    }
    *ret_object = object;
    return true;
}

/* Finds the end of the string at json->at and moves behind it; *ret_raw is what is between the
 * quotes. */
static bool scan_string(struct json *json, struct str *ret_raw, bool *ret_escaped) {
    const char *text = json->text.ptr;
    size_t at = json->at + 1;
    *ret_escaped = false;
    for (; at < json->text.len && text[at] != '"'; at++) {
        if ((unsigned char)text[at] < 0x20) {
            json->at = at;
            return fail(json, "a control character stands in a string");
        }
        if (text[at] == '\\') {
            *ret_escaped = true;
            at++;
        }
    }
    if (at >= json->text.len) {
        json->at = json->text.len;
        return fail(json, "a string is not closed");
    }
    *ret_raw = str_slice(json->text, json->at + 1, at);
    json->at = at + 1;
    return true;
}

static struct str text_of(struct json_object *object) {
    return (struct str){json_object_get_string(object), (size_t)json_object_get_string_len(object)};
}

static struct str with_quotes(struct str raw) {
    return (struct str){raw.ptr - 1, raw.len + 2};
}

static bool read_key(struct json *json) {
    struct str raw;
    bool escaped;
    uint32_t line = json->line;
    struct json_object *object = NULL;
    if (peek(json) != '"')
        return fail(json, "a key is expected");
    if (!scan_string(json, &raw, &escaped))
        return false;
    if (escaped && !decode(json, with_quotes(raw), &object))
        return false;
    skip_space(json);
    bool colon = peek(json) == ':';
    if (colon)
        build_key(json->reader->build, escaped ? text_of(object) : raw, line);
    release_object(object);
    json->at += colon;
    return colon || fail(json, "':' is expected behind a key");
}

/* What stands behind a complete value. A string that holds an unescaped quote seems to end too
 * soon; this finds out. */
static bool ends_value(struct json *json) {
    size_t at = json->at;
    while (at < json->text.len && is_space(json->text.ptr[at]))
        at++;
    return at == json->text.len || (json->text.ptr[at] && strchr(",]}", json->text.ptr[at]));
}

static bool read_string(struct json *json) {
    struct build_text scalar = {
        .line = json->line, .end_line = json->line, .column = column(json) + 1, .quoted = true};
    struct json_object *object = NULL;
    bool escaped;
    if (!scan_string(json, &scalar.text, &escaped))
        return false;
    if (!ends_value(json))
        return fail(json, "',' or a closing bracket is expected");
    if (escaped && !decode(json, with_quotes(scalar.text), &object))
        return false;
    if (escaped)
        scalar.text = text_of(object);
    bool ok = build_scalar(json->reader->build, &scalar);
    release_object(object);
    return ok;
}

static size_t digits(struct str word, size_t at) {
    while (at < word.len && word.ptr[at] >= '0' && word.ptr[at] <= '9')
        at++;
    return at;
}

/* -? ( 0 | [1-9] [0-9]* ) ( \. [0-9]+ )? ( [eE] [-+]? [0-9]+ )? */
static bool is_number(struct str word) {
    size_t begin = word.len && word.ptr[0] == '-', at = digits(word, begin);
    if (at == begin || (word.ptr[begin] == '0' && at > begin + 1))
        return false;
    if (at < word.len && word.ptr[at] == '.') {
        size_t fraction = at + 1;
        at = digits(word, fraction);
        if (at == fraction)
            return false;
    }
    if (at < word.len && (word.ptr[at] == 'e' || word.ptr[at] == 'E')) {
        at++;
        at += at < word.len && (word.ptr[at] == '-' || word.ptr[at] == '+');
        size_t exponent = at;
        at = digits(word, at);
        if (at == exponent)
            return false;
    }
    return at == word.len;
}

/* A number or one of the three literals; it counts only once its end was seen. */
static bool read_word(struct json *json) {
    size_t end = json->at;
    while (end < json->text.len && !is_space(json->text.ptr[end]) &&
           !strchr(",:[]{}\"", json->text.ptr[end]))
        end++;
    struct build_text scalar = {.text = str_slice(json->text, json->at, end),
                                .line = json->line,
                                .end_line = json->line,
                                .column = column(json)};
    if (end == json->text.len) {
        json->at = end;
        return fail(json, "a value is expected");
    }
    bool literal = str_eq(scalar.text, STR("true")) || str_eq(scalar.text, STR("false")) ||
                   str_eq(scalar.text, STR("null"));
    if (!literal && !is_number(scalar.text))
        return fail(json, "a value is expected");
    json->at = end;
    skip_space(json); /* and what YAML's flow style would take for more of it */
    if (at_end(json) || !ends_value(json))
        return fail(json, "',' or a closing bracket is expected");
    return build_scalar(json->reader->build, &scalar);
}

static bool read_value(struct json *json) {
    skip_space(json);
    json->fresh = false;
    char c = peek(json);
    if (c == '"')
        return read_string(json);
    if (c != '{' && c != '[')
        return read_word(json);
    bool map = c == '{';
    if (!build_begin(json->reader->build, map ? VALUE_MAP : VALUE_LIST, json->line, column(json)))
        return false;
    json->maps[json->depth++] = map;
    json->fresh = true;
    json->at++;
    return true;
}

/* One entry of the innermost container, or its end. */
static bool read_entry(struct json *json) {
    skip_space(json);
    bool map = json->maps[json->depth - 1];
    if (peek(json) == (map ? '}' : ']')) {
        build_end(json->reader->build, false);
        json->depth--;
        json->at++;
        json->fresh = false;
        return true;
    }
    if (!json->fresh) {
        if (peek(json) != ',')
            return fail(json, "',' or a closing bracket is expected");
        json->at++;
        skip_space(json);
    }
    return (!map || read_key(json)) && read_value(json);
}

static bool read_document(struct json *json) {
    bool ok = read_value(json);
    while (ok && json->depth)
        ok = read_entry(json);
    return ok;
}

static struct document *finish_broken(struct json *json, size_t *ret_used) {
    struct reader *reader = json->reader;
    bool ended = at_end(json);
    if (json->problem && ended)
        reader_warn(reader, DIAG_DOCUMENT_CUT, json->line, 0,
                    "text ends in the middle of a JSON document; read up to here");
    else if (json->problem)
        reader_warn(reader, DIAG_JSON_SYNTAX, json->line, column(json), "%s; read up to here",
                    json->problem);
    *ret_used = split_resume_json(json->text, json->at);
    return build_finish(reader->build, DOCUMENT_CUT);
}

static struct document *finish_whole(struct json *json, size_t *ret_used) {
    struct reader *reader = json->reader;
    skip_space(json);
    *ret_used = json->at;
    if (at_end(json) || peek(json) == '{' || peek(json) == '[')
        return build_finish(reader->build, DOCUMENT_WHOLE);
    reader_warn(reader, DIAG_JSON_SYNTAX, json->line, column(json),
                "text follows the document; not read");
    *ret_used = json->text.len;
    return build_finish(reader->build, DOCUMENT_TRAILING);
}

struct document *reader_json(struct reader *reader, const struct reader_part *part,
                             size_t *ret_used) {
    struct json json = {.reader = reader, .text = part->text, .line = part->line};
    bool ok = read_document(&json);
    if (json.tokener)
        json_tokener_free(json.tokener);
    if (ok)
        return finish_whole(&json, ret_used);
    if (!json.problem || at_end(&json) || reader->options.json)
        return finish_broken(&json, ret_used);
    build_abandon(reader->build);
    *ret_used = 0;
    return NULL;
}
