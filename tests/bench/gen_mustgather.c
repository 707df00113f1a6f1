/* gen_mustgather VMS LOG_MB NODES SEED: a large believable must-gather as a tar on standard output.
 *
 * Two gather roots as `oc adm must-gather` writes them: cluster objects and logs in one, OpenShift
 * Virtualization's in the other. What weighs in a real one weighs here: a virtual machine is about
 * 110 KB of YAML (its pod twice, once in its namespace's list; managedFields half of it), a node
 * 60 platform pods with two logs each and a list of images. Names are longer than 100 bytes, as
 * real ones, so that GNU long-name records occur. The same arguments give the same bytes. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tar.h"

#define OCP                                                                                        \
    "must-gather.local.7700112233445566778/quay-io-openshift-release-dev-ocp-v4-0-art-dev-sha256-" \
    "0f0b5c2a7d1e94c3b86f5a2e7d1c4b3a9f8e7d6c5b4a39281706f5e4d3c2b1a0"
#define CNV                                                                                        \
    "must-gather.local.7700112233445566778/"                                                       \
    "registry-redhat-io-container-native-virtualization-cnv-must-gather-rhel9-sha256-"             \
    "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809"

static uint64_t state;
static char text[20 << 20];
static size_t length;

/* The items of a list that is still being gathered, laid out as they will stand in it. */
struct list {
    char text[16 << 20];
    size_t length;
};
static struct list pods, claims;

static uint64_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void put(const char *format, ...) {
    va_list args;
    va_start(args, format);
    length += (size_t)vsnprintf(text + length, sizeof text - length, format, args);
    va_end(args);
    if (length >= sizeof text) {
        fputs("gen_mustgather: a member is too large\n", stderr);
        exit(1);
    }
}

static void write_all(const void *bytes, size_t size) {
    if (size && fwrite(bytes, 1, size, stdout) != size) {
        perror("gen_mustgather");
        exit(1);
    }
}

static void header(const char *name, size_t size, char type) {
    char block[512];
    tar_header(block, name, size, type);
    write_all(block, sizeof block);
}

static void pad(size_t size) {
    static const char zeros[512];
    if (size % 512)
        write_all(zeros, 512 - size % 512);
}

