/* A VMI to the resources that its launcher pod asks a node for: read from that pod where it was
 * collected, else by KubeVirt's own formula, which is an estimate.
 *
 * Sources: kubevirt/kubevirt pkg/virt-controller/services/renderresources.go (GetMemoryOverhead,
 * WithMemoryRequests, WithHugePages, WithoutDedicatedCPU, WithCPUPinning) and the memory overhead
 * section of OpenShift's "Preparing your cluster for OpenShift Virtualization". */
#include "base/arena.h"
#include "base/limits.h"
#include "cel/release.h"
#include "graph/edges.h"
#include "readiness/placement_inside.h"

#define MEBI ((int64_t)1 << 20)

/* Settings of the cluster */

/* Fixed part (all processes beside the guest, and one I/O thread) and a graphics device, by the
 * OpenShift minor: documented as 146 MiB up to 4.10, 216 in 4.11, 218 from 4.12 on, with 16 MiB for
 * graphics; KubeVirt 1.5 and later count 228 and 32. Between them z-streams moved by some 10 MiB.
 */
static void set_overhead(struct placement *p, int64_t minor) {
    p->fixed_overhead = (minor <= 10 ? 146 : minor == 11 ? 216 : minor < 19 ? 218 : 228) * MEBI;
    p->video_overhead = (minor < 19 ? 16 : 32) * MEBI;
}

static bool operator_version(const struct kind *kind, struct release *ret_release) {
    for (size_t i = 0; kind && i < kind->count; i++) {
        struct value_iter it = value_iter(value_path(kind->items[i]->object, "status.versions"));
        while (value_next(&it))
            if (str_eq(value_str(value_path(it.value, "name")), STR("operator")) &&
                cel_release_read(value_str(value_path(it.value, "version")), ret_release))
                return true;
    }
    return false;
}

static bool csv_version(const struct kind *kind, struct release *ret_release) {
    for (size_t i = 0; kind && i < kind->count; i++)
        if (str_starts_with(kind->items[i]->name, STR("kubevirt-hyperconverged-operator.v")) &&
            cel_release_read(value_str(value_path(kind->items[i]->object, "spec.version")),
                             ret_release))
            return true;
    return false;
}

/* 4.y is y, the community's 1.y is the base of 4.(y + 4), 2.x is older than every difference. */
static int64_t minor_of(const struct placement *p) {
    struct release release;
    if (!operator_version(graph_kind(p->graph, STR("HyperConverged")), &release) &&
        !csv_version(graph_kind(p->graph, STR("ClusterServiceVersion")), &release))
        return 18;
    if (release.major == 1)
        return release.minor + 4;
    return release.major == 2 ? 0 : release.major == 4 ? release.minor : INT64_MAX;
}

static int64_t positive(struct value v, int64_t otherwise) {
    int64_t number;
    return str_to_int64(value_str(v), &number) && number > 0 ? number : otherwise;
}

void placement_read_settings(struct placement *p) {
    const struct kind *kind = graph_kind(p->graph, STR("KubeVirt"));
    p->settings_read = kind && kind->count > 0;
    struct value configuration = {0};
    if (p->settings_read)
        configuration = value_path(kind->items[0]->object, "spec.configuration");
    struct value developer = value_path(configuration, "developerConfiguration");
    p->cpu_ratio = positive(value_path(developer, "cpuAllocationRatio"), 10);
    p->overcommit = positive(value_path(developer, "memoryOvercommit"), 100);
    struct value emulation = value_path(developer, "useEmulation");
    p->emulation = value_is(emulation, VALUE_BOOL) && value_bool(emulation);
    if (!str_to_double(value_str(value_path(configuration, "additionalGuestMemoryOverheadRatio")),
                       &p->overhead_ratio) ||
        p->overhead_ratio < 1 || p->overhead_ratio > 100)
        p->overhead_ratio = 1;
    set_overhead(p, minor_of(p));
    p->everywhere = placement_selector(p, value_path(developer, "nodeSelectors"));
}

/* Asking */

enum { MOST_ASKED = 3 }; /* memory, cpu, pods: the first columns */

static const struct placement_column *column_named(const struct placement *p, struct str name) {
    for (size_t i = 0; i < MOST_ASKED; i++)
        if (str_eq(p->columns.items[i]->name, name))
            return p->columns.items[i];
    return map_find(&p->columns_by_name, name);
}

