/* Documents into the arena of what is kept. A member is read as a whole, but of what is kept only
 * the values that somebody can ask for stay, and only the lines that an excerpt can show: those of
 * what is shown as evidence, with those around them. First the nodes are marked, then they are
 * copied: their texts go with their lines where those stay, else into one buffer. Nodes keep the
 * numbers of their lines; the origin tells which lines of the member are not in its text. */
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "base/vec.h"
#include "document/build.h"
#include "document/scan.h"

static bool is_container(const struct node *node) {
    return node->kind == VALUE_LIST || node->kind == VALUE_MAP;
}

/* All scalars' texts into one buffer, for a copy that has no member text to refer to. */
static void keep_texts(struct arena *arena, struct document *copy, struct node *nodes,
                       const struct document *doc) {
    struct strbuf decoded = strbuf_new(arena);
    for (uint32_t i = 0; i < doc->n_nodes; i++) {
        uint32_t lines = 0;
        struct str text = value_str((struct value){doc, i});
        if (is_container(&nodes[i]))
            continue;
        if (nodes[i].flags & NODE_DECODED)
            memcpy(&lines, doc->decoded + nodes[i].start - sizeof lines, sizeof lines);
        strbuf_append(&decoded, (struct str){(const char *)&lines, sizeof lines});
        nodes[i].start = (uint32_t)decoded.len;
        nodes[i].flags |= NODE_DECODED;
        strbuf_append(&decoded, text);
    }
    copy->decoded = decoded.ptr;
    copy->n_decoded = decoded.len;
}

static struct str copy_decoded(struct arena *arena, const struct document *doc) {
    return str_copy(arena, (struct str){doc->decoded, doc->n_decoded});
}

static struct node *copy_nodes(struct arena *arena, const struct document *doc) {
    struct node *nodes = NEW_ARRAY(arena, doc->n_nodes, struct node);
    if (doc->n_nodes)
        memcpy(nodes, doc->nodes, doc->n_nodes * sizeof *nodes);
    return nodes;
}

struct document *document_keep(struct arena *arena, const struct document *doc,
                               const struct document_origin *origin) {
    struct document *copy = NEW(arena, struct document);
    struct node *nodes = copy_nodes(arena, doc);
    *copy = *doc;
    copy->origin = origin;
    copy->nodes = nodes;
    copy->passed = NULL;
    copy->n_passed = 0;
    if (doc->positions) {
        uint64_t *positions = NEW_ARRAY(arena, doc->n_nodes, uint64_t);
        memcpy(positions, doc->positions, doc->n_nodes * sizeof *positions);
        copy->positions = positions;
    }
    if (origin->text.len)
        copy->decoded = copy_decoded(arena, doc).ptr;
    else
        keep_texts(arena, copy, nodes, doc);
    return copy;
}

/* ---- lines ---- */

#define BLOCK 64

/* In a form that compilers turn into vector code. */
static uint32_t count_newlines(const char *block) {
    unsigned char count = 0;
    for (size_t i = 0; i < BLOCK; i++)
        count = (unsigned char)(count + (block[i] == '\n'));
    return count;
}

/* Forward to the first byte of a line, or to the end of the text. False: that line has passed. */
static bool go_to_line(struct document_keeping *keeping, struct str text, uint32_t line) {
    if (keeping->line == 0)
        keeping->line = 1;
    if (line < keeping->line)
        return false;
    while (keeping->line < line && keeping->at < text.len) {
        bool block = text.len - keeping->at >= BLOCK;
        uint32_t passed = block ? count_newlines(text.ptr + keeping->at) : 0;
        if (block && passed < line - keeping->line) {
            keeping->at += BLOCK;
            keeping->line += passed;
            continue;
        }
        size_t end = str_find_byte(text, '\n', keeping->at);
        keeping->at = end == SIZE_MAX ? text.len : end + 1;
        keeping->line++;
    }
    return true;
}

/* Where a line begins in the text, or ends; line 0: not known. */
struct place {
    uint32_t line;
    uint32_t at;
};

