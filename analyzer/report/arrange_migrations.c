/* VirtualMachineInstanceMigrations to the attempts of each VMI, oldest first. Cause and reason are
 * the rules' own facts. */
#include "base/arena.h"
#include "base/map.h"
#include "report/arrange.h"

struct group {
    struct str namespace, vmi;
    VEC(struct attempt) attempts;
};

static struct str ended_at(struct value v, struct str phase) {
    struct str ended = value_str(value_path(v, "status.migrationState.endTimestamp"));
    struct value_iter it = value_iter(value_path(v, "status.phaseTransitionTimestamps"));
    while (!ended.len && value_next(&it))
        if (str_eq(value_str(value_path(it.value, "phase")), phase))
            ended = value_str(value_path(it.value, "phaseTransitionTimestamp"));
    bool finished = str_eq(phase, STR("Succeeded")) || str_eq(phase, STR("Failed"));
    return finished ? ended : (struct str){0};
}

static struct attempt attempt_of(struct arrange *a, const struct resource *vmim) {
    struct value v = vmim->object;
    struct str phase = value_str(value_path(v, "status.phase"));
    return (struct attempt){
        .name = vmim->name,
        .phase = phase.ptr ? phase : STR("Pending"),
        .created = value_str(value_path(v, "metadata.creationTimestamp")),
        .ended = ended_at(v, phase),
        .source = value_str(value_path(v, "status.migrationState.sourceNode")),
        .target = value_str(value_path(v, "status.migrationState.targetNode")),
        .cause = arrange_fact_text(a, vmim, "cause"),
        .reason = arrange_fact_text(a, vmim, "reason"),
    };
}

static int attempt_cmp(const void *a, const void *b) {
    const struct attempt *x = a, *y = b;
    int order = str_cmp(x->created, y->created);
    return order ? order : str_cmp(x->name, y->name);
}

static int group_cmp(const void *a, const void *b) {
    const struct migrations_of *x = a, *y = b;
    int order = str_cmp(x->namespace, y->namespace);
    return order ? order : str_cmp(x->vmi, y->vmi);
}

static struct map group_all(struct arrange *a) {
    struct map groups = map_new(a->arena);
    const struct kind *kind = graph_kind(a->graph, STR("VirtualMachineInstanceMigration"));
    for (size_t i = 0; kind && i < kind->count; i++) {
        const struct resource *vmim = kind->items[i];
        struct str vmi = value_str(value_path(vmim->object, "spec.vmiName"));
        struct str key = arrange_key(a->arena, vmim->namespace, vmi);
        struct group **group = (struct group **)map_at(&groups, key);
        if (!*group) {
            *group = NEW(a->arena, struct group);
            (*group)->namespace = vmim->namespace;
            (*group)->vmi = vmi;
        }
        *vec_push(a->arena, &(*group)->attempts) = attempt_of(a, vmim);
    }
    return groups;
}

void arrange_migrations(struct arrange *a) {
    struct map groups = group_all(a);
    struct migrations_of *list = NEW_ARRAY(a->arena, groups.count, struct migrations_of);
    for (size_t i = 0; i < groups.count; i++) {
        const struct group *group = groups.entries[i].value;
        qsort(group->attempts.items, group->attempts.count, sizeof *group->attempts.items,
              attempt_cmp);
        list[i] = (struct migrations_of){group->namespace, group->vmi, group->attempts.items,
                                         group->attempts.count};
    }
    if (groups.count)
        qsort(list, groups.count, sizeof *list, group_cmp);
    a->report->migrations = list;
    a->report->n_migrations = groups.count;
}
