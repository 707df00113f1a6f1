/* Members that should have held objects, and counters that say there are more. A lack with a name
 * makes that object missing; one without makes the namespace incomplete. */
#include "graph/demote.h"

#include "graph/hold.h"
#include "graph/kindset.h"

static void add_lack(struct graph *graph, struct kind_state *kind, const struct bucket *bucket,
                     const struct lack *lack) {
    struct lack *added = vec_push(graph->arena, &kind->lacks);
    added->namespace = kind->namespaced ? lack->namespace : (struct str){0};
    added->name = lack->name;
    added->root = bucket ? bucket->root : NULL;
}

void demote_object(struct graph *graph, struct kind_state *kind, struct str namespace,
                   struct str name) {
    add_lack(graph, kind, NULL, &(struct lack){.namespace = namespace, .name = name});
}

/* Another copy of the object was read whole: nothing is lost. */
static bool is_read_elsewhere(const struct graph *graph, const struct kind_state *kind,
                              struct str namespace, struct str name) {
    const struct resource *resource =
        name.len ? graph_find(graph, kind->key, namespace, name) : NULL;
    return resource && !resource->cut;
}

/* "virtualmachines.yaml" in a folder of plain files. */
static struct kind_state *kind_by_name(const struct graph *graph, const struct bad *bad) {
    struct str file = str_after_last(bad->path, '/'), plural, group;
    if (bad->place.kind != PLACE_OTHER)
        return NULL;
    str_cut(file, '.', &plural, &group);
    for (size_t i = 0; i < graph->kinds.count; i++) {
        struct kind_state *kind = graph->kinds.entries[i].value;
        if (kind->info && str_eq(kind->info->plural, plural) &&
            kinds_default(kind->info->kind) == kind->info)
            return kind;
    }
    return NULL;
}

static void demote_by(struct graph *graph, const struct bad *bad) {
    struct kind_state *path_kind = kindset_of_place(graph, &bad->place);
    struct kind_state *kind = bad->state ? bad->state : path_kind;
    if (!kind)
        kind = kind_by_name(graph, bad);
    const struct root_state *root = bad->bucket->root;
    if (!kind || (root && (root->ignored || root->pub.kind == ROOT_INSIGHTS)))
        return;
    struct lack lack = {.namespace = bad->namespace, .name = bad->name};
    if (!lack.namespace.len)
        lack.namespace = bad->place.namespace;
    if (!lack.name.len && kind == path_kind)
        lack.name = bad->place.name;
    if (!lack.name.len && kind->info && kind->info->flags & KIND_SINGLE)
        lack.name = kinds_single_name(kind->info);
    if (!is_read_elsewhere(graph, kind, kind->namespaced ? lack.namespace : (struct str){0},
                           lack.name))
        add_lack(graph, kind, bad->bucket, &lack);
}

void demote_by_members(struct graph *graph) {
    for (size_t i = 0; i < graph->bads.count; i++)
        demote_by(graph, &graph->bads.items[i]);
}

/* Objects that are missing by name: a counter that includes them tells of no further ones. */
static size_t named_lacks(struct graph *graph, const struct kind_state *kind) {
    struct map names = map_new(graph->arena);
    for (size_t i = 0; i < kind->lacks.count; i++) {
        const struct lack *lack = &kind->lacks.items[i];
        if (lack->name.len && !graph_find(graph, kind->key, lack->namespace, lack->name))
            *map_at(&names, str_printf(graph->arena, "%.*s/%.*s", STR_ARG(lack->namespace),
                                       STR_ARG(lack->name))) = graph;
    }
    return names.count;
}

static void demote_count(struct graph *graph, struct kind_state *kind, int64_t count,
                         const char *who) {
    if (count <= (int64_t)kind->pub.count || !kind->kept ||
        count <= (int64_t)(kind->pub.count + named_lacks(graph, kind)))
        return;
    kind->less = true;
    kind->less_why = str_printf(graph->arena, "%s says %lld, %zu were read", who, (long long)count,
                                kind->pub.count);
}

static int64_t machines(const struct graph *graph) {
    const struct kind_state *pools =
        map_find(&graph->kinds, STR("MachineConfigPool.machineconfiguration.openshift.io"));
    int64_t sum = 0;
    for (size_t i = 0; i < pools->pub.count; i++) {
        struct value count = value_path(pools->pub.items[i]->object, "status.machineCount");
        if (value_is(count, VALUE_INT) && value_int(count) > 0 && value_int(count) < INT32_MAX)
            sum += value_int(count);
    }
    return sum;
}

void demote_by_counters(struct graph *graph) {
    if (graph->seal->everything_collected)
        return; /* objects of a rule's test stand for themselves */
    struct kind_state *vmi = kindset_at(graph, STR("VirtualMachineInstance"), STR("kubevirt.io"));
    for (size_t i = 0; i < graph->root_states.count; i++) {
        const struct root_state *root = graph->root_states.items[i];
        if (root->ignored)
            continue;
        demote_count(graph, vmi, root->sum->running, "running_vms_count.txt");
        for (size_t c = 0; c < root->sum->counts.count; c++) {
            struct place place = {0};
            str_cut(root->sum->counts.entries[c].key, '.', &place.plural, &place.group);
            struct kind_state *kind = kindset_of_place(graph, &place);
            if (kind)
                demote_count(graph, kind, *(const int64_t *)root->sum->counts.entries[c].value,
                             "virt_info");
        }
    }
    demote_count(graph, kindset_at(graph, STR("Node"), (struct str){0}), machines(graph),
                 "the sum of machineCount");
}
