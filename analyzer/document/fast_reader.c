/* YAML as Kubernetes' serializers write it into build calls, line by line in one pass.
 *
 * The trick is to be sure or to say so. A line's indentation and its first bytes tell what it is;
 * whatever is not one of the few forms that serializers write is refused, and then libyaml reads
 * the document from its beginning. So nothing here explains what is wrong with a text, and a text
 * that was cut is not read here at all. */
#include "document/reader.h"

#include <string.h>

#include "base/limits.h"
#include "document/fast.h"
#include "document/scan.h"
#include "document/split.h"

/* YAML wants the ':' of a key within 1024 characters. */
#define KEY_WIDTH_MAX 1000

struct lines {
    struct fast fast;
    struct build *build;
    uint32_t levels[LIMIT_DEPTH_MOST + 1]; /* places of the open containers, each greater than that
                                              before it; the first is that of the document */
    uint32_t depth;
    uint32_t left_out; /* levels down to this one are such as nobody asks for; 0: none is */
    bool waiting;      /* a key or dash has no value yet, or the document no root */
    uint32_t waiting_line, waiting_column; /* behind its ':' or '-' */
    bool ahead;                            /* the text may hold more documents */
};

/* Where the keys or dashes of a container stand, as a number: what a greater one than that of the
 * line above begins is within that line's value. Dashes may stand below their key. */
static inline uint32_t place_of(uint32_t column, bool list) {
    return column * 2 + list + 1;
}

static inline uint32_t innermost_column(const struct lines *lines) {
    return (lines->levels[lines->depth] - 1) / 2;
}

static bool refuse(struct lines *lines, const char *why) {
    return fast_refuse(&lines->fast, why);
}

static inline bool add_scalar(struct lines *lines, const struct build_text *text) {
    return lines->left_out || build_scalar(lines->build, text) || refuse(lines, "a limit");
}

static inline bool add_key(struct lines *lines, struct str key) {
    return lines->left_out || build_key(lines->build, key, lines->fast.line) ||
           refuse(lines, "a repeated key");
}

/* Nothing at all behind a key or dash. */
static bool add_null(struct lines *lines) {
    return add_scalar(lines, &(struct build_text){.line = lines->waiting_line,
                                                  .column = lines->waiting_column,
                                                  .end_line = lines->waiting_line});
}

/* A container that begins at a column, from 1. */
static bool enter(struct lines *lines, bool list, uint32_t column) {
    if (lines->depth >= limits->depth)
        return refuse(lines, "a limit");
    if (!lines->left_out &&
        !build_begin(lines->build, list ? VALUE_LIST : VALUE_MAP, lines->fast.line, column))
        return refuse(lines, "a limit");
    lines->depth++;
    if (!lines->left_out && build_skips(lines->build))
        lines->left_out = lines->depth;
    return true;
}

static void leave(struct lines *lines) {
    if (lines->depth == lines->left_out)
        lines->left_out = 0;
    if (!lines->left_out)
        build_end(lines->build, false);
    lines->depth--;
}

static bool open_level(struct lines *lines, uint32_t place) {
    bool list = (place - 1) % 2;
    if (lines->depth == 0 && place > place_of(0, true))
        return refuse(lines, "indentation that no line above has");
    if (!enter(lines, list, (place - 1) / 2 + 1))
        return false;
    lines->levels[lines->depth] = place;
    return true;
}

/* Makes the container whose keys or dashes stand at `place` the innermost one. */
static inline bool find_level(struct lines *lines, uint32_t place) {
    if (lines->waiting) {
        lines->waiting = false;
        if (place > lines->levels[lines->depth])
            return open_level(lines, place);
        if (!add_null(lines))
            return false;
    }
    while (lines->levels[lines->depth] > place)
        leave(lines);
    return lines->levels[lines->depth] == place ||
           refuse(lines, "indentation that no line above has");
}

static void end_line(struct fast *fast) {
    fast->at++;
    fast->line++;
}

