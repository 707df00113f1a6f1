/* Lists taken as sets. */
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/equal.h"
#include "cel/iter.h"
#include "cel/run.h"

static bool two_lists(const struct cel_call *call) {
    return cel_run_is(call, 0, CEL_LIST) && cel_run_is(call, 1, CEL_LIST);
}

/* Whether `all` entries of b are in a, or any. */
static struct cel_value compare(struct cel_run *run, struct cel_value a, struct cel_value b,
                                bool all) {
    struct cel_outcome outcome = {0};
    for (struct cel_iter it = cel_iter(b); cel_iter_next(&it);) {
        struct cel_value found = cel_equal_any(run, a, it.value);
        if (found.type == CEL_BOOL && found.boolean != all)
            return found;
        cel_run_gather(run, &outcome, found);
        if (run->budget->steps == 0)
            break;
    }
    return cel_run_outcome(run, &outcome, cel_bool(all));
}

static struct cel_value contains(const struct cel_call *call) {
    if (!two_lists(call))
        return cel_run_no_overload(call);
    return compare(call->run, call->args[0], call->args[1], true);
}

static struct cel_value intersects(const struct cel_call *call) {
    if (!two_lists(call))
        return cel_run_no_overload(call);
    return compare(call->run, call->args[0], call->args[1], false);
}

static struct cel_value equivalent(const struct cel_call *call) {
    if (!two_lists(call))
        return cel_run_no_overload(call);
    struct cel_value there = compare(call->run, call->args[0], call->args[1], true);
    return cel_is_true(there) ? compare(call->run, call->args[1], call->args[0], true) : there;
}

static const struct cel_function rows[] = {
    {"sets.contains", false, 2, 2, contains, "whether the first list holds all of the second"},
    {"sets.equivalent", false, 2, 2, equivalent, "whether each list holds all of the other"},
    {"sets.intersects", false, 2, 2, intersects, "whether the lists have an entry in common"},
};

void cel_sets_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
}
