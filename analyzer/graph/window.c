/* Collection windows. Every `oc adm inspect` appends a start and an end to R/timestamp, several at
 * once and in no order; the client writes one pair of its own above. The end of the window is "now"
 * for all that lies in the root; times inside objects never are. */
#include "graph/window.h"

#define DAY 86400

static const struct bucket *nearest_timestamps(const struct graph *graph, uint32_t input,
                                               struct str prefix) {
    for (;;) {
        const struct bucket *bucket = bucket_seen(graph, input, prefix);
        if (bucket && bucket->times.lines)
            return bucket;
        if (!prefix.len)
            return NULL;
        prefix = layout_folder(prefix);
    }
}

const struct bucket *window_source(const struct graph *graph, uint32_t input, struct str prefix) {
    const struct bucket *own = nearest_timestamps(graph, input, prefix);
    if (!own || own->times.lines >= 2 || !own->prefix.len)
        return own;
    /* A start without an end tells no window; perhaps the client's own file does. */
    const struct bucket *above = nearest_timestamps(graph, input, layout_folder(own->prefix));
    return above ? above : own;
}

/* A start and no end, in the root's own file or in one above it: the gather was cut off. */
static bool was_cut(const struct graph *graph, const struct root_state *root) {
    struct str prefix = root->prefix;
    const struct bucket *bucket;
    while ((bucket = nearest_timestamps(graph, root->pub.input, prefix))) {
        if (bucket->times.lines == 1)
            return true;
        if (!bucket->prefix.len)
            break;
        prefix = layout_folder(bucket->prefix);
    }
    return false;
}

static void resolve_root(struct graph *graph, struct root_state *root) {
    const struct graph_seal_options *seal = graph->seal;
    uint32_t input = root->pub.input;
    root->pub.cut = input < seal->n_inputs && seal->inputs[input].truncated;
    if (root->sum == graph->given)
        return;
    root->pub.cut |= was_cut(graph, root);
    const struct bucket *source = window_source(graph, input, root->prefix);
    if (!source || source->times.lines < 2)
        return;
    root->pub.has_window = true;
    root->pub.from = source->times.min;
    root->pub.to = source->times.max;
}

/* The two windows with the widest gap between them; NULL where none is wider than a day. */
static const struct root *find_gap(const struct graph *graph, const struct root **ret_later) {
    const struct root *first = NULL, *last = NULL;
    for (size_t i = 0; i < graph->roots.count; i++) {
        const struct root *root = graph->roots.items[i];
        if (!root->has_window)
            continue;
        if (!first || time_cmp(root->to, first->to) < 0)
            first = root;
        if (!last || time_cmp(root->from, last->from) > 0)
            last = root;
    }
    *ret_later = last;
    return first && last->from.seconds - first->to.seconds > DAY ? first : NULL;
}

void window_resolve(struct graph *graph) {
    for (size_t i = 0; i < graph->root_states.count; i++)
        resolve_root(graph, graph->root_states.items[i]);
    const struct root *later, *earlier = find_gap(graph, &later);
    if (!earlier)
        return;
    struct diag_where where = {.path = later->path};
    if (later->input < graph->seal->n_inputs)
        where.input = graph->seal->inputs[later->input].name;
    int64_t gap = later->from.seconds - earlier->to.seconds;
    diag_add(graph->sink, DIAG_WARNING, DIAG_GATHER_WINDOW, where,
             "gathers lie %.*s apart (%.*s and %.*s): what changed in between cannot be told",
             STR_ARG(time_format_span(graph->member, gap)),
             STR_ARG(time_format(graph->member, earlier->to)),
             STR_ARG(time_format(graph->member, later->from)));
}