/* Ends the member whose text was put. */
static void member(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void member(const char *format, ...) {
    char name[512];
    va_list args;
    va_start(args, format);
    vsnprintf(name, sizeof name, format, args);
    va_end(args);
    if (strlen(name) >= 100) {
        header("././@LongLink", strlen(name) + 1, 'L');
        write_all(name, strlen(name) + 1);
        pad(strlen(name) + 1);
    }
    header(name, length, '0');
    write_all(text, length);
    pad(length);
    length = 0;
}

/* The object that was put, without its leading "---", as the next item of the list. */
static void add_item(struct list *list) {
    const char *line = strncmp(text, "---\n", 4) == 0 ? text + 4 : text, *end = text + length;
    bool first = true;
    while (line < end && list->length + 4096 < sizeof list->text) {
        size_t size = (size_t)((const char *)memchr(line, '\n', (size_t)(end - line)) + 1 - line);
        memcpy(list->text + list->length, first ? "- " : "  ", 2);
        memcpy(list->text + list->length + 2, line, size);
        list->length += 2 + size;
        line += size;
        first = false;
    }
}

static void list_member(struct list *list, const char *kind, const char *path) {
    put("---\napiVersion: v1\nitems:\n");
    memcpy(text + length, list->text, list->length);
    length += list->length;
    put("kind: %sList\nmetadata:\n  resourceVersion: \"4711\"\n", kind);
    member("%s", path);
    list->length = 0;
}

static void uid(const char *kind, unsigned a, unsigned b) {
    unsigned hash = 2166136261U;
    for (const char *c = kind; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619U;
    put("%08x-%04x-4%03x-a%03x-%04x%08x", hash, a & 0xffff, b & 0xfff, (hash >> 4) & 0xfff,
        (hash >> 8) & 0xffff, a * 2654435761U + b);
}

static void metadata(const char *kind, const char *name, const char *namespace, unsigned number) {
    put("metadata:\n  creationTimestamp: \"2024-03-%02uT%02u:%02u:05Z\"\n", 1 + number % 28,
        number % 24, number % 60);
    put("  generation: %u\n  name: %s\n", 1 + number % 7, name);
    if (namespace)
        put("  namespace: %s\n", namespace);
    put("  resourceVersion: \"%u\"\n  uid: ", 1000000 + number * 17);
    uid(kind, number, 7);
    put("\n");
}

/* What an update by one manager touched: half of what a cluster of today writes. */
static void managed_fields(const char *api, const char *manager, unsigned groups) {
    static const char *const fields[] = {
        "command",      "env",       "image",           "imagePullPolicy",        "name",
        "ports",        "resources", "securityContext", "terminationMessagePath", "volumeDevices",
        "volumeMounts", "affinity",  "nodeSelector",    "restartPolicy",          "schedulerName",
        "tolerations"};
    put("  managedFields:\n  - apiVersion: %s\n    fieldsType: FieldsV1\n    fieldsV1:\n"
        "      f:metadata:\n        f:annotations:\n          .: {}\n"
        "          f:kubevirt.io/latest-observed-api-version: {}\n        f:labels:\n"
        "          .: {}\n          f:app: {}\n      f:spec:\n        .: {}\n        f:items:\n"
        "          .: {}\n",
        api);
    for (unsigned g = 0; g < groups; g++) {
        put("          k:{\"name\":\"part-%u\"}:\n            .: {}\n", g);
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            put("            f:%s:%s\n", fields[i],
                i % 5 ? " {}" : "\n              .: {}\n              f:name: {}");
    }
    put("    manager: %s\n    operation: Update\n    time: \"2024-05-01T10:%02u:00Z\"\n", manager,
        groups % 60);
}

static void domain(unsigned vm, const char *indent) {
    put("%sdomain:\n%s  cpu:\n%s    cores: %u\n%s    sockets: 1\n%s    threads: 1\n", indent,
        indent, indent, 1 + vm % 8, indent, indent);
    put("%s  devices:\n%s    disks:\n%s    - disk:\n%s        bus: virtio\n%s      name: "
        "rootdisk\n",
        indent, indent, indent, indent, indent);
    put("%s    interfaces:\n%s    - macAddress: 02:00:00:%02x:%02x:%02x\n%s      masquerade: {}\n"
        "%s      name: default\n%s    rng: {}\n",
        indent, indent, vm >> 16 & 255, vm >> 8 & 255, vm & 255, indent, indent, indent);
    put("%s  machine:\n%s    type: pc-q35-rhel9.2.0\n%s  memory:\n%s    guest: %uGi\n", indent,
        indent, indent, indent, 2 + vm % 15);
    put("%sevictionStrategy: LiveMigrate\n%snetworks:\n%s- name: default\n%s  pod: {}\n", indent,
        indent, indent, indent);
}

static void volumes(unsigned vm, const char *indent) {
    put("%sterminationGracePeriodSeconds: 180\n%svolumes:\n%s- dataVolume:\n%s    name: "
        "vm-%05u-root\n"
        "%s  name: rootdisk\n",
        indent, indent, indent, indent, vm, indent);
}

static void virtual_machine(unsigned vm, const char *ns) {
    char name[32];
    snprintf(name, sizeof name, "vm-%05u", vm);
    put("apiVersion: kubevirt.io/v1\nkind: VirtualMachine\n");
    metadata("VirtualMachine", name, ns, vm);
    managed_fields("kubevirt.io/v1", "virt-controller", 12);
    put("spec:\n  running: true\n  template:\n    metadata:\n      creationTimestamp: null\n"
        "      labels:\n        kubevirt.io/domain: %s\n    spec:\n",
        name);
    domain(vm, "      ");
    volumes(vm, "      ");
    put("status:\n  conditions:\n  - lastProbeTime: null\n    lastTransitionTime: null\n"
        "    status: \"True\"\n    type: LiveMigratable\n  created: true\n"
        "  printableStatus: Running\n  ready: true\n");
    member(CNV "/namespaces/%s/kubevirt.io/virtualmachines/custom/%s.yaml", ns, name);
}

static void instance(unsigned vm, const char *ns, unsigned node) {
    char name[32];
    snprintf(name, sizeof name, "vm-%05u", vm);
    put("apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\n");
    metadata("VirtualMachineInstance", name, ns, vm);
    put("  ownerReferences:\n  - apiVersion: kubevirt.io/v1\n    controller: true\n"
        "    kind: VirtualMachine\n    name: %s\n    uid: ",
        name);
    uid("VirtualMachine", vm, 7);
    put("\n");
    managed_fields("kubevirt.io/v1", "virt-handler", 12);
    put("spec:\n");
    domain(vm, "  ");
    volumes(vm, "  ");
    put("status:\n  activePods:\n    ");
    uid("Pod", vm, 3);
    put(": worker-%u\n  conditions:\n  - lastProbeTime: null\n    lastTransitionTime: "
        "\"2024-06-01T00:00:00Z\"\n    status: \"True\"\n    type: Ready\n"
        "  - lastProbeTime: null\n    lastTransitionTime: null\n    status: \"%s\"\n"
        "    type: LiveMigratable\n",
        node, vm % 97 ? "True" : "False");
    put("  launcherContainerImageVersion: registry.redhat.io/container-native-virtualization/"
        "virt-launcher-rhel9@sha256:%064x\n  migrationMethod: LiveMigration\n"
        "  nodeName: worker-%u\n  phase: Running\n  volumeStatus:\n  - name: rootdisk\n"
        "    persistentVolumeClaimInfo:\n      accessModes:\n      - ReadWriteMany\n"
        "      volumeMode: Block\n    target: vda\n",
        5, node);
    member(CNV "/namespaces/%s/crs/virtualmachineinstances.kubevirt.io/%s.yaml", ns, name);
}

static void claim(unsigned vm, const char *ns) {
    char name[32], volume[64];
    snprintf(name, sizeof name, "vm-%05u-root", vm);
    snprintf(volume, sizeof volume, "pvc-%08x-0000-4000-a000-%012x", vm, vm);
    put("---\napiVersion: v1\nkind: PersistentVolumeClaim\n");
    metadata("PersistentVolumeClaim", name, ns, vm);
    managed_fields("v1", "kube-controller-manager", 3);
    put("spec:\n  accessModes:\n  - ReadWriteMany\n  resources:\n    requests:\n"
        "      storage: 30Gi\n  storageClassName: ceph-rbd\n  volumeMode: Block\n"
        "  volumeName: %s\nstatus:\n  accessModes:\n  - ReadWriteMany\n  phase: Bound\n",
        volume);
    add_item(&claims);
    member(CNV "/namespaces/%s/core/persistentvolumeclaims/%s.yaml", ns, name);
    put("Name: %s\n", name);
    member(CNV "/namespaces/%s/core/persistentvolumeclaims/%s_describe.txt", ns, name);
    put("---\napiVersion: v1\nkind: PersistentVolume\n");
    metadata("PersistentVolume", volume, NULL, vm);
    put("spec:\n  accessModes:\n  - ReadWriteMany\n  claimRef:\n    name: %s\n    namespace: %s\n"
        "  csi:\n    driver: openshift-storage.rbd.csi.ceph.com\n  storageClassName: ceph-rbd\n"
        "status:\n  phase: Bound\n",
        name, ns);
    member(OCP "/cluster-scoped-resources/core/persistentvolumes/%s.yaml", volume);
}

static void data_volume(unsigned vm, const char *ns) {
    char name[32];
    snprintf(name, sizeof name, "vm-%05u-root", vm);
    put("---\napiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\n");
    metadata("DataVolume", name, ns, vm);
    managed_fields("cdi.kubevirt.io/v1beta1", "virt-cdi-controller", 2);
    put("spec:\n  source:\n    blank: {}\n  storage:\n    resources:\n      requests:\n"
        "        storage: 30Gi\nstatus:\n  claimName: %s\n  phase: Succeeded\n  progress: "
        "100.0%%\n",
        name);
    member(CNV "/namespaces/%s/cdi.kubevirt.io/datavolumes/%s.yaml", ns, name);
}

static void container(const char *name, unsigned number) {
    put("  - command:\n    - /usr/bin/%s\n    - --qemu-timeout\n    - 346s\n    env:\n", name);
    for (unsigned i = 0; i < 12; i++)
        put("    - name: SETTING_%u\n      value: '%u:%08x'\n", i, i, number * 2654435761U + i);
    put("    image: registry.redhat.io/container-native-virtualization/%s-rhel9@sha256:%064x\n"
        "    imagePullPolicy: IfNotPresent\n    name: %s\n    resources:\n      limits:\n"
        "        devices.kubevirt.io/kvm: \"1\"\n      requests:\n        cpu: %um\n"
        "        devices.kubevirt.io/kvm: \"1\"\n        memory: %uMi\n    securityContext:\n"
        "      allowPrivilegeEscalation: false\n      capabilities:\n        add:\n"
        "        - NET_BIND_SERVICE\n        drop:\n        - ALL\n      runAsNonRoot: true\n"
        "    terminationMessagePath: /dev/termination-log\n    volumeMounts:\n",
        name, 5, name, 100 + number % 9 * 100, 2304 + number % 15 * 1024);
    for (unsigned i = 0; i < 8; i++)
        put("    - mountPath: /var/run/kubevirt-%u\n      name: volume-%u\n", i, i);
}

static void pod_status(const char *name, unsigned node) {
    static const char *const types[] = {"Initialized", "Ready", "ContainersReady", "PodScheduled"};
    put("status:\n  conditions:\n");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        put("  - lastProbeTime: null\n    lastTransitionTime: \"2024-05-26T08:47:4%zuZ\"\n"
            "    status: \"True\"\n    type: %s\n",
            i, types[i]);
    put("  containerStatuses:\n  - containerID: cri-o://%016" PRIx64 "%016" PRIx64 "\n"
        "    image: registry.redhat.io/container-native-virtualization/%s-rhel9@sha256:%064x\n"
        "    lastState: {}\n    name: %s\n    ready: true\n    restartCount: 0\n    started: true\n"
        "    state:\n      running:\n        startedAt: \"2024-05-26T08:47:44Z\"\n"
        "  hostIP: 10.134.%u.%u\n  phase: Running\n  qosClass: Burstable\n",
        next(), next(), name, 5, name, node / 256, node % 256);
}

/* A pod with its own file and as an item of its namespace's list. */
static void launcher(unsigned vm, const char *ns, unsigned node) {
    char name[48];
    snprintf(name, sizeof name, "virt-launcher-vm-%05u-abcde", vm);
    put("---\napiVersion: v1\nkind: Pod\n");
    metadata("Pod", name, ns, vm);
    put("  labels:\n    kubevirt.io: virt-launcher\n    kubevirt.io/created-by: ");
    uid("VirtualMachineInstance", vm, 7);
    put("\n    vm.kubevirt.io/name: vm-%05u\n", vm);
    managed_fields("v1", "virt-controller", 20);
    put("spec:\n  containers:\n");
    container("virt-launcher", vm);
    put("  nodeName: worker-%u\n  restartPolicy: Never\n", node);
    pod_status("virt-launcher", node);
    add_item(&pods);
    member(CNV "/namespaces/%s/pods/%s/%s.yaml", ns, name, name);
}

static void platform_pod(unsigned node, unsigned number) {
    char name[48], ns[32];
    snprintf(name, sizeof name, "operator-%u-%u", node, number);
    snprintf(ns, sizeof ns, "openshift-part-%02u", number);
    put("---\napiVersion: v1\nkind: Pod\n");
    metadata("Pod", name, ns, node * 64 + number);
    managed_fields("v1", "kubelet", 16);
    put("spec:\n  containers:\n");
    container("manager", node * 64 + number);
    container("kube-rbac-proxy", node * 64 + number);
    put("  nodeName: worker-%u\n", node);
    pod_status("manager", node);
    member(OCP "/namespaces/%s/pods/%s/%s.yaml", ns, name, name);
    for (unsigned i = 0; i < 2; i++) {
        put("2024-06-20T01:00:00.%09uZ I0620 started on %016" PRIx64 "\n", number, next());
        member(OCP "/namespaces/%s/pods/%s/manager/manager/logs/%s.log", ns, name,
               i ? "previous" : "current");
    }
}

/* OLM copies an all-namespaces operator's CSV to every namespace. */
static void copied_csv(unsigned number) {
    char ns[32];
    snprintf(ns, sizeof ns, "tenant-%03u", number);
    put("---\napiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\n");
    metadata("ClusterServiceVersion", "odf-operator.v4.14.2", ns, number);
    put("  labels:\n    olm.copiedFrom: openshift-storage\n");
    managed_fields("operators.coreos.com/v1alpha1", "olm", 200);
    put("spec:\n  description: |\n");
    for (unsigned i = 0; i < 400; i++)
        put("    Line %u tells at length what this operator does, which nobody reads here.\n", i);
    put("  version: 4.14.2\nstatus:\n  phase: Succeeded\n  reason: Copied\n");
    member(OCP
           "/namespaces/%s/operators.coreos.com/clusterserviceversions/odf-operator.v4.14.2.yaml",
           ns);
}

static void node(unsigned n, bool worker) {
    char name[32];
    snprintf(name, sizeof name, worker ? "worker-%u" : "master-%u", n);
    put("---\napiVersion: v1\nkind: Node\n");
    metadata("Node", name, NULL, n);
    put("  labels:\n    kubernetes.io/hostname: %s\n    node-role.kubernetes.io/%s: \"\"\n%s", name,
        worker ? "worker" : "master", worker ? "    kubevirt.io/schedulable: \"true\"\n" : "");
    managed_fields("v1", "kubelet", 8);
    put("status:\n  allocatable:\n    cpu: 63500m\n%s    memory: 1056258716Ki\n  conditions:\n"
        "  - status: \"True\"\n    type: Ready\n  nodeInfo:\n    kubeletVersion: "
        "v1.27.10+28ed2d7\n  images:\n",
        worker ? "    devices.kubevirt.io/kvm: 1k\n" : "");
    for (unsigned i = 0; i < 50; i++)
        put("  - names:\n    - quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:%016" PRIx64
            "%016" PRIx64 "\n    sizeBytes: %u\n",
            next(), next(), 100000000 + i * 1234567);
    member(OCP "/cluster-scoped-resources/core/nodes/%s.yaml", name);
}

static void pool(const char *name, unsigned count) {
    put("---\napiVersion: machineconfiguration.openshift.io/v1\nkind: MachineConfigPool\n");
    metadata("MachineConfigPool", name, NULL, count);
    put("spec:\n  nodeSelector:\n    matchLabels:\n      node-role.kubernetes.io/%s: \"\"\n"
        "  paused: false\nstatus:\n  degradedMachineCount: 0\n  machineCount: %u\n"
        "  readyMachineCount: %u\n  unavailableMachineCount: 0\n  updatedMachineCount: %u\n",
        name, count, count, count);
    member(OCP
           "/cluster-scoped-resources/machineconfiguration.openshift.io/machineconfigpools/%s.yaml",
           name);
}

static void cluster(void) {
    put("openshift/must-gather\n4.14.0-202401010000.p0.gdeadbee\n");
    member(OCP "/version");
    put("2024-06-20 02:00:00.1 +0000 UTC\n2024-06-20 02:20:00.1 +0000 UTC\n");
    member(OCP "/timestamp");
    put("kubevirt/must-gather\nv4.14.3\n");
    member(CNV "/version");
    put("2024-06-20 02:05:00.1 +0000 UTC\n2024-06-20 02:25:00.1 +0000 UTC\n");
    member(CNV "/timestamp");
    put("---\napiVersion: config.openshift.io/v1\nkind: ClusterVersion\n");
    metadata("ClusterVersion", "version", NULL, 1);
    put("spec:\n  channel: stable-4.15\n  clusterID: "
        "11111111-2222-4333-8444-555555555555\nstatus:\n"
        "  availableUpdates: null\n  conditions:\n  - status: \"True\"\n    type: Available\n"
        "  - status: \"False\"\n    type: Progressing\n  desired:\n    version: 4.14.10\n  "
        "history:\n"
        "  - completionTime: \"2024-02-01T00:00:00Z\"\n    startedTime: \"2024-01-31T22:00:00Z\"\n"
        "    state: Completed\n    version: 4.14.10\n");
    member(OCP "/cluster-scoped-resources/config.openshift.io/clusterversions/version.yaml");
    put("---\nallowVolumeExpansion: true\napiVersion: storage.k8s.io/v1\nkind: StorageClass\n");
    metadata("StorageClass", "ceph-rbd", NULL, 1);
    put("provisioner: openshift-storage.rbd.csi.ceph.com\nvolumeBindingMode: Immediate\n");
    member(OCP "/cluster-scoped-resources/storage.k8s.io/storageclasses/ceph-rbd.yaml");
    put("apiVersion: kubevirt.io/v1\nkind: KubeVirt\n");
    metadata("KubeVirt", "kubevirt-kubevirt-hyperconverged", "openshift-cnv", 1);
    put("spec:\n  configuration:\n    evictionStrategy: LiveMigrate\n  workloadUpdateStrategy:\n"
        "    workloadUpdateMethods:\n    - LiveMigrate\nstatus:\n"
        "  outdatedVirtualMachineInstanceWorkloads: 0\n  phase: Deployed\n");
    member(CNV "/namespaces/openshift-cnv/crs/kubevirts.kubevirt.io/"
               "kubevirt-kubevirt-hyperconverged.yaml");
}

enum { VMS_A_NAMESPACE = 50, PODS_A_NODE = 60 };

static void namespace_lists(const char *ns) {
    char path[320];
    snprintf(path, sizeof path, CNV "/namespaces/%s/core/pods.yaml", ns);
    list_member(&pods, "Pod", path);
    snprintf(path, sizeof path, CNV "/namespaces/%s/core/persistentvolumeclaims.yaml", ns);
    list_member(&claims, "PersistentVolumeClaim", path);
}

static void virtual_machines(unsigned vms, unsigned nodes) {
    for (unsigned vm = 0; vm < vms; vm++) {
        char ns[32];
        snprintf(ns, sizeof ns, "tenant-%03u", vm / VMS_A_NAMESPACE);
        virtual_machine(vm, ns);
        instance(vm, ns, vm % nodes);
        launcher(vm, ns, vm % nodes);
        claim(vm, ns);
        data_volume(vm, ns);
        if (vm % VMS_A_NAMESPACE == VMS_A_NAMESPACE - 1 || vm == vms - 1)
            namespace_lists(ns);
    }
    put("%u\n", vms);
    member(CNV "/virtualization/running_vms_count.txt");
}

static void platform(unsigned vms, unsigned nodes) {
    for (unsigned n = 0; n < nodes; n++)
        for (unsigned i = 0; i < PODS_A_NODE; i++)
            platform_pod(n, i);
    for (unsigned i = 0; i * VMS_A_NAMESPACE < vms; i++)
        copied_csv(i);
}

/* Lines of a controller's log until the member holds about 1 MB. */
static void log_member(unsigned number) {
    static const char *const verbs[] = {"reconciled", "patched status of", "observed", "requeued",
                                        "skipped"};
    while (length < (size_t)1 << 20) {
        uint64_t r = next();
        put("2024-06-20T01:%02u:%02u.%09uZ "
            "{\"component\":\"virt-handler\",\"level\":\"info\",\"msg\":"
            "\"%s vm-%05u\",\"pos\":\"vm.go:%u\",\"trace\":\"%016" PRIx64 "\"}\n",
            (unsigned)(length >> 12) % 60, (unsigned)(r % 60), (unsigned)(r >> 8) % 1000000000,
            verbs[r % 5], (unsigned)(r >> 16) % 10000, (unsigned)(r >> 40) % 3000, next());
    }
    member(CNV "/namespaces/openshift-cnv/pods/virt-handler-%05u/virt-handler/virt-handler/logs/"
               "current.log",
           number);
}

int main(int argc, char **argv) {
    unsigned long values[4] = {150, 100, 6, 1};
    for (int i = 1; i < argc && i <= 4; i++)
        values[i - 1] = strtoul(argv[i], NULL, 10);
    unsigned vms = (unsigned)values[0], logs = (unsigned)values[1], nodes = (unsigned)values[2];
    state = 0x9e3779b97f4a7c15U ^ (values[3] + 1);
    cluster();
    for (unsigned n = 0; n < 3; n++)
        node(n, false);
    for (unsigned n = 0; n < nodes; n++)
        node(n, true);
    pool("master", 3);
    pool("worker", nodes);
    platform(vms, nodes);
    virtual_machines(vms, nodes ? nodes : 1);
    for (unsigned i = 0; i < logs; i++)
        log_member(i);
    static const char end[1024];
    write_all(end, sizeof end);
    return fflush(stdout) ? 1 : 0;
}
