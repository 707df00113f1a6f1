/* Why a node was refused, to a clause with its numbers and names. Most answers tell of the same
 * few nodes, so whoever asks keeps the texts. */
#include "base/arena.h"
#include "base/limits.h"
#include "readiness/placement_shape.h"

struct telling {
    const struct placement *p;
    struct arena *arena;
};

static struct str in_gib(const struct telling *t, int64_t bytes) {
    int64_t tenths = bytes / (((int64_t)1 << 30) / 10);
    return str_printf(t->arena, "%lld.%lld GiB", (long long)(tenths / 10),
                      (long long)(tenths % 10));
}

static struct str amount_text(const struct telling *t, const struct placement_ask *ask,
                              int64_t amount) {
    struct str name = ask->column->name;
    if (str_eq(name, STR("memory")) || str_starts_with(name, STR("hugepages-")))
        return in_gib(t, amount);
    if (!str_eq(name, STR("cpu")))
        return str_printf(t->arena, "%lld", (long long)amount);
    return str_printf(t->arena, "%lld.%lld", (long long)(amount / 1000),
                      (long long)(amount % 1000 / 100));
}

static struct str resource_detail(const struct telling *t, size_t node,
                                  const struct placement_verdict *verdict) {
    const struct placement_ask *ask = verdict->ask;
    int64_t has = ask->column->allocatable[node], used = ask->column->used[node];
    struct str name = ask->column->name;
    struct str needs = amount_text(t, ask, ask->amount), all = amount_text(t, ask, has);
    if (verdict->reason <= PLACEMENT_TOO_SMALL)
        return str_printf(t->arena, "it needs %.*s of %.*s, the whole node has %.*s",
                          STR_ARG(needs), STR_ARG(name), STR_ARG(all));
    struct str left = amount_text(t, ask, used < has ? has - used : 0);
    return str_printf(t->arena, "it needs %.*s of %.*s, %.*s of %.*s are free", STR_ARG(needs),
                      STR_ARG(name), STR_ARG(left), STR_ARG(all));
}

static struct str taint_detail(const struct telling *t, size_t node) {
    struct value_iter it = value_iter(t->p->nodes[node].taints);
    struct strbuf out = strbuf_new(t->arena);
    while (value_next(&it) && out.len < LIMIT_FIELD_BYTES) {
        struct str value = value_str(value_path(it.value, "value"));
        strbuf_printf(&out, "%s%.*s%s%.*s:%.*s", out.len ? ", " : "it is tainted ",
                      STR_ARG(value_str(value_path(it.value, "key"))), value.len ? "=" : "",
                      STR_ARG(value), STR_ARG(value_str(value_path(it.value, "effect"))));
    }
    return strbuf_str(&out);
}

struct str placement_label_detail(const struct placement *p, struct arena *arena, size_t node,
                                  const struct placement_answered *answered) {
    for (size_t i = 0; i < answered->labels.count; i++) {
        const struct placement_label *want = &answered->labels.items[i];
        const struct str *have = map_find(&p->nodes[node].labels, want->key);
        if (!have || !str_eq(*have, want->value))
            return str_printf(arena, "it has no label %.*s=%.*s", STR_ARG(want->key),
                              STR_ARG(want->value));
    }
    return STR("it does not match the required node affinity");
}

struct str placement_detail(const struct placement *p, struct arena *arena, size_t node,
                            const struct placement_verdict *verdict) {
    struct telling t = {p, arena};
    switch (verdict->reason) {
    case PLACEMENT_NONE:
    case PLACEMENT_REASONS:
        return (struct str){0};
    case PLACEMENT_NO_VMS:
        return STR("it is no node for VMs");
    case PLACEMENT_NODE_SELECTOR:
    case PLACEMENT_CPU_MODEL:
        return placement_label_detail(p, arena, node, verdict->answered);
    case PLACEMENT_TAINT:
        return taint_detail(&t, node);
    case PLACEMENT_CPU_MANAGER:
        return STR("it has no label cpumanager=true, which dedicated CPUs need");
    case PLACEMENT_VOLUME:
        return str_printf(arena, "volume %.*s cannot be used there", STR_ARG(verdict->volume));
    case PLACEMENT_POD_AFFINITY:
        return STR("required affinity between pods keeps it away");
    case PLACEMENT_CORDONED:
        return STR("it is cordoned");
    case PLACEMENT_NOT_READY:
        return STR("it is not ready");
    case PLACEMENT_NOT_SCHEDULABLE:
        return STR("its label kubevirt.io/schedulable is not true");
    case PLACEMENT_DEVICE:
    case PLACEMENT_TOO_SMALL:
    case PLACEMENT_DEVICE_IN_USE:
    case PLACEMENT_CPU:
    case PLACEMENT_MEMORY:
        return resource_detail(&t, node, verdict);
    }
    return (struct str){0};
}
