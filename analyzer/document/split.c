/* Lines that separate, lines that are no object at all, and where to go on behind a broken one.
 * Only column 0 counts: within an object that a serializer wrote, nothing but top-level keys and
 * the dashes of top-level lists stand there. */
#include "document/split.h"

#include <string.h>

#include "document/scan.h"

/* `oc get … >> file; echo ---------------` writes 15; YAML's own marker is 3. */
#define DASHES_MIN 4
#define DASHES_GLUED 15
/* Bytes that are looked at line by line before blocks of them are tried again. */
#define LOOK_AT 256

enum line_kind {
    LINE_CONTENT,
    LINE_BLANK, /* or a comment, or a directive */
    LINE_START, /* "---" */
    LINE_END,   /* "..." or a line of dashes */
};

static struct str line_at(struct str text, size_t at) {
    size_t end = str_find_byte(text, '\n', at);
    struct str line = str_slice(text, at, end);
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

static size_t next_line(struct str text, size_t at) {
    size_t end = str_find_byte(text, '\n', at);
    return end == SIZE_MAX ? text.len : end + 1;
}

static bool is_blank_byte(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t count_leading(struct str line, char c) {
    size_t count = 0;
    while (count < line.len && line.ptr[count] == c)
        count++;
    return count;
}

static enum line_kind marker_kind(struct str line) {
    size_t dashes = count_leading(line, '-');
    struct str rest = str_trim(str_slice(line, dashes ? dashes : 3, line.len));
    if (dashes == 3 && (line.len == 3 || is_blank_byte(line.ptr[3])))
        return LINE_START;
    if (dashes >= DASHES_MIN && rest.len == 0)
        return LINE_END;
    if (str_starts_with(line, STR("...")) && (line.len == 3 || is_blank_byte(line.ptr[3])))
        return LINE_END;
    return LINE_CONTENT;
}

bool split_ends_at(struct str text, size_t at) {
    char first = text.ptr[at];
    return (first == '-' || first == '.') && marker_kind(line_at(text, at)) != LINE_CONTENT;
}

static bool is_comment(struct str line) {
    struct str text = str_trim(line);
    return text.len == 0 || text.ptr[0] == '#';
}

/* Directives mean nothing to us, and libyaml compares each with all before it. */
static enum line_kind line_kind(struct str line) {
    if (is_comment(line) || str_starts_with(line, STR("%YAML ")) ||
        str_starts_with(line, STR("%TAG ")))
        return LINE_BLANK;
    return marker_kind(line);
}

bool split_is_blank(struct str text) {
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] == '#')
            at = next_line(text, at) - 1;
        else if (!is_blank_byte(text.ptr[at]))
            return false;
    }
    return true;
}

uint32_t split_count_lines(struct str text) {
    enum { BLOCK = 64 }; /* a sum over a block becomes vector code */
    uint32_t count = 0;
    size_t at = 0;
    for (; text.len - at >= BLOCK; at += BLOCK) {
        unsigned char block = 0;
        for (size_t i = 0; i < BLOCK; i++)
            block = (unsigned char)(block + (text.ptr[at + i] == '\n'));
        count += block;
    }
    for (; at < text.len; at++)
        count += text.ptr[at] == '\n';
    return count;
}

/* The offset of the dashes where a line of dashes was appended to half a line of an object that
 * another one follows, else SIZE_MAX. `line_end` is the offset of the line's end. */
static size_t glued_dashes(struct str text, size_t line_begin, size_t line_end) {
    size_t end = line_end, at;
    if (end > line_begin && text.ptr[end - 1] == '\r')
        end--;
    for (at = end; at > line_begin && text.ptr[at - 1] == '-';)
        at--;
    if (end - at < DASHES_GLUED || at == line_begin)
        return SIZE_MAX;
    struct str after = str_slice(text, line_end + 1, text.len);
    return after.len == 0 || str_starts_with(after, STR("apiVersion:")) ? at : SIZE_MAX;
}

bool split_glues_at(struct str text, size_t at) {
    if (at <= DASHES_GLUED + 1 || text.ptr[at - 2] != '-')
        return false;
    struct str dashes = str_slice(text, at - 1 - DASHES_GLUED, at - 1);
    return count_leading(dashes, '-') == dashes.len &&
           (at == text.len || str_starts_with(str_slice(text, at, text.len), STR("apiVersion:")));
}

bool split_is_object(struct str text) {
    if (str_starts_with(text, STR("---\n")))
        text = str_slice(text, 4, text.len);
    return str_starts_with(text, STR("apiVersion:"));
}

/* Passes over lines that neither begin with '-' or '.' nor end with a dash, or a dash and one more
 * byte; from the beginning of a line to that of one. By blocks, in a form that compilers turn into
 * vector code. */
static size_t skip_content(struct str text, size_t line) {
    enum { BLOCK = 64, BEFORE = 2 };
    size_t at = line ? line - 1 : 0; /* the newline before it tells that it is one */
    for (; at >= BEFORE && at + BLOCK < text.len; at += BLOCK) {
        const char *block = text.ptr + at - BEFORE;
        unsigned char found = 0;
        for (size_t i = 0; i < BLOCK; i++)
            found |= (unsigned char)((block[i + 2] == '\n') &
                                     ((block[i + 3] == '-') | (block[i + 3] == '.') |
                                      (block[i] == '-')));
        if (found)
            break;
    }
    if (at <= line)
        return line;
    return (size_t)(scan_line_begin(text.ptr + at, text.ptr + line) - text.ptr);
}

