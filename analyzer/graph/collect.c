/* Proofs, statements of the user and lacks into one answer for each kind. A proof for all
 * namespaces with a lack in one leaves "all but that one"; without it the proved namespaces are
 * united, which never adds up to all. */
#include "graph/collect.h"

#include <stdlib.h>

#include "graph/kindset.h"
#include "graph/prove.h"
#include "graph/roots.h"
#include "graph/rows.h"

static void prove_in_root(struct graph *graph, const struct root_state *root,
                          struct kind_state *kind) {
    struct in_root proved = {.root = root};
    struct scope scope = {.graph = graph, .root = root, .kind = kind, .proved = &proved};
    scope.evidence = bucket_find(root->sum, kind);
    const char *text = rows_apply(&scope);
    if (!proved.all && !proved.namespaces.count)
        return;
    *vec_push(graph->arena, &kind->proved) = proved;
    struct collection *collection = &kind->collection;
    if (collection->proof.len && !(proved.all && !kind->proved_all))
        return;
    kind->proved_all |= proved.all;
    collection->proof = root->pub.path.len
                            ? str_printf(graph->arena, "%s (%.*s)", text, STR_ARG(root->pub.path))
                            : str_of(text);
}

void collect_prove(struct graph *graph) {
    for (size_t k = 0; k < graph->kinds.count; k++) {
        struct kind_state *kind = graph->kinds.entries[k].value;
        for (size_t i = 0; i < graph->root_states.count; i++) {
            const struct root_state *root = graph->root_states.items[i];
            if (!root->ignored)
                prove_in_root(graph, root, kind);
        }
    }
}

static bool lacks_in(const struct kind_state *kind, struct str namespace) {
    for (size_t i = 0; i < kind->lacks.count; i++)
        if (!kind->lacks.items[i].namespace.len ||
            str_eq(kind->lacks.items[i].namespace, namespace))
            return true;
    return kind->less || kind->refused;
}

static bool holds_namespace(const struct in_root *proved, struct str namespace) {
    for (size_t i = 0; i < proved->namespaces.count && !proved->all; i++)
        if (str_eq(proved->namespaces.items[i], namespace))
            return true;
    return proved->all;
}

static bool is_newer(const struct root *newer, const struct root *older) {
    return newer->has_window && older->has_window && time_cmp(newer->from, older->to) > 0;
}

/* The root that holds all of the kind there and is newer than every root that has the object. */
static const struct root *find_successor(const struct kind_state *kind,
                                         const struct resource *resource) {
    for (size_t i = 0; i < kind->proved.count; i++) {
        const struct root *root = &kind->proved.items[i].root->pub;
        const struct resource *copy = resource;
        while (copy && is_newer(root, copy->root))
            copy = copy->copy;
        if (!copy && holds_namespace(&kind->proved.items[i], resource->namespace))
            return root;
    }
    return NULL;
}

static void tell_deleted(struct graph *graph, const struct resource *resource,
                         const struct root *root) {
    struct diag_where where = {.line = value_line(resource->object)};
    if (resource->origin)
        where.path = resource->origin->path;
    if (resource->input < graph->seal->n_inputs)
        where.input = graph->seal->inputs[resource->input].name;
    diag_add(graph->sink, DIAG_NOTE, DIAG_RESOURCE_DELETED, where,
             "%.*s %.*s/%.*s is not in the newer gather '%.*s', which holds all of them: it was "
             "deleted in between and is left out",
             STR_ARG(resource->of->display), STR_ARG(resource->namespace), STR_ARG(resource->name),
             STR_ARG(root->path));
}

static void drop_deleted(struct graph *graph, struct kind_state *kind) {
    const struct resource **items =
        NEW_ARRAY(graph->arena, kind->pub.count, const struct resource *);
    size_t n = 0;
    for (size_t i = 0; i < kind->pub.count; i++) {
        const struct resource *resource = kind->pub.items[i];
        const struct root *newer =
            lacks_in(kind, resource->namespace) ? NULL : find_successor(kind, resource);
        if (newer) {
            tell_deleted(graph, resource, newer);
        } else {
            kind->winners[n] = kind->winners[i];
            items[n++] = resource;
        }
    }
    kind->pub.items = items;
    kind->pub.count = n;
}

void collect_drop_deleted(struct graph *graph) {
    for (size_t k = 0; k < graph->kind_list.count && graph->roots.count > 1; k++) {
        struct kind_state *kind = kindset_named(graph, graph->kind_list.items[k]->display);
        if (kind->proved.count)
            drop_deleted(graph, kind);
    }
}

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Sorted, each once. */
static size_t sort_texts(struct str *texts, size_t count) {
    size_t n = 0;
    if (count)
        qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++)
        if (!i || !str_eq(texts[i], texts[i - 1]))
            texts[n++] = texts[i];
    return n;
}

static bool has_text(const struct str *texts, size_t count, struct str text) {
    return count && bsearch(&text, texts, count, sizeof *texts, by_text);
}

static void except_lacks(struct graph *graph, struct kind_state *kind) {
    for (size_t i = 0; i < kind->lacks.count; i++)
        *vec_push(graph->arena, &kind->except) = kind->lacks.items[i].namespace;
    kind->except.count = sort_texts(kind->except.items, kind->except.count);
}

static int by_missing(const void *a, const void *b) {
    return missing_cmp(a, b);
}

