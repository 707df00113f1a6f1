/* List functions. What keeps the entries (distinct, flatten, sort) keeps a partial list partial;
 * what depends on rank or total is unknown for it, which the evaluator sees to. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/equal.h"
#include "cel/eval.h"
#include "cel/iter.h"
#include "cel/sort.h"

struct values {
    struct cel_value *items;
    size_t count;
    size_t cap;
};

static const struct missing_set whole;

static bool is_list(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_LIST))
        return false;
    cel_run_charge(call->run, cel_iter_count(call->args[0]) / 16);
    return true;
}

static bool has_room(const struct cel_call *call, size_t count) {
    return cel_run_room(call->run, count * sizeof(struct cel_value));
}

static struct cel_value distinct(const struct cel_call *call) {
    if (!is_list(call))
        return cel_run_no_overload(call);
    struct values kept = {0}, others = {0}; /* others: what is no string */
    struct map seen = map_new(call->arena);
    for (struct cel_iter it = cel_iter(call->args[0]); cel_iter_next(&it);) {
        struct cel_value v = it.value;
        if (call->run->budget->steps == 0 || !has_room(call, 2))
            return cel_run_no_room(call->run);
        if (v.type == CEL_STRING) {
            void **place = map_at(&seen, v.text);
            if (*place)
                continue;
            *place = &seen;
        } else {
            struct cel_list before = {others.items, others.count, whole};
            struct cel_value list = {.type = CEL_LIST, .list = &before};
            struct cel_value found = cel_equal_any(call->run, list, v);
            if (found.type != CEL_BOOL) /* a part of it was not read: equal or not? */
                return found;
            if (found.boolean)
                continue;
            *vec_push(call->arena, &others) = v;
        }
        *vec_push(call->arena, &kept) = v;
    }
    struct missing_set missing = cel_run_missing(call->run, call->args[0]);
    return cel_list_of(call->arena, kept.items, kept.count, missing);
}

/* ---- flatten ---- */

struct flattening {
    const struct cel_call *call;
    struct values items;
    struct missing_set missing;
    bool full;
};

/* As deep as `levels`, which is no more than LIMIT_EXPR_DEPTH. */
static void flatten_into(struct flattening *f, struct cel_value list, int64_t levels) {
    struct cel_run *run = f->call->run;
    f->missing = missing_union(run->arena, f->missing, cel_run_missing(run, list));
    for (struct cel_iter it = cel_iter(list); !f->full && cel_iter_next(&it);) {
        cel_run_charge(run, 1);
        f->full = run->budget->steps == 0 || !has_room(f->call, 1);
        if (it.value.type == CEL_LIST && levels > 0)
            flatten_into(f, it.value, levels - 1);
        else
            *vec_push(run->arena, &f->items) = it.value;
    }
}

static struct cel_value flatten(const struct cel_call *call) {
    if (!is_list(call) || (call->n_args == 2 && !cel_run_is(call, 1, CEL_INT)))
        return cel_run_no_overload(call);
    int64_t levels = call->n_args == 2 ? call->args[1].integer : 1;
    if (levels < 0 || levels > LIMIT_EXPR_DEPTH)
        return cel_error_of(call->arena, "flatten() takes 0 to %d levels, not %lld",
                            LIMIT_EXPR_DEPTH, (long long)levels);
    struct flattening f = {.call = call};
    flatten_into(&f, call->args[0], levels);
    return f.full ? cel_run_no_room(call->run)
                  : cel_list_of(call->arena, f.items.items, f.items.count, f.missing);
}

/* ---- parts ---- */

static struct cel_value part(const struct cel_call *call, size_t from, size_t to) {
    if (!has_room(call, to - from))
        return cel_run_no_room(call->run);
    const struct cel_value *items = cel_list_items(call->arena, call->args[0]);
    return cel_list_of(call->arena, items ? items + from : NULL, to - from, whole);
}

static struct cel_value slice(const struct cel_call *call) {
    if (!is_list(call) || !cel_run_is(call, 1, CEL_INT) || !cel_run_is(call, 2, CEL_INT))
        return cel_run_no_overload(call);
    int64_t from = call->args[1].integer, to = call->args[2].integer;
    if (from < 0 || to < from || (uint64_t)to > cel_iter_count(call->args[0]))
        return cel_error_of(call->arena, "slice(%lld, %lld) is out of range of %zu entries",
                            (long long)from, (long long)to, cel_iter_count(call->args[0]));
    return part(call, (size_t)from, (size_t)to);
}