/* Where the content ends; sets split.at behind what ends it, but before a "---". The last line of a
 * text that was cut may be the beginning of anything. */
static size_t find_end(struct split *split, size_t at, const char **ret_cut) {
    struct str text = split->text;
    size_t looked_at = 0;
    *ret_cut = NULL;
    while (at < text.len) {
        if (at >= looked_at) {
            at = skip_content(text, at);
            looked_at = at + LOOK_AT;
        }
        size_t line_end = str_find_byte(text, '\n', at);
        bool whole = line_end != SIZE_MAX || !split->cut;
        line_end = line_end == SIZE_MAX ? text.len : line_end;
        if (whole && split_ends_at(text, at)) {
            split->at = at;
            return at;
        }
        if (line_end > at + DASHES_GLUED && text.ptr[line_end - 2] == '-') {
            size_t dashes = glued_dashes(text, at, line_end);
            if (dashes != SIZE_MAX) {
                *ret_cut = "a line of dashes stands";
                split->at = line_end < text.len ? line_end + 1 : line_end;
                return dashes;
            }
        }
        at = line_end + 1;
    }
    *ret_cut = split->cut;
    split->at = text.len;
    return text.len;
}

static struct str after_marker(struct str text) {
    struct str line = line_at(text, 0);
    return marker_kind(line) == LINE_START ? str_slice(text, 3, text.len) : text;
}

bool split_next(struct split *split, struct reader_part *ret_part) {
    while (split->at < split->text.len) {
        struct str line = line_at(split->text, split->at);
        enum line_kind kind = line_kind(line);
        size_t begin = split->at, behind = next_line(split->text, begin);
        if (kind == LINE_BLANK || kind == LINE_END) {
            split->at = behind;
            split->line++;
            continue;
        }
        const char *cut;
        size_t end = find_end(split, behind, &cut);
        struct str text = str_slice(split->text, begin, end);
        uint32_t first_line = split->line;
        if (split->at < split->text.len) /* else nobody asks */
            split->line += split_count_lines(str_slice(split->text, begin, split->at));
        if (split_is_blank(after_marker(text)))
            continue;
        *ret_part = (struct reader_part){.text = text, .line = first_line, .cut = cut};
        return true;
    }
    return false;
}

static bool is_klog_line(struct str line) {
    return line.len > 8 && strchr("WEIF", line.ptr[0]) && line.ptr[0] && line.ptr[5] == ' ' &&
           line.ptr[1] >= '0' && line.ptr[1] <= '9' && line.ptr[2] >= '0' && line.ptr[2] <= '9' &&
           line.ptr[8] == ':';
}

/* What oc, the API server, klog, shells and routers say where an object was to be. */
static bool is_message_line(struct str line) {
    static const char *const beginnings[] = {
        "error: ",
        "Error: ",
        "error from server",
        "Error from server",
        "Error in configuration",
        "No resources found",
        "Unable to ",
        "Unauthorized",
        "The connection to the server",
        "You must be logged in",
        "Warning: ",
        "Flag --",
        "Defaulted container",
        "Defaulting container",
        "command terminated",
        "the server doesn't have a resource type",
        "bash: ",
        "sh: ",
        "curl: ",
        "/bin/sh: ",
        "timeout: ",
    };
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (str_starts_with(line, str_of(beginnings[i])))
            return true;
    return is_klog_line(line);
}

static bool is_markup(struct str text) {
    text = str_trim(str_slice(text, 0, 200));
    return text.len > 1 && text.ptr[0] == '<' &&
           (text.ptr[1] == '!' || text.ptr[1] == '?' || (text.ptr[1] | 0x20) == 'h');
}

bool split_message(struct reader_part *part, struct str *ret_message, uint32_t *ret_line) {
    size_t at = 0;
    uint32_t line_number = part->line;
    bool found = false;
    if (str_eq(str_trim(line_at(part->text, 0)), STR("---")))
        at = next_line(part->text, 0);
    line_number += at > 0;
    if (is_markup(str_slice(part->text, at, part->text.len))) {
        *ret_message = STR("markup");
        *ret_line = line_number;
        at = part->text.len;
        found = true;
    }
    while (at < part->text.len) {
        struct str line = line_at(part->text, at);
        bool message = is_message_line(line);
        if (!message && !is_comment(line))
            break;
        if (message && !found) {
            *ret_message = line;
            *ret_line = line_number;
        }
        found = found || message;
        at = next_line(part->text, at);
        line_number++;
    }
    if (!found)
        return false;
    part->line += split_count_lines(str_slice(part->text, 0, at));
    part->text = str_slice(part->text, at, part->text.len);
    return true;
}

size_t split_resume_yaml(struct str text, size_t from) {
    size_t at = str_find(text, STR("\napiVersion:"), from);
    return at == SIZE_MAX ? text.len : at + 1;
}

size_t split_resume_json(struct str text, size_t from) {
    while ((from = str_find_byte(text, '\n', from)) != SIZE_MAX) {
        from++;
        if (from < text.len && (text.ptr[from] == '{' || text.ptr[from] == '['))
            return from;
    }
    return text.len;
}
