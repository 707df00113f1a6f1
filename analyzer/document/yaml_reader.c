/* YAML text into build calls, by libyaml's events.
 *
 * The trick is in what is not believed. Where text was cut, the newest scalar counts only if
 * something behind it proves that it had ended, and a container only if it was closed by text and
 * not by the end of it; so a cut never shows a value that the whole text would not have had.
 * libyaml counts characters, and line ends of its own kind: place_of turns its marks into bytes and
 * the member's lines. */
#include "document/reader.h"

#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "document/split.h"

/* What libyaml may take in without giving an event, beyond what it reads ahead: it holds in memory
 * what it scans, and four bytes are enough for one of nearly every text. */
#define SWALLOW_MAX (4 * (size_t)limits->scalar_bytes + 64 * KIB)
/* A part may hold many small documents; each new parser reads this much ahead at first. */
#define FIRST_CHUNK 2048

/* A place in the text. Columns count characters from 1. */
struct place {
    size_t offset;
    size_t index; /* characters before it */
    uint32_t line;
    uint32_t column;
};

enum expect { EXPECT_ENTRY, EXPECT_KEY, EXPECT_VALUE, EXPECT_KEY_END };

struct yaml {
    struct reader *reader;
    struct build *build;
    const struct reader_part *part;
    struct str text;
    struct place here;   /* the newest place that was asked for */
    struct place before; /* where the newest event begins: later places do not lie before it */
    size_t given;        /* bytes that libyaml took */
    size_t given_before; /* the same at the newest event */
    struct map anchors;  /* name to node number + 1 */

    uint32_t depth;
    enum expect expect[LIMIT_DEPTH_MOST + 1]; /* what the container at each depth goes on with */

    bool scalar_newest; /* the newest node is a scalar, and this is where its text ends: */
    size_t scalar_end;
    uint32_t scalar_end_line;
    bool scalar_quoted;
    bool scalar_empty;

    uint32_t end_line; /* where the newest container ended */

    bool cut;        /* the text ends too soon, */
    bool cut_short;  /* and something was lost by it */
    bool ended;      /* the document ended, cut or not; else an error, a limit or the next object */
    bool glued;      /* a second object begins, */
    bool glued_cut;  /* and the first one may not be whole */
    bool distrusted; /* the root repeats a key: what follows is the rest of another text */
    size_t end;      /* where reading stopped */
};

static struct str text_of(const unsigned char *bytes, size_t len) {
    return (struct str){(const char *)bytes, len};
}

