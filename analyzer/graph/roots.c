/* Buckets into roots. A folder is a root if cluster-scoped-resources/ or namespaces/ lie directly
 * in it, or if it is an unpacked insights archive; documents outside of all roots make one plain
 * root for each input. */
#include "graph/roots.h"

#include <stdlib.h>

#include "graph/window.h"

static int by_folder(const void *a, const void *b) {
    const struct bucket *x = *(struct bucket *const *)a, *y = *(struct bucket *const *)b;
    if (x->input != y->input)
        return x->input < y->input ? -1 : 1;
    return str_cmp(x->prefix, y->prefix);
}

static int root_by_folder(const void *a, const void *b) {
    const struct root_state *x = *(struct root_state *const *)a;
    const struct root_state *y = *(struct root_state *const *)b;
    if (x->pub.input != y->pub.input)
        return x->pub.input < y->pub.input ? -1 : 1;
    int order = str_cmp(x->prefix, y->prefix);
    return order ? order : (int)x->pub.kind - (int)y->pub.kind;
}

static enum root_kind kind_of(const struct bucket *bucket) {
    if (bucket->insights && bucket->config)
        return ROOT_INSIGHTS;
    if (str_eq(bucket->gatherer, STR("openshift/must-gather")))
        return ROOT_OCP;
    if (str_eq(bucket->gatherer, STR("kubevirt/must-gather")))
        return ROOT_CNV;
    return !bucket->gatherer.len && bucket->marked ? ROOT_CNV : ROOT_INSPECT;
}

static struct root_state *new_root(struct graph *graph, struct bucket *bucket,
                                   enum root_kind kind) {
    struct root_state *root = NEW(graph->arena, struct root_state);
    root->pub.input = bucket->input == UINT32_MAX ? 0 : bucket->input;
    root->pub.kind = kind;
    root->pub.version = bucket->version;
    root->prefix = bucket->prefix;
    root->sum = bucket;
    bucket->root = root;
    *vec_push(graph->arena, &graph->root_states) = root;
    return root;
}

static struct root_state *root_above(const struct graph *graph, const struct bucket *bucket,
                                     struct str prefix) {
    for (;;) {
        struct bucket *above = bucket_seen(graph, bucket->input, prefix);
        if (above && above->root && above->root->pub.kind != ROOT_PLAIN)
            return above->root;
        if (!prefix.len)
            return NULL;
        prefix = layout_folder(prefix);
    }
}

static struct str common_folder(struct str a, struct str b) {
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    while (n > 0 && a.ptr[n - 1] != '/' && a.ptr[n - 1] != '!')
        n--;
    return str_slice(a, 0, n);
}

/* The plain root of an input, in its first bucket outside of all roots. */
static void add_plain(struct graph *graph, struct root_state **plain, struct bucket *bucket) {
    struct root_state *root = *plain;
    if (!root || root->pub.input != bucket->input) {
        *plain = new_root(graph, bucket, ROOT_PLAIN);
        return;
    }
    root->prefix = common_folder(root->prefix, bucket->prefix);
    bucket->root = root;
    bucket_merge(graph, root->sum, bucket);
}

static void assign(struct graph *graph, struct bucket **buckets, size_t count) {
    struct root_state *plain = NULL;
    for (size_t i = 0; i < count; i++) {
        struct bucket *bucket = buckets[i];
        bool holds = bucket->documents || bucket->running >= 0 || bucket->counts.count ||
                     bucket->core.seen || bucket->groups.seen || bucket->evidence.count;
        if (bucket->root || !holds || bucket == graph->given)
            continue;
        struct root_state *root = root_above(graph, bucket, bucket->prefix);
        if (root) {
            bucket->root = root;
            bucket_merge(graph, root->sum, bucket);
        } else if (bucket->documents || bucket->evidence.count) {
            add_plain(graph, &plain, bucket);
        }
    }
}