/* From where a line begins that is known, if that is nearer. */
static void go_near_line(struct document_keeping *keeping, struct place place, uint32_t line) {
    if (place.line > keeping->line && place.line <= line)
        *keeping = (struct document_keeping){.at = place.at, .line = place.line};
}

uint32_t document_text_line(const struct document_origin *origin, uint32_t line) {
    size_t low = 0, high = origin->n_gaps;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (origin->gaps[middle].line > line)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == 0)
        return line;
    const struct document_gap *gap = &origin->gaps[low - 1]; /* the last that begins before */
    return line - gap->line < gap->lines ? 0 : line - gap->before - gap->lines;
}

/* ---- what is kept ---- */

/* Of nodes. The last two: this was asked of it before. */
enum {
    KEEP = 1,   /* it stays, */
    LINE = 2,   /* and its lines do */
    OPEN = 4,   /* what decides whether its lines may be shown stays too */
    OPAQUE = 8, /* its lines may not be shown */
};

struct marker {
    const struct document *doc;
    const struct fields_asked *asked;
    struct arena *scratch;
    struct document_opaque *opaque;
    unsigned char *marks; /* by node */
    VEC(uint32_t) shown;
    uint32_t root; /* of the part that is being marked */
};

static uint32_t after(const struct document *doc, uint32_t index) {
    const struct node *node = &doc->nodes[index];
    return is_container(node) ? node->start : index + 1;
}

static uint32_t last_line(const struct document *doc, const struct node *node) {
    uint32_t lines = 0;
    if (!is_container(node) && node->flags & NODE_DECODED)
        memcpy(&lines, doc->decoded + node->start - sizeof lines, sizeof lines);
    return node->line + lines;
}

static void mark_all(struct marker *m, uint32_t index, unsigned char marks) {
    for (uint32_t end = after(m->doc, index); index < end; index++)
        m->marks[index] |= marks;
}

/* As deep as fields are, LIMIT_DEPTH_MOST. */
static void mark(struct marker *m, uint32_t index, const struct fields *fields) {
    const struct node *node = &m->doc->nodes[index];
    if (fields->shown)
        *vec_push(m->scratch, &m->shown) = index;
    if (fields->shown || fields->whole)
        mark_all(m, index, fields->shown ? KEEP | LINE : KEEP);
    m->marks[index] |= KEEP;
    if (!is_container(node))
        return;
    bool list = node->kind == VALUE_LIST;
    for (uint32_t at = index + 1; at < node->start; at = after(m->doc, at)) {
        const struct fields *below =
            fields_find(fields, list ? FIELDS_ENTRY : m->doc->nodes[at].key);
        if (below)
            mark(m, at, below);
        else if (list || fields->keys)
            m->marks[at] |= KEEP;
    }
}

/* The place of a key's answer. */
static unsigned char *answer_at(struct document_opaque *opaque, uint32_t key) {
    if (key >= opaque->count) {
        size_t count = key < 512 ? 1024 : (size_t)key * 2;
        opaque->said = arena_grow(opaque->arena, opaque->said, opaque->count, count);
        opaque->count = count;
    }
    return &opaque->said[key];
}

static bool is_opaque(const struct marker *m, uint32_t index) {
    enum { NO = 1, YES };
    uint32_t key = m->doc->nodes[index].key;
    if (!key)
        return false;
    unsigned char *answer = answer_at(m->opaque, key);
    if (!*answer)
        *answer = m->asked->is_opaque(intern_text(m->doc->intern, key)) ? YES : NO;
    return *answer == YES;
}

/* Keeps what decides whether lines of a value may be shown. False: they may not, whatever it holds.
 */
static bool open_up(struct marker *m, uint32_t index) {
    const struct node *nodes = m->doc->nodes;
    if (m->marks[index] & (OPEN | OPAQUE))
        return m->marks[index] & OPEN;
    if (is_opaque(m, index)) {
        m->marks[index] |= OPAQUE;
        return false;
    }
    m->marks[index] |= OPEN;
    if (!is_container(&nodes[index]))
        return true;
    for (uint32_t at = index + 1; at < nodes[index].start; at = after(m->doc, at))
        if (nodes[at].kind == VALUE_STRING && !(m->marks[at] & KEEP) &&
            m->asked->is_secret(value_str((struct value){m->doc, at})))
            m->marks[at] |= KEEP;
    return true;
}