/* The text is valid UTF-8. */
static size_t char_length(char c) {
    unsigned char lead = (unsigned char)c;
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static struct place walk(struct str text, struct place at, size_t index) {
    while (at.index < index && at.offset < text.len) {
        char c = text.ptr[at.offset];
        at.offset += char_length(c);
        at.index++;
        at.column++;
        if (c == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return at;
}

static struct place walk_to(struct yaml *yaml, size_t index) {
    if (index < yaml->here.index)
        yaml->here = yaml->before;
    if (index < yaml->here.index)
        yaml->here = (struct place){0, 0, yaml->part->line, 1};
    yaml->here = walk(yaml->text, yaml->here, index);
    return yaml->here;
}

static inline struct place place_of(struct yaml *yaml, const yaml_mark_t *mark) {
    if (!yaml->part->ascii)
        return walk_to(yaml, mark->index);
    return (struct place){mark->index, mark->index, yaml->part->line + (uint32_t)mark->line,
                          (uint32_t)mark->column + 1};
}

static bool has_strings_tag(const yaml_event_t *event, bool otherwise) {
    struct str tag = str_of((const char *)event->data.scalar.tag);
    if (str_eq(tag, STR("!")) || str_eq(tag, STR(YAML_STR_TAG)))
        return true;
    return str_starts_with(tag, STR("tag:yaml.org,2002:")) ? false : otherwise;
}

static bool is_in_quotes(yaml_scalar_style_t style) {
    return style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

/* The scalar's text in the member itself where it stands there as it is, else libyaml's copy. */
static struct str referred_text(const struct yaml *yaml, const yaml_event_t *event,
                                struct place start, struct place end) {
    struct str value = text_of(event->data.scalar.value, event->data.scalar.length);
    size_t begin = start.offset + is_in_quotes(event->data.scalar.style);
    struct str raw = str_slice(yaml->text, begin, begin + value.len);
    bool inside = begin + value.len <= end.offset;
    return inside && str_eq(raw, value) ? raw : value;
}

/* The last line that the text of a scalar stands on: libyaml ends block scalars behind the empty
 * lines that follow them. */
static uint32_t last_line(const struct yaml *yaml, struct place start, struct place end) {
    uint32_t line = end.line;
    for (size_t at = end.offset; at > start.offset && strchr(" \t\r\n", yaml->text.ptr[at - 1]);
         at--)
        line -= yaml->text.ptr[at - 1] == '\n';
    return line;
}

static size_t leading_spaces(struct str line) {
    size_t count = 0;
    while (count < line.len && line.ptr[count] == ' ')
        count++;
    return count;
}

static struct str first_written_line(struct str text) {
    struct str line = {0};
    while (text.len && str_trim(line).len == 0)
        str_cut(text, '\n', &line, &text);
    return line;
}

/* The text of a block scalar begins on the line below its "|", behind the indentation: as much as
 * its first written line lost. */
static void set_block_place(const struct yaml *yaml, struct place start,
                            struct build_text *scalar) {
    size_t below = str_find_byte(yaml->text, '\n', start.offset);
    struct str raw =
        first_written_line(str_slice(yaml->text, below + (below != SIZE_MAX), SIZE_MAX));
    struct str line = first_written_line(scalar->text);
    scalar->line = start.line + 1;
    scalar->column = (uint32_t)(leading_spaces(raw) - leading_spaces(line)) + 1;
}

/* A value of the innermost container is complete. */
static void value_done(struct yaml *yaml) {
    enum expect *expect = &yaml->expect[yaml->depth];
    if (*expect == EXPECT_VALUE) {
        *expect = EXPECT_KEY;
    } else if (*expect == EXPECT_KEY_END) {
        *expect = EXPECT_VALUE;
        build_leave_out(yaml->build);
    }
}

/* Another text begins without a separator. Of a List `kind` stands behind the items, so that it is
 * whole; of an object nobody knows what would have followed. */
static void begin_glued(struct yaml *yaml, struct place at) {
    yaml->glued = true;
    yaml->end = at.offset;
    if (build_holds(yaml->build, STR("items")) && build_holds(yaml->build, STR("kind")))
        return;
    reader_warn(yaml->reader, DIAG_DOCUMENT_CUT, at.line, at.column,
                "another object begins here, without a separator: the one before it may not be "
                "whole");
    build_doubt_newest(yaml->build);
    yaml->glued_cut = true;
}

static bool on_key(struct yaml *yaml, struct str key, struct place at) {
    bool by_hand = yaml->reader->options.positions;
    if (yaml->depth == 1 && at.column == 1 && !by_hand && str_eq(key, STR("apiVersion")) &&
        build_holds(yaml->build, key)) {
        begin_glued(yaml, at);
        return false;
    }
    if (!build_key(yaml->build, key, at.line) && !by_hand) {
        if (yaml->depth == 1) /* what ended last may have taken in lines of the other text */
            build_doubt_newest(yaml->build);
        build_distrust(yaml->build);
        yaml->distrusted = yaml->distrusted || yaml->depth == 1;
    }
    yaml->expect[yaml->depth] = EXPECT_VALUE;
    return true;
}

/* Keys that are no scalars: their entries are left out, and the map is cut. */
static void on_complex_key(struct yaml *yaml, struct place at) {
    reader_warn(yaml->reader, DIAG_YAML_SYNTAX, at.line, at.column,
                "a key that is no text; its entry is left out");
    build_leave_out(yaml->build);
}

static void add_anchor(struct yaml *yaml, const yaml_char_t *name, uint32_t node) {
    if (!name || build_count(yaml->build) == node)
        return;
    struct str copy = str_copy(yaml->reader->arena, str_of((const char *)name));
    *map_at(&yaml->anchors, copy) = (void *)(uintptr_t)(node + 1);
}

static bool on_scalar(struct yaml *yaml, const yaml_event_t *event, struct place start) {
    if (yaml->expect[yaml->depth] == EXPECT_KEY)
        return on_key(yaml, text_of(event->data.scalar.value, event->data.scalar.length), start);
    struct place end = place_of(yaml, &event->end_mark);
    yaml_scalar_style_t style = event->data.scalar.style;
    bool plain = style == YAML_PLAIN_SCALAR_STYLE, in_quotes = is_in_quotes(style);
    struct build_text scalar = {.text = referred_text(yaml, event, start, end),
                                .line = start.line,
                                .column = start.column + in_quotes,
                                .end_line = last_line(yaml, start, end),
                                .quoted = has_strings_tag(event, !plain)};
    if (!plain && !in_quotes && yaml->reader->options.positions)
        set_block_place(yaml, start, &scalar);
    uint32_t node = build_count(yaml->build);
    if (!build_scalar(yaml->build, &scalar))
        return false;
    add_anchor(yaml, event->data.scalar.anchor, node);
    yaml->scalar_newest = build_count(yaml->build) > node || build_skips(yaml->build);
    yaml->scalar_end = end.offset;
    yaml->scalar_end_line = scalar.end_line;
    yaml->scalar_quoted = in_quotes;
    yaml->scalar_empty = plain && event->data.scalar.length == 0;
    value_done(yaml);
    return true;
}

static bool on_alias(struct yaml *yaml, const yaml_event_t *event, struct place start) {
    struct str name = str_of((const char *)event->data.alias.anchor);
    uintptr_t node = (uintptr_t)map_find(&yaml->anchors, name);
    yaml->scalar_newest = false;
    if (yaml->expect[yaml->depth] == EXPECT_KEY) {
        on_complex_key(yaml, start);
        yaml->expect[yaml->depth] = EXPECT_VALUE;
        return true;
    }
    if (!node) {
        reader_warn(yaml->reader, DIAG_YAML_SYNTAX, start.line, start.column,
                    "alias '%.*s' has no anchor; left out", STR_ARG(str_slice(name, 0, 100)));
        build_leave_out(yaml->build);
    }
    if (!build_copy(yaml->build, node ? (uint32_t)(node - 1) : 0, start.line, start.column))
        return false;
    value_done(yaml);
    return true;
}

static bool on_begin(struct yaml *yaml, const yaml_event_t *event, struct place start) {
    bool map = event->type == YAML_MAPPING_START_EVENT;
    yaml->scalar_newest = false;
    if (yaml->expect[yaml->depth] == EXPECT_KEY) {
        on_complex_key(yaml, start);
        yaml->expect[yaml->depth] = EXPECT_KEY_END;
    }
    uint32_t node = build_count(yaml->build);
    if (!build_begin(yaml->build, map ? VALUE_MAP : VALUE_LIST, start.line, start.column))
        return false;
    add_anchor(yaml, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
               node);
    yaml->expect[++yaml->depth] = map ? EXPECT_KEY : EXPECT_ENTRY;
    return true;
}

/* Whether the text goes on behind the newest scalar in a way that it could not if that had not
 * ended. Comments end a text, but not the hope for a value below an empty one. */
static bool is_scalar_proven(const struct yaml *yaml) {
    if (yaml->scalar_quoted)
        return yaml->scalar_end < yaml->text.len;
    return !split_is_blank(str_slice(yaml->text, yaml->scalar_end, yaml->text.len));
}

/* The text is at its end: takes back the newest scalar if it may be half. A key without a value as
 * the last thing of all is taken for a cut too: serializers write "null" or "{}". */
static void settle_scalar(struct yaml *yaml) {
    if (!yaml->scalar_newest || is_scalar_proven(yaml))
        return;
    yaml->cut = yaml->cut || (yaml->scalar_empty && !yaml->reader->options.positions);
    if (!yaml->cut)
        return;
    build_take_back(yaml->build);
    yaml->scalar_newest = false;
    yaml->cut_short = true;
}

/* Containers in brackets end by a byte of the text; the others by what stands at another
 * indentation, or by the end of the text. */
static void on_end(struct yaml *yaml, const yaml_event_t *event, struct place start) {
    bool by_text_end =
        event->start_mark.index == event->end_mark.index && start.offset >= yaml->text.len;
    if (by_text_end)
        settle_scalar(yaml);
    bool cut = by_text_end && yaml->cut;
    yaml->cut_short = yaml->cut_short || cut;
    yaml->scalar_newest = false;
    yaml->end_line = start.line;
    yaml->end = place_of(yaml, &event->end_mark).offset;
    build_end(yaml->build, cut);
    yaml->depth--;
    value_done(yaml);
}

/* False where reading ends, well or not. */
static bool on_event(struct yaml *yaml, const yaml_event_t *event) {
    struct place start = place_of(yaml, &event->start_mark);
    yaml->before = start;
    yaml->end = start.offset;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(yaml, event, start);
    case YAML_ALIAS_EVENT:
        return on_alias(yaml, event, start);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return on_begin(yaml, event, start);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        on_end(yaml, event, start);
        return true;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        settle_scalar(yaml);
        yaml->ended = true;
        return false;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT:
        break;
    }
    return true;
}

static uint32_t last_written_line(const struct yaml *yaml) {
    struct str text = yaml->text;
    while (text.len && strchr(" \t\r\n", text.ptr[text.len - 1]))
        text.len--;
    return yaml->part->line + split_count_lines(text);
}

static void warn_cut(struct yaml *yaml, uint32_t line) {
    reader_warn(yaml->reader, DIAG_DOCUMENT_CUT, line, 0,
                "%s in the middle of a document; read up to here",
                yaml->part->cut ? yaml->part->cut : "the text ends");
}

static void on_error(struct yaml *yaml, const yaml_parser_t *parser) {
    /* A scanner's context is where the token begins that it could not make sense of. */
    bool scanner = parser->error == YAML_SCANNER_ERROR && parser->context;
    struct place seen = place_of(yaml, &parser->problem_mark);
    struct place at = scanner ? place_of(yaml, &parser->context_mark) : seen;
    bool ended = seen.offset >= yaml->text.len;
    if (parser->error == YAML_MEMORY_ERROR)
        arena_out_of_memory(); /* as if the text were broken, its end would be lost in silence */
    if (parser->error == YAML_READER_ERROR) {
        yaml->end = yaml->given;
        reader_warn(yaml->reader, DIAG_YAML_LIMIT, yaml->before.line, 0,
                    "one text takes more than %zu bytes (limit scalar-bytes); read up to here",
                    SWALLOW_MAX);
        return;
    }
    if (yaml->depth == 0 && !yaml->scalar_newest && build_count(yaml->build)) {
        yaml->ended = true; /* the root was closed: what is wrong stands behind it */
        return;
    }
    yaml->end = at.offset;
    yaml->cut = yaml->cut || ended;
    if (yaml->scalar_newest &&
        (yaml->depth == 0 || yaml->scalar_end_line >= at.line || !is_scalar_proven(yaml)))
        build_take_back(yaml->build);
    else if (!ended && yaml->end_line >= at.line) /* ended by the line that is broken */
        build_doubt_newest(yaml->build);
    if (yaml->distrusted)
        return;
    if (ended)
        warn_cut(yaml, at.offset < yaml->text.len ? at.line : last_written_line(yaml));
    else
        reader_warn(yaml->reader, DIAG_YAML_SYNTAX, at.line, at.column, "%s; read up to here",
                    parser->problem ? parser->problem : "not YAML");
}

/* Hands the text to libyaml. Refuses where one text grows too long to be held. */
static int feed(void *data, unsigned char *buffer, size_t size, size_t *ret_size) {
    struct yaml *yaml = data;
    if (yaml->given - yaml->given_before > SWALLOW_MAX)
        return 0;
    size_t chunk = yaml->text.len - yaml->given;
    size_t most = yaml->given ? size : FIRST_CHUNK;
    chunk = chunk < most ? chunk : most;
    memcpy(buffer, yaml->text.ptr + yaml->given, chunk);
    yaml->given += chunk;
    *ret_size = chunk;
    return 1;
}

static void read_events(struct yaml *yaml) {
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true, ok = yaml_parser_initialize(&parser);
    if (!ok) {
        reader_warn(yaml->reader, DIAG_YAML_LIMIT, yaml->part->line, 0, "no memory to read it");
        return;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&parser, feed, yaml);
    while (more && (ok = yaml_parser_parse(&parser, &event))) {
        more = on_event(yaml, &event);
        yaml->given_before = yaml->given;
        yaml_event_delete(&event);
    }
    if (!ok)
        on_error(yaml, &parser);
    yaml_parser_delete(&parser);
}

/* Text behind a whole document. */
static bool has_rest(struct yaml *yaml) {
    struct str rest = str_slice(yaml->text, yaml->end, yaml->text.len);
    if (!yaml->ended || split_is_blank(rest))
        return false;
    reader_warn(yaml->reader, DIAG_YAML_SYNTAX,
                yaml->part->line + split_count_lines(str_slice(yaml->text, 0, yaml->end)), 0,
                "text follows the document; not read");
    return true;
}

static enum document_state finish_state(struct yaml *yaml) {
    if (yaml->ended && yaml->cut_short)
        warn_cut(yaml, last_written_line(yaml));
    if (yaml->distrusted || has_rest(yaml))
        return DOCUMENT_TRAILING;
    bool whole = yaml->glued ? !yaml->glued_cut : yaml->ended && !yaml->cut_short;
    return whole ? DOCUMENT_WHOLE : DOCUMENT_CUT;
}

struct document *reader_yaml(struct reader *reader, const struct reader_part *part,
                             size_t *ret_used) {
    struct yaml yaml = {.reader = reader,
                        .build = reader->build,
                        .part = part,
                        .text = part->text,
                        .here = {0, 0, part->line, 1},
                        .before = {0, 0, part->line, 1},
                        .anchors = map_new(reader->arena),
                        .cut = part->cut != NULL};
    read_events(&yaml);
    if (yaml.glued)
        build_end(reader->build, yaml.glued_cut);
    enum document_state state = finish_state(&yaml);
    *ret_used = yaml.glued ? yaml.end
                : yaml.ended && state != DOCUMENT_TRAILING
                    ? part->text.len
                    : split_resume_yaml(part->text, yaml.end);
    return build_finish(reader->build, state);
}
