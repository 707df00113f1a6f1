/* Questions about labels to rows of bits over the nodes. The trick: a question is known by its text
 * and answered once, so ten thousand VMs with one node selector cost one look at the labels. */
#include "base/arena.h"
#include "base/limits.h"
#include "graph/selector.h"
#include "readiness/placement_inside.h"

uint64_t *placement_row(struct placement *p, bool full) {
    uint64_t *row = NEW_ARRAY(p->arena, p->words, uint64_t);
    for (size_t i = 0; full && i < p->n_nodes; i++)
        placement_row_set(row, i, true);
    return row;
}

void placement_row_set(uint64_t *row, size_t node, bool on) {
    uint64_t bit = (uint64_t)1 << (node % 64);
    row[node / 64] = on ? row[node / 64] | bit : row[node / 64] & ~bit;
}

bool placement_row_get(const uint64_t *row, size_t node) {
    return row[node / 64] >> (node % 64) & 1;
}

bool placement_charge(struct placement *p, uint64_t steps) {
    if (p->steps < steps) {
        p->steps = 0;
        return false;
    }
    p->steps -= steps;
    return true;
}

struct placement_answered *placement_ask(struct placement *p, struct str text, bool *ret_new) {
    struct placement_answered *answered = map_find(&p->answered, text);
    *ret_new = !answered;
    if (answered)
        return answered;
    answered = NEW(p->arena, struct placement_answered);
    /* What is remembered is bounded by the steps it took: a row costs its nodes. */
    answered->unsure = !placement_charge(p, p->n_nodes + text.len / 8 + 1);
    answered->fits = answered->unsure ? NULL : placement_row(p, true);
    *ret_new = !answered->unsure;
    *map_at(&p->answered, str_copy(p->arena, text)) = answered;
    return answered;
}

/* Depth: that of documents, LIMIT_DEPTH_MOST. */
void placement_write(struct strbuf *out, struct value v, unsigned depth) {
    if (depth > LIMIT_DEPTH_MOST || value_count(v) == 0) {
        struct str text = value_str(v);
        strbuf_printf(out, "%d:%zu:", (int)value_kind(v), text.len);
        strbuf_append(out, text);
        return;
    }
    strbuf_append_byte(out, value_is(v, VALUE_MAP) ? '{' : '[');
    struct value_iter it = value_iter(v);
    while (value_next(&it)) {
        strbuf_printf(out, "%zu:", it.key.len);
        strbuf_append(out, it.key);
        placement_write(out, it.value, depth + 1);
    }
    strbuf_append_byte(out, ']');
}

static struct str *label(const struct placement_node *node, struct str key) {
    return map_find(&node->labels, key);
}

void placement_match_labels(struct placement *p, struct placement_answered *answered) {
    for (size_t k = 0; k < answered->labels.count; k++) {
        const struct placement_label *want = &answered->labels.items[k];
        if (!placement_charge(p, p->n_nodes)) {
            answered->unsure = true;
            return;
        }
        for (size_t i = 0; i < p->n_nodes; i++) {
            const struct str *have = label(&p->nodes[i], want->key);
            if (!have || !str_eq(*have, want->value))
                placement_row_set(answered->fits, i, false);
        }
    }
}

const struct placement_answered *placement_selector(struct placement *p, struct value selector) {
    if (!value_is(selector, VALUE_MAP) || value_count(selector) == 0)
        return NULL;
    struct strbuf text = strbuf_new(p->scratch);
    strbuf_append(&text, STR("selector "));
    placement_write(&text, selector, 0);
    bool new;
    struct placement_answered *answered = placement_ask(p, strbuf_str(&text), &new);
    if (!new)
        return answered;
    struct value_iter it = value_iter(selector);
    while (value_next(&it))
        *vec_push(p->arena, &answered->labels) =
            (struct placement_label){it.key, value_str(it.value)};
    placement_match_labels(p, answered);
    return answered;
}

/* Terms over nodes: one of them must hold, and of a term all expressions; an empty one holds for
 * none. */

static bool term_holds(struct value term, const struct placement_node *node) {
    struct value expressions = value_path(term, "matchExpressions");
    struct value fields = value_path(term, "matchFields");
    if (value_count(expressions) + value_count(fields) == 0)
        return false;
    struct value_iter it = value_iter(expressions);
    while (value_next(&it))
        if (!selector_holds(it.value, label(node, value_str(value_path(it.value, "key")))))
            return false;
    it = value_iter(fields);
    while (value_next(&it)) {
        bool name = str_eq(value_str(value_path(it.value, "key")), STR("metadata.name"));
        if (!selector_holds(it.value, name ? &node->name : NULL))
            return false;
    }
    return true;
}

static size_t count_expressions(struct value terms) {
    size_t count = 0;
    struct value_iter it = value_iter(terms);
    while (value_next(&it)) {
        struct value_iter expressions = value_iter(value_path(it.value, "matchExpressions"));
        count++;
        while (value_next(&expressions))
            count += 1 + value_count(value_path(expressions.value, "values"));
    }
    return count;
}

const struct placement_answered *placement_terms(struct placement *p, struct value terms) {
    if (!value_is(terms, VALUE_LIST))
        return NULL;
    struct strbuf text = strbuf_new(p->scratch);
    strbuf_append(&text, STR("terms "));
    placement_write(&text, terms, 0);
    bool new;
    struct placement_answered *answered = placement_ask(p, strbuf_str(&text), &new);
    if (!new)
        return answered;
    size_t count = count_expressions(terms);
    if (count > LIMIT_PLACEMENT_TERMS || !placement_charge(p, count * p->n_nodes)) {
        answered->unsure = true;
        return answered;
    }
    for (size_t i = 0; i < p->n_nodes; i++) {
        bool holds = false;
        struct value_iter it = value_iter(terms);
        while (!holds && value_next(&it))
            holds = term_holds(it.value, &p->nodes[i]);
        placement_row_set(answered->fits, i, holds);
    }
    return answered;
}

/* An absent selector selects nothing, an empty one everything. */
bool placement_selects(struct placement *p, struct value selector, struct value labels) {
    struct value match = value_path(selector, "matchLabels");
    struct value expressions = value_path(selector, "matchExpressions");
    if (!value_is(selector, VALUE_MAP) ||
        !placement_charge(p, 16 * (1 + value_count(match) + value_count(expressions))))
        return false;
    struct value_iter it = value_iter(match);
    while (value_next(&it)) {
        struct value have = value_get(labels, it.key);
        if (value_kind(have) == VALUE_ABSENT || !str_eq(value_str(have), value_str(it.value)))
            return false;
    }
    it = value_iter(expressions);
    while (value_next(&it))
        if (!selector_requirement(it.value, labels))
            return false;
    return true;
}
