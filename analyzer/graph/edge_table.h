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

const struct edge_row *edge_table_rows(size_t *ret_count);
const struct edge_info *edge_table_infos(size_t *ret_count);
/* What is the same for the singular and the plural of an edge's name, and for its short form. */
struct str edge_table_stem(struct str name);

/* refs_olm.c */
void refs_olm_subscription_plan(struct edge_builder *b, const struct resource *subscription);
void refs_olm_subscription_csv(struct edge_builder *b, const struct resource *subscription);
void refs_olm_subscription_catalog(struct edge_builder *b, const struct resource *subscription);
void refs_olm_plan_csv(struct edge_builder *b, const struct resource *plan);
void refs_olm_plan_requester(struct edge_builder *b, const struct resource *plan);
void refs_olm_subscription_catalogs(struct edge_builder *b, const struct resource *subscription);
void refs_olm_same_name(struct edge_builder *b, const struct resource *source);
void refs_olm_operator_groups(struct edge_builder *b);
/* refs_vm.c */
void refs_vm_instance(struct edge_builder *b, const struct resource *vm);
void refs_vm_machine(struct edge_builder *b, const struct resource *vmi);
void refs_vm_node(struct edge_builder *b, const struct resource *vmi);
void refs_vm_pods(struct edge_builder *b);
void refs_vm_launcher(struct edge_builder *b);
void refs_vm_volumes(struct edge_builder *b, const struct resource *machine);
void refs_vm_backend_claims(struct edge_builder *b);
void refs_vm_data_volumes(struct edge_builder *b, const struct resource *machine);
void refs_vm_networks(struct edge_builder *b, const struct resource *machine);
void refs_vm_migration_vmi(struct edge_builder *b, const struct resource *migration);
void refs_vm_migration_vm(struct edge_builder *b, const struct resource *migration);
void refs_vm_migration_pod(struct edge_builder *b, const struct resource *migration);
void refs_vm_migration_pods(struct edge_builder *b);
void refs_vm_migration_source(struct edge_builder *b, const struct resource *migration);
void refs_vm_migration_target(struct edge_builder *b, const struct resource *migration);
/* refs_node.c */
void refs_node_claim_volume(struct edge_builder *b, const struct resource *claim);
void refs_node_storage_class(struct edge_builder *b, const struct resource *source);
void refs_node_csi_driver(struct edge_builder *b, const struct resource *source);
void refs_node_volume_node(struct edge_builder *b, const struct resource *volume);
void refs_node_data_volume_claim(struct edge_builder *b, const struct resource *data_volume);
void refs_node_pod_node(struct edge_builder *b, const struct resource *pod);
void refs_node_budget_pods(struct edge_builder *b);
void refs_node_pools(struct edge_builder *b);
void refs_node_budget_each(struct edge_builder *b, const struct resource *budget);

#endif
