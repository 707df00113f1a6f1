/* What all types with an order have in common: isLessThan(), isGreaterThan(), compareTo(). */
#include "cel/opaque.h"

#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/run.h"

struct cel_value cel_opaque_of(struct arena *arena, const struct cel_opaque_type *type,
                               struct str text, const void *data) {
    struct cel_opaque *opaque = NEW(arena, struct cel_opaque);
    *opaque = (struct cel_opaque){type, text, data};
    return (struct cel_value){.type = CEL_OPAQUE, .opaque = opaque};
}

bool cel_opaque_is(struct cel_value v, const struct cel_opaque_type *type) {
    return v.type == CEL_OPAQUE && v.opaque->type == type;
}

/* The order of x.f(y); false where x and y are not of one such type. */
static bool order(const struct cel_call *call, int *ret_order) {
    struct cel_value a = call->args[0], b = call->args[1];
    if (a.type != CEL_OPAQUE)
        return false;
    const struct cel_opaque_type *type = a.opaque->type;
    if (b.type == CEL_STRING && type->read && !type->read(call->arena, b.text, &b))
        return false;
    if (!cel_opaque_is(b, type))
        return false;
    *ret_order = type->cmp(a.opaque, b.opaque);
    return true;
}

static struct cel_value is_less_than(const struct cel_call *call) {
    int cmp;
    return order(call, &cmp) ? cel_bool(cmp < 0) : cel_run_no_overload(call);
}

static struct cel_value is_greater_than(const struct cel_call *call) {
    int cmp;
    return order(call, &cmp) ? cel_bool(cmp > 0) : cel_run_no_overload(call);
}

static struct cel_value compare_to(const struct cel_call *call) {
    int cmp;
    return order(call, &cmp) ? cel_int((cmp > 0) - (cmp < 0)) : cel_run_no_overload(call);
}

static const struct cel_function rows[] = {
    {"isLessThan", true, 2, 2, is_less_than, "whether a quantity or version is below another"},
    {"isGreaterThan", true, 2, 2, is_greater_than, "whether it is above another"},
    {"compareTo", true, 2, 2, compare_to, "-1, 0 or 1: how it stands to another"},
};

void cel_opaque_add(struct cel_env *env) {
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
}