/* first() and last() give an optional, first(n) and last(n) a list of at most n. */
static struct cel_value end(const struct cel_call *call, bool last) {
    if (!is_list(call) || (call->n_args == 2 && !cel_run_is(call, 1, CEL_INT)))
        return cel_run_no_overload(call);
    size_t count = cel_iter_count(call->args[0]);
    if (call->n_args == 1 && count == 0)
        return cel_optional_none();
    if (call->n_args == 1)
        return cel_optional_of(call->arena, cel_iter_at(call->args[0], last ? count - 1 : 0));
    int64_t n = call->args[1].integer;
    if (n < 0)
        return cel_error_of(call->arena, "%s(%lld): a number of entries is not negative",
                            call->function->name, (long long)n);
    size_t taken = (uint64_t)n < count ? (size_t)n : count;
    return last ? part(call, count - taken, count) : part(call, 0, taken);
}

static struct cel_value first(const struct cel_call *call) {
    return end(call, false);
}

static struct cel_value last(const struct cel_call *call) {
    return end(call, true);
}

/* ---- order and totals ---- */

static struct cel_value sort(const struct cel_call *call) {
    if (!is_list(call))
        return cel_run_no_overload(call);
    size_t count = cel_iter_count(call->args[0]);
    if (!has_room(call, 3 * count))
        return cel_run_no_room(call->run);
    const struct cel_value *items = cel_list_items(call->arena, call->args[0]);
    struct cel_value *sorted, error;
    if (!cel_sort(call->run, &(struct cel_sort_input){items, items, count}, &sorted, &error))
        return error;
    struct missing_set missing = cel_run_missing(call->run, call->args[0]);
    return cel_list_of(call->arena, sorted, count, missing);
}

static struct cel_value extreme(const struct cel_call *call, int wanted) {
    if (!is_list(call))
        return cel_run_no_overload(call);
    struct cel_value best = {0};
    int order = 0;
    size_t n = 0;
    for (struct cel_iter it = cel_iter(call->args[0]); cel_iter_next(&it); n++) {
        if (!cel_sort_order(n ? best : it.value, it.value, &order))
            return cel_error_of(call->arena, "%s(): %s and %s have no order", call->function->name,
                                cel_type_name(n ? best : it.value), cel_type_name(it.value));
        if (n == 0 || order * wanted < 0)
            best = it.value;
    }
    return n ? best : cel_error_of(call->arena, "%s() of an empty list", call->function->name);
}

static struct cel_value min(const struct cel_call *call) {
    return extreme(call, -1);
}

static struct cel_value max(const struct cel_call *call) {
    return extreme(call, 1);
}

static struct cel_value sum(const struct cel_call *call) {
    if (!is_list(call))
        return cel_run_no_overload(call);
    struct cel_value total = cel_int(0);
    size_t n = 0;
    for (struct cel_iter it = cel_iter(call->args[0]); cel_iter_next(&it); n++) {
        enum cel_type type = it.value.type;
        if (type != CEL_INT && type != CEL_UINT && type != CEL_DOUBLE && type != CEL_DURATION)
            return cel_error_of(call->arena, "sum() needs numbers or durations, not %s",
                                cel_type_name(it.value));
        total = n ? cel_operator_arithmetic(call->run, TOKEN_PLUS, total, it.value) : it.value;
        if (total.type == CEL_ERROR)
            break;
    }
    return total;
}

static struct cel_value lists_range(const struct cel_call *call) {
    if (!cel_run_is(call, 0, CEL_INT))
        return cel_run_no_overload(call);
    int64_t n = call->args[0].integer;
    if (n < 0)
        return cel_error_of(call->arena, "lists.range(%lld): a number of entries is not negative",
                            (long long)n);
    if ((uint64_t)n > SIZE_MAX / sizeof(struct cel_value) || !has_room(call, (size_t)n))
        return cel_run_no_room(call->run);
    cel_run_charge(call->run, (uint64_t)n);
    struct cel_value *items = NEW_ARRAY(call->arena, (size_t)n, struct cel_value);
    for (int64_t i = 0; i < n; i++)
        items[i] = cel_int(i);
    return cel_list_of(call->arena, items, (size_t)n, whole);
}

static const struct cel_function open[] = {
    {"distinct", true, 1, 1, distinct, "without entries that came before"},
    {"flatten", true, 1, 2, flatten, "lists in the list replaced by their entries, n levels deep"},
    {"sort", true, 1, 1, sort, "in ascending order"},
};

static const struct cel_function rows[] = {
    {"slice", true, 3, 3, slice, "from one position up to another"},
    {"first", true, 1, 2, first, "the first entry as an optional; first(n) a list of n"},
    {"last", true, 1, 2, last, "the last entry as an optional; last(n) a list of n"},
    {"min", true, 1, 1, min, "the least entry"},
    {"max", true, 1, 1, max, "the greatest entry"},
    {"sum", true, 1, 1, sum, "the sum of numbers or durations"},
    {"lists.range", false, 1, 1, lists_range, "the list 0, 1, … of n numbers"},
};

void cel_lists_add(struct cel_env *env) {
    cel_env_add_builtins(env, open, sizeof open / sizeof *open, FUNCTION_OPEN);
    cel_env_add_builtins(env, rows, sizeof rows / sizeof *rows, 0);
}
