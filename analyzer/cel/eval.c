/* One recursive walk; each node's value is final when it is returned. Errors and unknowns are
 * values: && and || look past them, everything else hands them on, unknown first. An error gets the
 * place of the innermost node that returned it. */
#include "cel/eval.h"

#include "base/arena.h"
#include "base/limits.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/iter.h"
#include "cel/source.h"
#include "cel/trace.h"

enum { ARGS_INLINE = 8 }; /* arguments of one node that need no memory of the arena */

/* Its locals would be set aside for every node of the walk. */
#define OUTLINE __attribute__((noinline))

static struct cel_value placed(struct eval *e, struct cel_value error, uint32_t at) {
    if (error.type != CEL_ERROR || error.error->line)
        return error;
    struct cel_place place = cel_source_place(e->program->source, at);
    struct cel_error *copy = NEW(e->run->arena, struct cel_error);
    *copy = (struct cel_error){error.error->message, place.line, place.column,
                               e->program->source->file};
    error.error = copy;
    return error;
}

/* Evaluates n arguments; false where one was an error or unknown. All are evaluated all the same:
 * what is missing is told completely. */
static bool eval_args(struct eval *e, const struct expr *x, struct cel_value *values,
                      struct cel_outcome *outcome) {
    bool good = true;
    for (size_t i = 0; i < x->n_args; i++) {
        values[i] = cel_eval_operand(e, x->args[i]);
        good &= cel_run_gather(e->run, outcome, values[i]);
    }
    return good;
}

/* ---- logic ---- */

static struct cel_value not_bool(struct eval *e, const char *operator, struct cel_value v) {
    return cel_error_of(e->run->arena, "no such overload: '%s' needs bool, not %s", operator,
                        cel_type_name(v));
}

static OUTLINE struct cel_value eval_logic(struct eval *e, const struct expr *x, bool decisive) {
    struct cel_outcome outcome = {0};
    for (size_t i = 0; i < x->n_args; i++) {
        struct cel_value v = cel_eval_expr(e, x->args[i]);
        if (v.type == CEL_BOOL && v.boolean == decisive)
            return v;
        if (v.type != CEL_BOOL && v.type != CEL_ERROR && v.type != CEL_UNKNOWN)
            v = placed(e, not_bool(e, decisive ? "||" : "&&", v), x->args[i]->at);
        cel_run_gather(e->run, &outcome, v);
    }
    return cel_run_outcome(e->run, &outcome, cel_bool(!decisive));
}

static OUTLINE struct cel_value eval_not(struct eval *e, const struct expr *x) {
    struct cel_value v = cel_eval_expr(e, x->args[0]);
    if (v.type == CEL_ERROR || v.type == CEL_UNKNOWN)
        return v;
    return v.type == CEL_BOOL ? cel_bool(!v.boolean) : not_bool(e, "!", v);
}

static OUTLINE struct cel_value eval_condition(struct eval *e, const struct expr *x) {
    struct cel_value test = cel_eval_expr(e, x->args[0]);
    if (test.type == CEL_ERROR || test.type == CEL_UNKNOWN)
        return test;
    if (test.type != CEL_BOOL)
        return not_bool(e, "? :", test);
    return cel_eval_expr(e, x->args[test.boolean ? 1 : 2]);
}

/* ---- operators ---- */

static OUTLINE struct cel_value eval_arithmetic(struct eval *e, const struct expr *x) {
    struct cel_outcome outcome = {0};
    struct cel_value sum = cel_eval_expr(e, x->args[0]);
    bool good = cel_run_gather(e->run, &outcome, sum);
    for (size_t i = 1; i < x->n_args; i++) {
        struct cel_value next = cel_eval_expr(e, x->args[i]);
        good &= cel_run_gather(e->run, &outcome, next);
        if (!good)
            continue;
        sum = cel_operator_arithmetic(e->run, x->marks[i - 1], sum, next);
        sum = placed(e, sum, x->ats[i - 1]);
        good = cel_run_gather(e->run, &outcome, sum);
    }
    return cel_run_outcome(e->run, &outcome, sum);
}