/* A node whose line may be shown, and the way down to it from the object. */
static void mark_line(struct marker *m, uint32_t index) {
    bool open = true;
    uint32_t at = m->root;
    if (m->marks[index] & LINE && m->marks[index] & (OPEN | OPAQUE))
        return;
    for (;;) {
        m->marks[at] |= KEEP;
        open = open && open_up(m, at);
        if (at == index)
            break;
        for (at++; after(m->doc, at) <= index;)
            at = after(m->doc, at);
    }
    m->marks[index] |= LINE;
}

/* The lines around what is shown. Nodes stand in the order of the text. */
static void mark_around(struct marker *m, uint32_t index) {
    const struct node *nodes = m->doc->nodes;
    uint32_t end = after(m->doc, index), first = nodes[index].line, last = first;
    for (uint32_t at = index; at < end; at++) {
        uint32_t line = last_line(m->doc, &nodes[at]);
        last = line > last ? line : last;
    }
    for (uint32_t at = index; at > m->root; at--)
        if (last_line(m->doc, &nodes[at - 1]) + LIMIT_EXCERPT_AROUND >= first)
            mark_line(m, at - 1);
        else
            break;
    for (uint32_t at = end; at < after(m->doc, m->root); at++)
        if (nodes[at].line <= last + LIMIT_EXCERPT_AROUND)
            mark_line(m, at);
        else
            break;
}

static void mark_part(struct marker *m, const struct document_part *part) {
    m->root = part->node;
    m->shown.count = 0;
    if (!part->fields) {
        mark_all(m, part->node, KEEP | LINE);
        return;
    }
    mark(m, part->node, part->fields);
    for (size_t i = 0; i < m->shown.count; i++)
        mark_around(m, m->shown.items[i]);
}

/* ---- cutting out ---- */

struct cutter {
    const struct document_cut *cut;
    const struct document *doc;
    const unsigned char *marks;
    struct arena *arena;
    VEC(struct document_gap) gaps;
    VEC(struct str) lines; /* that are taken */
    size_t len;            /* of all of them */
    struct node *nodes;    /* of the copy */
    uint32_t count;
    struct strbuf decoded;
    size_t passed;         /* of doc->passed, those before the node */
    bool open;             /* lines are being taken: */
    size_t begin;          /* where the first of them begins in the member's text, */
    uint32_t floor, reach; /* and the first and the last one so far */
    uint32_t newest;       /* the node that was taken last with its lines */
    struct place tail;     /* the end of a text in that, and its line */
};

static void add_gap(struct cutter *c, uint32_t line, uint32_t end) {
    uint32_t before = 0;
    if (line == end)
        return;
    if (c->gaps.count) {
        const struct document_gap *last = &c->gaps.items[c->gaps.count - 1];
        before = last->before + last->lines;
    }
    *vec_push(c->arena, &c->gaps) = (struct document_gap){line, end - line, before};
}

/* Takes the lines that are open. */
static bool close_lines(struct cutter *c) {
    struct str text = c->doc->origin->text;
    if (!c->open)
        return true;
    c->open = false;
    if (c->tail.line == c->reach) {
        size_t end = str_find_byte(text, '\n', c->tail.at);
        c->cut->keeping->at = end == SIZE_MAX ? text.len : end + 1;
        c->cut->keeping->line = c->reach + 1;
    } else if (!go_to_line(c->cut->keeping, text, c->reach + 1)) {
        return false;
    }
    struct str lines = str_slice(text, c->begin, c->cut->keeping->at);
    *vec_push(c->cut->scratch, &c->lines) = lines;
    c->len += lines.len;
    return true;
}

