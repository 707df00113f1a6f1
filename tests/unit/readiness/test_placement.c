/* Placement: one cluster of a few nodes given as YAML for each question a scheduler asks, with a VM
 * that a node takes and one that it refuses, and what cannot be told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../cluster.h"
#include "base/arena.h"
#include "base/limits.h"
#include "readiness/placement.h"

#define G ((int64_t)1 << 30)
#define M ((int64_t)1 << 20)

struct cluster {
    struct arena *arena;
    struct graph *graph;
};

static struct cluster cluster_lacking(const char *yaml, const char *not_collected) {
    struct arena *arena = arena_new();
    return (struct cluster){arena, cluster_without(arena, yaml, not_collected)};
}

static struct cluster cluster(const char *yaml) {
    return cluster_lacking(yaml, "");
}

static const struct resource *vmi(struct cluster c, const char *name) {
    return graph_find(c.graph, STR("VirtualMachineInstance"), STR("a"), str_of(name));
}

/* Asked as threads do, beside others that ask the same tables. */
static struct placement_result place(struct cluster c, const char *name) {
    const struct placement *tables = placement_new(c.arena, c.graph);
    placement_of(placement_fork(c.arena, tables), vmi(c, name), c.arena);
    return placement_of(placement_fork(c.arena, tables), vmi(c, name), c.arena);
}

#define READY "conditions: [{type: Ready, status: \"True\"}]"
/* A node for VMs: more labels, more of its spec, more that is allocatable. */
#define NODE3(name, labels, spec, allocatable)                                                     \
    "---\napiVersion: v1\nkind: Node\nmetadata:\n  name: " name                                    \
    "\n  labels: {kubevirt.io/schedulable: \"true\", kubernetes.io/hostname: " name labels         \
    "}\nspec: {" spec                                                                              \
    "}\nstatus:\n  allocatable: {memory: 16Gi, cpu: \"8\", pods: \"250\"" allocatable              \
    "}\n  " READY "\n"
#define NODE(name) NODE3(name, "", "", "")
/* A VM on a node with 2 GiB: more of its domain, more of its spec. */
#define VMI3(name, node, domain, spec)                                                             \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: a, "     \
    "name: " name ", uid: u-" name                                                                 \
    ", labels: {app: x}}\nspec:\n  domain: {memory: {guest: 2Gi}" domain "}\n" spec                \
    "status: {phase: Running, nodeName: " node "}\n"
#define VMI(name, node) VMI3(name, node, "", "")
#define TWO NODE("n1") NODE("n2")

static void expect(struct cluster c, enum placement_answer answer, enum placement_reason reason) {
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, answer);
    assert_int_equal(result.reason, reason);
    arena_free(c.arena);
}

static void expect_fit(struct cluster c, const char *node) {
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_FITS);
    assert_int_equal(result.n_nodes, 1);
    assert_true(str_eq(result.nodes[0], str_of(node)));
    arena_free(c.arena);
}

static void another_node_takes_it(void **state) {
    (void)state;
    struct cluster c = cluster(TWO VMI("v", "n1"));
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_FITS);
    assert_int_equal(result.n_nodes, 1);
    assert_true(str_eq(result.nodes[0], STR("n2")));
    assert_int_equal(result.n_refused, 0);
    assert_true(result.estimate);
    arena_free(c.arena);
    expect(cluster(NODE("n1") VMI("v", "n1")), PLACEMENT_IMPOSSIBLE, PLACEMENT_NO_VMS);
}

/* 218 MiB, 8 for a CPU, 16 for graphics, and a 512th of the guest. */
static void memory_by_formula(void **state) {
    (void)state;
    struct cluster c = cluster(TWO VMI("v", "n1"));
    struct placement *p = placement_new(c.arena, c.graph);
    int64_t bytes;
    assert_true(placement_memory(p, vmi(c, "v"), &bytes));
    assert_int_equal(bytes, 2 * G + 2 * G / 512 + (218 + 8 + 16) * M);
    arena_free(c.arena);
}

static int64_t memory_of(const char *version, const char *vmi_text) {
    struct arena *arena = arena_new();
    struct str text =
        str_printf(arena,
                   "---\napiVersion: hco.kubevirt.io/v1beta1\nkind: HyperConverged\nmetadata: "
                   "{namespace: cnv, "
                   "name: hco}\nstatus: {versions: [{name: operator, version: %s}]}\n%s%s",
                   version, TWO, vmi_text);
    struct cluster c = cluster(text.ptr);
    int64_t memory = place(c, "v").memory;
    arena_free(c.arena);
    arena_free(arena);
    return memory - 2 * G - 2 * G / 512;
}

static void overhead_by_version_and_device(void **state) {
    (void)state;
    assert_int_equal(memory_of("4.10.1", VMI("v", "n1")), (146 + 8 + 16) * M);
    assert_int_equal(memory_of("4.11.0", VMI("v", "n1")), (216 + 8 + 16) * M);
    assert_int_equal(memory_of("4.12.3", VMI("v", "n1")), (218 + 8 + 16) * M);
    assert_int_equal(memory_of("1.8.0", VMI("v", "n1")), (218 + 8 + 16) * M);
    assert_int_equal(memory_of("4.20.0", VMI("v", "n1")), (228 + 8 + 32) * M);
    assert_int_equal(memory_of("4.12.3", VMI3("v", "n1", ", cpu: {cores: 2, sockets: 3}", "")),
                     (218 + 6 * 8 + 16) * M);
    assert_int_equal(
        memory_of("4.12.3", VMI3("v", "n1", ", devices: {autoattachGraphicsDevice: false}", "")),
        (218 + 8) * M);
    assert_int_equal(memory_of("4.12.3", VMI3("v", "n1", ", devices: {tpm: {}}", "")),
                     (218 + 8 + 16 + 53) * M);
    assert_int_equal(
        memory_of("4.12.3", VMI3("v", "n1", ", devices: {gpus: [{name: g, deviceName: x/y}]}", "")),
        (218 + 8 + 16 + 1024) * M);
    assert_int_equal(
        memory_of("4.12.3", VMI3("v", "n1", ", devices: {interfaces: [{name: i, sriov: {}}]}", "")),
        (218 + 8 + 16 + 1024) * M);
    assert_int_equal(
        memory_of("4.12.3", VMI3("v", "n1", ", resources: {overcommitGuestOverhead: true}", "")) +
            2 * G / 512,
        0);
    assert_int_equal(memory_of("4.12.3", VMI3("v", "n1", ", launchSecurity: {sev: {}}", "")),
                     (218 + 8 + 16 + 256) * M);
}

