/* Documents into the arena of what is kept. A member is read as a whole, but of what is kept only
 * the lines of the documents themselves are: not those of their neighbours, and not the lists that
 * nobody asks for (metadata.managedFields is half of what a server writes). Nodes keep the numbers
 * of their lines; the origin tells which lines of the member are not in its text. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "document/build.h"

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

static size_t count_newlines(const char *block, size_t len) {
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += block[i] == '\n';
    return count;
}

/* Forward to the first byte of a line, or to the end of the text. False: that line has passed. */
static bool go_to_line(struct document_keeping *keeping, struct str text, uint32_t line) {
    enum { BLOCK = 64 };
    if (keeping->line == 0)
        keeping->line = 1;
    if (line < keeping->line)
        return false;
    while (keeping->line < line && keeping->at < text.len) {
        bool block = text.len - keeping->at >= BLOCK;
        size_t passed = block ? count_newlines(text.ptr + keeping->at, BLOCK) : 0;
        if (block && passed < line - keeping->line) {
            keeping->at += BLOCK;
            keeping->line += (uint32_t)passed;
            continue;
        }
        size_t end = str_find_byte(text, '\n', keeping->at);
        keeping->at = end == SIZE_MAX ? text.len : end + 1;
        keeping->line++;
    }
    return true;
}

/* The same, from a line that the reader knew if that is nearer. */
static void go_near_line(struct document_keeping *keeping, struct document_place place,
                         uint32_t line) {
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

/* ---- cutting out ---- */

struct keeper {
    const struct document *doc;
    struct arena *arena;
    struct document_keeping *keeping;
    VEC(struct document_gap) gaps;
    VEC(struct str) parts;
    size_t begin;    /* of the part that is open */
    size_t shift;    /* what stands before a text, and is left out */
    size_t furthest; /* end of any text so far */
    uint32_t reach;  /* the last line of what was kept so far */
    uint32_t floor;  /* no line of what follows may stand before this one */
};

static void add_gap(struct keeper *k, uint32_t line, uint32_t lines) {
    uint32_t before = 0;
    if (k->gaps.count) {
        const struct document_gap *last = &k->gaps.items[k->gaps.count - 1];
        before = last->before + last->lines;
    }
    *vec_push(k->arena, &k->gaps) = (struct document_gap){line, lines, before};
}

/* Leaves out the lines from `line`, that of a key that was skipped, up to the one on which the next
 * node stands, if no kept text shares them. */
static bool leave_lines(struct keeper *k, const struct document_passed *passed, uint32_t next) {
    struct str text = k->doc->origin->text;
    uint32_t line = passed->line;
    if (line <= k->reach || next <= line)
        return true;
    go_near_line(k->keeping, passed->begin, line);
    if (!go_to_line(k->keeping, text, line))
        return false;
    size_t from = k->keeping->at;
    *vec_push(k->arena, &k->parts) = str_slice(text, k->begin, from);
    go_near_line(k->keeping, passed->end, next);
    if (!go_to_line(k->keeping, text, next))
        return false;
    k->begin = k->keeping->at;
    k->shift += k->begin - from;
    k->floor = next;
    add_gap(k, line, next - line);
    return true;
}

static uint32_t last_line(const struct document *doc, const struct node *node) {
    uint32_t lines = 0;
    if (node->flags & NODE_DECODED)
        memcpy(&lines, doc->decoded + node->start - sizeof lines, sizeof lines);
    return node->line + lines;
}

static bool take(struct keeper *k, struct node *node) {
    if (node->line < k->floor)
        return false; /* an alias: what it names stands further up */
    uint32_t line = node->line;
    if (!is_container(node)) {
        line = last_line(k->doc, node);
        if (!(node->flags & NODE_DECODED) && node->count) {
            if (node->start < k->begin)
                return false;
            node->start -= (uint32_t)k->shift;
            size_t end = (size_t)node->start + node->count;
            k->furthest = end > k->furthest ? end : k->furthest;
        }
    }
    k->reach = line > k->reach ? line : k->reach;
    return true;
}

static bool walk(struct keeper *k, struct node *nodes) {
    const struct document *doc = k->doc;
    size_t passed = 0;
    for (uint32_t i = 0; i < doc->n_nodes; i++) {
        bool any = passed < doc->n_passed && doc->passed[passed].next == i;
        if (any && !leave_lines(k, &doc->passed[passed], nodes[i].line))
            return false;
        while (passed < doc->n_passed && doc->passed[passed].next == i)
            passed++; /* neighbours lie in the lines of the first one */
        if (!take(k, &nodes[i]))
            return false;
    }
    return true;
}

static struct str join_parts(struct keeper *k) {
    size_t len = 0;
    for (size_t i = 0; i < k->parts.count; i++)
        len += k->parts.items[i].len;
    struct strbuf text = {.arena = k->arena, .ptr = arena_alloc(k->arena, len), .cap = len};
    for (size_t i = 0; i < k->parts.count; i++)
        strbuf_append(&text, k->parts.items[i]);
    return strbuf_str(&text);
}

struct document *document_cut_out(struct arena *arena, const struct document *doc,
                                  struct document_keeping *keeping,
                                  struct document_origin *ret_origin) {
    struct str text = doc->origin->text;
    struct keeper k = {.doc = doc, .arena = arena, .keeping = keeping};
    if (doc->positions || !doc->n_nodes)
        return NULL;
    go_near_line(keeping, doc->first, doc->first_line);
    if (!go_to_line(keeping, text, doc->first_line))
        return NULL;
    struct node *nodes = copy_nodes(arena, doc);
    k.begin = k.shift = keeping->at;
    add_gap(&k, 1, doc->first_line - 1);
    if (!walk(&k, nodes))
        return NULL;
    go_near_line(keeping, doc->last, k.reach + 1);
    if (!go_to_line(keeping, text, k.reach + 1))
        return NULL;
    *vec_push(arena, &k.parts) = str_slice(text, k.begin, keeping->at);
    struct str kept = join_parts(&k);
    if (k.furthest > kept.len)
        return NULL;
    ret_origin->text = kept;
    ret_origin->gaps = k.gaps.items;
    ret_origin->n_gaps = k.gaps.count;
    struct document *copy = NEW(arena, struct document);
    *copy = *doc;
    copy->origin = ret_origin;
    copy->nodes = nodes;
    copy->passed = NULL;
    copy->n_passed = 0;
    copy->decoded = copy_decoded(arena, doc).ptr;
    return copy;
}