static void ask(struct placement *p, struct placement_need *need, struct str name, int64_t amount) {
    const struct placement_column *column = column_named(p, name);
    if (!column && p->columns.count < LIMIT_PLACEMENT_COLUMNS)
        column = placement_column(p, str_copy(p->arena, name));
    for (size_t i = 0; i < need->count; i++)
        if (column && need->asks[i].column == column) {
            need->asks[i].amount = placement_add(need->asks[i].amount, amount);
            return;
        }
    if (column && need->count < PLACEMENT_ASKS)
        need->asks[need->count++] = (struct placement_ask){column, amount};
    else
        need->too_many = true;
}

static bool is_true(struct value v) {
    return value_is(v, VALUE_BOOL) && value_bool(v);
}

static bool there(struct value v) {
    return value_kind(v) != VALUE_ABSENT && value_kind(v) != VALUE_NULL;
}

/* Of a product that would overflow: so much that no node has it. */
static int64_t times(int64_t a, int64_t b) {
    int64_t product;
    return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

static int64_t vcpus(struct value vmi) {
    struct value cpu = value_path(vmi, "status.currentCPUTopology");
    if (!value_count(cpu))
        cpu = value_path(vmi, "spec.domain.cpu");
    return times(
        times(positive(value_path(cpu, "cores"), 1), positive(value_path(cpu, "sockets"), 1)),
        positive(value_path(cpu, "threads"), 1));
}

static bool has_sriov(struct value domain) {
    struct value_iter it = value_iter(value_path(domain, "devices.interfaces"));
    while (value_next(&it))
        if (there(value_path(it.value, "sriov")))
            return true;
    return false;
}

static int64_t probes(struct value spec) {
    bool live = there(value_path(spec, "livenessProbe.exec"));
    bool ready = there(value_path(spec, "readinessProbe.exec"));
    return (live || ready) * 100 * MEBI + live * 10 * MEBI + ready * 10 * MEBI;
}

/* `requested` is what the page tables are counted by. */
static int64_t overhead(const struct placement *p, struct value vmi, int64_t requested) {
    struct value spec = value_path(vmi, "spec"), domain = value_path(spec, "domain");
    struct value graphics = value_path(domain, "devices.autoattachGraphicsDevice");
    struct value tpm = value_path(domain, "devices.tpm.enabled");
    int64_t bytes = placement_add(p->fixed_overhead, requested / 512);
    bytes = placement_add(bytes, times(vcpus(vmi), 8 * MEBI));
    if (!value_is(graphics, VALUE_BOOL) || value_bool(graphics))
        bytes = placement_add(bytes, p->video_overhead);
    if (str_eq(value_str(value_path(spec, "architecture")), STR("arm64")))
        bytes = placement_add(bytes, 128 * MEBI);
    if (value_count(value_path(domain, "devices.gpus")) || has_sriov(domain) ||
        value_count(value_path(domain, "devices.hostDevices")))
        bytes = placement_add(bytes, 1024 * MEBI); /* VFIO: locked, with room for MMIO */
    if (there(value_path(domain, "launchSecurity.sev")) ||
        there(value_path(domain, "launchSecurity.snp")))
        bytes = placement_add(bytes, 256 * MEBI);
    if (there(value_path(domain, "devices.tpm")) &&
        !(value_is(tpm, VALUE_BOOL) && !value_bool(tpm)))
        bytes = placement_add(bytes, 53 * MEBI);
    if (is_true(value_path(domain, "cpu.dedicatedCpuPlacement")))
        bytes = placement_add(bytes, 100 * MEBI);
    bytes = placement_add(bytes, probes(spec));
    double scaled = (double)bytes * p->overhead_ratio;
    return scaled < 9e18 ? (int64_t)scaled : INT64_MAX;
}

static bool quantity(struct value v, const char *path, int64_t *ret_amount) {
    return placement_amount(STR("memory"), value_path(v, path), ret_amount) && *ret_amount > 0;
}

/* The guest's part of the request; hugepages are not overcommitted. */
static bool guest_request(const struct placement *p, struct value vmi, bool huge,
                          int64_t *ret_bytes) {
    struct value domain = value_path(vmi, "spec.domain");
    if (quantity(domain, "resources.requests.memory", ret_bytes) ||
        quantity(domain, "resources.limits.memory", ret_bytes))
        return true;
    if (!quantity(domain, "memory.guest", ret_bytes) &&
        !quantity(vmi, "status.memory.guestCurrent", ret_bytes))
        return false;
    bool whole =
        huge || p->overcommit == 100 || is_true(value_path(domain, "cpu.dedicatedCpuPlacement"));
    if (!whole)
        *ret_bytes = *ret_bytes > INT64_MAX / 100 ? INT64_MAX : *ret_bytes * 100 / p->overcommit;
    return true;
}

static void ask_memory(struct placement *p, struct value vmi, struct placement_need *need) {
    struct value domain = value_path(vmi, "spec.domain");
    struct str page = value_str(value_path(domain, "memory.hugepages.pageSize"));
    int64_t guest, huge;
    need->memory_told = guest_request(p, vmi, page.len > 0, &guest);
    if (!need->memory_told)
        return;
    int64_t extra = overhead(p, vmi, guest);
    if (is_true(value_path(domain, "resources.overcommitGuestOverhead")))
        extra = 0;
    if (page.len) {
        if (!quantity(domain, "memory.guest", &huge) || huge > guest)
            huge = guest;
        ask(p, need, str_printf(p->scratch, "hugepages-%.*s", STR_ARG(page)), huge);
        guest -= huge;
    }
    ask(p, need, STR("memory"), placement_add(guest, extra));
}

static void ask_cpu(struct placement *p, struct value vmi, struct placement_need *need) {
    struct value domain = value_path(vmi, "spec.domain");
    int64_t threads = positive(value_path(domain, "ioThreads.supplementalPoolThreadCount"), 0);
    int64_t total = placement_add(vcpus(vmi), threads), request;
    if (is_true(value_path(domain, "cpu.dedicatedCpuPlacement"))) {
        total = placement_add(total, is_true(value_path(domain, "cpu.isolateEmulatorThread")));
        request = times(total, 1000);
    } else if (!placement_amount(STR("cpu"), value_path(domain, "resources.requests.cpu"),
                                 &request)) {
        request = times(total, 1000) / p->cpu_ratio;
    }
    ask(p, need, STR("cpu"), request);
}

static void ask_named(struct placement *p, struct value list, struct placement_need *need) {
    struct value_iter it = value_iter(list);
    if (value_count(list) > LIMIT_PLACEMENT_TERMS) {
        need->too_many = true;
        return;
    }
    while (value_next(&it)) {
        struct str name = value_str(value_path(it.value, "deviceName"));
        if (name.len && !there(value_path(it.value, "claimRequest")))
            ask(p, need, name, 1);
    }
}

/* Networks whose attachment definition names a resource, one of each for every network. */
static void ask_networks(struct placement *p, const struct resource *vmi,
                         struct placement_need *need) {
    struct value networks = value_path(vmi->object, "spec.networks");
    struct value_iter it = value_iter(networks);
    if (value_count(networks) > LIMIT_PLACEMENT_TERMS) {
        need->too_many = true;
        return;
    }
    while (value_next(&it)) {
        struct str full = value_str(value_path(it.value, "multus.networkName")), before, after;
        if (!full.len)
            continue;
        bool named = str_cut(full, '/', &before, &after);
        const struct resource *nad =
            graph_find(p->graph, STR("NetworkAttachmentDefinition"),
                       named ? before : vmi->namespace, named ? after : full);
        struct value annotations = {0};
        if (nad)
            annotations = value_path(nad->object, "metadata.annotations");
        struct str name = value_str(value_get(annotations, STR("k8s.v1.cni.cncf.io/resourceName")));
        if (name.len)
            ask(p, need, name, 1);
    }
}

/* The requests of one pod, by resource. */
struct sums {
    struct placement_sum {
        struct str name;
        int64_t amount;
    } items[PLACEMENT_ASKS];
    size_t count;
};

/* NULL: there are more kinds of resources than one may ask for. */
static int64_t *sum_of(struct sums *sums, struct str name) {
    for (size_t i = 0; i < sums->count; i++)
        if (str_eq(sums->items[i].name, name))
            return &sums->items[i].amount;
    if (sums->count == PLACEMENT_ASKS)
        return NULL;
    sums->items[sums->count] = (struct placement_sum){.name = name};
    return &sums->items[sums->count++].amount;
}

/* What runs as long as the pod adds up; of what runs before it the greatest counts. */
static void sum_requests(const struct placement *p, struct value container, bool init,
                         struct placement_need *need, struct sums *sums) {
    struct value_iter it = value_iter(value_follow(container, &p->pod.requests));
    struct str policy = value_str(value_follow(container, &p->pod.restart_policy));
    bool adds = !init || str_eq(policy, STR("Always"));
    while (value_next(&it)) {
        int64_t amount;
        if (!placement_amount(it.key, it.value, &amount))
            continue;
        int64_t *sum = sum_of(sums, it.key);
        if (!sum)
            need->too_many = true;
        else if (adds)
            *sum = placement_add(*sum, amount);
        else if (amount > *sum)
            *sum = amount;
    }
}

/* Of the pod's own requests: the sum of its containers or its greatest init container, and its
 * overhead. */
static void ask_pod(struct placement *p, struct value pod, struct placement_need *need) {
    struct sums sums = {.count = 0};
    struct value spec = value_follow(pod, &p->pod.spec);
    const struct value_keys *const lists[] = {&p->pod.containers, &p->pod.init_containers};
    for (size_t k = 0; k < 2; k++) {
        struct value_iter containers = value_iter(value_follow(spec, lists[k]));
        while (value_next(&containers))
            sum_requests(p, containers.value, k == 1, need, &sums);
    }
    for (size_t i = 0; i < sums.count; i++)
        ask(p, need, sums.items[i].name, sums.items[i].amount);
    struct value_iter it = value_iter(value_follow(spec, &p->pod.overhead));
    int64_t amount;
    while (value_next(&it))
        if (placement_amount(it.key, it.value, &amount))
            ask(p, need, it.key, amount);
    ask(p, need, STR("pods"), 1);
}

/* The pod a VMI runs in, NULL where it was not collected. */
const struct resource *placement_launcher(const struct placement *p, const struct resource *vmi) {
    const struct resource *const *place = map_find(&p->launchers, vmi->uid);
    return place ? *place : NULL;
}

static struct placement_need need_of(struct placement *p, const struct resource *vmi) {
    struct placement_need need = {0};
    const struct resource *launcher = placement_launcher(p, vmi);
    if (launcher) {
        ask_pod(p, launcher->object, &need);
        for (size_t i = 0; i < need.count; i++)
            if (str_eq(need.asks[i].column->name, STR("memory")) && need.asks[i].amount > 0)
                need.from_pod = need.memory_told = true;
        if (need.from_pod)
            return need;
        need = (struct placement_need){0};
    }
    ask_memory(p, vmi->object, &need);
    ask_cpu(p, vmi->object, &need);
    ask(p, &need, STR("pods"), 1);
    ask_named(p, value_path(vmi->object, "spec.domain.devices.gpus"), &need);
    ask_named(p, value_path(vmi->object, "spec.domain.devices.hostDevices"), &need);
    ask_networks(p, vmi, &need);
    /* Where its own node knows no such device, the cluster emulates or was not asked. */
    const struct placement_node *node =
        placement_node(p, value_str(value_path(vmi->object, "status.nodeName")));
    const struct placement_column *kvm =
        map_find(&p->columns_by_name, STR("devices.kubevirt.io/kvm"));
    if (node && kvm && !p->emulation && kvm->allocatable[node - p->nodes] > 0)
        ask(p, &need, kvm->name, 1);
    return need;
}

/* Machines come in few sizes: a need is kept once, by what is asked. */
static const struct placement_need *shared(struct placement *p, const struct placement_need *need) {
    struct strbuf key = strbuf_new(p->scratch);
    _Static_assert(sizeof *need->asks == sizeof(void *) + sizeof(int64_t), "no gaps");
    strbuf_append(&key, (struct str){(const char *)need->asks, need->count * sizeof *need->asks});
    strbuf_append_byte(&key, (char)(need->memory_told | need->from_pod << 1 | need->too_many << 2));
    struct placement_need *known = map_find(&p->needs, strbuf_str(&key));
    if (known)
        return known;
    known = NEW(p->arena, struct placement_need);
    *known = *need;
    *map_at(&p->needs, str_copy(p->arena, strbuf_str(&key))) = known;
    return known;
}

/* The same resource has the same address as long as the graph lives. */
const struct placement_vm *placement_vm(struct placement *p, const struct resource *vmi) {
    struct str address = {(const char *)&vmi, sizeof(const struct resource *)};
    struct placement_vm *vm = map_find(&p->vms, address);
    if (vm)
        return vm;
    struct placement_need need = need_of(p, vmi);
    vm = NEW(p->arena, struct placement_vm);
    vm->need = shared(p, &need);
    vm->node = placement_node(p, value_str(value_path(vmi->object, "status.nodeName")));
    vm->number = p->shape_of.count;
    *vec_push(p->arena, &p->shape_of) = NULL;
    *map_at(&p->vms, str_copy(p->arena, address)) = vm;
    arena_reset(p->scratch);
    return vm;
}

/* Counting what runs */

static void count_need(const struct placement *p, const struct placement_node *node,
                       const struct placement_need *need) {
    for (size_t i = 0; i < need->count; i++) {
        int64_t *used = &need->asks[i].column->used[node - p->nodes];
        *used = placement_add(*used, need->asks[i].amount);
    }
}

/* Pods that are gone from their node ask for nothing. */
static bool is_over(const struct placement *p, const struct resource *pod) {
    struct str phase = value_str(value_follow(pod->object, &p->pod.phase));
    return str_eq(phase, STR("Succeeded")) || str_eq(phase, STR("Failed"));
}

static void keep(struct placement *p, struct map *map, struct str uid,
                 const struct resource *resource) {
    const struct resource **place = NEW(p->arena, const struct resource *);
    *place = resource;
    *map_at(map, uid) = place;
}

static struct placement_pod_keys pod_keys(const struct intern *intern) {
    return (struct placement_pod_keys){
        .labels = value_keys(intern, "metadata.labels"),
        .node = value_keys(intern, "spec.nodeName"),
        .phase = value_keys(intern, "status.phase"),
        .spec = value_keys(intern, "spec"),
        .containers = value_keys(intern, "containers"),
        .init_containers = value_keys(intern, "initContainers"),
        .requests = value_keys(intern, "resources.requests"),
        .restart_policy = value_keys(intern, "restartPolicy"),
        .overhead = value_keys(intern, "overhead"),
    };
}

static void sort_pods(struct placement *p, const struct map *by_uid) {
    const struct kind *pods = graph_kind(p->graph, STR("Pod"));
    for (size_t i = 0; pods && i < pods->count; i++) {
        const struct resource *pod = pods->items[i];
        struct value labels = value_follow(pod->object, &p->pod.labels);
        struct str uid = value_str(value_get(labels, STR("kubevirt.io/created-by")));
        struct str node = value_str(value_follow(pod->object, &p->pod.node));
        const struct resource *const *vmi = uid.len ? map_find(by_uid, uid) : NULL;
        bool launcher =
            str_eq(value_str(value_get(labels, STR("kubevirt.io"))), STR("virt-launcher"));
        if (is_over(p, pod) || !node.len)
            continue;
        if (vmi && launcher &&
            str_eq(node, value_str(value_path((*vmi)->object, "status.nodeName"))))
            keep(p, &p->launchers, uid, pod);
        else
            *vec_push(p->arena, &p->others) = pod;
    }
}

void placement_count(struct placement *p) {
    const struct kind *vmis = graph_kind(p->graph, STR("VirtualMachineInstance"));
    struct map by_uid = map_new(p->arena);
    p->pod = pod_keys(graph_intern(p->graph));
    p->launchers = map_new(p->arena);
    p->needs = map_new(p->arena);
    p->vms = map_new(p->arena);
    for (size_t i = 0; vmis && i < vmis->count; i++) {
        struct str phase = value_str(value_path(vmis->items[i]->object, "status.phase"));
        struct str node = value_str(value_path(vmis->items[i]->object, "status.nodeName"));
        if (vmis->items[i]->uid.len)
            keep(p, &by_uid, vmis->items[i]->uid, vmis->items[i]);
        if (node.len && !str_eq(phase, STR("Succeeded")) && !str_eq(phase, STR("Failed")))
            *vec_push(p->arena, &p->vmis) = vmis->items[i];
    }
    sort_pods(p, &by_uid);
    for (size_t i = 0; i < p->vmis.count; i++) {
        const struct placement_vm *vm = placement_vm(p, p->vmis.items[i]);
        if (!vm->node)
            continue;
        struct placement_node *node = &p->nodes[vm->node - p->nodes];
        count_need(p, node, vm->need);
        node->memory_told = node->memory_told && vm->need->memory_told;
    }
    for (size_t i = 0; i < p->others.count; i++) {
        struct placement_node *node =
            placement_node(p, value_str(value_follow(p->others.items[i]->object, &p->pod.node)));
        struct placement_need need = {0};
        if (node) {
            ask_pod(p, p->others.items[i]->object, &need);
            count_need(p, node, &need);
        }
        arena_reset(p->scratch);
    }
}
