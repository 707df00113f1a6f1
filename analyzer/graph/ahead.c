/* Documents of a member on another thread than the graph's. What is read for nothing costs that
 * thread's time alone, so members that may turn out not to be needed are left to read.c; so are
 * pods, of which it often knows more. */
#include "graph/ahead.h"

#include "graph/kinds.h"
#include "graph/layout.h"

struct ahead *ahead_documents(const struct graph *graph, const struct graph_member *member,
                              const struct ahead_by *by) {
    struct ahead *ahead = NEW(by->arena, struct ahead);
    struct document_origin *origin = NEW(by->arena, struct document_origin);
    struct document_options options = {.whole_file = member->whole,
                                       .json = by->json,
                                       .strict = graph->options.yaml_strict,
                                       .skip = graph->skip,
                                       .fields = by->expected.reading};
    *origin = (struct document_origin){.path = member->path, .text = member->bytes};
    ahead->sink = diag_sink_new(by->arena);
    ahead->documents = document_read(by->arena, by->intern, origin, options, ahead->sink);
    ahead->expected = by->expected;
    return ahead;
}

/* Objects of a kind that is read in any case. */
static bool is_sure(const struct place *place) {
    if (place->kind == PLACE_POD || !expect_tells_kind(place))
        return false;
    const struct kind_info *info = kinds_by_plural(place->plural, place->group);
    return info && !(info->flags & KIND_BULKY) &&
           !str_eq(place->plural, STR("customresourcedefinitions"));
}

struct ahead *ahead_read(const struct graph *graph, struct reader *reader, struct arena *arena,
                         const struct graph_member *member) {
    if (atomic_load_explicit(&graph->refusing, memory_order_relaxed))
        return NULL;
    struct place place = layout_place(member->path);
    if (!is_sure(&place))
        return NULL;
    struct ahead_by by = {arena, reader->intern, place.json,
                          expect_of_place(graph, reader, &place, member->bytes, false)};
    return ahead_documents(graph, member, &by);
}
