/* VirtualMachines, and VMIs that have none, to one row each: what a drain would do to it (the
 * rules' own facts), where its disks are, and which rules speak of it. */
#include "base/arena.h"
#include "cel/quantity.h"
#include "graph/edges.h"
#include "report/arrange.h"

/* "namespace/name" of a VM to the ids of the rules that blame it or its VMI. */
static struct map rules_by_vm(struct arrange *a) {
    struct map map = map_new(a->arena);
    const struct results *results = a->report->results;
    for (size_t r = 0; r < results->count; r++) {
        const struct rule_result *result = &results->items[r];
        for (size_t f = 0; f < result->n_findings; f++) {
            const struct object_ref *object = &result->findings[f].object;
            if (str_starts_with(object->kind, STR("VirtualMachine")))
                arrange_add_id(&map, arrange_key(a->arena, object->namespace, object->name),
                               result->rule->id);
        }
    }
    return map;
}

static int64_t positive(struct value v) {
    return value_is(v, VALUE_INT) && value_int(v) > 0 ? value_int(v) : 1;
}

static struct number vcpus_of(struct value domain) {
    struct value cpu = value_get(domain, STR("cpu"));
    if (!value_is(cpu, VALUE_MAP))
        return (struct number){0};
    int64_t product = 0;
    if (__builtin_mul_overflow(positive(value_get(cpu, STR("cores"))),
                               positive(value_get(cpu, STR("sockets"))), &product) ||
        __builtin_mul_overflow(product, positive(value_get(cpu, STR("threads"))), &product))
        return (struct number){0};
    return (struct number){true, product};
}

static struct number memory_of(struct value domain) {
    struct number memory = {0};
    memory.known =
        cel_quantity_units(value_str(value_path(domain, "memory.guest")), &memory.value) ||
        cel_quantity_units(value_str(value_path(domain, "resources.requests.memory")),
                           &memory.value);
    return memory;
}

static enum maybe shared_of(struct value pvc) {
    struct value modes = value_path(pvc, "status.accessModes");
    if (!value_is(modes, VALUE_LIST))
        modes = value_path(pvc, "spec.accessModes");
    if (!value_is(modes, VALUE_LIST))
        return MAYBE_UNKNOWN;
    struct value_iter it = value_iter(modes);
    while (value_next(&it))
        if (str_eq(value_str(it.value), STR("ReadWriteMany")))
            return MAYBE_TRUE;
    return MAYBE_FALSE;
}

static struct vm_storage storage_of(struct arrange *a, const struct resource *pvc) {
    struct value v = pvc->object;
    struct str class = value_str(value_path(v, "spec.storageClassName"));
    struct value annotations = value_path(v, "metadata.annotations");
    struct str provisioner =
        value_str(value_get(annotations, STR("volume.kubernetes.io/storage-provisioner")));
    if (!provisioner.len)
        provisioner =
            value_str(value_get(annotations, STR("volume.beta.kubernetes.io/storage-provisioner")));
    const struct resource *storage_class =
        class.len ? graph_find(a->graph, STR("StorageClass"), (struct str){0}, class) : NULL;
    if (!provisioner.len && storage_class)
        provisioner = value_str(value_path(storage_class->object, "provisioner"));
    return (struct vm_storage){
        .pvc = pvc->name,
        .pv = value_str(value_path(v, "spec.volumeName")),
        .storage_class = class,
        .provisioner = provisioner,
        .node = arrange_fact_text(a, pvc, "node"),
        .shared = shared_of(v),
    };
}

static void add_storage(struct arrange *a, struct vm_row *row, const struct resource *resource) {
    struct related pvcs;
    if (!edges_follow(a->graph, resource, STR("pvc"), a->arena, &pvcs) || pvcs.count == 0)
        return;
    struct vm_storage *storage = NEW_ARRAY(a->arena, pvcs.count, struct vm_storage);
    for (size_t i = 0; i < pvcs.count; i++)
        storage[i] = storage_of(a, pvcs.items[i]);
    row->storage = storage;
    row->n_storage = pvcs.count;
}

static void add_migration(struct arrange *a, struct vm_row *row, const struct resource *vmi) {
    struct related migrations;
    if (!edges_follow(a->graph, vmi, STR("migrations"), a->arena, &migrations))
        return;
    struct str newest = {0};
    for (size_t i = 0; i < migrations.count; i++) {
        struct value v = migrations.items[i]->object;
        struct str created = value_str(value_path(v, "metadata.creationTimestamp"));
        if (newest.ptr && str_cmp(created, newest) < 0)
            continue;
        newest = created;
        row->last_migration_phase = value_str(value_path(v, "status.phase"));
        row->last_migration_ended = value_str(value_path(v, "status.migrationState.endTimestamp"));
    }
    struct value state = value_path(vmi->object, "status.migrationState");
    if (newest.ptr || !value_is(value_get(state, STR("startTimestamp")), VALUE_STRING))
        return;
    struct value failed = value_get(state, STR("failed"));
    bool ended = value_is(value_get(state, STR("endTimestamp")), VALUE_STRING);
    row->last_migration_phase = !ended ? STR("Running")
                                : value_is(failed, VALUE_BOOL) && value_bool(failed)
                                    ? STR("Failed")
                                    : STR("Succeeded");
    row->last_migration_ended = value_str(value_get(state, STR("endTimestamp")));
}

