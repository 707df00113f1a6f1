/* Reading the node array. A map's entries are searched one by one: objects are small, and skipping
 * a subtree is one load. */
#include "document/value.h"

#include <assert.h>
#include <string.h>

#include "base/intern.h"
#include "document/build.h"

static const struct node *node_of(struct value v) {
    return &v.doc->nodes[v.node];
}

static bool is_container(const struct node *node) {
    return node->kind == VALUE_LIST || node->kind == VALUE_MAP;
}

static uint32_t after(const struct document *doc, uint32_t index) {
    const struct node *node = &doc->nodes[index];
    return is_container(node) ? node->start : index + 1;
}

enum value_kind value_kind(struct value v) {
    return v.doc ? (enum value_kind)node_of(v)->kind : VALUE_ABSENT;
}

bool value_is(struct value v, enum value_kind kind) {
    return value_kind(v) == kind;
}

struct str value_str(struct value v) {
    if (!v.doc)
        return (struct str){0};
    const struct node *node = node_of(v);
    if (is_container(node) || node->kind == VALUE_NULL)
        return (struct str){0};
    const char *base = node->flags & NODE_DECODED ? v.doc->decoded : v.doc->origin->text.ptr;
    return (struct str){base + node->start, node->count};
}

bool value_bool(struct value v) {
    assert(value_is(v, VALUE_BOOL));
    char first = value_str(v).ptr[0];
    return first == 't' || first == 'T';
}

int64_t value_int(struct value v) {
    assert(value_is(v, VALUE_INT));
    int64_t number = 0;
    struct str text = value_str(v);
    str_to_int64(str_slice(text, text.ptr[0] == '+', text.len), &number);
    return number;
}

double value_double(struct value v) {
    assert(value_is(v, VALUE_DOUBLE));
    double number = 0;
    struct str text = value_str(v);
    if (str_to_double(text, &number))
        return number;
    if (text.len && (text.ptr[text.len - 1] == 'n' || text.ptr[text.len - 1] == 'N'))
        return __builtin_nan("");
    return text.len && text.ptr[0] == '-' ? -__builtin_inf() : __builtin_inf();
}

size_t value_count(struct value v) {
    return v.doc && is_container(node_of(v)) ? node_of(v)->count : 0;
}

struct value_iter value_iter(struct value v) {
    struct value_iter it = {.value = {v.doc, 0}};
    if (v.doc && is_container(node_of(v))) {
        it.next = v.node + 1;
        it.end = node_of(v)->start;
    }
    return it;
}

bool value_step(struct value_iter *it) {
    if (it->next >= it->end)
        return false;
    const struct document *doc = it->value.doc;
    it->value.node = it->next;
    it->key_atom = doc->nodes[it->next].key;
    it->next = after(doc, it->next);
    return true;
}

struct str value_key(const struct value_iter *it) {
    return it->key_atom ? intern_text(it->value.doc->intern, it->key_atom) : (struct str){0};
}

bool value_next(struct value_iter *it) {
    if (!value_step(it))
        return false;
    it->key = value_key(it);
    return true;
}

struct value value_get_atom(struct value v, uint32_t key) {
    if (!key || !value_is(v, VALUE_MAP))
        return (struct value){0};
    uint32_t end = node_of(v)->start;
    for (uint32_t at = v.node + 1; at < end; at = after(v.doc, at))
        if (v.doc->nodes[at].key == key)
            return (struct value){v.doc, at};
    return (struct value){0};
}

struct value value_get(struct value v, struct str key) {
    return v.doc ? value_get_atom(v, intern_find(v.doc->intern, key)) : v;
}

struct value value_path(struct value v, const char *path) {
    struct str key, rest = str_of(path);
    bool more = true;
    while (more && v.doc) {
        more = str_cut(rest, '.', &key, &rest);
        v = value_get(v, key);
    }
    return v;
}

struct value_keys value_keys(const struct intern *intern, const char *path) {
    struct value_keys keys = {.intern = intern, .path = path};
    struct str key, rest = str_of(path);
    for (bool more = true; more;) {
        assert(keys.count < sizeof keys.atoms / sizeof *keys.atoms);
        more = str_cut(rest, '.', &key, &rest);
        keys.atoms[keys.count++] = intern_find(intern, key);
    }
    return keys;
}

struct value value_follow(struct value v, const struct value_keys *keys) {
    if (v.doc && v.doc->intern != keys->intern)
        return value_path(v, keys->path);
    for (uint32_t i = 0; i < keys->count && v.doc; i++)
        v = value_get_atom(v, keys->atoms[i]);
    return v;
}

struct value value_at(struct value v, size_t index) {
    struct value_iter it = value_iter(v);
    while (value_is(v, VALUE_LIST) && value_next(&it))
        if (index-- == 0)
            return it.value;
    return (struct value){0};
}

bool value_is_cut(struct value v) {
    return v.doc && node_of(v)->flags & NODE_CUT;
}

bool value_hides_text(struct value v) {
    return v.doc && node_of(v)->flags & NODE_BESIDE;
}

uint32_t value_line(struct value v) {
    return v.doc ? node_of(v)->line : 0;
}

/* A copied text tells on how many lines below its node's it goes on; one that is referred to stands
 * on that line. */
static uint32_t scalar_end_line(const struct document *doc, const struct node *node) {
    uint32_t lines = 0;
    if (node->flags & NODE_DECODED)
        memcpy(&lines, doc->decoded + node->start - sizeof lines, sizeof lines);
    return node->line + lines;
}

uint32_t value_end_line(struct value v) {
    if (!v.doc)
        return 0;
    const struct node *node = node_of(v);
    const struct node *last = is_container(node) ? &v.doc->nodes[node->start - 1] : node;
    uint32_t line = is_container(last) ? last->line : scalar_end_line(v.doc, last);
    return line > node->line ? line : node->line;
}

uint32_t value_text_line(struct value v) {
    return v.doc && v.doc->positions ? (uint32_t)(v.doc->positions[v.node] >> 32) : value_line(v);
}

uint32_t value_text_column(struct value v) {
    return v.doc && v.doc->positions ? (uint32_t)v.doc->positions[v.node] : 0;
}

bool value_same(struct value a, struct value b) {
    return a.doc == b.doc && a.node == b.node;
}
