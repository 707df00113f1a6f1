/* References of virtual machines: their instances, pods, volumes, networks and migrations. What
 * must be there follows from what the object says of itself: a machine that runs cannot do without.
 */
#include "graph/edge_table.h"

static struct str text_at(struct edge_builder *b, struct value object, const char *path) {
    return value_str(adjacency_field(b, object, path));
}

static bool is_vm(const struct resource *resource) {
    return str_eq(resource->kind, STR("VirtualMachine"));
}

static bool is_one_of(struct str text, const struct str *texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(text, texts[i]))
            return true;
    return false;
}

/* A VM that says it runs, or a VMI that has got its pod. */
static bool runs(const struct resource *machine) {
    static const struct str states[] = {{"Running", 7}, {"Paused", 6}, {"Migrating", 9}};
    static const struct str phases[] = {{"Running", 7}, {"Scheduled", 9}, {"Unknown", 7}};
    struct value status = value_get(machine->object, STR("status"));
    if (!is_vm(machine))
        return is_one_of(value_str(value_get(status, STR("phase"))), phases, 3);
    return str_eq(value_str(value_get(status, STR("created"))), STR("true")) ||
           is_one_of(value_str(value_get(status, STR("printableStatus"))), states, 3);
}

void refs_vm_instance(struct edge_builder *b, const struct resource *vm) {
    adjacency_field(b, vm->object, "status.created");
    adjacency_ref(b, vm->namespace, vm->name, runs(vm) ? ABSENT_MISSING : ABSENT_GONE);
}

void refs_vm_machine(struct edge_builder *b, const struct resource *vmi) {
    struct value_iter it = value_iter(adjacency_field(b, vmi->object, "metadata.ownerReferences"));
    while (value_next(&it)) {
        if (!str_eq(value_str(value_get(it.value, STR("kind"))), STR("VirtualMachine")))
            continue;
        adjacency_ref(b, vmi->namespace, text_at(b, it.value, "name"),
                      runs(vmi) ? ABSENT_MISSING : ABSENT_GONE);
        return;
    }
    const struct resource *vm = graph_find_in(&b->state->to->pub, vmi->namespace, vmi->name);
    if (vm)
        adjacency_hit(b, vmi, vm);
}

void refs_vm_node(struct edge_builder *b, const struct resource *vmi) {
    adjacency_ref(b, (struct str){0}, text_at(b, vmi->object, "status.nodeName"),
                  runs(vmi) ? ABSENT_MISSING : ABSENT_GONE);
}

static const struct resource *by_uid(const struct edge_builder *b, const struct kind_state *kind,
                                     struct str uid) {
    const struct record *record = uid.len ? map_find(&b->graph->uids, uid) : NULL;
    return record && record->pub.of == &kind->pub ? &record->pub : NULL;
}

/* The VMI that a virt-launcher pod belongs to. Names serve only where one of the two has no uid: an
 * old pod of a machine that was started anew is not the new one's. */
static const struct resource *vmi_of(struct edge_builder *b, const struct resource *pod) {
    struct value labels = adjacency_value(b, pod->object, "metadata.labels");
    struct value annotations = adjacency_value(b, pod->object, "metadata.annotations");
    struct str uid = value_str(value_get(labels, STR("kubevirt.io/created-by")));
    const struct resource *vmi = by_uid(b, b->state->from, uid);
    if (vmi)
        return str_eq(vmi->namespace, pod->namespace) ? vmi : NULL;
    if (!uid.len && !str_eq(value_str(value_get(labels, STR("kubevirt.io"))), STR("virt-launcher")))
        return NULL;
    struct str name = value_str(value_get(annotations, STR("kubevirt.io/domain")));
    if (!name.len)
        name = value_str(value_get(labels, STR("vm.kubevirt.io/name")));
    vmi = name.len ? graph_find_in(&b->state->from->pub, pod->namespace, name) : NULL;
    return vmi && !(uid.len && vmi->uid.len) ? vmi : NULL;
}

void refs_vm_pods(struct edge_builder *b) {
    const struct kind *pods = &b->state->to->pub;
    for (size_t i = 0; i < pods->count; i++) {
        const struct resource *vmi = vmi_of(b, pods->items[i]);
        if (vmi)
            adjacency_hit(b, vmi, pods->items[i]);
    }
}

void refs_vm_launcher(struct edge_builder *b) {
    static const struct str finished[] = {{"Succeeded", 9}, {"Failed", 6}};
    const struct kind *pods = &b->state->to->pub;
    for (size_t i = 0; i < pods->count; i++) {
        const struct resource *pod = pods->items[i], *vmi = vmi_of(b, pod);
        struct str node = value_str(adjacency_value(b, pod->object, "spec.nodeName"));
        struct str phase = value_str(adjacency_value(b, pod->object, "status.phase"));
        if (vmi && node.len && !is_one_of(phase, finished, 2) &&
            str_eq(node, value_str(adjacency_value(b, vmi->object, "status.nodeName"))))
            adjacency_hit(b, vmi, pod);
    }
}

static struct value spec_of(struct edge_builder *b, const struct resource *machine) {
    return adjacency_field(b, machine->object, is_vm(machine) ? "spec.template.spec" : "spec");
}

/* TPM or EFI state that lasts is held in a claim that no volume names. */
static bool has_backend(struct edge_builder *b, struct value spec) {
    return str_eq(text_at(b, spec, "domain.devices.tpm.persistent"), STR("true")) ||
           str_eq(text_at(b, spec, "domain.firmware.bootloader.efi.persistent"), STR("true"));
}

