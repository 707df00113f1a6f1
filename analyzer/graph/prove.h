/* The proofs that the rows of the collection map name: each asks one root about one kind. */
#ifndef VIRTREADY_GRAPH_PROVE_H
#define VIRTREADY_GRAPH_PROVE_H

#include "graph/world.h"

struct scope {
    struct graph *graph;
    const struct root_state *root;
    const struct kind_state *kind;
    const struct evidence *evidence; /* NULL where the root holds nothing of the kind */
    struct in_root *proved;          /* single namespaces go here */
};

/* True: all objects of the kind, in all namespaces. What holds for single namespaces is added to
 * scope->proved, and false. */
bool prove_single(struct scope *scope);
bool prove_not_served(struct scope *scope);
bool prove_config_list(struct scope *scope);
bool prove_namespace_lists(struct scope *scope);
bool prove_packageserver(struct scope *scope);
bool prove_object(struct scope *scope);
bool prove_nodes_here(struct scope *scope);
bool prove_pools(struct scope *scope);
bool prove_external(struct scope *scope);
bool prove_count_is_zero(struct scope *scope);
bool prove_alerts(struct scope *scope);
bool prove_crs(struct scope *scope);
bool prove_crs_object(struct scope *scope);
bool prove_crs_file(struct scope *scope);
bool prove_crs_place(struct scope *scope);
bool prove_none_running(struct scope *scope);
bool prove_none_migrating(struct scope *scope);
bool prove_unnamed(struct scope *scope);
bool prove_vm_file(struct scope *scope);
bool prove_described(struct scope *scope);
bool prove_node_file(struct scope *scope);
bool prove_node_collector(struct scope *scope);
bool prove_dashed(struct scope *scope);
bool prove_package_list(struct scope *scope);
bool prove_own_path(struct scope *scope);
bool prove_plain_cluster_list(struct scope *scope);
bool prove_plain_list(struct scope *scope);

/* What proofs need of all objects together; before the first proof. */
void prove_begin(struct graph *graph);
/* Whether discovery in some root shows that the cluster has no such kind, for one that nothing was
 * read of; the group "" with any_group means any. */
bool prove_unserved(const struct graph *graph, struct str kind, struct str group, bool any_group);

#endif
