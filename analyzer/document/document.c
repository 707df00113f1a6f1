/* A member's bytes into documents: which text is none, where one ends and the next begins, and
 * which reader takes it. Broken UTF-8 is cleaned here, once, so that all behind is valid. */
#include "document/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "document/reader.h"
#include "document/scan.h"
#include "document/split.h"

struct reading {
    struct reader reader;
    VEC(const struct document *) documents;
    size_t tried;
    size_t handed_over;
    const char *why;
    size_t broken;
    size_t warnings;
};

struct value document_root(const struct document *doc) {
    return doc && doc->n_nodes ? (struct value){doc, 0} : (struct value){0};
}

struct str document_line(const struct document_origin *origin, uint32_t line) {
    struct str rest = origin->text, found = {0};
    line = document_text_line(origin, line);
    for (uint32_t at = 0; at < line; at++)
        if (!str_cut(rest, '\n', &found, &rest) && at + 1 < line)
            return (struct str){0};
    return str_ends_with(found, STR("\r")) ? str_slice(found, 0, found.len - 1) : found;
}

void reader_warn(const struct reader *reader, enum diag_id id, uint32_t line, uint32_t column,
                 const char *format, ...) {
    char message[512] = "further trouble in this file is not listed (limit member-warnings)";
    if (*reader->warnings > limits->member_warnings)
        return;
    if ((*reader->warnings)++ < limits->member_warnings) {
        va_list args;
        va_start(args, format);
        vsnprintf(message, sizeof message, format, args);
        va_end(args);
    }
    struct diag_where where = {.input = reader->origin->input,
                               .path = reader->origin->path,
                               .line = line,
                               .column = reader->options.positions ? column : 0};
    if (where.column)
        where.source_line = document_line(reader->origin, line);
    diag_add(reader->sink, DIAG_WARNING, id, where, "%s", message);
}

static bool is_container(const struct document *document) {
    return value_is(document_root(document), VALUE_MAP) ||
           value_is(document_root(document), VALUE_LIST);
}

static void keep(struct reading *reading, struct document *document) {
    if (!document)
        return;
    if (document->state == DOCUMENT_CUT)
        reading->broken++;
    if (is_container(document) || reading->reader.options.positions)
        *vec_push(reading->reader.arena, &reading->documents) = document;
    else
        reader_warn(&reading->reader, DIAG_MEMBER_TEXT, document->first_line, 0,
                    "text instead of an object; skipped");
}

/* One part while its documents are read. */
struct part {
    struct str text; /* valid UTF-8 */
    size_t at;       /* where the next document begins */
    uint32_t line;
    bool ascii;
    bool printable;
    const char *cut; /* why the text may end too soon, or NULL */
    size_t readable; /* from here on YAML's readers cannot read; at most text.len */
    size_t yaml_end; /* what YAML's readers are given: whole lines of that, if it is cut */
    const char *yaml_cut;
};

/* Nearly all text is printable ASCII and newlines: skips it by blocks, in a form that compilers
 * turn into vector code. */
static size_t skip_printable(struct str text, size_t at) {
    enum { BLOCK = 64 };
    for (; text.len - at >= BLOCK; at += BLOCK) {
        unsigned char other = 0;
        for (size_t i = 0; i < BLOCK; i++) {
            unsigned char c = (unsigned char)text.ptr[at + i];
            other |= (unsigned char)((c - 0x20) & 0xff) > 0x5e && c != '\n';
        }
        if (other)
            break;
    }
    return at;
}

static bool is_printable(struct str text) {
    for (size_t at = skip_printable(text, 0); at < text.len; at++)
        if ((unsigned char)(text.ptr[at] - 0x20) > 0x5e && text.ptr[at] != '\n')
            return false;
    return true;
}

/* libyaml takes a lone CR and three characters beyond ASCII for line ends too. */
static bool is_plain_ascii(struct str text) {
    for (size_t at = skip_printable(text, 0); at < text.len; at++) {
        if ((unsigned char)text.ptr[at] >= 0x80)
            return false;
        if (text.ptr[at] == '\r' && (at + 1 == text.len || text.ptr[at + 1] != '\n'))
            return false;
        if (at % 64 == 0)
            at = skip_printable(text, at + 1) - 1;
    }
    return true;
}

static bool is_yaml_char(uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f) || c == 0x85 ||
           (c >= 0xa0 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) || c >= 0x10000;
}

/* The first character that YAML does not allow, or the end. libyaml would notice it some thousand
 * bytes ahead of what it parses, and lose as much. */
static size_t find_unreadable(struct str text, size_t at) {
    for (size_t next; at < text.len; at = next) {
        next = skip_printable(text, at);
        if (next > at)
            continue;
        size_t end = at + 64 < text.len ? at + 64 : text.len;
        while (next < end) {
            at = next;
            if (!is_yaml_char(utf8_next(text, &next)))
                return at;
        }
    }
    return at;
}

