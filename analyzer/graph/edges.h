/* Edges between resources: one table (analyzer/graph/edges.c), both directions named. */
#ifndef VIRTREADY_GRAPH_EDGES_H
#define VIRTREADY_GRAPH_EDGES_H

#include "graph/graph.h"

/* What the edge leads to. `missing` non-empty: partial, or wholly unknown if no item is there. */
struct related {
    const struct resource *const *items; /* by kind, namespace, name; each once */
    size_t count;
    struct missing_set missing;
};

struct edge_info {
    struct str name; /* "pvc" */
    struct str from; /* kind */
    struct str to;
    struct str inverse; /* "vmis" */
    struct str absent;  /* "missing" (the cluster keeps the target), "dangling" (a user can break
                           it), "gone" */
    struct str how;     /* one line: which field or label it follows */
};
const struct edge_info *edges_table(size_t *ret_count);

/* Whether an edge goes by that name: singular or plural. */
bool edges_is_named(struct str edge, struct str name);
/* One edge, or a path "pvc/pv/storageclass". Names may be singular or plural; "owner" is an edge of
 * every kind, "pool" another word for "mcp". False: the kind of `resource` has no such edge (no
 * diagnostic). Everything in arena. */
bool edges_follow(const struct graph *graph, const struct resource *resource, struct str path,
                  struct arena *arena, struct related *ret);
/* References along one edge whose target was provably not there, as "namespace/name". */
bool edges_dangling(const struct graph *graph, const struct resource *resource, struct str edge,
                    struct arena *arena, struct related *ret_none, const struct str **ret_names,
                    size_t *ret_count);
/* The kinds an edge or path ends at, for deriving what a rule requires: ask for each beginning of a
 * path, since what lies between is required too. Every name leads to one kind, whatever it starts
 * from; 0 for "owner" and for names that no edge has. */
size_t edges_targets(struct str path, const struct str **ret_kinds);
/* Owner references, upwards (controller first) and downwards. */
struct related edges_owner(const struct graph *graph, const struct resource *resource,
                           struct arena *arena);
struct related edges_owned(const struct graph *graph, const struct resource *resource,
                           struct str kind, struct arena *arena);
/* Events about a resource, newest last. */
struct related edges_events(const struct graph *graph, const struct resource *resource,
                            struct arena *arena);

#endif
