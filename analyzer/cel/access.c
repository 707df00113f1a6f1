/* Fields and indexes: of maps, lists and what an optional holds. What a cut container does not hold
 * was perhaps not read, so it is unknown and not absent. */
#include "base/arena.h"
#include "cel/eval.h"
#include "cel/iter.h"
#include "cel/number.h"
#include "document/document.h"

enum found {
    FOUND,
    ABSENT,
    NO_FIELDS, /* the value is no container, or the index no index */
};

static enum found in_tree(struct eval *e, struct cel_value map, const struct expr *x,
                          struct cel_value *ret) {
    bool same_atoms = map.tree.doc->intern == e->program->intern;
    struct value found =
        same_atoms ? value_get_atom(map.tree, x->atom) : value_get(map.tree, x->name);
    if (value_is(found, VALUE_ABSENT))
        return ABSENT;
    *ret = cel_run_tree(e->run, found);
    return FOUND;
}

static enum found find_field(struct eval *e, struct cel_value v, const struct expr *x,
                             struct cel_value *ret) {
    if (v.type != CEL_MAP)
        return NO_FIELDS;
    if (v.is_tree)
        return in_tree(e, v, x, ret);
    return cel_iter_find(v, cel_string(x->name), ret) ? FOUND : ABSENT;
}

static enum found find_index(struct eval *e, struct cel_value v, struct cel_value index,
                             struct cel_value *ret) {
    if (v.type == CEL_MAP && v.is_tree && index.type == CEL_STRING) {
        struct value found = value_get(v.tree, index.text);
        if (value_is(found, VALUE_ABSENT))
            return ABSENT;
        *ret = cel_run_tree(e->run, found);
        return FOUND;
    }
    if (v.type == CEL_MAP) {
        cel_run_charge(e->run, cel_iter_count(v) / 16);
        if (cel_iter_find(v, index, ret))
            return FOUND;
        if (v.is_tree || !v.map->otherwise)
            return ABSENT;
        *ret = *v.map->otherwise;
        return FOUND;
    }
    int64_t at;
    if (v.type != CEL_LIST || !cel_number_index(index, &at))
        return NO_FIELDS;
    if (at < 0 || (uint64_t)at >= cel_iter_count(v))
        return ABSENT;
    if (v.is_tree)
        cel_run_charge(e->run, (uint64_t)at / 16);
    *ret =
        v.is_tree ? cel_run_tree(e->run, value_at(v.tree, (size_t)at)) : v.list->items[(size_t)at];
    return FOUND;
}

/* ---- what absence means ---- */

static bool is_optional_access(const struct expr *x) {
    return x->kind == EXPR_OPT_SELECT || x->kind == EXPR_OPT_INDEX;
}

static struct cel_value not_found(struct eval *e, const struct expr *x, struct cel_value key,
                                  bool is_list) {
    if (x->kind == EXPR_HAS)
        return cel_bool(false);
    if (is_optional_access(x))
        return cel_optional_none();
    struct str shown = cel_display(e->run->arena, key, 80);
    if (is_list)
        return cel_error_of(e->run->arena, "index %.*s is out of range", STR_ARG(shown));
    return cel_error_of(e->run->arena, "no such key '%.*s'", STR_ARG(shown));
}

static struct cel_value no_fields(struct eval *e, const struct expr *x, struct cel_value v,
                                  struct cel_value key) {
    if (v.type == CEL_NULL && is_optional_access(x))
        return cel_optional_none();
    const char *type = v.type == CEL_NULL ? "null" : cel_type_name(v);
    struct str shown = cel_display(e->run->arena, key, 80);
    if (v.type == CEL_LIST && x->n_args == 2)
        return cel_error_of(e->run->arena, "a list's index is a whole number, not %s",
                            cel_type_name(key));
    return cel_error_of(e->run->arena, "no such key '%.*s': %s has no fields", STR_ARG(shown),
                        type);
}

static struct opened plain(struct cel_value v) {
    return (struct opened){OPENED_PLAIN, v};
}

