/* Small archives in one text, for the tests of graph/:
 *
 *     @cluster-scoped-resources/core/nodes/n1.yaml
 *     #Node v1 - n1
 *     status: {}
 *
 * A line "@path" begins a member; a line "#Kind apiVersion namespace name" stands for the head of
 * an object, "-" for no namespace. All other lines are the member's own. */
#ifndef VIRTREADY_TESTS_UNIT_GRAPH_TREE_H
#define VIRTREADY_TESTS_UNIT_GRAPH_TREE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/vec.h"
#include "graph/collection.h"
#include "graph/edges.h"
#include "graph/graph.h"

struct tree_file {
    uint32_t input;
    struct str path, text;
};

struct tree {
    struct arena *arena;
    struct intern *intern;
    struct diag_sink *sink;
    struct graph *graph;
    struct graph_input inputs[4];
    struct graph_seal_options seal;
    VEC(struct tree_file) files;
};

static inline struct tree tree_new(void) {
    struct tree tree = {.arena = arena_new()};
    tree.intern = intern_new(tree.arena);
    tree.sink = diag_sink_new(tree.arena);
    tree.inputs[0].name = STR("a.tar");
    tree.inputs[1].name = STR("b.tar");
    tree.inputs[2].name = STR("c.tar");
    tree.seal.n_inputs = 1;
    return tree;
}

static inline void tree_free(struct tree *tree) {
    arena_free(tree->arena);
}

static inline void tree_object(struct strbuf *out, struct str head) {
    struct str kind, version, namespace, name, rest;
    str_cut(str_slice(head, 1, head.len), ' ', &kind, &rest);
    str_cut(rest, ' ', &version, &rest);
    str_cut(rest, ' ', &namespace, &rest);
    str_cut(rest, ' ', &name, &rest);
    strbuf_printf(out, "apiVersion: %.*s\nkind: %.*s\nmetadata:\n  name: %.*s\n", STR_ARG(version),
                  STR_ARG(kind), STR_ARG(name));
    if (!str_eq(namespace, STR("-")))
        strbuf_printf(out, "  namespace: %.*s\n", STR_ARG(namespace));
}

/* The members of a text, below `prefix`, as members of an input. */
static inline void tree_add(struct tree *tree, uint32_t input, const char *prefix,
                            const char *text) {
    struct str line, rest = str_of(text);
    struct tree_file file = {.input = input};
    struct strbuf body = strbuf_new(tree->arena);
    bool more = rest.len > 0;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        if (str_starts_with(line, STR("@"))) {
            file.text = strbuf_str(&body);
            if (file.path.len)
                *vec_push(tree->arena, &tree->files) = file;
            file.path =
                str_printf(tree->arena, "%s%.*s", prefix, STR_ARG(str_slice(line, 1, line.len)));
            body = strbuf_new(tree->arena);
        } else if (str_starts_with(line, STR("#"))) {
            tree_object(&body, line);
        } else if (more || line.len) {
            strbuf_append(&body, line);
            strbuf_append_byte(&body, '\n');
        }
    }
    file.text = strbuf_str(&body);
    if (file.path.len)
        *vec_push(tree->arena, &tree->files) = file;
    if (input >= tree->seal.n_inputs)
        tree->seal.n_inputs = input + (size_t)1;
}

/* Takes a member out again; true if it was there. */
static inline bool tree_remove(struct tree *tree, const char *path) {
    size_t n = 0;
    for (size_t i = 0; i < tree->files.count; i++)
        if (!str_eq(tree->files.items[i].path, str_of(path)))
            tree->files.items[n++] = tree->files.items[i];
    bool removed = n < tree->files.count;
    tree->files.count = n;
    return removed;
}

static inline struct tree_file *tree_file(struct tree *tree, const char *path) {
    for (size_t i = 0; i < tree->files.count; i++)
        if (str_eq(tree->files.items[i].path, str_of(path)))
            return &tree->files.items[i];
    fail_msg("no file %s", path);
    return NULL;
}

/* Feeds the members in their order, or in another one. */
static inline bool tree_seal_keeping(struct tree *tree, const struct str *keep, size_t n_keep,
                                     unsigned shuffle) {
    struct graph_options options = {.keep = keep, .n_keep = n_keep};
    tree->graph = graph_new(tree->arena, tree->intern, options, tree->sink);
    size_t n = tree->files.count;
    struct tree_file *files = NEW_ARRAY(tree->arena, n, struct tree_file);
    for (size_t i = 0; i < n; i++)
        files[i] = tree->files.items[i];
    uint64_t random = shuffle * 2654435761U;
    for (size_t i = n; shuffle && i > 1; i--) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        size_t other = (random >> 33) % i;
        struct tree_file swap = files[i - 1];
        files[i - 1] = files[other];
        files[other] = swap;
    }
    for (size_t i = 0; i < n; i++) {
        struct graph_member member = {files[i].input, files[i].path, files[i].text, true, 0, NULL};
        if (graph_wants(NULL, member.path))
            graph_add(tree->graph, &member);
    }
    tree->seal.inputs = tree->inputs;
    return graph_seal(tree->graph, &tree->seal);
}

static inline bool tree_seal(struct tree *tree) {
    return tree_seal_keeping(tree, NULL, 0, 0);
}

/* A new graph of a single text. */
static inline struct tree tree_of(const char *text) {
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", text);
    assert_true(tree_seal(&tree));
    return tree;
}

static inline const struct resource *tree_get(const struct tree *tree, const char *kind,
                                              const char *namespace, const char *name) {
    const struct resource *resource =
        graph_find(tree->graph, str_of(kind), str_of(namespace), str_of(name));
    if (!resource)
        fail_msg("no %s %s/%s", kind, namespace, name);
    return resource;
}

static inline bool tree_has_diag(const struct tree *tree, enum diag_id id) {
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(tree->sink, i)); i++)
        if (diag->id == id)
            return true;
    return false;
}

/* "name name | Kind ns/name": items and what is missing. */
static inline struct str tree_related(const struct tree *tree, const struct related *related) {
    struct strbuf out = strbuf_new(tree->arena);
    for (size_t i = 0; i < related->count; i++)
        strbuf_printf(&out, "%s%.*s", i ? " " : "", STR_ARG(related->items[i]->name));
    for (size_t i = 0; i < related->missing.count; i++) {
        const struct missing *missing = &related->missing.items[i];
        strbuf_printf(&out, "%s%.*s %.*s/%.*s", i ? ", " : " ?", STR_ARG(missing->kind),
                      STR_ARG(missing->namespace), STR_ARG(missing->name));
    }
    return strbuf_str(&out);
}

static inline void assert_text(struct str actual, const char *expected) {
    if (!str_eq(actual, str_of(expected)))
        fail_msg("got  '%.*s'\nnot  '%s'", STR_ARG(actual), expected);
}

#endif
