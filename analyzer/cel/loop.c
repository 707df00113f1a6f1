/* Macros over lists and maps. `all` and `exists` look past errors, unknowns and what a partial list
 * lacks, where one entry decides; filter, map and sortBy of a partial list are partial; the others
 * need every entry. */
#include "base/arena.h"
#include "base/vec.h"
#include "cel/eval.h"
#include "cel/iter.h"
#include "cel/sort.h"

struct loop {
    struct eval *e;
    const struct expr *x;
    struct cel_iter it;
    struct cel_outcome outcome;
    bool is_list;
};

struct values {
    struct cel_value *items;
    size_t count;
    size_t cap;
};

static struct cel_value no_loop(struct loop *l, struct cel_value v) {
    return cel_error_of(l->e->run->arena, "%.*s() needs a list or a map, not %s",
                        STR_ARG(l->x->name), v.type == CEL_NULL ? "null" : cel_type_name(v));
}

/* Moves to the next entry and sets the macro's variables. */
static bool next(struct loop *l) {
    if (!cel_iter_next(&l->it))
        return false;
    struct cel_value value = l->it.value;
    if (l->it.container.is_tree && !value.is_tree)
        value = cel_run_tree(l->e->run, l->it.entry);
    struct cel_value *locals = l->e->locals + l->x->slot;
    if (l->x->n_names == 2) {
        locals[0] = l->it.key;
        locals[1] = value;
    } else {
        locals[0] = l->is_list ? value : l->it.key;
    }
    return true;
}

static struct cel_value eval_bool(struct loop *l, const struct expr *body) {
    struct cel_value v = cel_eval_expr(l->e, body);
    if (v.type == CEL_BOOL || v.type == CEL_ERROR || v.type == CEL_UNKNOWN)
        return v;
    return cel_error_of(l->e->run->arena, "no such overload: %.*s() needs bool, not %s",
                        STR_ARG(l->x->name), cel_type_name(v));
}

static void gather_missing(struct loop *l) {
    struct cel_run *run = l->e->run;
    if (!cel_iter_is_partial(l->it.container))
        return;
    l->outcome.unknown = true;
    l->outcome.missing =
        missing_union(run->arena, l->outcome.missing, cel_run_missing(run, l->it.container));
}

static struct cel_value quantifier(struct loop *l, bool decisive) {
    while (next(l)) {
        struct cel_value v = eval_bool(l, l->x->args[1]);
        if (v.type == CEL_BOOL && v.boolean == decisive)
            return v;
        cel_run_gather(l->e->run, &l->outcome, v);
    }
    gather_missing(l);
    return cel_run_outcome(l->e->run, &l->outcome, cel_bool(!decisive));
}

static struct cel_value exists_one(struct loop *l) {
    size_t count = 0;
    while (next(l)) {
        struct cel_value v = eval_bool(l, l->x->args[1]);
        if (cel_run_gather(l->e->run, &l->outcome, v))
            count += v.boolean;
    }
    gather_missing(l);
    return cel_run_outcome(l->e->run, &l->outcome, cel_bool(count == 1));
}

/* Whether the entry passes the condition of a macro that may have one. */
static bool passes(struct loop *l, size_t n_without) {
    if (l->x->n_args == n_without)
        return true;
    struct cel_value v = eval_bool(l, l->x->args[1]);
    return cel_run_gather(l->e->run, &l->outcome, v) && v.boolean;
}

static struct cel_value finish_list(struct loop *l, const struct values *items) {
    struct cel_run *run = l->e->run;
    struct missing_set missing = cel_run_missing(run, l->it.container);
    struct cel_value list = cel_list_of(run->arena, items->items, items->count, missing);
    return cel_run_outcome(run, &l->outcome, list);
}

static struct cel_value filter(struct loop *l) {
    struct values items = {0};
    while (next(l)) {
        struct cel_value v = eval_bool(l, l->x->args[1]);
        if (cel_run_gather(l->e->run, &l->outcome, v) && v.boolean)
            *vec_push(l->e->run->arena, &items) = l->is_list ? l->it.value : l->it.key;
    }
    return finish_list(l, &items);
}

static struct cel_value map(struct loop *l) {
    struct values items = {0};
    while (next(l)) {
        if (!passes(l, 2))
            continue;
        struct cel_value v = cel_eval_expr(l->e, l->x->args[l->x->n_args - 1]);
        if (cel_run_gather(l->e->run, &l->outcome, v))
            *vec_push(l->e->run->arena, &items) = v;
    }
    return finish_list(l, &items);
}

/* ---- maps from maps ---- */

struct pairs {
    struct values keys, values;
};