void refs_vm_volumes(struct edge_builder *b, const struct resource *machine) {
    struct value spec = spec_of(b, machine);
    enum absent absent = runs(machine) ? ABSENT_MISSING : ABSENT_DANGLING;
    struct str namespace = machine->namespace;
    struct value_iter it = value_iter(adjacency_field(b, spec, "volumes"));
    while (value_next(&it)) {
        adjacency_ref(b, namespace, text_at(b, it.value, "persistentVolumeClaim.claimName"),
                      absent);
        adjacency_ref(b, namespace, text_at(b, it.value, "dataVolume.name"), absent);
        adjacency_ref(b, namespace,
                      text_at(b, it.value, "ephemeral.persistentVolumeClaim.claimName"), absent);
        adjacency_ref(b, namespace, text_at(b, it.value, "memoryDump.claimName"), ABSENT_GONE);
    }
    if (has_backend(b, spec))
        adjacency_matches(b);
}

void refs_vm_backend_claims(struct edge_builder *b) {
    const struct kind *claims = &b->state->to->pub;
    for (size_t i = 0; i < claims->count; i++) {
        struct value labels = adjacency_value(b, claims->items[i]->object, "metadata.labels");
        struct str name = value_str(value_get(labels, STR("persistent-state-for")));
        const struct resource *machine =
            name.len ? graph_find_in(&b->state->from->pub, claims->items[i]->namespace, name)
                     : NULL;
        if (machine)
            adjacency_hit(b, machine, claims->items[i]);
    }
}

void refs_vm_data_volumes(struct edge_builder *b, const struct resource *machine) {
    struct value_iter it = value_iter(adjacency_field(b, spec_of(b, machine), "volumes"));
    while (value_next(&it))
        adjacency_ref(b, machine->namespace, text_at(b, it.value, "dataVolume.name"), ABSENT_GONE);
    if (!is_vm(machine))
        return;
    it = value_iter(adjacency_field(b, machine->object, "spec.dataVolumeTemplates"));
    while (value_next(&it))
        adjacency_ref(b, machine->namespace, text_at(b, it.value, "metadata.name"), ABSENT_GONE);
}

void refs_vm_networks(struct edge_builder *b, const struct resource *machine) {
    struct value_iter it = value_iter(adjacency_field(b, spec_of(b, machine), "networks"));
    while (value_next(&it)) {
        struct str name = text_at(b, it.value, "multus.networkName"), namespace, rest;
        if (str_cut(name, '/', &namespace, &rest))
            adjacency_ref(b, namespace, rest, ABSENT_DANGLING);
        else
            adjacency_ref(b, machine->namespace, name, ABSENT_DANGLING);
    }
}

static enum absent absent_for(struct edge_builder *b, const struct resource *migration) {
    static const struct str finished[] = {{"Succeeded", 9}, {"Failed", 6}};
    struct str phase = text_at(b, migration->object, "status.phase");
    return is_one_of(phase, finished, 2) ? ABSENT_GONE : ABSENT_MISSING;
}

void refs_vm_migration_vmi(struct edge_builder *b, const struct resource *migration) {
    adjacency_ref(b, migration->namespace, text_at(b, migration->object, "spec.vmiName"),
                  absent_for(b, migration));
}

void refs_vm_migration_vm(struct edge_builder *b, const struct resource *migration) {
    adjacency_ref(b, migration->namespace, text_at(b, migration->object, "spec.vmiName"),
                  ABSENT_GONE);
}

void refs_vm_migration_pod(struct edge_builder *b, const struct resource *migration) {
    adjacency_ref(b, migration->namespace,
                  text_at(b, migration->object, "status.migrationState.targetPod"), ABSENT_GONE);
}

void refs_vm_migration_pods(struct edge_builder *b) {
    const struct kind *pods = &b->state->to->pub;
    for (size_t i = 0; i < pods->count; i++) {
        struct value object = pods->items[i]->object;
        struct value labels = adjacency_value(b, object, "metadata.labels");
        struct value annotations = adjacency_value(b, object, "metadata.annotations");
        struct str uid = value_str(value_get(labels, STR("kubevirt.io/migrationJobUID")));
        struct str name = value_str(value_get(annotations, STR("kubevirt.io/migrationJobName")));
        const struct resource *migration = by_uid(b, b->state->from, uid);
        if (!migration && name.len) {
            migration = graph_find_in(&b->state->from->pub, pods->items[i]->namespace, name);
            if (migration && uid.len && migration->uid.len)
                migration = NULL;
        }
        if (migration && str_eq(migration->namespace, pods->items[i]->namespace))
            adjacency_hit(b, migration, pods->items[i]);
    }
}

/* The migration's own state, or the VMI's where it speaks of this migration. */
static struct str migration_node(struct edge_builder *b, const struct resource *migration,
                                 const char *key) {
    struct value own = adjacency_field(b, migration->object, "status.migrationState");
    struct str node = value_str(value_get(own, str_of(key)));
    struct str name = value_str(value_path(migration->object, "spec.vmiName"));
    const struct resource *vmi =
        graph_find(b->graph, STR("VirtualMachineInstance"), migration->namespace, name);
    if (node.len || !vmi || !migration->uid.len)
        return node;
    struct value state = value_path(vmi->object, "status.migrationState");
    if (!str_eq(value_str(value_get(state, STR("migrationUid"))), migration->uid))
        return node;
    return value_str(value_get(state, str_of(key)));
}

void refs_vm_migration_source(struct edge_builder *b, const struct resource *migration) {
    adjacency_ref(b, (struct str){0}, migration_node(b, migration, "sourceNode"),
                  absent_for(b, migration));
}

void refs_vm_migration_target(struct edge_builder *b, const struct resource *migration) {
    adjacency_ref(b, (struct str){0}, migration_node(b, migration, "targetNode"),
                  absent_for(b, migration));
}