static void add_running(struct arrange *a, struct vm_row *row, const struct resource *vmi) {
    struct value domain = value_path(vmi->object, "spec.domain");
    row->node = value_str(value_path(vmi->object, "status.nodeName"));
    row->vcpus = vcpus_of(domain);
    row->memory = memory_of(domain);
    row->eviction_strategy = arrange_fact_text(a, vmi, "evictionStrategy");
    row->eviction_from = arrange_fact_text(a, vmi, "evictionStrategyFrom");
    row->in_drain = arrange_fact_text(a, vmi, "inDrain");
    row->why.sentence = arrange_fact_text(a, vmi, "inDrainWhy");
    row->outdated = arrange_maybe(evaluation_fact_of(a->evaluation, vmi, "outdated"));
    row->launcher = value_str(value_path(vmi->object, "status.launcherContainerImageVersion"));
    if (!row->in_drain.len)
        row->in_drain = STR("unknown");
    if (!row->why.sentence.len)
        row->why.key = "vm.undecided";
    if (!row->status.len)
        row->status = value_str(value_path(vmi->object, "status.phase"));
    add_storage(a, row, vmi);
    add_migration(a, row, vmi);
}

/* A VM without a VMI that was read: not running where the archive holds all VMIs and the VM does
 * not say otherwise. */
static void add_stopped(struct arrange *a, struct vm_row *row, const struct resource *vm) {
    struct related vmi;
    bool known = edges_follow(a->graph, vm, STR("vmi"), a->arena, &vmi) && vmi.missing.count == 0;
    struct value domain = value_path(vm->object, "spec.template.spec.domain");
    row->vcpus = vcpus_of(domain);
    row->memory = memory_of(domain);
    row->eviction_strategy =
        value_str(value_path(vm->object, "spec.template.spec.evictionStrategy"));
    row->eviction_from = row->eviction_strategy.len ? STR("vmi") : (struct str){0};
    row->in_drain = known ? STR("not-running") : STR("unknown");
    row->why.key = known ? "vm.off" : "vm.vmi-missing";
    add_storage(a, row, vm);
}

static struct vm_row row_of_vm(struct arrange *a, const struct resource *vm) {
    struct vm_row row = {
        .namespace = vm->namespace,
        .name = vm->name,
        .status = value_str(value_path(vm->object, "status.printableStatus")),
        .run_strategy = arrange_fact_text(a, vm, "runStrategy"),
    };
    const struct resource *vmi =
        graph_find(a->graph, STR("VirtualMachineInstance"), vm->namespace, vm->name);
    if (vmi)
        add_running(a, &row, vmi);
    else
        add_stopped(a, &row, vm);
    return row;
}

static struct vm_row row_of_vmi(struct arrange *a, const struct resource *vmi) {
    struct vm_row row = {
        .namespace = vmi->namespace,
        .name = vmi->name,
        .run_strategy = arrange_fact_text(a, vmi, "runStrategy"),
    };
    add_running(a, &row, vmi);
    return row;
}

static int row_cmp(const void *a, const void *b) {
    const struct vm_row *x = a, *y = b;
    int order = str_cmp(x->namespace, y->namespace);
    return order ? order : str_cmp(x->name, y->name);
}

void arrange_vms(struct arrange *a) {
    const struct kind *vms = graph_kind(a->graph, STR("VirtualMachine"));
    const struct kind *vmis = graph_kind(a->graph, STR("VirtualMachineInstance"));
    VEC(struct vm_row) rows = {0};
    for (size_t i = 0; vms && i < vms->count; i++)
        *vec_push(a->arena, &rows) = row_of_vm(a, vms->items[i]);
    for (size_t i = 0; vmis && i < vmis->count; i++) {
        const struct resource *vmi = vmis->items[i];
        if (!graph_find(a->graph, STR("VirtualMachine"), vmi->namespace, vmi->name))
            *vec_push(a->arena, &rows) = row_of_vmi(a, vmi);
    }
    if (rows.count)
        qsort(rows.items, rows.count, sizeof *rows.items, row_cmp);
    struct map rules = rules_by_vm(a);
    for (size_t i = 0; i < rows.count; i++)
        rows.items[i].rules =
            arrange_ids(&rules, arrange_key(a->arena, rows.items[i].namespace, rows.items[i].name));
    a->report->vms = rows.items;
    a->report->n_vms = rows.count;
}