static void list_missing(struct graph *graph, struct kind_state *kind) {
    struct missing *missing = NEW_ARRAY(graph->arena, kind->lacks.count, struct missing);
    size_t n = 0, unique = 0;
    for (size_t i = 0; i < kind->lacks.count; i++)
        if (kind->lacks.items[i].name.len)
            missing[n++] = (struct missing){kind->pub.display, kind->lacks.items[i].namespace,
                                            kind->lacks.items[i].name};
    if (n)
        qsort(missing, n, sizeof *missing, by_missing);
    for (size_t i = 0; i < n; i++)
        if (!i || missing_cmp(&missing[i], &missing[i - 1]))
            missing[unique++] = missing[i];
    kind->collection.missing = missing;
    kind->collection.n_missing = unique;
}

/* The namespaces that can be named: the proved ones, or those seen where all but some are held. */
static void list_namespaces(struct graph *graph, struct kind_state *kind) {
    VEC(struct str) all = {0};
    for (size_t i = 0; i < kind->proved.count; i++)
        for (size_t n = 0; n < kind->proved.items[i].namespaces.count; n++)
            *vec_push(graph->arena, &all) = kind->proved.items[i].namespaces.items[n];
    for (size_t i = 0; i < kind->pub.count && kind->all_but; i++)
        if (!i || !str_eq(kind->pub.items[i]->namespace, kind->pub.items[i - 1]->namespace))
            *vec_push(graph->arena, &all) = kind->pub.items[i]->namespace;
    for (size_t i = 0; i < kind->stated.count; i++)
        *vec_push(graph->arena, &all) = kind->stated.items[i];
    size_t n = 0;
    for (size_t i = 0; i < all.count; i++)
        if (!has_text(kind->except.items, kind->except.count, all.items[i]))
            all.items[n++] = all.items[i];
    kind->collection.namespaces = all.items;
    kind->collection.n_namespaces = sort_texts(all.items, n);
}

static bool was_read(const struct graph *graph, const struct kind_state *kind) {
    for (size_t i = 0; i < graph->root_states.count; i++) {
        const struct root_state *root = graph->root_states.items[i];
        const struct evidence *evidence = bucket_find(root->sum, kind);
        if (!root->ignored && evidence && evidence->objects)
            return true;
    }
    return kind->pub.count > 0;
}

/* Objects were read but are not held, since nobody asked for the kind: an empty list of them must
 * not look complete to whoever asks all the same. */
static void hide(struct kind_state *kind) {
    kind->all_but = kind->provable = false;
    kind->collection.n_namespaces = 0;
    kind->collection.completeness = COLLECTED_SOME;
}

/* Which kinds are incomplete is not known any more. */
static bool lost(const struct graph *graph) {
    return graph->bads_lost || graph->kinds_lost;
}

static void finish(struct graph *graph, struct kind_state *kind) {
    struct collection *collection = &kind->collection;
    bool all = kind->stated_all || graph->seal->everything_collected;
    for (size_t i = 0; i < kind->proved.count; i++)
        all |= kind->proved.items[i].all;
    except_lacks(graph, kind);
    bool whole = kind->less || kind->refused || lost(graph) ||
                 (kind->except.count && !kind->except.items[0].len);
    whole |= kind->excluded;
    kind->all_but = all && !whole && kind->except.count;
    kind->provable = all && !kind->less && !kind->refused && !kind->excluded && !lost(graph);
    list_missing(graph, kind);
    list_namespaces(graph, kind);
    if (kind->excluded || (kind->except.count && !kind->except.items[0].len))
        collection->n_namespaces = 0;
    kind->whole = all && !whole && !kind->except.count;
    if (!kind->kept && was_read(graph, kind) && !graph->seal->everything_collected)
        hide(kind);
    else if (kind->whole)
        *collection = (struct collection){.completeness = COLLECTED_ALL,
                                          .proof = collection->proof,
                                          .stated = collection->stated};
    else if (kind->all_but || collection->n_namespaces || was_read(graph, kind))
        collection->completeness = COLLECTED_SOME;
    if (collection->stated && !collection->proof.len)
        collection->proof = STR("stated with --collected");
    if (kind->less_why.len && !kind->excluded)
        collection->proof = kind->less_why;
}

/* "Kind" or "Kind=ns1,ns2" */
static void state(struct graph *graph, struct str statement) {
    struct str text, namespaces, namespace;
    bool listed = str_cut(statement, '=', &text, &namespaces);
    struct kind_state *kind = kindset_stated(graph, text);
    kind->collection.stated = true;
    kind->stated_all |= !listed;
    while (listed) {
        listed = str_cut(namespaces, ',', &namespace, &namespaces);
        *vec_push(graph->arena, &kind->stated) = namespace;
    }
}

static void exclude(struct graph *graph, struct str statement) {
    struct str text, namespace;
    bool listed = str_cut(statement, '=', &text, &namespace);
    struct kind_state *kind = kindset_stated(graph, text);
    if (listed)
        *vec_push(graph->arena, &kind->lacks) = (struct lack){.namespace = namespace};
    else
        kind->excluded = true;
}

void collect_state(struct graph *graph) {
    for (size_t i = 0; i < graph->seal->n_collected; i++)
        state(graph, graph->seal->collected[i]);
    for (size_t i = 0; i < graph->seal->n_not_collected; i++)
        exclude(graph, graph->seal->not_collected[i]);
}

void collect_finish(struct graph *graph) {
    for (size_t k = 0; k < graph->kinds.count; k++)
        finish(graph, graph->kinds.entries[k].value);
}

bool collect_lacks_are_named(const struct kind_state *kind, struct str namespace) {
    for (size_t i = 0; i < kind->lacks.count; i++) {
        const struct lack *lack = &kind->lacks.items[i];
        if ((!namespace.len || str_eq(lack->namespace, namespace)) && !lack->name.len)
            return false;
    }
    return kind->provable;
}
