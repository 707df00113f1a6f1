/* One table of kinds: name, group, plural, flags. A name that several groups use belongs, when it
 * stands alone, to the group that comes first here (Node is the core one, Subscription is OLM's).
 * Kinds that are not here work too; their identity comes from documents alone. */
#include "graph/kinds.h"

#define TEXT(literal)                                                                              \
    { (literal), sizeof(literal) - 1 }
#define ROW(kind, group, plural, flags)                                                            \
    { TEXT(kind), TEXT(group), TEXT(plural), (flags) }
#define OLM "operators.coreos.com"
#define NS KIND_NAMESPACED

static const struct kind_info table[] = {
    ROW("Node", "", "nodes", KIND_CORE),
    ROW("Namespace", "", "namespaces", KIND_CORE),
    ROW("Pod", "", "pods", NS),
    ROW("PersistentVolumeClaim", "", "persistentvolumeclaims", NS),
    ROW("PersistentVolume", "", "persistentvolumes", 0),
    ROW("ConfigMap", "", "configmaps", NS),
    ROW("Secret", "", "secrets", NS | KIND_SECRET | KIND_BULKY),
    ROW("Service", "", "services", NS),
    ROW("ServiceAccount", "", "serviceaccounts", NS | KIND_BULKY),
    ROW("Endpoints", "", "endpoints", NS | KIND_BULKY),
    ROW("Event", "", "events", NS),
    ROW("ResourceQuota", "", "resourcequotas", NS),
    ROW("LimitRange", "", "limitranges", NS),
    ROW("ReplicationController", "", "replicationcontrollers", NS | KIND_BULKY),
    ROW("Event", "events.k8s.io", "events", NS),
    ROW("Deployment", "apps", "deployments", NS),
    ROW("DaemonSet", "apps", "daemonsets", NS),
    ROW("StatefulSet", "apps", "statefulsets", NS),
    ROW("ReplicaSet", "apps", "replicasets", NS),
    ROW("ControllerRevision", "apps", "controllerrevisions", NS | KIND_BULKY),
    ROW("Job", "batch", "jobs", NS),
    ROW("CronJob", "batch", "cronjobs", NS),
    ROW("PodDisruptionBudget", "policy", "poddisruptionbudgets", NS),
    ROW("NetworkPolicy", "networking.k8s.io", "networkpolicies", NS),
    ROW("EndpointSlice", "discovery.k8s.io", "endpointslices", NS | KIND_BULKY),
    ROW("Lease", "coordination.k8s.io", "leases", NS | KIND_BULKY),
    ROW("CertificateSigningRequest", "certificates.k8s.io", "certificatesigningrequests", 0),
    ROW("StorageClass", "storage.k8s.io", "storageclasses", 0),
    ROW("CSIDriver", "storage.k8s.io", "csidrivers", 0),
    ROW("CSINode", "storage.k8s.io", "csinodes", 0),
    ROW("CSIStorageCapacity", "storage.k8s.io", "csistoragecapacities", NS),
    ROW("VolumeAttachment", "storage.k8s.io", "volumeattachments", 0),
    ROW("VolumeAttributesClass", "storage.k8s.io", "volumeattributesclasses", 0),
    ROW("VolumeSnapshot", "snapshot.storage.k8s.io", "volumesnapshots", NS | KIND_CRD),
    ROW("VolumeSnapshotClass", "snapshot.storage.k8s.io", "volumesnapshotclasses", KIND_CRD),
    ROW("VolumeSnapshotContent", "snapshot.storage.k8s.io", "volumesnapshotcontents", KIND_CRD),
    ROW("APIService", "apiregistration.k8s.io", "apiservices", 0),
    ROW("CustomResourceDefinition", "apiextensions.k8s.io", "customresourcedefinitions", 0),
    ROW("ValidatingWebhookConfiguration", "admissionregistration.k8s.io",
        "validatingwebhookconfigurations", 0),
    ROW("MutatingWebhookConfiguration", "admissionregistration.k8s.io",
        "mutatingwebhookconfigurations", 0),

    ROW("ClusterVersion", "config.openshift.io", "clusterversions",
        KIND_CRD | KIND_CORE | KIND_SINGLE),
    ROW("ClusterOperator", "config.openshift.io", "clusteroperators", KIND_CRD),
    ROW("Infrastructure", "config.openshift.io", "infrastructures",
        KIND_CRD | KIND_CORE | KIND_SINGLE),
    ROW("FeatureGate", "config.openshift.io", "featuregates", KIND_CRD | KIND_SINGLE),
    ROW("Node", "config.openshift.io", "nodes", KIND_CRD),
    ROW("Network", "config.openshift.io", "networks", KIND_CRD),
    ROW("Proxy", "config.openshift.io", "proxies", KIND_CRD),
    ROW("Scheduler", "config.openshift.io", "schedulers", KIND_CRD),
    ROW("Authentication", "config.openshift.io", "authentications", KIND_CRD),
    ROW("Console", "config.openshift.io", "consoles", KIND_CRD),
    ROW("DNS", "config.openshift.io", "dnses", KIND_CRD),
    ROW("Image", "config.openshift.io", "images", KIND_CRD),
    ROW("Ingress", "config.openshift.io", "ingresses", KIND_CRD),
    ROW("OAuth", "config.openshift.io", "oauths", KIND_CRD),
    ROW("MachineConfigPool", "machineconfiguration.openshift.io", "machineconfigpools",
        KIND_CRD | KIND_CORE),
    ROW("MachineConfig", "machineconfiguration.openshift.io", "machineconfigs", KIND_CRD),
    ROW("ControllerConfig", "machineconfiguration.openshift.io", "controllerconfigs", KIND_CRD),
    ROW("Machine", "machine.openshift.io", "machines", NS | KIND_CRD),
    ROW("MachineSet", "machine.openshift.io", "machinesets", NS | KIND_CRD),
    ROW("ClusterCSIDriver", "operator.openshift.io", "clustercsidrivers", KIND_CRD),
    ROW("ImageContentSourcePolicy", "operator.openshift.io", "imagecontentsourcepolicies",
        KIND_CRD),
    ROW("ClusterResourceQuota", "quota.openshift.io", "clusterresourcequotas", KIND_CRD),
    ROW("APIRequestCount", "apiserver.openshift.io", "apirequestcounts", KIND_CRD | KIND_BULKY),
    ROW("ImageStream", "image.openshift.io", "imagestreams", NS | KIND_BULKY),
    ROW("ImageStreamTag", "image.openshift.io", "imagestreamtags", NS | KIND_BULKY),
    ROW("Template", "template.openshift.io", "templates", NS | KIND_BULKY),

    ROW("Subscription", OLM, "subscriptions", NS | KIND_CRD | KIND_CORE),
    ROW("InstallPlan", OLM, "installplans", NS | KIND_CRD),
    ROW("ClusterServiceVersion", OLM, "clusterserviceversions", NS | KIND_CRD | KIND_NAMED),
    ROW("CatalogSource", OLM, "catalogsources", NS | KIND_CRD),
    ROW("OperatorGroup", OLM, "operatorgroups", NS | KIND_CRD),
    ROW("OperatorCondition", OLM, "operatorconditions", NS | KIND_CRD),
    ROW("Operator", OLM, "operators", KIND_CRD),
    ROW("OLMConfig", OLM, "olmconfigs", KIND_CRD | KIND_SINGLE),
    ROW("PackageManifest", "packages.operators.coreos.com", "packagemanifests", NS),

    ROW("HyperConverged", "hco.kubevirt.io", "hyperconvergeds", NS | KIND_CRD | KIND_CORE),
    ROW("KubeVirt", "kubevirt.io", "kubevirts", NS | KIND_CRD | KIND_CORE),
    ROW("VirtualMachine", "kubevirt.io", "virtualmachines", NS | KIND_CRD),
    ROW("VirtualMachineInstance", "kubevirt.io", "virtualmachineinstances",
        NS | KIND_CRD | KIND_CORE),
    ROW("VirtualMachineInstanceMigration", "kubevirt.io", "virtualmachineinstancemigrations",
        NS | KIND_CRD),
    ROW("VirtualMachineInstanceReplicaSet", "kubevirt.io", "virtualmachineinstancereplicasets",
        NS | KIND_CRD),
    ROW("VirtualMachineInstancePreset", "kubevirt.io", "virtualmachineinstancepresets",
        NS | KIND_CRD),
    ROW("MigrationPolicy", "migrations.kubevirt.io", "migrationpolicies", KIND_CRD),
    ROW("VirtualMachinePool", "pool.kubevirt.io", "virtualmachinepools", NS | KIND_CRD),
    ROW("VirtualMachineClone", "clone.kubevirt.io", "virtualmachineclones", NS | KIND_CRD),
    ROW("VirtualMachineExport", "export.kubevirt.io", "virtualmachineexports", NS | KIND_CRD),
    ROW("VirtualMachineSnapshot", "snapshot.kubevirt.io", "virtualmachinesnapshots", NS | KIND_CRD),
    ROW("VirtualMachineSnapshotContent", "snapshot.kubevirt.io", "virtualmachinesnapshotcontents",
        NS | KIND_CRD),
    ROW("VirtualMachineRestore", "snapshot.kubevirt.io", "virtualmachinerestores", NS | KIND_CRD),
    ROW("VirtualMachineInstancetype", "instancetype.kubevirt.io", "virtualmachineinstancetypes",
        NS | KIND_CRD),
    ROW("VirtualMachineClusterInstancetype", "instancetype.kubevirt.io",
        "virtualmachineclusterinstancetypes", KIND_CRD),
    ROW("VirtualMachinePreference", "instancetype.kubevirt.io", "virtualmachinepreferences",
        NS | KIND_CRD),
    ROW("VirtualMachineClusterPreference", "instancetype.kubevirt.io",
        "virtualmachineclusterpreferences", KIND_CRD),
    ROW("CDI", "cdi.kubevirt.io", "cdis", KIND_CRD),
    ROW("CDIConfig", "cdi.kubevirt.io", "cdiconfigs", KIND_CRD),
    ROW("StorageProfile", "cdi.kubevirt.io", "storageprofiles", KIND_CRD),
    ROW("DataVolume", "cdi.kubevirt.io", "datavolumes", NS | KIND_CRD),
    ROW("DataSource", "cdi.kubevirt.io", "datasources", NS | KIND_CRD),
    ROW("DataImportCron", "cdi.kubevirt.io", "dataimportcrons", NS | KIND_CRD),
    ROW("SSP", "ssp.kubevirt.io", "ssps", NS | KIND_CRD),
    ROW("NetworkAddonsConfig", "networkaddonsoperator.network.kubevirt.io", "networkaddonsconfigs",
        KIND_CRD | KIND_SINGLE),
    ROW("HostPathProvisioner", "hostpathprovisioner.kubevirt.io", "hostpathprovisioners", KIND_CRD),
    ROW("NetworkAttachmentDefinition", "k8s.cni.cncf.io", "network-attachment-definitions",
        NS | KIND_CRD),
    ROW("NodeNetworkState", "nmstate.io", "nodenetworkstates", KIND_CRD),

    ROW("Subscription", "apps.open-cluster-management.io", "subscriptions", NS | KIND_CRD),
    ROW("Subscription", "messaging.knative.dev", "subscriptions", NS | KIND_CRD),
    ROW("Alert", "", "", KIND_NO_API),
};
#define N_TABLE (sizeof table / sizeof table[0])

