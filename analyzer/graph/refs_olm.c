/* References between OLM's objects: a subscription asks for a plan, a plan makes versions. */
#include "graph/edge_table.h"

static struct str text_at(struct edge_builder *b, struct value object, const char *path) {
    return value_str(adjacency_field(b, object, path));
}

void refs_olm_subscription_plan(struct edge_builder *b, const struct resource *subscription) {
    struct value object = subscription->object;
    bool pending = !str_eq(text_at(b, object, "status.state"), STR("AtLatestKnown"));
    struct str name = text_at(b, object, "status.installPlanRef.name");
    if (!name.len)
        name = text_at(b, object, "status.installplan.name");
    adjacency_ref(b, subscription->namespace, name, pending ? ABSENT_MISSING : ABSENT_GONE);
}

void refs_olm_subscription_csv(struct edge_builder *b, const struct resource *subscription) {
    struct str installed = text_at(b, subscription->object, "status.installedCSV");
    struct str current = text_at(b, subscription->object, "status.currentCSV");
    adjacency_ref(b, subscription->namespace, installed, ABSENT_DANGLING);
    if (!str_eq(installed, current))
        adjacency_ref(b, subscription->namespace, current, ABSENT_GONE);
}

void refs_olm_subscription_catalog(struct edge_builder *b, const struct resource *subscription) {
    adjacency_ref(b, text_at(b, subscription->object, "spec.sourceNamespace"),
                  text_at(b, subscription->object, "spec.source"), ABSENT_DANGLING);
}

void refs_olm_subscription_catalogs(struct edge_builder *b, const struct resource *subscription) {
    struct value_iter it =
        value_iter(adjacency_field(b, subscription->object, "status.catalogHealth"));
    while (value_next(&it))
        adjacency_ref(b, text_at(b, it.value, "catalogSourceRef.namespace"),
                      text_at(b, it.value, "catalogSourceRef.name"), ABSENT_MISSING);
}

static bool is_subscription(struct value owner) {
    return str_eq(value_str(value_get(owner, STR("kind"))), STR("Subscription")) &&
           str_starts_with(value_str(value_get(owner, STR("apiVersion"))),
                           STR("operators.coreos.com/"));
}

void refs_olm_plan_requester(struct edge_builder *b, const struct resource *plan) {
    struct value owners = value_path(plan->object, "metadata.ownerReferences");
    struct value_iter it = value_iter(owners);
    bool any = false;
    while (value_next(&it))
        any = any || (is_subscription(it.value) &&
                      graph_find(b->graph, STR("Subscription"), plan->namespace,
                                 value_str(value_get(it.value, STR("name")))));
    it = value_iter(owners);
    while (value_next(&it))
        if (is_subscription(it.value))
            adjacency_ref(b, plan->namespace, value_str(value_get(it.value, STR("name"))),
                          any ? ABSENT_GONE : ABSENT_MISSING);
}

void refs_olm_plan_csv(struct edge_builder *b, const struct resource *plan) {
    struct value_iter it =
        value_iter(adjacency_field(b, plan->object, "spec.clusterServiceVersionNames"));
    while (value_next(&it))
        adjacency_ref(b, plan->namespace, value_str(it.value), ABSENT_GONE);
}

void refs_olm_same_name(struct edge_builder *b, const struct resource *source) {
    adjacency_ref(b, source->namespace, source->name, ABSENT_GONE);
}

void refs_olm_operator_groups(struct edge_builder *b) {
    const struct kind *from = &b->state->from->pub, *to = &b->state->to->pub;
    for (size_t i = 0; i < from->count; i++) {
        size_t count;
        const struct resource *const *groups =
            graph_in_namespace(b->graph, to, from->items[i]->namespace, &count);
        for (size_t g = 0; g < count; g++)
            adjacency_hit(b, from->items[i], groups[g]);
    }
}
