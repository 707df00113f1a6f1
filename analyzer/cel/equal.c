/* Equality and the total order, over views and built values alike. What differs for certain is
 * unequal even where something beside it was not read. */
#include "cel/equal.h"

#include <math.h>

#include "base/limits.h"
#include "cel/iter.h"
#include "cel/number.h"
#include "cel/opaque.h"
#include "cel/run.h"

struct equality {
    struct cel_run *run; /* NULL: nobody asks what is missing */
    struct missing_set missing;
    bool undecided, too_deep;
    uint64_t steps;
};

static bool equal(struct equality *e, struct cel_value a, struct cel_value b, unsigned depth);

/* `what` is a partial list, a cut container or unknown. */
static void undecided(struct equality *e, struct cel_value what) {
    e->undecided = true;
    if (!e->run)
        return;
    struct missing_set more =
        what.type == CEL_UNKNOWN ? *what.unknown : cel_run_missing(e->run, what);
    e->missing = missing_union(e->run->arena, e->missing, more);
}

static bool equal_lists(struct equality *e, struct cel_value a, struct cel_value b,
                        unsigned depth) {
    bool partial = cel_iter_is_partial(a) || cel_iter_is_partial(b);
    if (cel_iter_is_partial(a))
        undecided(e, a);
    if (cel_iter_is_partial(b))
        undecided(e, b);
    if (partial)
        return true;
    if (cel_iter_count(a) != cel_iter_count(b))
        return false;
    struct cel_iter x = cel_iter(a), y = cel_iter(b);
    while (cel_iter_next(&x) && cel_iter_next(&y))
        if (!equal(e, x.value, y.value, depth + 1))
            return false;
    return true;
}

static bool equal_maps(struct equality *e, struct cel_value a, struct cel_value b, unsigned depth) {
    bool cut_a = cel_iter_is_partial(a), cut_b = cel_iter_is_partial(b);
    if (cut_a)
        undecided(e, a);
    if (cut_b)
        undecided(e, b);
    if (!cut_a && !cut_b && cel_iter_count(a) != cel_iter_count(b))
        return false;
    struct cel_iter it = cel_iter(a);
    while (cel_iter_next(&it)) {
        struct cel_value other;
        bool found = cel_iter_find(b, it.key, &other);
        e->steps += cel_iter_count(b) / 16;
        if (!found && !cut_b)
            return false;
        if (found && !equal(e, it.value, other, depth + 1))
            return false;
    }
    return true;
}

static bool equal_optionals(struct equality *e, struct cel_value a, struct cel_value b,
                            unsigned depth) {
    if (!a.optional || !b.optional)
        return a.optional == b.optional;
    return equal(e, *a.optional, *b.optional, depth + 1);
}

static bool equal_same_type(struct equality *e, struct cel_value a, struct cel_value b,
                            unsigned depth) {
    switch (a.type) {
    case CEL_NULL:
        return true;
    case CEL_BOOL:
        return a.boolean == b.boolean;
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_TYPE:
        return str_eq(a.text, b.text);
    case CEL_LIST:
        return equal_lists(e, a, b, depth);
    case CEL_MAP:
        return equal_maps(e, a, b, depth);
    case CEL_TIMESTAMP:
    case CEL_DURATION:
        return time_cmp(a.time, b.time) == 0;
    case CEL_OPTIONAL:
        return equal_optionals(e, a, b, depth);
    case CEL_OPAQUE:
        return a.opaque->type == b.opaque->type && a.opaque->type->cmp(a.opaque, b.opaque) == 0;
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
    case CEL_ERROR:
    case CEL_UNKNOWN:
    default:
        return false;
    }
}

static bool equal(struct equality *e, struct cel_value a, struct cel_value b, unsigned depth) {
    e->steps++;
    if (depth > LIMIT_VALUE_DEPTH) {
        e->too_deep = true;
        return false;
    }
    if (cel_number_is(a) && cel_number_is(b))
        return cel_number_cmp(a, b) == CEL_SAME;
    if (a.type == CEL_UNKNOWN || b.type == CEL_UNKNOWN) {
        undecided(e, a.type == CEL_UNKNOWN ? a : b);
        return true;
    }
    return a.type == b.type && equal_same_type(e, a, b, depth);
}

bool cel_equal(struct cel_value a, struct cel_value b) {
    struct equality e = {0};
    return equal(&e, a, b, 0) && !e.undecided;
}

