/* Found objects into what is kept of their document: each with the fields that can be asked of it.
 * Where that is not possible the document is kept as it is, with the member's text, once for all of
 * them. */
#include "graph/keep.h"

#include "graph/kindset.h"

static bool has_secret(const struct unfolding *u) {
    for (size_t i = 0; i < u->found.count; i++)
        if (u->found.items[i].secret)
            return true;
    return false;
}

/* The objects that are wanted; NULL where they do not stand one behind the other. */
static struct document_part *list_parts(const struct graph *graph, const struct unfolding *u,
                                        size_t *ret_count) {
    struct document_part *parts = NEW_ARRAY(graph->member, u->found.count, struct document_part);
    *ret_count = 0;
    for (size_t i = 0; i < u->found.count; i++) {
        const struct found *found = &u->found.items[i];
        if (!found->wanted)
            continue;
        if (*ret_count && found->object.node <= parts[*ret_count - 1].node)
            return NULL;
        parts[(*ret_count)++] = (struct document_part){
            found->object.node, kindset_fields(graph, found->kind, found->namespace, found->name)};
    }
    return parts;
}

static const struct document *cut_out(struct keep *keep, struct unfolding *u,
                                      const struct document *doc, struct document_origin *origin) {
    struct graph *graph = keep->graph;
    struct document_cut cut = {.scratch = graph->member,
                               .opaque = &graph->opaque,
                               .asked = graph->options.asked,
                               .keeping = &keep->keeping};
    cut.parts = list_parts(graph, u, &cut.n_parts);
    const struct document *kept =
        cut.parts ? document_cut_out(graph->arena, doc, &cut, origin) : NULL;
    for (size_t i = 0, part = 0; kept && i < u->found.count; i++)
        if (u->found.items[i].wanted)
            u->found.items[i].kept = cut.parts[part++].node;
    graph->tally.text_bytes += origin->text.len;
    return kept;
}

static const struct document *keep_whole(struct keep *keep, const struct document *doc) {
    struct graph *graph = keep->graph;
    struct document_origin *origin = &keep->note->origin;
    if (!origin->text.len) {
        origin->text = str_copy(graph->arena, keep->bytes);
        graph->tally.text_bytes += origin->text.len;
    }
    return document_keep(graph->arena, doc, origin);
}

const struct document *keep_objects(struct keep *keep, struct unfolding *u,
                                    const struct document *doc) {
    struct graph *graph = keep->graph;
    struct document_origin *origin = NEW(graph->arena, struct document_origin);
    const struct document *kept;
    *origin = keep->note->origin;
    origin->text = (struct str){0};
    *vec_push(graph->arena, &graph->origins) = origin;
    for (size_t i = 0; i < u->found.count; i++)
        u->found.items[i].kept = u->found.items[i].object.node;
    if (has_secret(u)) /* a text that holds a Secret beside its objects is not kept */
        kept = document_keep(graph->arena, doc, origin);
    else
        kept = cut_out(keep, u, doc, origin);
    if (!kept)
        kept = keep_whole(keep, doc);
    graph->tally.text_bytes += kept->n_decoded;
    graph->tally.nodes += kept->n_nodes;
    return kept;
}