static bool is_bracketed(struct str text) {
    text = str_trim(text);
    return text.len > 1 && strchr("{[", text.ptr[0]) && strchr("}]", text.ptr[text.len - 1]);
}

static bool is_letter(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* How much of a text that was cut may be read: all but the half line. Only that line's indentation
 * is sure, and if its first letter is there, it tells what has ended above. */
static size_t whole_lines(struct str text, size_t from, size_t end) {
    if (is_bracketed(str_slice(text, from, end)))
        return end;
    size_t line = (size_t)(scan_line_begin(text.ptr + end, text.ptr + from) - text.ptr);
    size_t first = line;
    while (first < end && text.ptr[first] == ' ')
        first++;
    return first < end && line > from && is_letter(text.ptr[first]) ? first + 1 : line;
}

static void find_yaml_end(struct part *part) {
    part->readable = part->printable ? part->text.len : find_unreadable(part->text, part->at);
    bool stands = part->readable < part->text.len;
    part->yaml_cut = stands ? "a control character stands" : part->cut;
    part->yaml_end = part->readable;
    if (part->yaml_cut)
        part->yaml_end = whole_lines(part->text, part->at, part->readable);
}

/* `make YAML=strict`: every test without the fast reader. */
#ifdef YAML_STRICT
#define ALWAYS_STRICT true
#else
#define ALWAYS_STRICT false
#endif

static bool reads_fast(const struct reader *reader) {
    return !ALWAYS_STRICT && !reader->options.strict;
}

static struct document *read_fast(struct reading *reading, const struct reader_part *given) {
    struct reader *reader = &reading->reader;
    if (!reads_fast(reader))
        return NULL;
    const char *why = NULL;
    build_choose(reader->build);
    struct document *document = reader_fast(reader, given, &why);
    if (build_lacks(reader->build))
        document = reader_fast(reader, given, &why);
    reading->handed_over += !document;
    reading->why = document ? reading->why : why;
    return document;
}

/* What the fast reader is not sure of goes to libyaml from its beginning. */
static struct document *read_yaml(struct reading *reading, struct part *part, size_t *ret_used) {
    struct reader *reader = &reading->reader;
    struct document *document = NULL;
    size_t used;
    if (part->at >= part->readable)
        find_yaml_end(part);
    struct reader_part given = {
        .text = str_slice(part->text, part->at, part->yaml_end),
        .line = part->line,
        .cut = part->yaml_cut,
        .ascii = part->ascii,
        .printable = part->printable,
    };
    used = given.text.len;
    bool blank = split_is_blank(given.text);
    if (!blank)
        document = read_fast(reading, &given);
    if (!blank && !document)
        document = reader_yaml(reader, &given, &used);
    if (blank)
        reader_warn(reader, DIAG_DOCUMENT_CUT, part->line, 0,
                    "%s before the first line of a document ends; nothing was read",
                    part->yaml_cut);
    *ret_used = used;
    if (used == given.text.len)
        *ret_used = split_resume_yaml(part->text, part->readable) - part->at;
    return document;
}

static struct document *read_one(struct reading *reading, struct part *part, size_t *ret_used) {
    struct reader *reader = &reading->reader;
    struct reader_part given = {
        .text = str_slice(part->text, part->at, part->text.len),
        .line = part->line,
        .cut = part->cut,
        .ascii = part->ascii,
    };
    struct str first = str_trim(str_slice(given.text, 0, 4096));
    struct document *document = NULL;
    *ret_used = 0;
    if (first.len && (first.ptr[0] == '{' || first.ptr[0] == '['))
        document = reader_json(reader, &given, ret_used);
    if (*ret_used == 0)
        return read_yaml(reading, part, ret_used);
    reader->options.json = true; /* of what follows a JSON document */
    return document;
}

/* What is not read at all is said, however much was said before. */
static bool stop_reading(struct reading *reading, uint32_t line, uint64_t limit, const char *what,
                         const char *name) {
    reading->warnings = 0;
    reader_warn(&reading->reader, DIAG_YAML_LIMIT, line, 0,
                "more than %llu %s in one file (limit %s); the rest was not read",
                (unsigned long long)limit, what, name);
    return false;
}

static bool may_go_on(struct reading *reading, uint32_t line) {
    if (reading->tried++ >= limits->documents)
        return stop_reading(reading, line, limits->documents, "documents", "documents");
    if (reading->broken >= limits->broken_documents)
        return stop_reading(reading, line, limits->broken_documents, "broken documents",
                            "broken-documents");
    return true;
}

static bool read_documents(struct reading *reading, struct part *part) {
    struct document_options options = reading->reader.options; /* read_one changes them */
    while (!split_is_blank(str_slice(part->text, part->at, part->text.len))) {
        size_t used;
        if (!may_go_on(reading, part->line))
            return false;
        keep(reading, read_one(reading, part, &used));
        if (part->at + used < part->text.len) /* else nobody asks */
            part->line += split_count_lines(str_slice(part->text, part->at, part->at + used));
        part->at += used;
    }
    reading->reader.options = options;
    return true;
}

/* Where one broken UTF-8 sequence too many stands: that is no text, and cleaning it would only make
 * it three times as large. */
static size_t find_binary(struct str text) {
    size_t broken = 0, at = 0;
    while (at < text.len && broken < limits->broken_bytes) {
        size_t begin = at = skip_printable(text, at);
        if (at == text.len)
            break;
        if ((unsigned char)text.ptr[at] < 0x80)
            at++;
        else
            broken += utf8_next(text, &at) == 0xfffd && at == begin + 1;
    }
    return at;
}

static bool read_part(struct reading *reading, struct reader_part given) {
    struct reader *reader = &reading->reader;
    struct str message;
    uint32_t line;
    if (!reader->options.positions && split_message(&given, &message, &line))
        reader_warn(reader, DIAG_MEMBER_TEXT, line, 0, "text instead of an object: %.*s",
                    STR_ARG(str_slice(message, 0, 200)));
    struct part part = {.text = given.text, .line = given.line, .cut = given.cut};
    if (part.text.len > limits->document_bytes) {
        reader_warn(reader, DIAG_YAML_LIMIT, given.line, 0,
                    "more than %s in one document (limit document-bytes); the rest was not read",
                    limits_bytes(limits->document_bytes).text);
        part.text = str_slice(part.text, 0, limits->document_bytes);
        part.cut = "the bound of one document (limit document-bytes) is reached";
    }
    part.printable = is_printable(part.text);
    part.ascii = part.printable || is_plain_ascii(part.text);
    if (!part.ascii) {
        size_t binary = find_binary(part.text);
        if (binary < part.text.len)
            part.cut = "binary data (limit broken-bytes) stands";
        part.text = str_valid_utf8(reader->arena, str_slice(part.text, 0, binary));
    }
    return read_documents(reading, &part);
}

static const char *why_cut(const struct reader *reader, struct str text) {
    if (!reader->options.whole_file)
        return "the file breaks off";
    if (!reader->options.positions && text.ptr[text.len - 1] != '\n')
        return "the file ends without a newline";
    return NULL;
}

/* What servers write is read without being looked at before: true with the next document. Where
 * that is not sure nothing has happened. */
static bool read_ahead(struct reading *reading, struct split *split) {
    struct reader *reader = &reading->reader;
    struct reader_part text = {.text = str_slice(split->text, split->at, split->text.len),
                               .line = split->line};
    if (!reads_fast(reader) || reader->options.positions || split->cut ||
        !split_is_object(text.text) || text.text.len > limits->document_bytes ||
        reading->tried >= limits->documents || reading->broken >= limits->broken_documents)
        return false;
    struct reader_part rest;
    build_choose(reader->build);
    struct document *document = reader_fast_ahead(reader, &text, &rest);
    if (build_lacks(reader->build))
        document = reader_fast_ahead(reader, &text, &rest);
    if (!document)
        return false;
    reading->tried++;
    keep(reading, document);
    split->at = split->text.len - rest.text.len;
    split->line = rest.line;
    return true;
}

static void read_member(struct reading *reading, struct str text) {
    struct split split = {.text = text, .line = 1, .cut = why_cut(&reading->reader, text)};
    struct reader_part part;
    bool more = true;
    while (more)
        more =
            read_ahead(reading, &split) || (split_next(&split, &part) && read_part(reading, part));
}

struct document_list document_read(struct arena *arena, struct intern *intern,
                                   const struct document_origin *origin,
                                   struct document_options options, struct diag_sink *sink) {
    struct reading reading = {.reader = {arena, origin, options, sink, NULL, NULL}};
    struct str text = origin->text;
    reading.reader.warnings = &reading.warnings;
    if (str_starts_with(text, STR("\xef\xbb\xbf")))
        text = str_slice(text, 3, text.len);
    bool utf16 = str_starts_with(text, STR("\xff\xfe")) || str_starts_with(text, STR("\xfe\xff"));
    if (str_trim(text).len == 0)
        reader_warn(&reading.reader, DIAG_MEMBER_EMPTY, 0, 0,
                    "the file is empty; what it was to hold is unknown");
    else if (utf16 || memchr(text.ptr, '\0', text.len < 2 ? text.len : 2))
        reader_warn(&reading.reader, DIAG_MEMBER_TEXT, 1, 0, "not text in UTF-8; skipped");
    else {
        reading.reader.build = build_new(arena, intern, origin, options, sink);
        read_member(&reading, text);
    }
    return (struct document_list){reading.documents.items, reading.documents.count,
                                  reading.handed_over, reading.why};
}