static OUTLINE struct cel_value eval_compare(struct eval *e, const struct expr *x) {
    struct cel_value a = cel_eval_operand(e, x->args[0]), b = cel_eval_operand(e, x->args[1]);
    bool equality = x->op == TOKEN_EQ || x->op == TOKEN_NE;
    if (equality && a.type == CEL_STRING && b.type == CEL_STRING) /* most comparisons */
        return cel_bool(str_eq(a.text, b.text) == (x->op == TOKEN_EQ));
    if (a.has_bound || b.has_bound)
        return cel_operator_compare(e->run, x->op, a, b);
    struct cel_outcome outcome = {0};
    bool good = cel_run_gather(e->run, &outcome, a);
    good &= cel_run_gather(e->run, &outcome, b);
    return good ? cel_operator_compare(e->run, x->op, a, b)
                : cel_run_outcome(e->run, &outcome, cel_null());
}

static OUTLINE struct cel_value eval_negate(struct eval *e, const struct expr *x) {
    struct cel_value v = cel_eval_expr(e, x->args[0]);
    if (v.type == CEL_ERROR || v.type == CEL_UNKNOWN)
        return v;
    return cel_operator_negate(e->run, v);
}

/* ---- lists and maps ---- */

/* Unwraps an optional entry; false where it is to be left out. */
static bool take_entry(struct eval *e, struct cel_value *v, struct cel_outcome *outcome) {
    if (v->type != CEL_OPTIONAL) {
        cel_run_gather(
            e->run, outcome,
            cel_error_of(e->run->arena, "'?' needs an optional value, not %s", cel_type_name(*v)));
        return false;
    }
    if (v->optional)
        *v = *v->optional;
    else
        return false;
    return true;
}

static OUTLINE struct cel_value eval_list(struct eval *e, const struct expr *x) {
    if (x->is_constant)
        return x->literal;
    struct cel_value *items = NEW_ARRAY(e->run->arena, x->n_args, struct cel_value);
    struct cel_outcome outcome = {0};
    size_t n = 0;
    for (size_t i = 0; i < x->n_args; i++) {
        struct cel_value v = cel_eval_expr(e, x->args[i]);
        if (cel_run_gather(e->run, &outcome, v) && (!x->marks[i] || take_entry(e, &v, &outcome)))
            items[n++] = v;
    }
    struct cel_value list = cel_list_of(e->run->arena, items, n, (struct missing_set){0});
    return cel_run_outcome(e->run, &outcome, list);
}

static bool key_is_good(struct cel_value key) {
    return key.type == CEL_BOOL || key.type == CEL_INT || key.type == CEL_UINT ||
           key.type == CEL_STRING;
}

static void add_entry(struct eval *e, struct cel_map *map, struct cel_value entry[2],
                      struct cel_outcome *outcome) {
    struct cel_value whole = {.type = CEL_MAP, .map = map}, other;
    struct arena *arena = e->run->arena;
    if (!key_is_good(entry[0]))
        cel_run_gather(e->run, outcome,
                       cel_error_of(arena, "%s cannot be a map's key", cel_type_name(entry[0])));
    else if (cel_iter_find(whole, entry[0], &other))
        cel_run_gather(e->run, outcome,
                       cel_error_of(arena, "the map has the key '%.*s' twice",
                                    STR_ARG(cel_display(arena, entry[0], 64))));
    else {
        struct cel_value *keys = (struct cel_value *)(uintptr_t)map->keys;
        struct cel_value *values = (struct cel_value *)(uintptr_t)map->values;
        keys[map->count] = entry[0];
        values[map->count++] = entry[1];
    }
}