/* Whether the node's lines go on from those that are open: nothing that stands between is left out.
 * Lines of no value, such as closing brackets, stay. */
static bool goes_on(struct cutter *c, uint32_t index) {
    const struct document *doc = c->doc;
    uint32_t line = doc->nodes[index].line;
    bool any = false;
    while (c->passed < doc->n_passed && doc->passed[c->passed].next <= index) {
        const struct document_passed *passed = &doc->passed[c->passed++];
        bool first = passed->next == index && !any;
        any |= passed->next == index;
        if (first && passed->line > c->reach && passed->line < line && c->newest + 1 == index)
            c->reach = passed->line - 1;
    }
    return c->open && (line <= c->reach + 1 || (!any && c->newest + 1 == index));
}

/* Whether the text stays where it is, in a line that is taken. */
static bool refers(const struct node *node, unsigned char marks) {
    return !(node->flags & NODE_DECODED) && (marks & LINE);
}

/* The line on which a node stands, by the next text that is referred to: behind "key:" it is most
 * often in the line below. */
static struct place line_of(const struct cutter *c, uint32_t index) {
    enum { LINES_BELOW = 2 };
    const struct node *nodes = c->doc->nodes;
    struct str text = c->doc->origin->text;
    uint32_t line = nodes[index].line;
    while (index < c->doc->n_nodes && nodes[index].line - line <= LINES_BELOW &&
           (is_container(&nodes[index]) || !refers(&nodes[index], LINE) || !nodes[index].count))
        index++;
    if (index == c->doc->n_nodes || nodes[index].line - line > LINES_BELOW)
        return (struct place){0};
    const char *at = scan_line_begin(text.ptr + nodes[index].start, text.ptr);
    for (uint32_t below = nodes[index].line - line; below && at > text.ptr; below--)
        at = scan_line_begin(at - 1, text.ptr);
    return (struct place){line, (uint32_t)(at - text.ptr)};
}

static bool take_lines(struct cutter *c, uint32_t index) {
    const struct node *node = &c->doc->nodes[index];
    uint32_t last = last_line(c->doc, node);
    bool on = goes_on(c, index);
    if (!on) {
        if (node->line <= c->reach || !close_lines(c))
            return false; /* an alias: what it names stands further up */
        add_gap(c, c->reach + 1, node->line);
        go_near_line(c->cut->keeping, line_of(c, index), node->line);
        if (!go_to_line(c->cut->keeping, c->doc->origin->text, node->line))
            return false;
        c->begin = c->cut->keeping->at;
        c->floor = node->line;
        c->open = true;
    }
    if (node->line < c->floor)
        return false;
    c->reach = last > c->reach ? last : c->reach;
    c->newest = index;
    return true;
}

static void take_decoded(struct cutter *c, struct node *node, struct str text, uint32_t lines) {
    strbuf_append(&c->decoded, (struct str){(const char *)&lines, sizeof lines});
    node->start = (uint32_t)c->decoded.len;
    node->flags |= NODE_DECODED;
    strbuf_append(&c->decoded, text);
}

static bool take_text(struct cutter *c, uint32_t index, struct node *node) {
    if (!node->count && !(node->flags & NODE_DECODED))
        return true;
    if (!refers(node, c->marks[index])) {
        uint32_t lines = last_line(c->doc, node) - node->line;
        take_decoded(c, node, value_str((struct value){c->doc, index}), lines);
        return true;
    }
    if (node->start < c->begin)
        return false;
    c->tail = (struct place){node->line, node->start + node->count};
    node->start -= (uint32_t)c->begin;
    node->start += (uint32_t)c->len;
    return true;
}

struct open_container {
    uint32_t end;   /* in the document */
    uint32_t index; /* in the copy */
};

