/* The steps of sealing, in the order in which each needs the ones before it: roots, one cluster,
 * one copy of each object, what is known to be missing, what is complete, what was deleted since,
 * edges, and what edges show to be missing. */
#include "graph/seal.h"

#include "graph/adjacency.h"
#include "graph/cluster.h"
#include "graph/collect.h"
#include "graph/dedupe.h"
#include "graph/demote.h"
#include "graph/family.h"
#include "graph/hold.h"
#include "graph/kindset.h"
#include "graph/prove.h"
#include "graph/roots.h"
#include "graph/window.h"

static bool holds_anything(const struct graph *graph) {
    for (size_t i = 0; i < graph->root_states.count; i++) {
        const struct bucket *sum = graph->root_states.items[i]->sum;
        for (size_t e = 0; e < sum->evidence.count; e++)
            if (((const struct evidence *)sum->evidence.entries[e].value)->objects)
                return true;
    }
    return graph->seal->everything_collected;
}

static void tell_empty(struct graph *graph) {
    struct diag_where where = {0};
    if (graph->seal->n_inputs)
        where.input = graph->seal->inputs[0].name;
    diag_add(graph->sink, DIAG_ERROR, DIAG_INPUT_EMPTY, where,
             "no Kubernetes object was found: nothing can be judged");
}

static void show_paths(struct graph *graph) {
    for (size_t i = 0; i < graph->origins.count; i++) {
        struct document_origin *origin = graph->origins.items[i];
        const struct note *note = origin->member;
        bool first = origin == &note->origin; /* of those of its member */
        origin->path =
            first ? roots_shown(graph, graph->arena, note->input, note->path) : note->origin.path;
        if (note->input < graph->seal->n_inputs)
            origin->input = graph->seal->inputs[note->input].name;
    }
}

static bool is_virtualization(const struct resource *resource) {
    struct str package = value_str(value_path(resource->object, "spec.name"));
    if (str_eq(resource->kind, STR("ClusterServiceVersion")))
        return str_starts_with(resource->name, STR("kubevirt-hyperconverged-operator.")) ||
               str_starts_with(resource->name, STR("community-kubevirt-hyperconverged"));
    return str_eq(package, STR("kubevirt-hyperconverged")) ||
           str_eq(package, STR("community-kubevirt-hyperconverged"));
}

static size_t count_virtualization(const struct graph *graph, const char *name,
                                   bool *ret_installed) {
    const struct kind *kind = graph_kind(graph, str_of(name));
    size_t count = 0;
    for (size_t i = 0; i < kind->count; i++) {
        const struct resource *resource = kind->items[i];
        if (!is_virtualization(resource))
            continue;
        count++;
        *ret_installed |= str_eq(resource->kind, STR("ClusterServiceVersion")) ||
                          value_str(value_path(resource->object, "status.installedCSV")).len > 0;
    }
    return count;
}

static enum installed find_installed(const struct graph *graph) {
    static const char *const olm[] = {"Subscription",  "InstallPlan",   "ClusterServiceVersion",
                                      "CatalogSource", "OperatorGroup", "OperatorCondition",
                                      "Operator"};
    bool installed = graph_kind(graph, STR("HyperConverged"))->count > 0 ||
                     graph_kind(graph, STR("KubeVirt"))->count > 0 ||
                     graph_kind(graph, STR("VirtualMachineInstance"))->count > 0;
    size_t found = count_virtualization(graph, "ClusterServiceVersion", &installed) +
                   count_virtualization(graph, "Subscription", &installed);
    if (installed)
        return INSTALLED_YES;
    for (size_t i = 0; i < sizeof olm / sizeof olm[0]; i++)
        if (!kindset_named(graph, str_of(olm[i]))->whole)
            return INSTALLED_UNKNOWN;
    return found ? INSTALLED_UNKNOWN : INSTALLED_NO;
}

bool seal_graph(struct graph *graph) {
    graph->seal_everything = graph->seal->everything_collected;
    roots_resolve(graph);
    window_resolve(graph);
    hold_release(graph);
    if (!holds_anything(graph)) {
        tell_empty(graph);
        return false;
    }
    if (!cluster_is_one(graph))
        return false;
    collect_state(graph);
    dedupe_all(graph, graph->seal->jobs);
    kindset_finish(graph);
    show_paths(graph);
    demote_by_members(graph);
    prove_begin(graph);
    collect_prove(graph);
    collect_drop_deleted(graph);
    demote_by_counters(graph);
    family_number(graph);
    adjacency_build(graph, graph->seal->jobs);
    adjacency_demote(graph);
    collect_finish(graph);
    graph->installed = find_installed(graph);
    return true;
}
