/* The rows of the collection map, in its order, as data: in which roots, for which kinds, what
 * proves that all objects were read when some were, and what proves it when none was (nothing,
 * where that column is NULL). `list` marks rows that stand even in a gather that was cut off. What
 * has no row is never complete. */
#include "graph/rows.h"

#include <string.h>

enum {
    OCP = 1 << ROOT_OCP,
    CNV = 1 << ROOT_CNV,
    INSPECT = 1 << ROOT_INSPECT,
    PLAIN = 1 << ROOT_PLAIN,
};

struct row {
    unsigned roots;
    bool list;
    const char *kinds; /* names separated by spaces; NULL: every kind, the proof decides */
    bool (*some)(struct scope *scope);
    bool (*none)(struct scope *scope);
    const char *text;
};

static const struct row rows[] = {
    {OCP | CNV | INSPECT | PLAIN, true,
     "ClusterVersion Infrastructure FeatureGate OLMConfig NetworkAddonsConfig", prove_single, NULL,
     "the one object of the kind was read"},
    {OCP | CNV | INSPECT | PLAIN, true, NULL, NULL, prove_not_served,
     "the cluster does not serve the kind"},
    {OCP | INSPECT, true, NULL, prove_config_list, NULL, "a list was read to its end"},
    {OCP | CNV | INSPECT, true, NULL, prove_namespace_lists, prove_namespace_lists,
     "a list for each of these namespaces was read to its end"},
    {OCP, false,
     "Subscription InstallPlan ClusterServiceVersion CatalogSource OperatorGroup "
     "OperatorCondition Operator",
     prove_packageserver, prove_packageserver,
     "the gather collects OLM's objects of all namespaces"},
    {OCP, false, "Node StorageClass CSIDriver CSINode", prove_object, NULL,
     "the gather collects all objects of the kind"},
    {OCP, false, "PersistentVolume VolumeAttachment VolumeSnapshotClass CertificateSigningRequest",
     prove_object, prove_nodes_here, "the gather collects all objects of the kind"},
    {OCP, false, "MachineConfigPool MachineConfig ControllerConfig", prove_pools, prove_external,
     "the machines of all pools add up to the nodes"},
    {OCP, false,
     "APIService CSIStorageCapacity ClusterCSIDriver VolumeSnapshotContent "
     "VolumeAttributesClass ImageContentSourcePolicy ClusterResourceQuota",
     prove_object, NULL, "the gather collects all objects of the kind"},
    {OCP, false, "VirtualMachine VirtualMachineInstance VirtualMachineInstanceMigration", NULL,
     prove_count_is_zero, "virt_info counted none"},
    {OCP, true, "Alert", prove_alerts, prove_alerts, "Prometheus answered with all of them"},
    {PLAIN, true, "Alert", prove_alerts, NULL, "Prometheus answered with all of them"},
    {CNV, false, "VirtualMachineInstance", prove_crs_file, prove_none_running,
     "the gather collects all objects of the kind"},
    {CNV, false, "VirtualMachineInstanceMigration", prove_crs_file, prove_none_migrating,
     "the gather collects all objects of the kind"},
    {CNV, false, "HyperConverged KubeVirt", prove_crs_object, NULL,
     "the gather collects all objects of the kind"},
    {CNV, false, "CDI SSP NetworkAddonsConfig StorageProfile DataVolume DataSource DataImportCron",
     prove_crs_object, prove_unnamed, "the gather collects all objects of the kind"},
    {CNV, false,
     "MigrationPolicy HostPathProvisioner VirtualMachineSnapshot VirtualMachineSnapshotContent "
     "VirtualMachineRestore VirtualMachineExport VirtualMachinePool VirtualMachineClone",
     prove_crs, prove_crs, "the gather collects all objects of the kind"},
    {CNV, false, "VolumeSnapshot", prove_crs_place, NULL,
     "the gather collects all objects of the kind"},
    {CNV, false, "VirtualMachine", prove_vm_file, NULL,
     "the gather collects all objects of the kind"},
    {CNV, false, "PersistentVolumeClaim", prove_described, NULL,
     "the gather collects the claims of all namespaces"},
    {CNV, false, "Node", prove_node_file, NULL, "the gather collects all objects of the kind"},
    {CNV, false, "NetworkAttachmentDefinition NodeNetworkState Machine", prove_node_collector,
     prove_node_collector, "the gather collects all objects of the kind"},
    {CNV, false, "CatalogSource", prove_node_collector, NULL,
     "the gather collects all objects of the kind"},
    {CNV, false, "PersistentVolume StorageClass CSIDriver CSINode VolumeAttachment", prove_object,
     NULL, "the gather collects all objects of the kind"},
    {CNV, true, "Subscription InstallPlan", prove_dashed, NULL,
     "the gather's file of this namespace was read to its end"},
    {CNV, true, "PackageManifest", prove_package_list, NULL, "a list was read to its end"},
    {CNV, false,
     "CustomResourceDefinition APIService ValidatingWebhookConfiguration "
     "MutatingWebhookConfiguration VirtualMachineInstancetype VirtualMachineClusterInstancetype "
     "VirtualMachinePreference VirtualMachineClusterPreference",
     prove_own_path, NULL, "the gather collects all objects of the kind"},
    {PLAIN, true, NULL, prove_plain_cluster_list, prove_plain_cluster_list,
     "a list was read to its end"},
    {PLAIN, true, NULL, prove_plain_list, NULL, "a list was read to its end"},
};
#define N_ROWS (sizeof rows / sizeof rows[0])

/* Names in rows are those that stand for themselves: the kinds a bare name means. */
static bool names_kind(const struct row *row, const struct kind_info *info) {
    if (!row->kinds)
        return true;
    if (!info || kinds_default(info->kind) != info)
        return false;
    struct str name, rest = str_of(row->kinds);
    bool more = true;
    while (more) {
        more = str_cut(rest, ' ', &name, &rest);
        if (str_eq(name, info->kind))
            return true;
    }
    return false;
}

const char *rows_apply(struct scope *scope) {
    const char *text = "";
    bool any = scope->evidence && scope->evidence->objects > 0;
    for (size_t i = 0; i < N_ROWS && !scope->proved->all; i++) {
        const struct row *row = &rows[i];
        bool (*proof)(struct scope *) = any ? row->some : row->none;
        if (!proof || !(row->roots & 1U << scope->root->pub.kind) ||
            (scope->root->pub.cut && !row->list) || !names_kind(row, scope->kind->info))
            continue;
        size_t before = scope->proved->namespaces.count;
        scope->proved->all = proof(scope);
        if (scope->proved->all || (!before && scope->proved->namespaces.count))
            text = row->text;
    }
    return text;
}

bool rows_may_be_empty(enum root_kind root, const struct kind_info *kind) {
    for (size_t i = 0; i < N_ROWS; i++)
        if (rows[i].kinds && rows[i].none && rows[i].roots & 1U << root &&
            names_kind(&rows[i], kind))
            return true;
    return false;
}
