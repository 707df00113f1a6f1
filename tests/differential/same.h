/* Whether two readings of one text gave the same: documents node by node, and diagnostics. */
#ifndef VIRTREADY_TESTS_DIFFERENTIAL_SAME_H
#define VIRTREADY_TESTS_DIFFERENTIAL_SAME_H

#include <stdio.h>

#include "base/arena.h"
#include "base/intern.h"
#include "document/build.h"

struct reading {
    struct document_list list;
    struct diag_sink *sink;
};

/* Both readings of a text must have the same arena and intern, so that atoms can be compared. */
static inline struct reading read_with(struct arena *arena, struct intern *intern,
                                       const struct document_origin *origin,
                                       struct document_options options) {
    struct reading reading = {.sink = diag_sink_new(arena)};
    reading.list = document_read(arena, intern, origin, options, reading.sink);
    return reading;
}

/* Whether a text is referred to or copied may differ. */
static inline bool same_node(const struct document *a, const struct document *b, uint32_t at) {
    const struct node *x = &a->nodes[at], *y = &b->nodes[at];
    struct value v = {a, at}, w = {b, at};
    bool container = x->kind == VALUE_MAP || x->kind == VALUE_LIST;
    return x->key == y->key && x->line == y->line && x->kind == y->kind && x->count == y->count &&
           ((x->flags ^ y->flags) & ~NODE_DECODED) == 0 && (!container || x->start == y->start) &&
           value_end_line(v) == value_end_line(w) && value_text_line(v) == value_text_line(w) &&
           value_text_column(v) == value_text_column(w) && str_eq(value_str(v), value_str(w));
}

static inline bool same_diag(const struct diag *a, const struct diag *b) {
    return a->severity == b->severity && a->id == b->id && a->where.line == b->where.line &&
           a->where.column == b->where.column && str_eq(a->message, b->message);
}

/* NULL, or what differs first. */
static inline const char *find_difference(struct arena *arena, const struct reading *a,
                                          const struct reading *b) {
    struct str found = {0};
    for (size_t i = 0; i < a->list.count && i < b->list.count && !found.len; i++) {
        const struct document *x = a->list.items[i], *y = b->list.items[i];
        if (x->state != y->state || x->first_line != y->first_line)
            found = str_printf(arena, "document %zu: state %d and %d, line %u and %u", i, x->state,
                               y->state, x->first_line, y->first_line);
        for (uint32_t n = 0; n < x->n_nodes && n < y->n_nodes && !found.len; n++)
            if (!same_node(x, y, n))
                found = str_printf(arena, "document %zu: node %u in lines %u and %u", i, n,
                                   x->nodes[n].line, y->nodes[n].line);
        if (x->n_nodes != y->n_nodes && !found.len)
            found = str_printf(arena, "document %zu: %u and %u nodes", i, x->n_nodes, y->n_nodes);
    }
    if (a->list.count != b->list.count && !found.len)
        found = str_printf(arena, "%zu and %zu documents", a->list.count, b->list.count);
    for (size_t i = 0; (diag_get(a->sink, i) || diag_get(b->sink, i)) && !found.len; i++) {
        const struct diag *x = diag_get(a->sink, i), *y = diag_get(b->sink, i);
        if (!x || !y || !same_diag(x, y))
            found = str_printf(arena, "diagnostic %zu: '%.*s' and '%.*s'", i,
                               STR_ARG(x ? x->message : STR("none")),
                               STR_ARG(y ? y->message : STR("none")));
    }
    return found.len ? str_c(arena, found) : NULL;
}

static inline bool same_gaps(const struct document_origin *a, const struct document_origin *b) {
    for (size_t i = 0; i < a->n_gaps && i < b->n_gaps; i++)
        if (a->gaps[i].line != b->gaps[i].line || a->gaps[i].lines != b->gaps[i].lines)
            return false;
    return a->n_gaps == b->n_gaps;
}

static inline struct document *keep_whole(struct arena *arena, const struct document *doc,
                                          struct document_keeping *keeping,
                                          struct document_origin *ret_origin) {
    struct document_part whole = {0, NULL};
    struct document_cut cut = {.scratch = arena, .parts = &whole, .n_parts = 1, .keeping = keeping};
    return document_cut_out(arena, doc, &cut, ret_origin);
}

/* The same of what is kept of both: the lines of each document, without those of what was skipped.
 */
static inline const char *find_kept_difference(struct arena *arena, const struct reading *a,
                                               const struct reading *b) {
    struct document_keeping x = {0}, y = {0};
    for (size_t i = 0; i < a->list.count; i++) {
        struct document_origin from = {0}, to = {0};
        struct document *kept = keep_whole(arena, a->list.items[i], &x, &from);
        struct document *expected = keep_whole(arena, b->list.items[i], &y, &to);
        if (!kept != !expected || !str_eq(from.text, to.text) || !same_gaps(&from, &to))
            return str_c(arena, str_printf(arena, "document %zu: its lines", i));
        for (uint32_t n = 0; kept && n < kept->n_nodes; n++)
            if (!same_node(kept, expected, n))
                return str_c(arena, str_printf(arena, "document %zu: node %u as it is kept", i, n));
    }
    return NULL;
}

#endif