const struct kind_info *kinds_table(size_t *ret_count) {
    *ret_count = N_TABLE;
    return table;
}

const struct kind_info *kinds_find(struct str kind, struct str group) {
    for (size_t i = 0; i < N_TABLE; i++)
        if (str_eq(table[i].kind, kind) && str_eq(table[i].group, group))
            return &table[i];
    return NULL;
}

const struct kind_info *kinds_by_plural(struct str plural, struct str group) {
    for (size_t i = 0; plural.len && i < N_TABLE; i++)
        if (table[i].plural.len == plural.len && str_eq(table[i].plural, plural) &&
            str_eq(table[i].group, group))
            return &table[i];
    return NULL;
}

const struct kind_info *kinds_default(struct str kind) {
    for (size_t i = 0; i < N_TABLE; i++)
        if (str_eq(table[i].kind, kind))
            return &table[i];
    return NULL;
}

bool kinds_parse(struct str text, struct str *ret_kind, struct str *ret_group) {
    if (str_cut(text, '.', ret_kind, ret_group))
        return true;
    const struct kind_info *info = kinds_default(text);
    *ret_group = info ? info->group : (struct str){0};
    return info != NULL;
}

struct str kinds_single_name(const struct kind_info *info) {
    if (!(info->flags & KIND_SINGLE))
        return (struct str){0};
    return str_eq(info->kind, STR("ClusterVersion")) ? STR("version") : STR("cluster");
}
