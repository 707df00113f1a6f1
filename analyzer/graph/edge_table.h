/* The rows behind edges_table: how each edge is found. Only for graph/ itself. */
#ifndef VIRTREADY_GRAPH_EDGE_TABLE_H
#define VIRTREADY_GRAPH_EDGE_TABLE_H

#include "graph/adjacency.h"

enum {
    EDGE_CROSS = 1,   /* may lead to another namespace */
    EDGE_MATCHES = 2, /* found by looking at all targets, not by a name in the source */
};

/* In the order of edges_table. */
struct edge_row {
    unsigned flags;
    void (*each)(struct edge_builder *builder, const struct resource *source);
    void (*all)(struct edge_builder *builder);
};

const struct edge_row *edge_table(size_t *ret_count);

/* refs_olm.c */
void refs_subscription_plan(struct edge_builder *b, const struct resource *subscription);
void refs_subscription_csv(struct edge_builder *b, const struct resource *subscription);
void refs_subscription_catalog(struct edge_builder *b, const struct resource *subscription);
void refs_plan_csv(struct edge_builder *b, const struct resource *plan);
void refs_same_name(struct edge_builder *b, const struct resource *source);
void refs_operator_groups(struct edge_builder *b);
/* refs_vm.c */
void refs_vm_vmi(struct edge_builder *b, const struct resource *vm);
void refs_vmi_vm(struct edge_builder *b, const struct resource *vmi);
void refs_vmi_node(struct edge_builder *b, const struct resource *vmi);
void refs_vmi_pods(struct edge_builder *b);
void refs_vmi_launcher(struct edge_builder *b);
void refs_volumes(struct edge_builder *b, const struct resource *machine);
void refs_backend_claims(struct edge_builder *b);
void refs_data_volumes(struct edge_builder *b, const struct resource *machine);
void refs_networks(struct edge_builder *b, const struct resource *machine);
void refs_migration_vmi(struct edge_builder *b, const struct resource *migration);
void refs_migration_vm(struct edge_builder *b, const struct resource *migration);
void refs_migration_pod(struct edge_builder *b, const struct resource *migration);
void refs_migration_pods(struct edge_builder *b);
void refs_migration_source(struct edge_builder *b, const struct resource *migration);
void refs_migration_target(struct edge_builder *b, const struct resource *migration);
/* refs_node.c */
void refs_claim_volume(struct edge_builder *b, const struct resource *claim);
void refs_storage_class(struct edge_builder *b, const struct resource *source);
void refs_csi_driver(struct edge_builder *b, const struct resource *source);
void refs_volume_node(struct edge_builder *b, const struct resource *volume);
void refs_data_volume_claim(struct edge_builder *b, const struct resource *data_volume);
void refs_pod_node(struct edge_builder *b, const struct resource *pod);
void refs_budget_pods(struct edge_builder *b);
void refs_node_pools(struct edge_builder *b);
void refs_budget_each(struct edge_builder *b, const struct resource *budget);

#endif
