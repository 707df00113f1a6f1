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

/* YAML wants the ':' of a key within 1024 characters. */
#define KEY_WIDTH_MAX 1000

/* An open container: the column of its keys or dashes. */
struct level {
    uint32_t column;
    bool list;
};

struct lines {
    struct fast fast;
    struct build *build;
    struct level levels[LIMIT_DEPTH_MOST];
    uint32_t depth;
    bool waiting; /* a key or dash has no value yet, or the document no root */
    uint32_t waiting_line, waiting_column; /* behind its ':' or '-' */
};

static const struct level *innermost(const struct lines *lines) {
    return &lines->levels[lines->depth - 1];
}

static bool refuse(struct lines *lines, const char *why) {
    return fast_refuse(&lines->fast, why);
}

static bool add_scalar(struct lines *lines, const struct build_text *text) {
    lines->waiting = false;
    return build_scalar(lines->build, text) || refuse(lines, "a limit");
}

/* Nothing at all behind a key or dash. */
static bool add_null(struct lines *lines) {
    return add_scalar(lines, &(struct build_text){.line = lines->waiting_line,
                                                  .column = lines->waiting_column,
                                                  .end_line = lines->waiting_line});
}

static bool open_level(struct lines *lines, uint32_t column, bool list) {
    if (!build_begin(lines->build, list ? VALUE_LIST : VALUE_MAP, lines->fast.line, column + 1))
        return refuse(lines, "a limit");
    lines->levels[lines->depth++] = (struct level){column, list};
    lines->waiting = false;
    return true;
}

static void close_level(struct lines *lines) {
    build_end(lines->build, false);
    lines->depth--;
}

/* Whether a value may begin with a line at `column`: below what waits for it, or, for the dashes of
 * a map's value, beside it. */
static bool begins_value(const struct lines *lines, uint32_t column, bool list) {
    if (lines->depth == 0)
        return column == 0;
    const struct level *level = innermost(lines);
    return column > level->column || (column == level->column && list && !level->list);
}

/* Makes the container whose keys or dashes stand at `column` the innermost one. */
static bool find_level(struct lines *lines, uint32_t column, bool list) {
    if (lines->waiting && begins_value(lines, column, list))
        return open_level(lines, column, list);
    if (lines->waiting && !add_null(lines))
        return false;
    while (lines->depth && innermost(lines)->column > column)
        close_level(lines);
    if (lines->depth && innermost(lines)->column == column && innermost(lines)->list && !list)
        close_level(lines); /* of a list beside its key */
    if (lines->depth && innermost(lines)->column == column && innermost(lines)->list == list)
        return true;
    return refuse(lines, "indentation that no line above has");
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
    if (!is_letter(*begin) || end[0] != ':' || end[1] != ' ')
        return false;
    fast->at = end + 2;
    return build_key(lines->build, (struct str){begin, (size_t)(end - begin)}, fast->line) &&
           read_item(lines);
}

/* "{}", "[cnv, \"a b\"]", "{one: x, other: [y]}": on one line, as deep as build_begin lets it. */
static bool read_flow(struct lines *lines) {
    struct fast *fast = &lines->fast;
    bool map = *fast->at == '{';
    char close = map ? '}' : ']';
    if (!build_begin(lines->build, map ? VALUE_MAP : VALUE_LIST, fast->line,
                     fast_column(fast, fast->at)))
        return false;
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
    build_end(lines->build, false);
    return true;
}

/* Serializers write empty ones, people short ones. */
static bool read_brackets(struct lines *lines) {
    if (!read_flow(lines) || *lines->fast.at != '\n')
        return refuse(lines, "brackets");
    lines->waiting = false;
    end_line(&lines->fast);
    return true;
}

static bool read_block(struct lines *lines) {
    struct build_text text;
    return fast_block(&lines->fast, innermost(lines)->column, &text) && add_scalar(lines, &text);
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
    if (!text->quoted && !fast_plain_rest(fast, innermost(lines)->column, text))
        return false;
    end_line(fast);
    return add_scalar(lines, text);
}

/* Behind "key: ". */
static bool read_value(struct lines *lines) {
    struct build_text text;
    char c = *lines->fast.at;
    if (c == '{' || c == '[')
        return read_brackets(lines);
    if (c == '|' || c == '>')
        return read_block(lines);
    return read_text(&lines->fast, &text) && read_text_rest(lines, &text);
}