struct cel_value cel_equal_in(struct cel_run *run, struct cel_value a, struct cel_value b) {
    if (a.type == CEL_STRING && b.type == CEL_STRING) /* most that is asked */
        return cel_bool(str_eq(a.text, b.text));
    struct equality e = {.run = run};
    bool same = equal(&e, a, b, 0);
    cel_run_charge(run, e.steps / 4);
    if (e.too_deep)
        return cel_error_of(run->arena, "compared values are nested too deeply");
    return same && e.undecided ? cel_unknown_of(run->arena, e.missing) : cel_bool(same);
}

/* A text among texts, as rules list them. False: other things are in the list, so that more is to
 * be looked at. */
static bool find_text(const struct cel_list *list, struct str text, size_t *ret_looked_at,
                      bool *ret_found) {
    size_t i = 0;
    *ret_found = false;
    while (i < list->count && list->items[i].type == CEL_STRING && !*ret_found) {
        struct str item = list->items[i++].text;
        *ret_found = item.len == text.len && str_eq(item, text);
    }
    *ret_looked_at = i;
    return *ret_found || i == list->count;
}

struct cel_value cel_equal_any(struct cel_run *run, struct cel_value list, struct cel_value v) {
    size_t looked_at;
    bool there;
    if (v.type == CEL_STRING && !list.is_tree && find_text(list.list, v.text, &looked_at, &there)) {
        cel_run_charge(run, looked_at / 4);
        return cel_bool(there);
    }
    struct cel_outcome outcome = {0};
    struct cel_value found = cel_bool(false);
    struct cel_iter it = cel_iter(list);
    while (!cel_is_true(found) && cel_iter_next(&it)) {
        found = cel_equal_in(run, it.value, v);
        cel_run_gather(run, &outcome, found);
    }
    cel_run_charge(run, it.next / 4);
    return cel_is_true(found) ? found : cel_run_outcome(run, &outcome, cel_bool(false));
}

/* ---- total order ---- */

static int cmp_numbers(struct cel_value a, struct cel_value b) {
    bool nan_a = a.type == CEL_DOUBLE && isnan(a.number);
    bool nan_b = b.type == CEL_DOUBLE && isnan(b.number);
    if (nan_a || nan_b)
        return nan_b - nan_a;
    int order = (int)cel_number_cmp(a, b);
    return order ? order : (a.type > b.type) - (a.type < b.type);
}

static int cmp_total(struct cel_value a, struct cel_value b, unsigned depth);

static int cmp_containers(struct cel_value a, struct cel_value b, unsigned depth) {
    struct cel_iter x = cel_iter(a), y = cel_iter(b);
    for (;;) {
        bool more_x = cel_iter_next(&x), more_y = cel_iter_next(&y);
        if (!more_x || !more_y)
            return more_x - more_y;
        int order = a.type == CEL_MAP ? cmp_total(x.key, y.key, depth + 1) : 0;
        if (!order)
            order = cmp_total(x.value, y.value, depth + 1);
        if (order)
            return order;
    }
}

static int cmp_opaque(const struct cel_opaque *a, const struct cel_opaque *b) {
    int order = str_cmp(str_of(a->type->name), str_of(b->type->name));
    if (!order)
        order = a->type->cmp(a, b);
    return order ? order : str_cmp(a->text, b->text);
}

static int cmp_total(struct cel_value a, struct cel_value b, unsigned depth) {
    if (depth > LIMIT_VALUE_DEPTH)
        return 0;
    if (cel_number_is(a) && cel_number_is(b))
        return cmp_numbers(a, b);
    if (a.type != b.type)
        return a.type < b.type ? -1 : 1;
    switch (a.type) {
    case CEL_BOOL:
        return a.boolean - b.boolean;
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_TYPE:
        return str_cmp(a.text, b.text);
    case CEL_LIST:
    case CEL_MAP:
        return cmp_containers(a, b, depth);
    case CEL_TIMESTAMP:
    case CEL_DURATION:
        return time_cmp(a.time, b.time);
    case CEL_OPTIONAL:
        if (!a.optional || !b.optional)
            return (a.optional != NULL) - (b.optional != NULL);
        return cmp_total(*a.optional, *b.optional, depth + 1);
    case CEL_OPAQUE:
        return cmp_opaque(a.opaque, b.opaque);
    case CEL_ERROR:
        return str_cmp(a.error->message, b.error->message);
    case CEL_NULL:
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
    case CEL_UNKNOWN:
    default:
        return 0;
    }
}

int cel_cmp_total(struct cel_value a, struct cel_value b) {
    return cmp_total(a, b, 0);
}