static struct opened settle(struct eval *e, const struct expr *x, struct cel_value container,
                            struct cel_value key, enum found found, struct cel_value value) {
    if (found == FOUND && x->kind == EXPR_HAS)
        return plain(cel_bool(true));
    if (found == FOUND && (value.type == CEL_UNKNOWN || value.type == CEL_ERROR))
        return plain(value);
    if (found == FOUND)
        return (struct opened){is_optional_access(x) ? OPENED_SOME : OPENED_PLAIN, value};
    if (found == NO_FIELDS)
        return cel_eval_open(no_fields(e, x, container, key));
    if (cel_iter_is_partial(container))
        return plain(cel_unknown_of(e->run->arena, cel_run_missing(e->run, container)));
    return cel_eval_open(not_found(e, x, key, container.type == CEL_LIST));
}

static struct opened of_none(const struct expr *x) {
    return x->kind == EXPR_HAS ? plain(cel_bool(false)) : (struct opened){.state = OPENED_NONE};
}

/* Selecting from an optional gives an optional: none where there is nothing. */
static struct opened of_some(struct eval *e, const struct expr *x, struct cel_value inner,
                             struct cel_value key, enum found found, struct cel_value value) {
    if (found == ABSENT && !cel_iter_is_partial(inner))
        return of_none(x);
    struct opened o = settle(e, x, inner, key, found, value);
    if (o.state == OPENED_PLAIN && x->kind != EXPR_HAS && o.value.type != CEL_ERROR &&
        o.value.type != CEL_UNKNOWN)
        o.state = OPENED_SOME;
    return o;
}

static bool is_bad(struct cel_value v) {
    return v.type == CEL_ERROR || v.type == CEL_UNKNOWN;
}

struct opened cel_access_open(struct eval *e, const struct expr *x) {
    struct opened of = cel_eval_opened(e, x->args[0]);
    struct cel_value found_value = {0};
    if (of.state == OPENED_NONE)
        return of_none(x);
    if (is_bad(of.value))
        return of;
    enum found found = find_field(e, of.value, x, &found_value);
    if (found == FOUND && x->kind != EXPR_HAS && !is_bad(found_value)) { /* mostly */
        bool plain_access = of.state == OPENED_PLAIN && x->kind == EXPR_SELECT;
        return (struct opened){plain_access ? OPENED_PLAIN : OPENED_SOME, found_value};
    }
    struct cel_value key = cel_string(x->name);
    return of.state == OPENED_PLAIN ? settle(e, x, of.value, key, found, found_value)
                                    : of_some(e, x, of.value, key, found, found_value);
}

struct cel_value cel_access_select(struct eval *e, const struct expr *x) {
    return cel_eval_close(e, cel_access_open(e, x));
}

/* Rank in a partial list means nothing: what was not read may stand before it. */
static bool has_no_rank(struct cel_value v) {
    return v.type == CEL_LIST && cel_iter_is_partial(v);
}

struct cel_value cel_access_index(struct eval *e, const struct expr *x) {
    struct cel_outcome outcome = {0};
    struct cel_value v = cel_eval_expr(e, x->args[0]), index = cel_eval_operand(e, x->args[1]);
    bool good = cel_run_gather(e->run, &outcome, v);
    good &= cel_run_gather(e->run, &outcome, index);
    if (!good)
        return cel_run_outcome(e->run, &outcome, cel_null());
    struct opened of = cel_eval_open(v);
    if (of.state == OPENED_NONE)
        return cel_eval_close(e, of_none(x));
    if (has_no_rank(of.value))
        return cel_unknown_of(e->run->arena, cel_run_missing(e->run, of.value));
    struct cel_value found_value = {0};
    enum found found = find_index(e, of.value, index, &found_value);
    return cel_eval_close(e, of.state == OPENED_PLAIN
                                 ? settle(e, x, of.value, index, found, found_value)
                                 : of_some(e, x, of.value, index, found, found_value));
}