/* What the client itself writes when a gather fails lies beside the folder of that gather. */
static bool is_fallback(const struct graph *graph, const struct root_state *root) {
    struct str parent = layout_folder(root->prefix);
    struct str name = str_slice(root->prefix, parent.len, root->prefix.len);
    if (root->pub.kind != ROOT_INSPECT || !str_starts_with(name, STR("inspect.local.")))
        return false;
    for (size_t i = 0; i < graph->root_states.count; i++) {
        const struct root_state *other = graph->root_states.items[i];
        if (other != root && other->pub.input == root->pub.input && other->prefix.len &&
            str_eq(layout_folder(other->prefix), parent))
            return true;
    }
    return false;
}

static void find_prefixes(struct graph *graph) {
    size_t count = graph->seal->n_inputs;
    for (size_t i = 0; i < graph->root_states.count; i++)
        if (graph->root_states.items[i]->pub.input >= count)
            count = graph->root_states.items[i]->pub.input + (size_t)1;
    struct str *prefixes = NEW_ARRAY(graph->arena, count + 1, struct str);
    bool *seen = NEW_ARRAY(graph->member, count + 1, bool);
    for (size_t i = 0; i < graph->root_states.count; i++) {
        const struct root_state *root = graph->root_states.items[i];
        uint32_t input = root->pub.input;
        struct str folder = root->prefix;
        const struct bucket *times = window_source(graph, input, folder);
        if (times)
            folder = common_folder(folder, times->prefix);
        prefixes[input] = seen[input] ? common_folder(prefixes[input], folder) : folder;
        seen[input] = true;
    }
    graph->prefixes = prefixes;
    graph->n_prefixes = count;
}

/* Names of archives within the input stay: the path goes through them. */
static struct str nested_part(struct str prefix) {
    size_t first = str_find_byte(prefix, '!', 0), last = prefix.len;
    if (first == SIZE_MAX)
        return (struct str){0};
    while (prefix.ptr[last - 1] != '!')
        last--;
    size_t from = first;
    while (from > 0 && prefix.ptr[from - 1] != '/')
        from--;
    return str_slice(prefix, from, last);
}

struct str roots_shown(const struct graph *graph, struct arena *arena, uint32_t input,
                       struct str path) {
    if (input >= graph->n_prefixes)
        return path;
    struct str prefix = graph->prefixes[input];
    if (!prefix.len || !str_starts_with(path, prefix))
        return path;
    struct str nested = nested_part(prefix), rest = str_slice(path, prefix.len, path.len);
    if (!nested.len)
        return rest;
    return str_printf(arena, "%.*s%.*s", STR_ARG(nested), STR_ARG(rest));
}

static void show_paths(struct graph *graph) {
    for (size_t i = 0; i < graph->root_states.count; i++) {
        struct root_state *root = graph->root_states.items[i];
        struct str shown = roots_shown(graph, graph->arena, root->pub.input, root->prefix);
        if (str_ends_with(shown, STR("/")))
            shown.len--;
        root->pub.path = shown.len ? shown : STR("");
        root->fallback = is_fallback(graph, root);
        if (!root->ignored)
            *vec_push(graph->arena, &graph->roots) = &root->pub;
    }
}

void roots_resolve(struct graph *graph) {
    size_t count = graph->buckets.count;
    struct bucket **buckets = NEW_ARRAY(graph->member, count + 1, struct bucket *);
    for (size_t i = 0; i < count; i++)
        buckets[i] = graph->buckets.entries[i].value;
    qsort(buckets, count, sizeof *buckets, by_folder);
    for (size_t i = 0; i < count; i++) {
        bool insights = buckets[i]->insights && buckets[i]->config;
        if (buckets[i] == graph->given ? buckets[i]->documents : buckets[i]->in_root || insights)
            new_root(graph, buckets[i],
                     buckets[i] == graph->given ? ROOT_PLAIN : kind_of(buckets[i]));
    }
    for (size_t i = 0; i < graph->root_states.count; i++) {
        struct root_state *root = graph->root_states.items[i];
        root->ignored = root->pub.kind == ROOT_INSIGHTS && root->prefix.len &&
                        root_above(graph, root->sum, layout_folder(root->prefix));
    }
    assign(graph, buckets, count);
    if (graph->root_states.count)
        qsort(graph->root_states.items, graph->root_states.count, sizeof *graph->root_states.items,
              root_by_folder);
    find_prefixes(graph);
    show_paths(graph);
}