static OUTLINE struct cel_value eval_map(struct eval *e, const struct expr *x) {
    struct arena *arena = e->run->arena;
    struct cel_map *map = NEW(arena, struct cel_map);
    map->keys = NEW_ARRAY(arena, x->n_args / 2, struct cel_value);
    map->values = NEW_ARRAY(arena, x->n_args / 2, struct cel_value);
    struct cel_outcome outcome = {0};
    for (size_t i = 0; i < x->n_args; i += 2) {
        struct cel_value entry[2] = {cel_eval_expr(e, x->args[i]),
                                     cel_eval_expr(e, x->args[i + 1])};
        bool good = cel_run_gather(e->run, &outcome, entry[0]);
        good &= cel_run_gather(e->run, &outcome, entry[1]);
        if (good && (!x->marks[i / 2] || take_entry(e, &entry[1], &outcome)))
            add_entry(e, map, entry, &outcome);
    }
    return cel_run_outcome(e->run, &outcome, (struct cel_value){.type = CEL_MAP, .map = map});
}

/* ---- calls ---- */

/* Partial lists make most functions unknown; `open` ones deal with them. */
static void gather_partial(struct cel_run *run, const struct cel_call *call,
                           struct cel_outcome *outcome) {
    for (size_t i = 0; i < call->n_args; i++) {
        struct cel_value arg = call->args[i];
        if ((arg.type == CEL_LIST || arg.type == CEL_MAP) && cel_iter_is_partial(arg)) {
            outcome->unknown = true;
            outcome->missing =
                missing_union(run->arena, outcome->missing, cel_run_missing(run, arg));
        }
    }
}

static OUTLINE struct cel_value eval_call(struct eval *e, const struct expr *x) {
    if (x->is_constant)
        return x->literal;
    if (!x->function)
        return cel_error_of(e->run->arena, "unbound function '%.*s'", STR_ARG(x->name));
    struct cel_value inline_values[ARGS_INLINE];
    struct cel_value *values = x->n_args <= ARGS_INLINE
                                   ? inline_values
                                   : NEW_ARRAY(e->run->arena, x->n_args, struct cel_value);
    struct cel_outcome outcome = {0};
    if (!eval_args(e, x, values, &outcome))
        return cel_run_outcome(e->run, &outcome, cel_null());
    struct cel_call call = {
        .run = e->run,
        .host = e->run->host,
        .arena = e->run->arena,
        .args = values,
        .n_args = x->n_args,
        .function = x->function->row,
        .pattern = x->pattern,
    };
    if (!(x->function->flags & FUNCTION_OPEN))
        gather_partial(e->run, &call, &outcome);
    if (outcome.unknown)
        return cel_run_outcome(e->run, &outcome, cel_null());
    return call.function->call(&call);
}

static OUTLINE struct cel_value eval_optional_else(struct eval *e, const struct expr *x) {
    struct opened o = cel_eval_opened(e, x->args[0]);
    bool or_value = x->kind == EXPR_OR_VALUE;
    if (o.state == OPENED_SOME)
        return or_value ? o.value : cel_eval_close(e, o);
    if (o.state == OPENED_PLAIN) {
        if (o.value.type == CEL_ERROR || o.value.type == CEL_UNKNOWN)
            return o.value;
        return cel_error_of(e->run->arena, "no such overload: %s.%s() needs an optional value",
                            cel_type_name(o.value), or_value ? "orValue" : "or");
    }
    struct cel_value other = cel_eval_operand(e, x->args[1]);
    if (or_value || other.type == CEL_OPTIONAL || other.type == CEL_ERROR ||
        other.type == CEL_UNKNOWN)
        return other;
    return cel_error_of(e->run->arena, "no such overload: or(%s)", cel_type_name(other));
}

static OUTLINE struct cel_value eval_bind(struct eval *e, const struct expr *x) {
    e->locals[x->slot] = cel_eval_expr(e, x->args[0]);
    return cel_eval_expr(e, x->args[1]);
}