static bool is_letter(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Past letters and digits, and past what may stand before one of them and means nothing. */
static const char *skip_words(const char *at) {
    while (is_letter(*at) || (*at && strchr(" ._/-'", *at) && is_letter(at[1])))
        at++;
    return at;
}

static bool read_flow(struct lines *lines);

/* Brackets, words, or what stands in quotes on this line as it is meant. */
static bool read_item(struct lines *lines) {
    struct fast *fast = &lines->fast;
    struct build_text text = {.line = fast->line, .end_line = fast->line};
    const char *begin = fast->at;
    if (*begin == '{' || *begin == '[')
        return read_flow(lines);
    if (*begin == '"' || *begin == '\'')
        return fast_quoted(fast, &text) && text.end_line == text.line && add_scalar(lines, &text);
    text.column = fast_column(fast, begin);
    fast->at = skip_words(begin);
    text.text = (struct str){begin, (size_t)(fast->at - begin)};
    return is_letter(*begin) && add_scalar(lines, &text);
}

static bool read_pair(struct lines *lines) {
    struct fast *fast = &lines->fast;
    const char *begin = fast->at, *end = skip_words(begin);
    if (!is_letter(*begin) || end[0] != ':' || end[1] != ' ' || end - begin > KEY_WIDTH_MAX)
        return false;
    fast->at = end + 2;
    return add_key(lines, (struct str){begin, (size_t)(end - begin)}) && read_item(lines);
}

/* "{}", "[cnv, \"a b\"]", "{one: x, other: [y]}": on one line, as deep as build_begin lets it. */
static bool read_flow(struct lines *lines) {
    struct fast *fast = &lines->fast;
    bool map = *fast->at == '{';
    char close = map ? '}' : ']';
    if (!enter(lines, !map, fast_column(fast, fast->at)))
        return false;
    lines->levels[lines->depth] = lines->levels[lines->depth - 1];
    bool more = *++fast->at != close;
    while (more) {
        if (map ? !read_pair(lines) : !read_item(lines))
            return false;
        more = fast->at[0] == ',' && fast->at[1] == ' ';
        fast->at += more ? 2 : 0;
    }
    if (*fast->at != close)
        return false;
    fast->at++;
    leave(lines);
    return true;
}

/* Serializers write empty ones, people short ones. */
static bool read_brackets(struct lines *lines) {
    if (!read_flow(lines) || *lines->fast.at != '\n')
        return refuse(lines, "brackets");
    end_line(&lines->fast);
    return true;
}

static bool read_block(struct lines *lines) {
    struct build_text text;
    lines->fast.passes = lines->left_out;
    return fast_block(&lines->fast, innermost_column(lines), &text) && add_scalar(lines, &text);
}

/* The beginning of a text that may turn out to be a key. */
static bool read_text(struct fast *fast, struct build_text *ret_text) {
    bool quoted = *fast->at == '"' || *fast->at == '\'';
    return quoted ? fast_quoted(fast, ret_text) : fast_plain(fast, ret_text);
}

/* The rest of a text that is a value. */
static bool read_text_rest(struct lines *lines, struct build_text *text) {
    struct fast *fast = &lines->fast;
    if (*fast->at != '\n')
        return refuse(lines, "more behind a value");
    if (!text->quoted && fast_goes_on(fast, innermost_column(lines)) &&
        !fast_plain_rest(fast, innermost_column(lines), text))
        return false;
    end_line(fast);
    return add_scalar(lines, text);
}

/* What stands behind "key: " or "- ". */
static bool read_any_value(struct lines *lines) {
    struct build_text text;
    char c = *lines->fast.at;
    if (c == '{' || c == '[')
        return read_brackets(lines);
    if (c == '|' || c == '>')
        return read_block(lines);
    return read_text(&lines->fast, &text) && read_text_rest(lines, &text);
}

static inline bool is_empty_map(const char *at) {
    return at[0] == '{' && at[1] == '}' && at[2] == '\n';
}

/* The same, at once where it is plain text on one line, or nothing in nothing that matters. */
static inline bool read_value(struct lines *lines) {
    struct fast *fast = &lines->fast;
    const char *begin = fast->at;
    if (lines->left_out && is_empty_map(begin) && lines->depth < limits->depth) {
        fast->at += 2;
        end_line(fast);
        return true;
    }
    if (fast_first[(unsigned char)*begin] != FAST_PLAIN)
        return read_any_value(lines);
    fast->at = marks_stop(&fast->marks, begin);
    if (*fast->at != '\n' || fast->at[-1] == ' ' || fast_goes_on(fast, innermost_column(lines))) {
        fast->at = begin;
        return read_any_value(lines);
    }
    struct str text = {begin, (size_t)(fast->at - begin)};
    uint32_t line = fast->line;
    end_line(fast);
    return lines->left_out || build_line(lines->build, text, line, fast_column(fast, begin)) ||
           refuse(lines, "a limit");
}

static inline void wait_for_value(struct lines *lines) {
    lines->waiting = true;
    lines->waiting_line = lines->fast.line;
    lines->waiting_column = fast_column(&lines->fast, lines->fast.at + 1);
}

/* Whether what begins at `at` may be another document, though no line separates it. */
static bool is_glued(const struct lines *lines, const char *at) {
    const char *begin = lines->fast.marks.begin;
    return split_glues_at((struct str){begin, (size_t)(lines->fast.end - begin)},
                          (size_t)(at - begin));
}

/* Of the line that is read: its key is no place in the text where it was decoded. */
static const char *line_begin(const struct fast *fast) {
    return scan_line_begin(fast->at, fast->marks.begin);
}

/* A text in a map of which it is not asked for is read like those in maps that are not. */
static inline bool read_key_value(struct lines *lines) {
    char first = *lines->fast.at;
    if (lines->left_out || first == '{' || first == '[' || !build_passes(lines->build))
        return read_value(lines);
    lines->left_out = lines->depth + 1;
    bool good = read_value(lines);
    lines->left_out = 0;
    return good;
}

/* `at` stands on the ':'. */
static inline bool read_entry(struct lines *lines, uint32_t column, struct str key) {
    struct fast *fast = &lines->fast;
    if (lines->ahead && column == 0 && is_glued(lines, line_begin(fast)))
        return refuse(lines, "dashes at the end of a line");
    if (!find_level(lines, place_of(column, false)))
        return false;
    if (!add_key(lines, key))
        return false;
    if (fast->at[1] == ' ') {
        fast->at += 2;
        return read_key_value(lines);
    }
    wait_for_value(lines);
    fast->at++;
    end_line(fast);
    return true;
}

/* A key that is read at once: plain text. */
static inline bool read_plain_key(struct fast *fast, struct str *ret_key) {
    const char *begin = fast->at;
    if (fast_first[(unsigned char)*begin] != FAST_PLAIN)
        return false;
    const char *end = marks_stop(&fast->marks, begin);
    if (*end != ':' || end[-1] == ' ' || end[1] == '\t' || end - begin > KEY_WIDTH_MAX)
        return false;
    *ret_key = (struct str){begin, (size_t)(end - begin)};
    fast->at = end;
    return true;
}

static bool is_key(const struct fast *fast, const char *begin, const struct build_text *text) {
    return *fast->at == ':' && (fast->at[1] == ' ' || fast->at[1] == '\n') &&
           text->end_line == text->line && fast->at - begin <= KEY_WIDTH_MAX;
}

static bool is_dash(const char *at) {
    return at[0] == '-' && (at[1] == ' ' || at[1] == '\n');
}

/* The dashes at the beginning of a line ("- - x"); `at` is then behind them, in the next line if
 * nothing follows. */
static bool read_dashes(struct lines *lines, uint32_t *column) {
    struct fast *fast = &lines->fast;
    while (is_dash(fast->at)) {
        if (!find_level(lines, place_of(*column, true)))
            return false;
        wait_for_value(lines);
        fast->at++;
        if (*fast->at == '\n') {
            end_line(fast);
            return true;
        }
        fast->at++;
        *column += 2;
    }
    return true;
}

/* What begins a line, or stands behind dashes, and is no plain text. */
static bool read_any_line(struct lines *lines, uint32_t column, bool dashes) {
    struct fast *fast = &lines->fast;
    const char *begin = fast->at;
    struct build_text text;
    bool is_text = !dashes || !strchr("{[|>", *begin);
    if (is_text && !read_text(fast, &text))
        return false;
    if (is_text && is_key(fast, begin, &text))
        return read_entry(lines, column, text.text);
    if (!dashes)
        return refuse(lines, "a line that is no key");
    lines->waiting = false;
    return is_text ? read_text_rest(lines, &text) : read_any_value(lines);
}

/* A line with text at `column`, and the lines that its text goes on in. */
static inline bool read_line(struct lines *lines, uint32_t column) {
    struct fast *fast = &lines->fast;
    uint32_t line = fast->line;
    struct str key;
    bool dashes = is_dash(fast->at);
    if (dashes && !read_dashes(lines, &column))
        return false;
    if (fast->line > line)
        return true;
    if (read_plain_key(fast, &key))
        return read_entry(lines, column, key);
    if (!dashes || fast_first[(unsigned char)*fast->at] != FAST_PLAIN)
        return read_any_line(lines, column, dashes);
    lines->waiting = false;
    return read_value(lines);
}

/* Where the document ends in a text that may hold more. */
static bool ends_here(const struct fast *fast) {
    return split_ends_at((struct str){fast->at, (size_t)(fast->end - fast->at)}, 0);
}

/* Moves to the text of the next line that has any, past empty ones and comments. */
static bool next_line(struct lines *lines, uint32_t *ret_column) {
    struct fast *fast = &lines->fast;
    while (fast->at < fast->end) {
        const char *text = marks_spaces(&fast->marks, fast->at);
        if (*text != '\n' && *text != '#') {
            *ret_column = (uint32_t)(text - fast->at);
            if (lines->ahead && *ret_column == 0 && ends_here(fast))
                return false;
            fast->at = text;
            return true;
        }
        fast->at = scan_line_end(text, fast->end);
        end_line(fast);
    }
    return false;
}

/* Whether text in quotes is all there is, and nothing in it means anything else. */
static inline bool is_simple_quoted(const char *text, const char *end) {
    char quote = *text;
    if (end - text < 2 || (quote != '"' && quote != '\'') || end[-1] != quote)
        return false;
    for (text++; text < end - 1; text++)
        if (*text == quote || *text == '\\')
            return false;
    return true;
}

/* The line behind a text that stands whole between `value` and `end`, in a container at `column`:
 * it is plain, or in quotes, or an empty map; else NULL. */
static inline const char *pass_value(const struct fast *fast, const char *value, const char *end,
                                     uint32_t column) {
    if (is_empty_map(value))
        return value + 3;
    if (*end != '\n' || end + 1 == fast->end)
        return NULL;
    if (is_simple_quoted(value, end))
        return end + 1;
    if (fast_first[(unsigned char)*value] != FAST_PLAIN || end[-1] == ' ')
        return NULL;
    const char *text = marks_spaces(&fast->marks, end + 1);
    return *text == '\n' || text - end - 1 > (ptrdiff_t)column ? NULL : end + 1;
}

/* What stands on a line, as the marks tell. */
struct sight {
    uint64_t stops;   /* from the first on that is seen */
    const char *stop; /* that */
    const char *text; /* behind a dash, if there is one */
    uint32_t column;  /* of the dash, or of the text */
    bool dash;
};

static inline bool see_line(struct fast *fast, struct sight *ret) {
    const char *line = fast->at;
    size_t place = (size_t)(line - fast->marks.from);
    uint64_t texts = 0, stops = 0;
    if (place < fast->marks.held) {
        texts = marks_word(fast->marks.text, place);
        stops = marks_word(fast->marks.stop, place);
    }
    if (!texts)
        return false;
    ret->column = (uint32_t)__builtin_ctzll(texts);
    ret->stop = stops ? line + __builtin_ctzll(stops) : marks_find_stop(&fast->marks, line);
    ret->stops = stops ? stops >> __builtin_ctzll(stops) : 0;
    ret->dash = line[ret->column] == '-' && line[ret->column + 1] == ' ';
    ret->text = line + ret->column + (ret->dash ? 2 : 0);
    return true;
}

/* "- text" */
static inline bool pass_entry(struct lines *lines, const struct sight *sight) {
    struct fast *fast = &lines->fast;
    const char *next = pass_value(fast, sight->text, sight->stop, sight->column);
    if (!next || !find_level(lines, place_of(sight->column, true)) || lines->depth >= limits->depth)
        return false;
    lines->waiting = false;
    fast->at = next;
    fast->line++;
    return true;
}

/* Passes a line within what is left out, if it is simple: "key:", "- key: text", "key: {}",
 * "- text". Of most archives that is half of the lines, so it is done with few steps. Where it
 * returns false nothing was done that read_line would not do again. */
static inline bool pass_line(struct lines *lines) {
    struct fast *fast = &lines->fast;
    struct sight sight;
    if (!see_line(fast, &sight) ||
        place_of(sight.column, sight.dash) < lines->levels[lines->left_out])
        return false;
    const char *colon = sight.stop, *next = colon + 2;
    uint32_t key = (uint32_t)(sight.text - fast->at);
    if (*colon != ':')
        return sight.dash && pass_entry(lines, &sight);
    if (colon[-1] == ' ' || fast_first[(unsigned char)*sight.text] != FAST_PLAIN ||
        colon - sight.text > KEY_WIDTH_MAX)
        return false;
    bool empty = colon[1] == '\n';
    if (!empty) {
        uint64_t behind = sight.stops >> 1 << 1;
        const char *end =
            behind ? colon + __builtin_ctzll(behind) : marks_stop(&fast->marks, colon + 1);
        next = colon[1] == ' ' ? pass_value(fast, colon + 2, end, key) : NULL;
    }
    if (!next || (sight.dash && !find_level(lines, place_of(sight.column, true))))
        return false;
    lines->waiting |= sight.dash;
    if (!find_level(lines, place_of(key, false)) || lines->depth >= limits->depth)
        return false;
    lines->waiting = empty;
    fast->at = next;
    fast->line++;
    return true;
}

static bool read_lines(struct lines *lines) {
    struct fast *fast = &lines->fast;
    bool more;
    do { /* libyaml would hold so much that it gives up */
        while (lines->left_out && pass_line(lines))
            continue;
        const char *begin = fast->at;
        uint32_t column;
        more = next_line(lines, &column);
        if (more && !read_line(lines, column))
            return false;
        if (fast->at - begin > (ptrdiff_t)limits->scalar_bytes)
            return refuse(lines, "a limit");
    } while (more);
    if (lines->waiting)
        return refuse(lines, "nothing behind the last key");
    marks_move(&fast->marks, fast->at);
    if (fast->marks.odd)
        return refuse(lines, "line ends of another kind");
    while (lines->depth)
        leave(lines);
    return true;
}

static bool begin(struct lines *lines, const struct reader_part *part) {
    struct fast *fast = &lines->fast;
    if (part->cut || part->text.ptr[part->text.len - 1] != '\n')
        return refuse(lines, "a text that was cut");
    marks_begin(&fast->marks, fast->at, fast->end);
    marks_move(&fast->marks, fast->at);
    if (fast->marks.odd)
        return refuse(lines, "line ends of another kind");
    if (!str_starts_with(part->text, STR("---")))
        return true;
    if (part->text.ptr[3] != '\n')
        return refuse(lines, "more behind the beginning of a document");
    fast->at += 3;
    end_line(fast);
    return true;
}

static void set_up(struct lines *lines, struct reader *reader, const struct reader_part *part) {
    lines->fast.at = part->text.ptr;
    lines->fast.end = part->text.ptr + part->text.len;
    lines->fast.line = part->line;
    lines->fast.begin = reader->options.positions ? part->text.ptr : NULL;
    lines->fast.scratch = strbuf_new(reader->arena);
    lines->build = reader->build;
    lines->waiting = true;
    build_try(reader->build);
}

struct document *reader_fast(struct reader *reader, const struct reader_part *part,
                             const char **ret_refused) {
    struct lines lines = {0};
    set_up(&lines, reader, part);
    if (begin(&lines, part) && read_lines(&lines))
        return build_finish(reader->build, DOCUMENT_WHOLE);
    build_abandon(reader->build);
    *ret_refused = lines.fast.refused;
    return NULL;
}

struct document *reader_fast_ahead(struct reader *reader, const struct reader_part *text,
                                   struct reader_part *ret_rest) {
    struct lines lines = {.ahead = true};
    struct fast *fast = &lines.fast;
    set_up(&lines, reader, text);
    if (begin(&lines, text) && read_lines(&lines) &&
        (fast->at < fast->end || !is_glued(&lines, fast->end))) {
        *ret_rest = *text;
        ret_rest->text = (struct str){fast->at, (size_t)(fast->end - fast->at)};
        ret_rest->line = fast->line;
        return build_finish(reader->build, DOCUMENT_WHOLE);
    }
    build_abandon(reader->build);
    return NULL;
}
