/* Edges as arrays: for each row of the edge table and each of its sources the targets, and what was
 * referred to but is not there. Built once, when the graph is sealed. Only for graph/ itself. */
#ifndef VIRTREADY_GRAPH_ADJACENCY_H
#define VIRTREADY_GRAPH_ADJACENCY_H

#include "graph/world.h"

enum absent { ABSENT_GONE, ABSENT_DANGLING, ABSENT_MISSING };

struct ref {
    uint32_t source;
    enum absent absent;
    struct str namespace, name;
};

enum {
    SOURCE_UNCLEAR = 1, /* the object was cut where the references stand */
    SOURCE_MATCHES = 2, /* targets were found by looking at all of them: they must be complete */
};

struct edge_state {
    const struct edge_info *info;
    struct kind_state *from, *to;
    uint32_t *out_start, *out; /* by source: ordinals of targets */
    uint32_t *in_start, *in;   /* by target: ordinals of sources */
    uint32_t *ref_start;
    struct ref *refs;
    uint8_t *flags;      /* by source */
    bool cross;          /* source and target may be of different namespaces */
    const char *limited; /* there were more than this bound allows, or NULL */
};

struct pair {
    uint32_t source, target;
};

enum { EDGE_PATHS = 12 }; /* more than any row follows */

struct edge_builder {
    const struct graph *graph; /* edges are built side by side: it is only read */
    struct arena *arena, *scratch;
    struct edge_state *state;
    const struct record *source;
    VEC(struct pair) pairs;
    VEC(struct ref) refs;
    uint64_t steps;
    size_t near;                         /* the target that was found last */
    struct value_keys paths[EDGE_PATHS]; /* those that were followed */
    size_t n_paths;
    struct map labels; /* of targets, where a row looks by label */
};

/* What rows do (refs_*.c): one source at a time, or from wherever it is linear. */
void adjacency_hit(struct edge_builder *builder, const struct resource *source,
                   const struct resource *target);
/* By name; an empty name is no reference. */
void adjacency_ref(struct edge_builder *builder, struct str namespace, struct str name,
                   enum absent absent);
/* True where it is to go on; counts steps against limits->edge_steps. */
bool adjacency_step(struct edge_builder *builder);
/* A field of the source; notes where it may stand in what was cut off. */
struct value adjacency_field(struct edge_builder *builder, struct value object, const char *path);
/* A field of any object, or of one's part. */
struct value adjacency_value(struct edge_builder *builder, struct value object, const char *path);
void adjacency_matches(struct edge_builder *builder);

void adjacency_build(struct graph *graph, unsigned jobs);
/* Targets by source: those of i stand from starts[i] up to starts[i + 1], in the order of pairs. */
uint32_t *adjacency_index(struct arena *arena, const struct pair *pairs, size_t n_pairs,
                          size_t n_sources, uint32_t **ret_starts);
/* Kinds' lacks from references to what must be there. */
void adjacency_demote(struct graph *graph);

#endif
