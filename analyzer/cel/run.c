/* Budgets and gathered unknowns. A budget that was used up stays so: whatever else an expression
 * could answer, it ends as an error. */
#include "cel/run.h"

#include "base/arena.h"
#include "base/limits.h"
#include "cel/iter.h"

/* 0 means overrun, of memory too: the last step is never given out. */
void cel_run_charge(struct cel_run *run, uint64_t steps) {
    run->budget->steps -= steps < run->budget->steps ? steps : run->budget->steps;
}

bool cel_run_room(struct cel_run *run, size_t bytes) {
    size_t used = arena_used(run->arena);
    if (run->budget->scratch && used <= run->budget->scratch &&
        bytes <= run->budget->scratch - used)
        return true;
    run->budget->scratch = 0;
    return false;
}

const char *cel_run_overrun(struct cel_run *run) {
    if (run->budget->steps == 0)
        return "needs too many steps (limit expr-steps)";
    return cel_run_room(run, 0) ? NULL : "needs too much memory (limit expr-scratch)";
}

struct cel_value cel_run_no_room(struct cel_run *run) {
    const char *why = cel_run_overrun(run);
    return cel_error_of(run->arena, "%s", why ? why : "needs too much memory");
}

static struct missing_set missing_of_cut(struct cel_run *run, struct value container) {
    struct missing_set missing = {0};
    if (run->cut)
        missing = run->cut(run, container);
    return missing.count ? missing : missing_one(run->arena, (struct missing){0});
}

struct missing_set cel_run_missing(struct cel_run *run, struct cel_value container) {
    if (!cel_iter_is_partial(container))
        return (struct missing_set){0};
    return container.is_tree ? missing_of_cut(run, container.tree) : container.list->missing;
}

struct cel_value cel_run_cut(struct cel_run *run, struct value v) {
    return cel_unknown_of(run->arena, missing_of_cut(run, v));
}

bool cel_run_is(const struct cel_call *call, size_t i, enum cel_type type) {
    return i < call->n_args && call->args[i].type == type;
}

struct cel_value cel_run_no_overload(const struct cel_call *call) {
    struct strbuf types = strbuf_new(call->arena);
    size_t first = call->function->receiver ? 1 : 0;
    for (size_t i = first; i < call->n_args && i < 8; i++)
        strbuf_printf(&types, "%s%s", i > first ? ", " : "", cel_type_name(call->args[i]));
    return cel_error_of(call->arena, "no such overload: %s%s%s(%.*s)",
                        first ? cel_type_name(call->args[0]) : "", first ? "." : "",
                        call->function->name, STR_ARG(strbuf_str(&types)));
}

void cel_run_gather_bad(struct cel_run *run, struct cel_outcome *outcome, struct cel_value v) {
    if (v.type == CEL_UNKNOWN) {
        outcome->unknown = true;
        outcome->missing = missing_union(run->arena, outcome->missing, *v.unknown);
    } else if (!outcome->failed) {
        outcome->failed = true;
        outcome->error = v;
    }
}

struct cel_value cel_run_outcome(struct cel_run *run, const struct cel_outcome *outcome,
                                 struct cel_value otherwise) {
    if (outcome->unknown)
        return cel_unknown_of(run->arena, outcome->missing);
    return outcome->failed ? outcome->error : otherwise;
}