static OUTLINE struct cel_value eval_opt_map(struct eval *e, const struct expr *x) {
    struct cel_value v = cel_eval_expr(e, x->args[0]);
    if (v.type == CEL_ERROR || v.type == CEL_UNKNOWN)
        return v;
    bool flat = x->kind == EXPR_OPT_FLAT_MAP;
    if (v.type != CEL_OPTIONAL)
        return cel_error_of(e->run->arena, "no such overload: %s.%s() needs an optional value",
                            cel_type_name(v), flat ? "optFlatMap" : "optMap");
    if (!v.optional)
        return v;
    e->locals[x->slot] = *v.optional;
    struct cel_value result = cel_eval_expr(e, x->args[1]);
    if (result.type == CEL_ERROR || result.type == CEL_UNKNOWN ||
        (flat && result.type == CEL_OPTIONAL))
        return result;
    return flat ? cel_error_of(e->run->arena, "optFlatMap() needs an optional result, not %s",
                               cel_type_name(result))
                : cel_optional_of(e->run->arena, result);
}

/* ---- the walk ---- */

static struct cel_value eval_variable(struct eval *e, const struct expr *x) {
    if (e->run->variable)
        return e->run->variable(e->run, x->slot);
    return cel_error_of(e->run->arena, "the variable '%.*s' has no value", STR_ARG(x->name));
}

static struct cel_value dispatch(struct eval *e, const struct expr *x) {
    switch ((enum expr_kind)x->kind) {
    case EXPR_LITERAL:
        return x->literal;
    case EXPR_VARIABLE:
        return eval_variable(e, x);
    case EXPR_LOCAL:
        return e->locals[x->slot];
    case EXPR_NAME:
    case EXPR_UNBOUND:
        return cel_error_of(e->run->arena, "unknown name '%.*s'", STR_ARG(x->name));
    case EXPR_SELECT:
    case EXPR_OPT_SELECT:
    case EXPR_HAS:
        return cel_access_select(e, x);
    case EXPR_INDEX:
    case EXPR_OPT_INDEX:
        return cel_access_index(e, x);
    case EXPR_CALL:
        return eval_call(e, x);
    case EXPR_OR_OPTIONAL:
    case EXPR_OR_VALUE:
        return eval_optional_else(e, x);
    case EXPR_LIST:
        return eval_list(e, x);
    case EXPR_MAP:
        return eval_map(e, x);
    case EXPR_NOT:
        return eval_not(e, x);
    case EXPR_NEGATE:
        return eval_negate(e, x);
    case EXPR_ARITHMETIC:
        return eval_arithmetic(e, x);
    case EXPR_COMPARE:
        return eval_compare(e, x);
    case EXPR_AND:
        return eval_logic(e, x, false);
    case EXPR_OR:
        return eval_logic(e, x, true);
    case EXPR_CONDITION:
        return eval_condition(e, x);
    case EXPR_LOOP:
        return cel_loop_eval(e, x);
    case EXPR_BIND:
        return eval_bind(e, x);
    case EXPR_OPT_MAP:
    case EXPR_OPT_FLAT_MAP:
    default:
        return eval_opt_map(e, x);
    }
}

static enum cel_trace_role role_of(const struct expr *x) {
    switch (x->kind) {
    case EXPR_LITERAL:
        return CEL_TRACE_LITERAL;
    case EXPR_VARIABLE:
        return CEL_TRACE_VARIABLE;
    case EXPR_LOCAL:
        return CEL_TRACE_LOCAL;
    case EXPR_SELECT:
    case EXPR_OPT_SELECT:
    case EXPR_HAS:
        return CEL_TRACE_SELECT;
    case EXPR_INDEX:
    case EXPR_OPT_INDEX:
        return CEL_TRACE_INDEX;
    case EXPR_LOOP:
        return CEL_TRACE_LOOP;
    default:
        return x->is_constant ? CEL_TRACE_LITERAL : CEL_TRACE_OTHER;
    }
}

static void tell(const struct eval *e, const struct expr *x, struct cel_value value) {
    struct cel_place place = cel_source_place(e->program->source, x->at);
    struct cel_trace_event event = {
        .program = e->program,
        .role = role_of(x),
        .name = x->name,
        .id = x->id,
        .parent = x->parent,
        .text = str_slice(e->program->source->text, x->start, x->end),
        .line = place.line,
        .column = place.column,
        .value = value,
    };
    e->run->trace->node(e->run->trace->arg, &event);
}