static struct cel_value finish_map(struct loop *l, const struct pairs *pairs) {
    struct arena *arena = l->e->run->arena;
    gather_missing(l); /* a built map cannot be partial */
    struct cel_map *made = NEW(arena, struct cel_map);
    made->keys = pairs->keys.items;
    made->values = pairs->values.items;
    made->count = pairs->keys.count;
    return cel_run_outcome(l->e->run, &l->outcome,
                           (struct cel_value){.type = CEL_MAP, .map = made});
}

static struct cel_value transform_map(struct loop *l) {
    struct pairs pairs = {0};
    while (next(l)) {
        if (!passes(l, 2))
            continue;
        struct cel_value v = cel_eval_expr(l->e, l->x->args[l->x->n_args - 1]);
        if (!cel_run_gather(l->e->run, &l->outcome, v))
            continue;
        *vec_push(l->e->run->arena, &pairs.keys) = l->it.key;
        *vec_push(l->e->run->arena, &pairs.values) = v;
    }
    return finish_map(l, &pairs);
}

/* Adds a body's map to the result; a key that is there already is an error. */
static void add_pairs(struct loop *l, struct pairs *pairs, struct cel_value more) {
    struct cel_run *run = l->e->run;
    for (struct cel_iter it = cel_iter(more); cel_iter_next(&it);) {
        struct cel_map so_far = {
            .keys = pairs->keys.items, .values = pairs->values.items, .count = pairs->keys.count};
        struct cel_value whole = {.type = CEL_MAP, .map = &so_far}, other;
        cel_run_charge(run, pairs->keys.count / 16);
        if (cel_iter_find(whole, it.key, &other)) {
            struct str key = cel_display(run->arena, it.key, 64);
            cel_run_gather(
                run, &l->outcome,
                cel_error_of(run->arena, "the map has the key '%.*s' twice", STR_ARG(key)));
            return;
        }
        *vec_push(run->arena, &pairs->keys) = it.key;
        *vec_push(run->arena, &pairs->values) = it.value;
    }
}

static struct cel_value transform_map_entry(struct loop *l) {
    struct pairs pairs = {0};
    while (next(l)) {
        if (!passes(l, 2))
            continue;
        struct cel_value v = cel_eval_expr(l->e, l->x->args[l->x->n_args - 1]);
        if (!cel_run_gather(l->e->run, &l->outcome, v))
            continue;
        if (v.type == CEL_MAP)
            add_pairs(l, &pairs, v);
        else
            cel_run_gather(l->e->run, &l->outcome,
                           cel_error_of(l->e->run->arena, "transformMapEntry() needs a map, not %s",
                                        cel_type_name(v)));
    }
    return finish_map(l, &pairs);
}

/* ---- sorting ---- */

static struct cel_value sort_by(struct loop *l) {
    struct pairs pairs = {0};
    struct cel_run *run = l->e->run;
    while (next(l)) {
        struct cel_value key = cel_eval_expr(l->e, l->x->args[1]);
        if (!cel_run_gather(run, &l->outcome, key))
            continue;
        *vec_push(run->arena, &pairs.keys) = key;
        *vec_push(run->arena, &pairs.values) = l->is_list ? l->it.value : l->it.key;
    }
    struct cel_value *sorted = NULL;
    struct cel_value failure;
    if (!l->outcome.failed && !l->outcome.unknown &&
        !cel_sort(run,
                  &(struct cel_sort_input){pairs.keys.items, pairs.values.items, pairs.keys.count},
                  &sorted, &failure))
        cel_run_gather(run, &l->outcome, failure);
    struct values items = {.items = sorted, .count = pairs.keys.count};
    return finish_list(l, &items);
}

static struct cel_value dispatch(struct loop *l) {
    switch ((enum loop_kind)l->x->op) {
    case LOOP_ALL:
        return quantifier(l, false);
    case LOOP_EXISTS:
        return quantifier(l, true);
    case LOOP_EXISTS_ONE:
        return exists_one(l);
    case LOOP_FILTER:
        return filter(l);
    case LOOP_MAP:
        return map(l);
    case LOOP_TRANSFORM_MAP:
        return transform_map(l);
    case LOOP_TRANSFORM_MAP_ENTRY:
        return transform_map_entry(l);
    case LOOP_SORT_BY:
    default:
        return sort_by(l);
    }
}

struct cel_value cel_loop_eval(struct eval *e, const struct expr *x) {
    struct cel_value over = cel_eval_expr(e, x->args[0]);
    struct loop l = {.e = e, .x = x};
    if (over.type == CEL_ERROR || over.type == CEL_UNKNOWN)
        return over;
    if (over.type != CEL_LIST && over.type != CEL_MAP)
        return no_loop(&l, over);
    l.is_list = over.type == CEL_LIST;
    l.it = cel_iter(over);
    return dispatch(&l);
}
