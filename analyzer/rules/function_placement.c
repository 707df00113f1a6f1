/* Turns the answer of readiness/placement into a map of the language. The tables behind it are made
 * once for an evaluation; an answer is made anew each time, since maps of ten thousand VMs would be
 * kept for nothing: facts keep the few words they need. */
#include "rules/function_placement.h"

#include "base/arena.h"
#include "base/limits.h"
#include "cel/run.h"
#include "readiness/placement.h"
#include "rules/host.h"

enum { ENTRIES_MAX = 16 };

struct builder {
    struct arena *arena;
    struct cel_value keys[ENTRIES_MAX], values[ENTRIES_MAX];
    size_t count;
};

static void put(struct builder *b, const char *key, struct cel_value value) {
    b->keys[b->count] = cel_string(str_of(key));
    b->values[b->count++] = value;
}

static struct cel_value built(const struct builder *b) {
    struct cel_value *keys = NEW_ARRAY(b->arena, b->count, struct cel_value);
    struct cel_value *values = NEW_ARRAY(b->arena, b->count, struct cel_value);
    struct cel_map *map = NEW(b->arena, struct cel_map);
    for (size_t i = 0; i < b->count; i++) {
        keys[i] = b->keys[i];
        values[i] = b->values[i];
    }
    *map = (struct cel_map){.keys = keys, .values = values, .count = b->count};
    return (struct cel_value){.type = CEL_MAP, .map = map};
}

static struct cel_value nodes_of(struct arena *arena, const struct placement_result *result) {
    struct cel_value *items = NEW_ARRAY(arena, result->n_nodes, struct cel_value);
    for (size_t i = 0; i < result->n_nodes; i++)
        items[i] = cel_string(result->nodes[i]);
    return cel_list_of(arena, items, result->n_nodes, (struct missing_set){0});
}

static struct cel_value refused_of(struct arena *arena, const struct placement_result *result) {
    struct cel_value *items = NEW_ARRAY(arena, result->n_refused, struct cel_value);
    for (size_t i = 0; i < result->n_refused; i++) {
        const struct placement_refusal *refusal = &result->refused[i];
        struct builder b = {.arena = arena};
        put(&b, "node", cel_string(refusal->node));
        put(&b, "reason", cel_string(str_of(placement_reason_word(refusal->reason))));
        put(&b, "detail", cel_string(refusal->detail));
        items[i] = built(&b);
    }
    return cel_list_of(arena, items, result->n_refused, (struct missing_set){0});
}

static struct cel_value known(struct arena *arena, bool is_known, struct cel_value value,
                              struct missing_set missing) {
    return is_known ? value : cel_unknown_of(arena, missing);
}

static void put_brief(struct builder *b, const struct placement_result *r) {
    static const char *const answers[] = {"unknown", "fits", "tight", "impossible"};
    struct arena *arena = b->arena;
    bool told = r->answer != PLACEMENT_UNKNOWN;
    put(b, "answer", cel_string(str_of(answers[r->answer])));
    put(b, "possible", known(arena, told, cel_bool(r->answer != PLACEMENT_IMPOSSIBLE), r->missing));
    put(b, "tight", cel_bool(r->answer == PLACEMENT_TIGHT));
    put(b, "reason", cel_string(str_of(placement_reason_word(r->reason))));
    put(b, "why", cel_string(str_of(placement_reason_text(r->reason))));
    put(b, "detail", cel_string(r->detail));
    put(b, "estimate", cel_bool(r->estimate));
    put(b, "assumption", cel_string(r->assumption));
    put(b, "memory", known(arena, r->memory >= 0, cel_int(r->memory), r->missing));
    put(b, "cpu", known(arena, r->cpu >= 0, cel_int(r->cpu), r->missing));
    put(b, "cpuTarget",
        known(arena, r->cpu_target != CPU_TARGET_UNKNOWN,
              cel_bool(r->cpu_target == CPU_TARGET_THERE), r->missing));
    put(b, "cpuDetail", cel_string(r->cpu_detail));
}

static void put_lists(struct builder *b, const struct placement_result *r) {
    put(b, "nodes", nodes_of(b->arena, r));
    put(b, "refused", refused_of(b->arena, r));
    put(b, "more", cel_int((int64_t)r->n_more));
}

static struct cel_value field_of(const struct builder *b, struct str field) {
    for (size_t i = 0; i < b->count; i++)
        if (str_eq(b->keys[i].text, field))
            return b->values[i];
    return cel_error_of(b->arena, "placement() tells no '%.*s'", STR_ARG(str_slice(field, 0, 80)));
}

static struct placement *tables(struct evaluation *evaluation) {
    if (!evaluation->placement)
        evaluation->placement = placement_fork(
            evaluation->arena, knowledge_placement(evaluation->knowledge, evaluation->arena));
    return evaluation->placement;
}

/* Of a single field the lists of nodes are not made: most that is asked of ten thousand VMs is one.
 */
struct cel_value function_placement(const struct cel_call *call) {
    const struct frame *frame = call->host;
    struct evaluation *evaluation = frame->evaluation;
    const struct resource *vmi = host_resource(evaluation, call->args[0]);
    bool whole = call->n_args == 1;
    if (!vmi || !str_eq(vmi->of->name, STR("VirtualMachineInstance")))
        return cel_error_of(call->arena,
                            "placement() needs a VirtualMachineInstance of the archive, not %s",
                            cel_type_name(call->args[0]));
    if (!whole && call->args[1].type != CEL_STRING)
        return cel_run_no_overload(call);
    cel_run_charge(call->run, 64);
    struct placement_result result =
        (whole ? placement_of : placement_brief)(tables(evaluation), vmi, call->arena);
    if (result.limited)
        return cel_error_of(call->arena, "where it could run was not found out (limit %s)",
                            result.limited);
    struct builder b = {.arena = call->arena};
    put_brief(&b, &result);
    if (!whole)
        return field_of(&b, call->args[1].text);
    put_lists(&b, &result);
    return built(&b);
}

struct placement *evaluation_placement(struct evaluation *evaluation, struct arena *arena) {
    return placement_fork(arena, knowledge_placement(evaluation->knowledge, evaluation->arena));
}

bool function_placement_overspent(struct evaluation *const *evaluations, size_t count) {
    uint64_t spent = 0;
    for (size_t i = 0; i < count; i++)
        if (evaluations[i]->placement)
            spent += limits->placement_steps - placement_steps_left(evaluations[i]->placement);
    return spent >= limits->placement_steps;
}