/* The end of a node that is not as simple as most: an error gets its place, what used up the budget
 * becomes one, and who watches is told. */
static OUTLINE struct cel_value finish(struct eval *e, const struct expr *x, struct cel_value v) {
    struct cel_run *run = e->run;
    const char *why = run->depth >= LIMIT_EXPR_DEPTH ? "nested too deeply (limit expr-depth)"
                                                     : cel_run_overrun(run);
    if (why && v.type != CEL_ERROR)
        v = cel_error_of(run->arena, "%s", why);
    if (v.type == CEL_ERROR)
        v = placed(e, v, x->at);
    if (run->trace)
        tell(e, x, v);
    return v;
}

/* False where the budget was used up, by this step or by the memory of an earlier one (cel/run.c).
 */
static bool take_step(struct cel_budget *budget) {
    budget->steps -= budget->steps > 0;
    return budget->steps > 0 && budget->scratch > 0;
}

/* Whether a node's value needs no finish. */
static bool is_plain(const struct cel_run *run, struct cel_value v) {
    return v.type != CEL_ERROR && run->budget->steps && !run->trace &&
           arena_used(run->arena) <= run->budget->scratch;
}

/* Most of what rules cost: kept short. */
struct cel_value cel_eval_expr(struct eval *e, const struct expr *x) {
    struct cel_run *run = e->run;
    struct cel_budget *budget = run->budget;
    if (run->depth >= LIMIT_EXPR_DEPTH || !take_step(budget))
        return finish(e, x, cel_null());
    run->depth++;
    struct cel_value v = dispatch(e, x);
    run->depth--;
    return is_plain(run, v) ? v : finish(e, x, v);
}

struct opened cel_eval_open(struct cel_value v) {
    if (v.type != CEL_OPTIONAL)
        return (struct opened){OPENED_PLAIN, v};
    return v.optional ? (struct opened){OPENED_SOME, *v.optional}
                      : (struct opened){.state = OPENED_NONE};
}

struct cel_value cel_eval_close(struct eval *e, struct opened o) {
    if (o.state == OPENED_PLAIN)
        return o.value;
    return o.state == OPENED_SOME ? cel_optional_of(e->run->arena, o.value) : cel_optional_none();
}

struct opened cel_eval_opened(struct eval *e, const struct expr *x) {
    struct cel_run *run = e->run;
    if (x->kind != EXPR_OPT_SELECT || run->trace || run->depth >= LIMIT_EXPR_DEPTH ||
        !take_step(run->budget))
        return cel_eval_open(cel_eval_operand(e, x));
    run->depth++;
    struct opened o = cel_access_open(e, x);
    run->depth--;
    return is_plain(run, o.value) ? o : cel_eval_open(finish(e, x, cel_eval_close(e, o)));
}

struct cel_value cel_eval(const struct cel_program *program, struct cel_run *run) {
    struct cel_budget budget = {limits->expr_steps, arena_used(run->arena) + limits->expr_scratch};
    bool own_budget = !run->budget;
    if (own_budget)
        run->budget = &budget;
    struct eval e = {run, program, NULL};
    if (program->n_locals)
        e.locals = NEW_ARRAY(run->arena, program->n_locals, struct cel_value);
    struct cel_value v = cel_eval_expr(&e, program->root);
    if (own_budget)
        run->budget = NULL;
    return v;
}

struct cel_value cel_eval_constant(struct arena *arena, const struct expr *x) {
    struct cel_value values[ARGS_INLINE];
    for (size_t i = 0; i < x->n_args && i < ARGS_INLINE; i++)
        values[i] = x->args[i]->literal;
    struct cel_budget budget = {limits->expr_steps, SIZE_MAX};
    struct cel_run run = {.arena = arena, .budget = &budget};
    struct cel_call call = {
        .run = &run,
        .arena = arena,
        .args = values,
        .n_args = x->n_args,
        .function = x->function->row,
    };
    return x->function->row->call(&call);
}