static bool take_part(struct cutter *c, uint32_t index) {
    struct open_container open[LIMIT_DEPTH_MOST + 1];
    size_t depth = 0;
    uint32_t end = after(c->doc, index);
    while (index < end) {
        while (depth && open[depth - 1].end <= index)
            c->nodes[open[--depth].index].start = c->count;
        if (!(c->marks[index] & KEEP)) {
            index = after(c->doc, index);
            continue;
        }
        struct node *node = &c->nodes[c->count];
        *node = c->doc->nodes[index];
        if (depth)
            c->nodes[open[depth - 1].index].count++;
        if (c->marks[index] & LINE && !take_lines(c, index))
            return false;
        if (is_container(node)) {
            node->count = 0;
            open[depth++] = (struct open_container){node->start, c->count};
        } else if (!take_text(c, index, node)) {
            return false;
        }
        c->count++;
        index++;
    }
    while (depth)
        c->nodes[open[--depth].index].start = c->count;
    return true;
}

/* Adds what a part takes of nodes and of texts that are copied. */
static void measure(const struct cutter *c, uint32_t index, uint32_t *count, size_t *decoded) {
    for (uint32_t end = after(c->doc, index); index < end;) {
        const struct node *node = &c->doc->nodes[index];
        if (!(c->marks[index] & KEEP)) {
            index = after(c->doc, index);
            continue;
        }
        if (!is_container(node) && !refers(node, c->marks[index]))
            *decoded += sizeof(uint32_t) + node->count;
        ++*count;
        index++;
    }
}

static void make_room(struct cutter *c) {
    uint32_t count = 0;
    size_t decoded = 0;
    for (size_t i = 0; i < c->cut->n_parts; i++)
        measure(c, c->cut->parts[i].node, &count, &decoded);
    c->nodes = NEW_ARRAY(c->arena, count, struct node);
    c->decoded =
        (struct strbuf){.arena = c->arena, .ptr = arena_alloc(c->arena, decoded), .cap = decoded};
}

static struct str join_lines(const struct cutter *c) {
    struct strbuf text = {.arena = c->arena, .ptr = arena_alloc(c->arena, c->len), .cap = c->len};
    for (size_t i = 0; i < c->lines.count; i++)
        strbuf_append(&text, c->lines.items[i]);
    return strbuf_str(&text);
}

static struct document *finish(struct cutter *c, struct document_origin *origin) {
    struct document *copy = NEW(c->arena, struct document);
    *copy = *c->doc;
    copy->origin = origin;
    copy->nodes = c->nodes;
    copy->n_nodes = c->count;
    copy->passed = NULL;
    copy->n_passed = 0;
    copy->decoded = c->decoded.ptr;
    copy->n_decoded = c->decoded.len;
    origin->text = join_lines(c);
    origin->gaps = c->gaps.items;
    origin->n_gaps = c->gaps.count;
    return copy;
}

/* Where in the copy the parts begin: told at the end, so that a failure leaves them as they were.
 */
static bool take_parts(struct cutter *c) {
    uint32_t *numbers = NEW_ARRAY(c->cut->scratch, c->cut->n_parts, uint32_t);
    for (size_t i = 0; i < c->cut->n_parts; i++) {
        numbers[i] = c->count;
        if (!take_part(c, c->cut->parts[i].node))
            return false;
    }
    if (!close_lines(c))
        return false;
    for (size_t i = 0; i < c->cut->n_parts; i++)
        c->cut->parts[i].node = numbers[i];
    return true;
}

struct document *document_cut_out(struct arena *arena, const struct document *doc,
                                  const struct document_cut *cut,
                                  struct document_origin *ret_origin) {
    struct document_opaque none = {.arena = cut->scratch};
    struct marker m = {.doc = doc,
                       .asked = cut->asked,
                       .scratch = cut->scratch,
                       .opaque = cut->opaque ? cut->opaque : &none};
    if (doc->positions || !doc->n_nodes)
        return NULL;
    m.marks = NEW_ARRAY(cut->scratch, doc->n_nodes, unsigned char);
    for (size_t i = 0; i < cut->n_parts; i++)
        mark_part(&m, &cut->parts[i]);
    struct cutter c = {.cut = cut, .doc = doc, .marks = m.marks, .arena = arena};
    make_room(&c);
    return take_parts(&c) ? finish(&c, ret_origin) : NULL;
}