static void its_pod_tells_better(void **state) {
    (void)state;
    struct cluster c = cluster(
        TWO VMI("v", "n1") "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: a, name: l, "
                           "labels: {kubevirt.io: virt-launcher, kubevirt.io/created-by: u-v}}\n"
                           "spec: {nodeName: n1, containers: [{name: compute, resources: "
                           "{requests: {memory: 3Gi, cpu: 100m}}}, {name: log, resources: "
                           "{requests: {memory: 1Gi}}}], initContainers: [{name: i, resources: "
                           "{requests: {memory: 2Gi}}}]}\nstatus: {phase: Running}\n");
    struct placement_result result = place(c, "v");
    assert_int_equal(result.memory, 4 * G);
    assert_int_equal(result.cpu, 100);
    assert_false(result.estimate);
    arena_free(c.arena);
}

static void tight_is_not_impossible(void **state) {
    (void)state;
    expect(
        cluster(TWO VMI("v", "n1") VMI3("w", "n2", ", resources: {requests: {memory: 15Gi}}", "")),
        PLACEMENT_TIGHT, PLACEMENT_MEMORY);
    expect(cluster(TWO VMI3("v", "n1", ", resources: {requests: {memory: 17Gi}}", "")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_TOO_SMALL);
    struct cluster c =
        cluster(TWO VMI("v", "n1") VMI3("w", "n2", ", resources: {requests: {memory: 15Gi}}", ""));
    struct placement_result result = place(c, "v");
    assert_int_equal(result.n_refused, 1);
    assert_true(str_eq(result.refused[0].detail,
                       STR("it needs 2.2 GiB of memory, 0.7 GiB of 16.0 GiB are free")));
    arena_free(c.arena);
}

static void memory_overcommitted(void **state) {
    (void)state;
    struct cluster c = cluster(
        "---\napiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {namespace: cnv, name: kv}\n"
        "spec: {configuration: {developerConfiguration: {memoryOvercommit: 200, "
        "cpuAllocationRatio: 2}}}\n" TWO VMI3("v", "n1", ", cpu: {cores: 3}", ""));
    struct placement_result result = place(c, "v");
    assert_int_equal(result.memory, G + G / 512 + (218 + 24 + 16) * M);
    assert_int_equal(result.cpu, 1500);
    arena_free(c.arena);
}

/* A ratio of the cluster's own makes the overhead larger; one that KubeVirt would not take does
 * not. */
static void overhead_by_ratio(void **state) {
    (void)state;
#define RATIO(ratio)                                                                               \
    "---\napiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {namespace: cnv, name: kv}\n"      \
    "spec: {configuration: {additionalGuestMemoryOverheadRatio: \"" ratio                          \
    "\"}}\n" TWO VMI("v", "n1")
    int64_t overhead = 2 * G / 512 + (218 + 8 + 16) * M;
    struct cluster c = cluster(RATIO("1.5"));
    assert_int_equal(place(c, "v").memory, 2 * G + overhead * 3 / 2);
    arena_free(c.arena);
    static const char *const others[] = {RATIO("0.5"), RATIO("101"), RATIO("more")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        c = cluster(others[i]);
        assert_int_equal(place(c, "v").memory, 2 * G + overhead);
        arena_free(c.arena);
    }
}

static void cpu_request(void **state) {
    (void)state;
    struct cluster c = cluster(TWO VMI3("v", "n1", ", cpu: {cores: 4}", ""));
    assert_int_equal(place(c, "v").cpu, 400);
    arena_free(c.arena);
    expect(cluster(TWO VMI3("v", "n1", ", resources: {requests: {cpu: \"9\"}}", "")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_TOO_SMALL);
    expect(cluster(TWO VMI3("v", "n1", ", resources: {requests: {cpu: 1500m}}", "")
                       VMI3("w", "n2", ", resources: {requests: {cpu: 6600m}}", "")),
           PLACEMENT_TIGHT, PLACEMENT_CPU);
}

/* An amount that says nothing counts for nothing; side cars run on, other init containers do not.
 */
static void requests_of_its_pod(void **state) {
    (void)state;
#define ITS_POD(more)                                                                              \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: a, name: l, labels: {kubevirt.io: "     \
    "virt-launcher, kubevirt.io/created-by: u-v}}\nspec: {nodeName: n1, containers: [{name: "      \
    "compute, resources: {requests: {memory: 3Gi, cpu: 1.5}}}], " more                             \
    "}\nstatus: {phase: Running}\n"
#define HELPER(restart, memory)                                                                    \
    "initContainers: [{name: i, " restart "resources: {requests: {memory: " memory "}}}]"
    static const struct {
        const char *yaml;
        int64_t memory;
    } rows[] = {
        {TWO VMI("v", "n1") ITS_POD(HELPER("", "4Gi")), 4 * G},
        {TWO VMI("v", "n1") ITS_POD(HELPER("", "much")), 3 * G},
        {TWO VMI("v", "n1") ITS_POD(HELPER("restartPolicy: Always, ", "1Gi")), 4 * G},
        {TWO VMI("v", "n1") ITS_POD("overhead: {memory: 512Mi, cpu: some}"), 3 * G + 512 * M},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cluster c = cluster(rows[i].yaml);
        struct placement_result result = place(c, "v");
        assert_int_equal(result.memory, rows[i].memory);
        assert_int_equal(result.cpu, 1500);
        arena_free(c.arena);
    }
}

static void other_pods_count(void **state) {
    (void)state;
#define POD(name, phase)                                                                           \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: b, name: " name                         \
    "}\nspec: {nodeName: n2, containers: [{name: c, resources: {requests: {memory: 15Gi}}}]}\n"    \
    "status: {phase: " phase "}\n"
    expect(cluster(TWO VMI("v", "n1") POD("p", "Running")), PLACEMENT_TIGHT, PLACEMENT_MEMORY);
    expect_fit(cluster(TWO VMI("v", "n1") POD("p", "Succeeded")), "n2");
}

static void node_selectors(void **state) {
    (void)state;
    expect(cluster(TWO VMI3("v", "n1", "", "  nodeSelector: {disk: ssd}\n")), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_NODE_SELECTOR);
    expect_fit(cluster(NODE("n1") NODE("n2") NODE3("n3", ", disk: ssd", "", "")
                           VMI3("v", "n1", "", "  nodeSelector: {disk: ssd}\n")),
               "n3");
}

#define AFFINITY(expression)                                                                       \
    "  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "                 \
    "{nodeSelectorTerms: [{matchExpressions: [" expression "]}]}}}\n"

static void node_affinity(void **state) {
    (void)state;
#define ON(expression)                                                                             \
    cluster(TWO NODE3("n3", ", gen: \"7\"", "", "") VMI3("v", "n1", "", AFFINITY(expression)))
    expect_fit(ON("{key: gen, operator: Exists}"), "n3");
    expect_fit(ON("{key: gen, operator: DoesNotExist}"), "n2");
    expect_fit(ON("{key: gen, operator: Gt, values: [\"6\"]}"), "n3");
    expect(ON("{key: gen, operator: Lt, values: [\"7\"]}"), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_NODE_SELECTOR);
    expect_fit(ON("{key: gen, operator: In, values: [\"6\", \"7\"]}"), "n3");
    expect_fit(ON("{key: gen, operator: NotIn, values: [\"7\"]}"), "n2");
    expect(ON("{key: gen, operator: Perhaps}"), PLACEMENT_IMPOSSIBLE, PLACEMENT_NODE_SELECTOR);
    expect(ON(""), PLACEMENT_IMPOSSIBLE, PLACEMENT_NODE_SELECTOR);
}

static void taints(void **state) {
    (void)state;
#define TAINTED NODE("n1") NODE3("n2", "", "taints: [{key: k, value: w, effect: NoSchedule}]", "")
    struct cluster c = cluster(TAINTED VMI("v", "n1"));
    struct placement_result result = place(c, "v");
    assert_int_equal(result.reason, PLACEMENT_TAINT);
    assert_true(str_eq(result.detail, STR("it is tainted k=w:NoSchedule")));
    arena_free(c.arena);
    expect_fit(cluster(TAINTED VMI3("v", "n1", "", "  tolerations: [{key: k, value: w}]\n")), "n2");
    expect_fit(cluster(TAINTED VMI3("v", "n1", "", "  tolerations: [{operator: Exists}]\n")), "n2");
    expect(cluster(TAINTED VMI3("v", "n1", "", "  tolerations: [{key: k, value: z}]\n")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_TAINT);
    expect(cluster(TAINTED VMI3("v", "n1", "",
                                "  tolerations: [{key: k, value: w, effect: NoExecute}]\n")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_TAINT);
    /* Every VM requests memory, and so tolerates what its shortage sets. */
    expect_fit(cluster(NODE("n1") NODE3("n2", "",
                                        "taints: [{key: node.kubernetes.io/memory-pressure, "
                                        "effect: NoSchedule}]",
                                        "") VMI("v", "n1")),
               "n2");
    /* Of another taint, and of every taint of one effect. */
    expect(cluster(TAINTED VMI3("v", "n1", "", "  tolerations: [{key: j, operator: Exists}]\n")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_TAINT);
    expect_fit(cluster(TAINTED VMI3("v", "n1", "",
                                    "  tolerations: [{operator: Exists, effect: NoSchedule}]\n")),
               "n2");
    expect_fit(cluster(NODE("n1") NODE3("n2", "", "taints: [{key: k, effect: PreferNoSchedule}]",
                                        "") VMI("v", "n1")),
               "n2");
}

#define SKYLAKE                                                                                    \
    ", host-model-cpu.node.kubevirt.io/Skylake: \"true\", "                                        \
    "host-model-required-features.node.kubevirt.io/vmx: \"true\""
#define TAKES(model) ", cpu-model-migration.node.kubevirt.io/" model ": \"true\""
#define VMX ", cpu-feature.node.kubevirt.io/vmx: \"true\""
#define HOST_MODEL VMI3("v", "n1", ", cpu: {model: host-model}", "")

static void host_model(void **state) {
    (void)state;
    expect_fit(
        cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Skylake") VMX, "", "") HOST_MODEL),
        "n2");
    expect(cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Skylake"), "", "") HOST_MODEL),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
    expect(
        cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Haswell") VMX, "", "") HOST_MODEL),
        PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
    struct cluster c = cluster(NODE("n1") NODE3("n2", TAKES("Skylake") VMX, "", "") HOST_MODEL);
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_UNKNOWN);
    assert_int_equal(result.missing.count, 1);
    assert_true(str_eq(result.missing.items[0].name, STR("n1")));
    arena_free(c.arena);
}

/* One that has migrated before keeps what it then asked for, whatever its node has by now. */
static void host_model_kept(void **state) {
    (void)state;
#define LAUNCHER(selector)                                                                         \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: a, name: l, labels: {kubevirt.io: "     \
    "virt-launcher, kubevirt.io/created-by: u-v}}\nspec: {nodeName: n1, nodeSelector: {" selector  \
    "}, containers: []}\nstatus: {phase: Running}\n"
#define KEPT_HASWELL "cpu-model-migration.node.kubevirt.io/Haswell: \"true\""
    expect_fit(cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Haswell") VMX, "", "")
                           HOST_MODEL LAUNCHER(KEPT_HASWELL)),
               "n2");
    expect(cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Skylake") VMX, "", "")
                       HOST_MODEL LAUNCHER(KEPT_HASWELL)),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
    expect(cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Haswell"), "", "")
                       HOST_MODEL LAUNCHER(KEPT_HASWELL
                                           ", cpu-feature.node.kubevirt.io/vmx: \"true\"")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
    /* Features alone do not tell a model: that of its node still counts. */
    expect(
        cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Haswell") VMX, "", "")
                    HOST_MODEL LAUNCHER("cpu-feature.node.kubevirt.io/vmx: \"true\", disk: ssd")),
        PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
}

/* Before labels for migration came, the target had to be of the same model. */
static void host_model_of_old(void **state) {
    (void)state;
    expect_fit(cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", SKYLAKE VMX, "", "") HOST_MODEL),
               "n2");
    expect(cluster(NODE3("n1", SKYLAKE, "", "") NODE3(
               "n2", VMX ", host-model-cpu.node.kubevirt.io/Haswell: \"true\"", "", "") HOST_MODEL),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
}

static void named_model_and_features(void **state) {
    (void)state;
#define HASWELL ", cpu-model.node.kubevirt.io/Haswell: \"true\""
#define NAMED VMI3("v", "n1", ", cpu: {model: Haswell}", "")
    expect_fit(cluster(NODE("n1") NODE3("n2", HASWELL, "", "") NAMED), "n2");
    expect(cluster(NODE3("n1", HASWELL, "", "") NODE("n2") NAMED), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_CPU_MODEL);
    expect(cluster(TWO NAMED), PLACEMENT_UNKNOWN, PLACEMENT_NO_VMS);
    expect(cluster(NODE3("n1", VMX, "", "") NODE("n2")
                       VMI3("v", "n1", ", cpu: {features: [{name: vmx}]}", "")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
    expect_fit(cluster(NODE3("n1", VMX, "", "") NODE("n2") VMI3(
                   "v", "n1", ", cpu: {features: [{name: vmx, policy: disable}]}", "")),
               "n2");
}

/* What its own node has, another needs too: some clusters do not ask for it. */
static void labels_of_the_source(void **state) {
    (void)state;
#define SYNIC ", hyperv.node.kubevirt.io/synic: \"true\""
#define ENLIGHTENED(synic) VMI3("v", "n1", ", features: {hyperv: {synic: " synic "}}", "")
    expect(cluster(NODE3("n1", SYNIC, "", "") NODE("n2") ENLIGHTENED("{}")), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_CPU_MODEL);
    expect_fit(cluster(NODE3("n1", SYNIC, "", "") NODE3("n2", SYNIC, "", "") ENLIGHTENED("{}")),
               "n2");
    expect_fit(cluster(NODE3("n1", SYNIC, "", "") NODE("n2") ENLIGHTENED("{enabled: false}")),
               "n2");
    expect_fit(cluster(TWO ENLIGHTENED("{}")), "n2");
#define ARCH(name) ", kubernetes.io/arch: " name
#define OF_ARM VMI3("v", "n1", "", "  architecture: arm64\n")
    expect(cluster(NODE3("n1", ARCH("arm64"), "", "") NODE3("n2", ARCH("amd64"), "", "") OF_ARM),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MODEL);
    struct cluster c =
        cluster(NODE3("n1", ARCH("arm64"), "", "") NODE3("n2", ARCH("arm64"), "", "") OF_ARM);
    assert_int_equal(place(c, "v").memory, 2 * G + 2 * G / 512 + (218 + 8 + 16 + 128) * M);
    expect_fit(c, "n2");
}

/* Another model may do; nobody checks before the guest stops. */
static void host_passthrough(void **state) {
    (void)state;
#define AS_IT_IS VMI3("v", "n1", ", cpu: {model: host-passthrough}", "")
    expect_fit(
        cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", SKYLAKE, "", "") NODE("n3") AS_IT_IS),
        "n2");
    expect(cluster(NODE3("n1", SKYLAKE, "", "") NODE("n2") AS_IT_IS), PLACEMENT_UNKNOWN,
           PLACEMENT_NO_VMS);
}

/* Told on its own, whatever else keeps the VM from a node. */
static void a_target_for_the_cpu(void **state) {
    (void)state;
#define CPU_TARGET(nodes, expected)                                                                \
    do {                                                                                           \
        struct cluster c = cluster(NODE3("n1", SKYLAKE, "", "") nodes HOST_MODEL);                 \
        assert_int_equal(place(c, "v").cpu_target, expected);                                      \
        arena_free(c.arena);                                                                       \
    } while (0)
    CPU_TARGET(NODE3("n2", TAKES("Skylake") VMX, "taints: [{key: k, effect: NoSchedule}]", ""),
               CPU_TARGET_THERE);
    CPU_TARGET(NODE3("n2", TAKES("Skylake") VMX, "unschedulable: true", ""), CPU_TARGET_NONE);
    CPU_TARGET(NODE3("n2", TAKES("Haswell") VMX, "", ""), CPU_TARGET_NONE);
    struct cluster c = cluster(NODE("n1") NODE3("n2", TAKES("Haswell"), "", "") HOST_MODEL);
    assert_int_equal(place(c, "v").cpu_target, CPU_TARGET_UNKNOWN);
    arena_free(c.arena);
    c = cluster(NODE3("n1", SKYLAKE, "", "") NODE3("n2", TAKES("Haswell") VMX, "", "") HOST_MODEL);
    assert_true(
        str_eq(place(c, "v").cpu_detail,
               STR("n2: it has no label cpu-model-migration.node.kubevirt.io/Skylake=true")));
    arena_free(c.arena);
}

static void dedicated_cpus(void **state) {
    (void)state;
#define PINNED_CPU                                                                                 \
    VMI3("v", "n1", ", cpu: {cores: 4, dedicatedCpuPlacement: true, isolateEmulatorThread: true}", \
         "")
    expect(cluster(TWO PINNED_CPU), PLACEMENT_IMPOSSIBLE, PLACEMENT_CPU_MANAGER);
    struct cluster c = cluster(NODE("n1") NODE3("n2", ", cpumanager: \"true\"", "", "") PINNED_CPU);
    assert_int_equal(place(c, "v").cpu, 5000);
    expect_fit(c, "n2");
}

static void hugepages(void **state) {
    (void)state;
#define HUGE_VM                                                                                    \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: a, "     \
    "name: v}\nspec: {domain: {memory: {guest: 4Gi, hugepages: {pageSize: 1Gi}}}}\nstatus: "       \
    "{nodeName: n1}\n"
    expect(cluster(TWO HUGE_VM), PLACEMENT_IMPOSSIBLE, PLACEMENT_DEVICE);
    struct cluster c = cluster(NODE("n1") NODE3("n2", "", "", ", hugepages-1Gi: 4Gi") HUGE_VM);
    assert_int_equal(place(c, "v").memory, 4 * G / 512 + (218 + 8 + 16) * M);
    expect_fit(c, "n2");
    /* Its guest's size is not told: all that it requests. */
#define HUGE_REQUEST                                                                               \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: a, "     \
    "name: v}\nspec: {domain: {memory: {hugepages: {pageSize: 1Gi}}, resources: {requests: "       \
    "{memory: 5Gi}}}}\nstatus: {nodeName: n1}\n"
    expect(cluster(NODE("n1") NODE3("n2", "", "", ", hugepages-1Gi: 4Gi") HUGE_REQUEST),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_DEVICE);
    expect_fit(cluster(NODE("n1") NODE3("n2", "", "", ", hugepages-1Gi: 5Gi") HUGE_REQUEST), "n2");
}

static void devices(void **state) {
    (void)state;
#define GPU(name, node)                                                                            \
    VMI3(name, node, ", devices: {gpus: [{name: g, deviceName: nvidia.com/T4}]}", "")
#define WITH_GPU ", nvidia.com/T4: \"1\""
    expect(cluster(NODE3("n1", "", "", WITH_GPU) NODE("n2") GPU("v", "n1")), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_DEVICE);
    expect_fit(cluster(NODE3("n1", "", "", WITH_GPU) NODE3("n2", "", "", WITH_GPU) GPU("v", "n1")),
               "n2");
    expect(cluster(NODE3("n1", "", "", WITH_GPU) NODE3("n2", "", "", WITH_GPU) GPU("v", "n1")
                       GPU("w", "n2")),
           PLACEMENT_TIGHT, PLACEMENT_DEVICE_IN_USE);
    expect(cluster(TWO VMI3(
               "v", "n1", ", devices: {hostDevices: [{name: h, deviceName: intel.com/qat}]}", "")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_DEVICE);
}

static void resources_of_networks(void **state) {
    (void)state;
    expect(
        cluster(TWO VMI3(
            "v", "n1", "",
            "  networks: [{name: s, multus: {networkName: s}}]\n") "---\napiVersion: "
                                                                   "k8s.cni.cncf.io/v1\nkind: "
                                                                   "NetworkAttachmentDefinition\n"
                                                                   "metadata: {namespace: a, name: "
                                                                   "s, annotations: "
                                                                   "{k8s.v1.cni.cncf.io/"
                                                                   "resourceName: "
                                                                   "openshift.io/vf}}\n"),
        PLACEMENT_IMPOSSIBLE, PLACEMENT_DEVICE);
}

#define DISK(affinity)                                                                             \
    "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {namespace: a, name: d}\nspec: "  \
    "{volumeName: pv}\nstatus: {phase: Bound}\n---\napiVersion: v1\nkind: PersistentVolume\n"      \
    "metadata: {name: pv}\nspec: {claimRef: {namespace: a, name: d}" affinity "}\n"
#define IN_ZONE                                                                                    \
    ", nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: "   \
    "In, values: [z1]}]}]}}"
#define WITH_DISK                                                                                  \
    VMI3("v", "n1", "", "  volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]\n")

static void volumes(void **state) {
    (void)state;
    expect_fit(cluster(TWO NODE3("n3", ", zone: z1", "", "") WITH_DISK DISK(IN_ZONE)), "n3");
    expect_fit(cluster(TWO WITH_DISK DISK("")), "n2");
    struct cluster c = cluster(TWO WITH_DISK DISK(IN_ZONE));
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_IMPOSSIBLE);
    assert_true(str_eq(result.detail, STR("volume pv cannot be used there")));
    assert_false(result.estimate);
    arena_free(c.arena);
}

static void volumes_not_collected(void **state) {
    (void)state;
    struct cluster c = cluster_lacking(
        TWO WITH_DISK "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {namespace: a, "
                      "name: d}\nspec: {volumeName: pv}\nstatus: {phase: Bound}\n",
        "PersistentVolume");
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_FITS);
    assert_true(result.estimate);
    assert_true(str_contains(result.assumption, STR("Volumes that were not collected")));
    arena_free(c.arena);
}

#define APART(key)                                                                                 \
    "  affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "              \
    "[{labelSelector: {matchLabels: {app: x}}, topologyKey: " key "}]}}\n"

static void anti_affinity(void **state) {
    (void)state;
    expect_fit(cluster(TWO VMI3("v", "n1", "", APART("kubernetes.io/hostname"))), "n2");
    expect(cluster(TWO VMI3("v", "n1", "", APART("kubernetes.io/hostname")) VMI("w", "n2")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_POD_AFFINITY);
    /* The other's wish counts too. */
    expect(cluster(TWO VMI("v", "n1") VMI3("w", "n2", "", APART("kubernetes.io/hostname"))),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_POD_AFFINITY);
    /* While it migrates its own pod stands in the zone still. */
    expect(cluster(NODE3("n1", ", zone: z", "", "") NODE3("n2", ", zone: z", "", "")
                       VMI3("v", "n1", "", APART("zone"))),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_POD_AFFINITY);
    expect_fit(cluster(TWO VMI3("v", "n1", "", APART("nothing")) VMI("w", "n2")), "n2");
}

/* What the other keeps away must hold all labels, not only the first. */
static void anti_affinity_of_others(void **state) {
    (void)state;
#define KEEPS_AWAY(labels)                                                                         \
    VMI3("w", "n2", "",                                                                            \
         "  affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "         \
         "[{labelSelector: {matchLabels: {" labels                                                 \
         "}}, topologyKey: kubernetes.io/hostname}]}}\n")
    expect(cluster(TWO VMI("v", "n1") KEEPS_AWAY("app: x")), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_POD_AFFINITY);
    expect_fit(cluster(TWO VMI("v", "n1") KEEPS_AWAY("app: x, tier: db")), "n2");
}

/* Both terms are read over one index of all labels. */
static void anti_affinity_of_two_terms(void **state) {
    (void)state;
#define ROLE(name, node, role)                                                                     \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: a, name: " name                         \
    ", labels: {role: " role "}}\nspec: {nodeName: " node "}\nstatus: {phase: Running}\n"
#define APART_FROM_ROLE(role)                                                                      \
    "{labelSelector: {matchLabels: {role: " role "}}, topologyKey: kubernetes.io/hostname}"
#define APART_FROM_BOTH                                                                            \
    VMI3("v", "n1", "",                                                                            \
         "  affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "         \
         "[" APART_FROM_ROLE("db") ", " APART_FROM_ROLE("web") "]}}\n")
    expect_fit(cluster(TWO NODE("n3") NODE("n4") APART_FROM_BOTH ROLE("p", "n2", "db")
                           ROLE("q", "n4", "web")),
               "n3");
    expect(cluster(TWO NODE("n3") APART_FROM_BOTH ROLE("p", "n2", "db") ROLE("q", "n3", "web")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_POD_AFFINITY);
}

#define APART_FROM(more)                                                                           \
    VMI3("v", "n1", "",                                                                            \
         "  affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "         \
         "[{labelSelector: {matchLabels: {app: y}}, topologyKey: kubernetes.io/hostname" more      \
         "}]}}\n")
#define Y_IN_B                                                                                     \
    "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {team: red}}\n"             \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: b, "     \
    "name: w, uid: u-w, labels: {app: y}}\nspec: {domain: {memory: {guest: 1Gi}}}\nstatus: "       \
    "{phase: Running, nodeName: n2}\n"

/* A term is about its own namespace unless it says otherwise. */
static void anti_affinity_across_namespaces(void **state) {
    (void)state;
    expect_fit(cluster(TWO APART_FROM("") Y_IN_B), "n2");
    expect(cluster(TWO APART_FROM(", namespaces: [b]") Y_IN_B), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_POD_AFFINITY);
    expect_fit(cluster(TWO APART_FROM(", namespaces: [c]") Y_IN_B), "n2");
    expect(cluster(TWO APART_FROM(", namespaceSelector: {}") Y_IN_B), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_POD_AFFINITY);
    expect(cluster(TWO APART_FROM(", namespaceSelector: {matchLabels: {team: red}}") Y_IN_B),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_POD_AFFINITY);
    expect_fit(cluster(TWO APART_FROM(", namespaceSelector: {matchLabels: {team: blue}}") Y_IN_B),
               "n2");
    /* The other way round: what stands in b keeps away from this one. */
    expect(cluster(TWO VMI("v", "n1") "---\napiVersion: kubevirt.io/v1\nkind: "
                                      "VirtualMachineInstance\nmetadata: {namespace: b, name: w}\n"
                                      "spec:\n  domain: {memory: {guest: 1Gi}}\n"
                                      "  affinity: {podAntiAffinity: "
                                      "{requiredDuringSchedulingIgnoredDuringExecution: "
                                      "[{labelSelector: {matchLabels: {app: x}}, namespaces: [a], "
                                      "topologyKey: kubernetes.io/hostname}]}}\n"
                                      "status: {phase: Running, nodeName: n2}\n"),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_POD_AFFINITY);
}

#define BESIDE                                                                                     \
    "  affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: " \
    "{matchExpressions: [{key: role, operator: In, values: [db]}]}, topologyKey: "                 \
    "kubernetes.io/hostname}]}}\n"
#define DB(node)                                                                                   \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: a, name: db, labels: {role: db}}\n"     \
    "spec: {nodeName: " node "}\nstatus: {phase: Running}\n"

static void affinity(void **state) {
    (void)state;
    expect_fit(cluster(TWO NODE("n3") VMI3("v", "n1", "", BESIDE) DB("n3")), "n3");
    expect(cluster(TWO VMI3("v", "n1", "", BESIDE) DB("n1")), PLACEMENT_IMPOSSIBLE,
           PLACEMENT_POD_AFFINITY);
    expect(cluster_lacking(TWO VMI3("v", "n1", "", BESIDE), "Pod"), PLACEMENT_UNKNOWN,
           PLACEMENT_NO_VMS);
}

static void states_of_nodes(void **state) {
    (void)state;
    expect(cluster(NODE("n1") NODE3("n2", "", "unschedulable: true", "") VMI("v", "n1")),
           PLACEMENT_TIGHT, PLACEMENT_CORDONED);
#define STATELESS(more)                                                                            \
    NODE("n1")                                                                                     \
    "---\napiVersion: v1\nkind: Node\nmetadata: {name: n2, labels: {kubevirt.io/schedulable: "     \
    "\"true\"}}\nstatus: {allocatable: {memory: 16Gi, cpu: \"8\"}" more "}\n" VMI("v", "n1")
    expect(cluster(STATELESS(", conditions: [{type: Ready, status: Unknown}]")), PLACEMENT_TIGHT,
           PLACEMENT_NOT_READY);
    expect(cluster(STATELESS("")), PLACEMENT_UNKNOWN, PLACEMENT_NO_VMS);
    expect(cluster(NODE("n1") "---\napiVersion: v1\nkind: Node\nmetadata: {name: n2, labels: "
                              "{kubevirt.io/schedulable: \"false\"}}\nstatus: {allocatable: "
                              "{memory: 16Gi, cpu: \"8\"}, " READY "}\n" VMI("v", "n1")),
           PLACEMENT_TIGHT, PLACEMENT_NOT_SCHEDULABLE);
    expect(cluster(NODE("n1") "---\napiVersion: v1\nkind: Node\nmetadata: {name: n2}\nstatus: "
                              "{allocatable: {memory: 16Gi, cpu: \"8\"}, " READY
                              "}\n" VMI("v", "n1")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_NO_VMS);
}

static void what_was_not_collected(void **state) {
    (void)state;
    /* No node has the label, not even the one that runs it. */
    expect(cluster("---\napiVersion: v1\nkind: Node\nmetadata: {name: n1}\n"
                   "---\napiVersion: v1\nkind: Node\nmetadata: {name: n2}\n" VMI("v", "n1")),
           PLACEMENT_UNKNOWN, PLACEMENT_NO_VMS);
    expect(cluster_lacking(NODE("n1") VMI("v", "n1"), "Node"), PLACEMENT_UNKNOWN, PLACEMENT_NO_VMS);
    expect_fit(cluster_lacking(TWO VMI("v", "n1"), "Node"), "n2");
    expect(cluster(TWO VMI("v", "n9")), PLACEMENT_UNKNOWN, PLACEMENT_NONE);
    struct cluster c = cluster_lacking(TWO VMI("v", "n1"), "Pod");
    struct placement_result result = place(c, "v");
    assert_true(result.estimate);
    assert_true(str_contains(result.assumption, STR("Pods that were not collected")));
    arena_free(c.arena);
    c = cluster(TWO "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: "
                    "{namespace: a, name: v}\nstatus: {nodeName: n1}\n");
    result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_UNKNOWN);
    assert_int_equal(result.memory, -1);
    assert_int_equal(result.missing.count, 1);
    arena_free(c.arena);
    /* A VM whose memory is not told may fill the other node. */
    expect(cluster(TWO VMI("v", "n1") "---\napiVersion: kubevirt.io/v1\nkind: "
                                      "VirtualMachineInstance\nmetadata: {namespace: a, name: w}\n"
                                      "status: {nodeName: n2}\n"),
           PLACEMENT_UNKNOWN, PLACEMENT_NO_VMS);
}

#define MASTERS                                                                                    \
    "---\napiVersion: v1\nkind: Node\nmetadata: {name: m1}\n"                                      \
    "---\napiVersion: v1\nkind: Node\nmetadata: {name: m2}\n"                                      \
    "---\napiVersion: v1\nkind: Node\nmetadata: {name: m3}\n"

/* Among nodes for VMs, not the control plane's; where it is tight, what keeps it waiting. */
static void the_common_reason(void **state) {
    (void)state;
    struct cluster c =
        cluster(MASTERS TWO NODE3("n3", ", disk: ssd", "taints: [{key: k, effect: NoSchedule}]", "")
                    NODE("n4") VMI3("v", "n1", "", "  nodeSelector: {disk: ssd}\n"));
    struct placement_result result = place(c, "v");
    assert_int_equal(result.answer, PLACEMENT_IMPOSSIBLE);
    assert_int_equal(result.reason, PLACEMENT_NODE_SELECTOR);
    assert_int_equal(result.n_refused, 6);
    assert_true(str_eq(result.detail, STR("it has no label disk=ssd")));
    arena_free(c.arena);
    expect(cluster(MASTERS TWO NODE3("n3", ", disk: ssd", "unschedulable: true", "") NODE("n4")
                       VMI3("v", "n1", "", "  nodeSelector: {disk: ssd}\n")),
           PLACEMENT_TIGHT, PLACEMENT_CORDONED);
}

static void free_elsewhere(void **state) {
    (void)state;
    struct cluster c = cluster(TWO VMI("v", "n1") VMI("w", "n2"));
    int64_t bytes, need = 2 * G + 2 * G / 512 + (218 + 8 + 16) * M;
    struct placement *p = placement_new(c.arena, c.graph);
    assert_true(placement_free_elsewhere(p, STR("n1"), &bytes));
    assert_int_equal(bytes, 16 * G - need);
    arena_free(c.arena);
    c = cluster(NODE("n1") NODE3("n2", "", "unschedulable: true", ""));
    assert_true(placement_free_elsewhere(placement_new(c.arena, c.graph), STR("n1"), &bytes));
    assert_int_equal(bytes, 0);
    arena_free(c.arena);
    c = cluster(TWO NODE("n3") VMI3("v", "n2", ", resources: {requests: {memory: 64Gi}}", ""));
    assert_true(placement_free_elsewhere(placement_new(c.arena, c.graph), STR("n1"), &bytes));
    assert_int_equal(bytes, 16 * G);
    arena_free(c.arena);
    c = cluster_lacking(TWO, "VirtualMachineInstance");
    assert_false(placement_free_elsewhere(placement_new(c.arena, c.graph), STR("n1"), &bytes));
    arena_free(c.arena);
}

/* Hostile; each "#" of the middle is a number */

static void huge_quantities(void **state) {
    (void)state;
    expect(
        cluster(TWO VMI3("v", "n1", ", resources: {requests: {memory: 9223372036854775807}}", "")),
        PLACEMENT_IMPOSSIBLE, PLACEMENT_TOO_SMALL);
    expect(cluster(TWO VMI3("v", "n1",
                            ", cpu: {cores: 4294967295, sockets: 4294967295, threads: 4294967295}",
                            "")),
           PLACEMENT_IMPOSSIBLE, PLACEMENT_TOO_SMALL);
    expect(cluster(TWO VMI("v", "n1") VMI3(
               "w", "n2", ", resources: {requests: {memory: 9223372036854775807}}",
               "") VMI3("x", "n2", ", resources: {requests: {memory: 9223372036854775807}}", "")),
           PLACEMENT_TIGHT, PLACEMENT_MEMORY);
    expect_fit(cluster(TWO VMI3("v", "n1", ", resources: {requests: {memory: -1}}", "")), "n2");
}

static void free_text(void *arena) {
    arena_free(arena);
}

static struct cluster repeated(const char *before, const char *each, const char *after,
                               size_t count) {
    struct arena *arena = arena_new();
    struct strbuf out = strbuf_new(arena);
    struct str left, right;
    strbuf_append(&out, str_of(before));
    str_cut(str_of(each), '#', &left, &right);
    for (size_t i = 0; i < count; i++) {
        strbuf_append(&out, left);
        strbuf_printf(&out, "%zu", i);
        strbuf_append(&out, right);
    }
    strbuf_append(&out, str_of(after));
    struct cluster c = cluster(str_c(arena, strbuf_str(&out)));
    arena_on_reset(c.arena, free_text, arena); /* documents refer to their text */
    return c;
}

static void thousands_of_terms(void **state) {
    (void)state;
    const char *head =
        TWO "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: "
            "a, name: v}\nspec:\n  domain: {memory: {guest: 2Gi}}\n  affinity: {nodeAffinity: "
            "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
            "[{matchExpressions: [";
    expect(repeated(head, "{key: k#, operator: DoesNotExist},",
                    "]}]}}}\nstatus: {phase: Running, nodeName: n1}\n", LIMIT_PLACEMENT_TERMS + 1),
           PLACEMENT_UNKNOWN, PLACEMENT_NO_VMS);
    expect_fit(repeated(head, "{key: k#, operator: DoesNotExist},",
                        "]}]}}}\nstatus: {phase: Running, nodeName: n1}\n", 900),
               "n2");
}

static void thousands_of_devices(void **state) {
    (void)state;
    const char *head =
        TWO "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: "
            "a, name: v}\nspec:\n  domain: {memory: {guest: 2Gi}, devices: {gpus: [";
    struct cluster c = repeated(head, "{name: g, deviceName: x/d#},",
                                "]}}\nstatus: {phase: Running, nodeName: n1}\n", 5000);
    assert_int_equal(place(c, "v").answer, PLACEMENT_UNKNOWN);
    arena_free(c.arena);
}

/* Tables that have answered for others give the answer that new ones give. */
static void check_same(struct cluster c, struct placement *used, const struct resource *of) {
    struct arena *arena = arena_new();
    struct placement_result a = placement_of(used, of, arena);
    struct placement_result b = placement_of(placement_new(arena, c.graph), of, arena);
    assert_int_equal(a.answer, b.answer);
    assert_int_equal(a.reason, b.reason);
    assert_int_equal(a.memory, b.memory);
    assert_int_equal(a.cpu_target, b.cpu_target);
    assert_true(str_eq(a.detail, b.detail));
    assert_true(str_eq(a.assumption, b.assumption));
    assert_int_equal(a.n_nodes, b.n_nodes);
    assert_int_equal(a.n_more, b.n_more);
    assert_int_equal(a.n_refused, b.n_refused);
    for (size_t i = 0; i < a.n_nodes; i++)
        assert_true(str_eq(a.nodes[i], b.nodes[i]));
    for (size_t i = 0; i < a.n_refused; i++) {
        assert_true(str_eq(a.refused[i].node, b.refused[i].node));
        assert_true(str_eq(a.refused[i].detail, b.refused[i].detail));
    }
    arena_free(arena);
}

static void shared_answers(void **state) {
    (void)state;
    struct cluster c = cluster(
        NODE3("n1", ", zone: x", "", "") NODE3("n2", "", "unschedulable: true", "")
            NODE3("n3", ", zone: x", "taints: [{key: k, effect: NoSchedule}]",
                  "") NODE3("n4", ", zone: y", "", ", x/y: \"1\"") VMI("a1", "n1") VMI("a2", "n2")
                VMI("a3", "n3") VMI("a4", "n4") VMI("b4", "n4")
                    VMI3("z1", "n1", "", "  nodeSelector: {zone: x}\n")
                        VMI3("z4", "n4", "", "  nodeSelector: {zone: x}\n")
                            VMI3("g", "n4", ", devices: {gpus: [{name: g, deviceName: x/y}]}", "")
                                VMI3("s", "n1", "",
                                     "  affinity: {podAntiAffinity: "
                                     "{requiredDuringSchedulingIgnoredDuringExecution: "
                                     "[{labelSelector: {matchLabels: {app: x}}, "
                                     "topologyKey: kubernetes.io/hostname}]}}\n"));
    static const char *const names[] = {"a1", "a2", "a3", "a4", "b4", "z1", "z4", "g", "s", "a1"};
    struct placement *used = placement_new(c.arena, c.graph);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_same(c, used, vmi(c, names[i]));
    arena_free(c.arena);
}

/* More than are kept: what does not fit is judged each time. */
static void many_shapes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf yaml = strbuf_new(arena);
    enum { NODES = 2000, VMS = LIMIT_PLACEMENT_KEPT / NODES + 20 };
    for (int i = 0; i < NODES; i++)
        strbuf_printf(&yaml,
                      "---\napiVersion: v1\nkind: Node\nmetadata: {name: n%d, labels: "
                      "{kubevirt.io/schedulable: \"true\"}}\nstatus: {allocatable: {memory: "
                      "%dGi, cpu: \"8\", pods: \"250\"}, " READY "}\n",
                      i, i % 16 + 1);
    for (int i = 0; i < VMS; i++)
        strbuf_printf(&yaml,
                      "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\n"
                      "metadata: {namespace: a, name: v%d}\nspec: {domain: {memory: {guest: "
                      "%dMi}}}\nstatus: {phase: Running, nodeName: n%d}\n",
                      i, 2000 + i, i);
    struct cluster c = cluster(str_c(arena, strbuf_str(&yaml)));
    struct placement *used = placement_new(c.arena, c.graph);
    char name[16];
    for (int i = 0; i < VMS; i++) {
        snprintf(name, sizeof name, "v%d", i);
        if (i < 3 || i > VMS - 3)
            check_same(c, used, vmi(c, name));
        else
            assert_int_equal(placement_of(used, vmi(c, name), arena).answer, PLACEMENT_FITS);
    }
    arena_free(c.arena);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_node_takes_it),
        cmocka_unit_test(memory_by_formula),
        cmocka_unit_test(overhead_by_version_and_device),
        cmocka_unit_test(its_pod_tells_better),
        cmocka_unit_test(tight_is_not_impossible),
        cmocka_unit_test(memory_overcommitted),
        cmocka_unit_test(overhead_by_ratio),
        cmocka_unit_test(cpu_request),
        cmocka_unit_test(requests_of_its_pod),
        cmocka_unit_test(other_pods_count),
        cmocka_unit_test(node_selectors),
        cmocka_unit_test(node_affinity),
        cmocka_unit_test(taints),
        cmocka_unit_test(host_model),
        cmocka_unit_test(host_model_kept),
        cmocka_unit_test(host_model_of_old),
        cmocka_unit_test(named_model_and_features),
        cmocka_unit_test(labels_of_the_source),
        cmocka_unit_test(host_passthrough),
        cmocka_unit_test(a_target_for_the_cpu),
        cmocka_unit_test(dedicated_cpus),
        cmocka_unit_test(hugepages),
        cmocka_unit_test(devices),
        cmocka_unit_test(resources_of_networks),
        cmocka_unit_test(volumes),
        cmocka_unit_test(volumes_not_collected),
        cmocka_unit_test(anti_affinity),
        cmocka_unit_test(anti_affinity_of_others),
        cmocka_unit_test(anti_affinity_of_two_terms),
        cmocka_unit_test(anti_affinity_across_namespaces),
        cmocka_unit_test(affinity),
        cmocka_unit_test(states_of_nodes),
        cmocka_unit_test(what_was_not_collected),
        cmocka_unit_test(the_common_reason),
        cmocka_unit_test(free_elsewhere),
        cmocka_unit_test(huge_quantities),
        cmocka_unit_test(thousands_of_terms),
        cmocka_unit_test(thousands_of_devices),
        cmocka_unit_test(shared_answers),
        cmocka_unit_test(many_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