static void wait_for_value(struct lines *lines) {
    lines->waiting = true;
    lines->waiting_line = lines->fast.line;
    lines->waiting_column = fast_column(&lines->fast, lines->fast.at + 1);
}

/* `at` stands on the ':'. */
static bool read_entry(struct lines *lines, uint32_t column, struct str key) {
    struct fast *fast = &lines->fast;
    if (!find_level(lines, column, false))
        return false;
    if (!build_key(lines->build, key, fast->line))
        return refuse(lines, "a repeated key");
    wait_for_value(lines);
    fast->at++;
    if (*fast->at == ' ') {
        fast->at++;
        return read_value(lines);
    }
    end_line(fast);
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
        if (!find_level(lines, *column, true))
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

/* A line with text at `column`, and the lines that its text goes on in. */
static bool read_line(struct lines *lines, uint32_t column) {
    struct fast *fast = &lines->fast;
    const char *begin = fast->at;
    uint32_t line = fast->line;
    struct build_text text;
    bool dashes = is_dash(begin);
    if (dashes && !read_dashes(lines, &column))
        return false;
    if (fast->line > line)
        return true;
    if (dashes && strchr("{[|>", *fast->at))
        return read_value(lines);
    begin = fast->at;
    if (!read_text(fast, &text))
        return false;
    if (is_key(fast, begin, &text))
        return read_entry(lines, column, text.text);
    if (!dashes)
        return refuse(lines, "a line that is no key");
    return read_text_rest(lines, &text);
}

/* Moves to the text of the next line that has any, past empty ones and comments. */
static bool next_line(struct fast *fast, uint32_t *ret_column) {
    while (fast->at < fast->end) {
        const char *text = scan_spaces(fast->at, fast->end);
        if (*text != '\n' && *text != '#') {
            *ret_column = (uint32_t)(text - fast->at);
            fast->at = text;
            return true;
        }
        fast->at = scan_line_end(text, fast->end);
        end_line(fast);
    }
    return false;
}

static bool read_lines(struct lines *lines) {
    struct fast *fast = &lines->fast;
    bool more;
    do { /* libyaml would hold so much that it gives up */
        const char *begin = fast->at;
        uint32_t column;
        more = next_line(fast, &column);
        if (more && !read_line(lines, column))
            return false;
        if (fast->at - begin > (ptrdiff_t)limits->scalar_bytes)
            return refuse(lines, "a limit");
    } while (more);
    if (lines->waiting)
        return refuse(lines, "nothing behind the last key");
    while (lines->depth)
        close_level(lines);
    return true;
}

/* libyaml's line ends besides the newline, and a mark that it passes over. */
static bool has_odd_bytes(const struct reader_part *part) {
    static const char *const odd[] = {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf"};
    if (part->printable)
        return false;
    if (memchr(part->text.ptr, '\r', part->text.len))
        return true;
    for (size_t i = 0; !part->ascii && i < sizeof odd / sizeof *odd; i++)
        if (str_contains(part->text, str_of(odd[i])))
            return true;
    return false;
}

static bool begin(struct lines *lines, const struct reader_part *part) {
    struct fast *fast = &lines->fast;
    if (part->cut || part->text.ptr[part->text.len - 1] != '\n')
        return refuse(lines, "a text that was cut");
    if (has_odd_bytes(part))
        return refuse(lines, "line ends of another kind");
    if (!str_starts_with(part->text, STR("---")))
        return true;
    if (part->text.ptr[3] != '\n')
        return refuse(lines, "more behind the beginning of a document");
    fast->at += 3;
    end_line(fast);
    return true;
}

struct document *reader_fast(struct reader *reader, const struct reader_part *part,
                             const char **ret_refused) {
    struct lines lines = {
        .fast = {.at = part->text.ptr,
                 .end = part->text.ptr + part->text.len,
                 .line = part->line,
                 .begin = reader->options.positions ? part->text.ptr : NULL,
                 .scratch = strbuf_new(reader->arena)},
        .build = reader->build,
        .waiting = true,
    };
    build_try(reader->build);
    if (begin(&lines, part) && read_lines(&lines))
        return build_finish(reader->build, DOCUMENT_WHOLE);
    build_abandon(reader->build);
    *ret_refused = lines.fast.refused;
    return NULL;
}
