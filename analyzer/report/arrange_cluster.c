/* What the archive says of the cluster as a whole, and the target in question: the rules' own
 * facts, and counts where the archive holds all of a kind. */
#include "base/arena.h"
#include "report/arrange.h"

static struct str fact(const struct arrange *a, const char *name) {
    return arrange_text(evaluation_fact(a->evaluation, name));
}

static const struct resource *first(const struct arrange *a, const char *kind) {
    const struct kind *found = graph_kind(a->graph, str_of(kind));
    return found && found->count ? found->items[0] : NULL;
}

static bool holds_all(const struct arrange *a, const char *kind) {
    return collection_holds(a->graph, str_of(kind), (struct str){0});
}

static bool is_control_plane(const struct resource *node) {
    struct value labels = value_path(node->object, "metadata.labels");
    return value_kind(value_get(labels, STR("node-role.kubernetes.io/master"))) != VALUE_ABSENT ||
           value_kind(value_get(labels, STR("node-role.kubernetes.io/control-plane"))) !=
               VALUE_ABSENT;
}

/* A node that is both (compact and single-node clusters) counts as both. */
bool arrange_is_worker(const struct resource *node) {
    struct value labels = value_path(node->object, "metadata.labels");
    return value_kind(value_get(labels, STR("node-role.kubernetes.io/worker"))) != VALUE_ABSENT;
}

static void count_nodes(const struct arrange *a, struct report_cluster *cluster) {
    const struct kind *nodes = graph_kind(a->graph, STR("Node"));
    bool known = holds_all(a, "Node");
    cluster->control_plane.known = cluster->workers.known = known;
    for (size_t i = 0; nodes && i < nodes->count; i++) {
        cluster->control_plane.value += is_control_plane(nodes->items[i]);
        cluster->workers.value += arrange_is_worker(nodes->items[i]);
    }
}

static void count_vms(const struct arrange *a, struct report_cluster *cluster) {
    const struct kind *vms = graph_kind(a->graph, STR("VirtualMachine"));
    const struct kind *vmis = graph_kind(a->graph, STR("VirtualMachineInstance"));
    bool none = cluster->cnv_installed == MAYBE_FALSE;
    cluster->vms_total =
        (struct number){none || holds_all(a, "VirtualMachine"), vms ? (int64_t)vms->count : 0};
    cluster->vms_running.known = none || holds_all(a, "VirtualMachineInstance");
    for (size_t i = 0; vmis && i < vmis->count; i++)
        cluster->vms_running.value +=
            str_eq(value_str(value_path(vmis->items[i]->object, "status.phase")), STR("Running"));
}

static void set_target(const struct arrange *a) {
    struct cel_value target = evaluation_fact(a->evaluation, "target");
    if (target.type != CEL_MAP || target.is_tree)
        return;
    struct report_target *out = &a->report->target;
    for (size_t i = 0; i < target.map->count; i++) {
        struct str key = arrange_text(target.map->keys[i]);
        struct str text = arrange_text(target.map->values[i]);
        if (str_eq(key, STR("openshift")))
            out->openshift = text;
        else if (str_eq(key, STR("virtualization")))
            out->virtualization = text;
        else if (str_eq(key, STR("why")))
            out->why = text;
        else if (str_eq(key, STR("virtualizationOnly")))
            out->virtualization_only = cel_is_true(target.map->values[i]);
    }
}

void arrange_cluster(struct arrange *a) {
    struct report_cluster *cluster = &a->report->cluster;
    const struct resource *version = first(a, "ClusterVersion");
    const struct resource *infrastructure = first(a, "Infrastructure");
    if (version)
        cluster->id = value_str(value_path(version->object, "spec.clusterID"));
    if (infrastructure) {
        cluster->name = value_str(value_path(infrastructure->object, "status.infrastructureName"));
        cluster->topology =
            value_str(value_path(infrastructure->object, "status.infrastructureTopology"));
        if (str_eq(value_str(value_path(infrastructure->object, "status.controlPlaneTopology")),
                   STR("External")))
            cluster->topology = STR("External");
    }
    cluster->ocp_current = fact(a, "ocpCurrent");
    cluster->ocp_desired = fact(a, "ocpDesired");
    cluster->channel = fact(a, "ocpChannel");
    cluster->ocp_updating = arrange_maybe(evaluation_fact(a->evaluation, "ocpUpdating"));
    cluster->cnv_installed = arrange_maybe(evaluation_fact(a->evaluation, "cnvInstalled"));
    cluster->cnv_updating = arrange_maybe(evaluation_fact(a->evaluation, "cnvUpdating"));
    cluster->cnv_version = fact(a, "cnvVersion");
    cluster->cnv_namespace = fact(a, "cnvNamespace");
    a->report->gather_image = fact(a, "gatherImage");
    count_nodes(a, cluster);
    count_vms(a, cluster);
    set_target(a);
}
