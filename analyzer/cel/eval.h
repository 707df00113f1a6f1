/* Walking the tree. Private to cel/. */
#ifndef VIRTREADY_CEL_EVAL_H
#define VIRTREADY_CEL_EVAL_H

#include "cel/expr.h"
#include "cel/lex.h"
#include "cel/run.h"

struct eval {
    struct cel_run *run;
    const struct cel_program *program;
    struct cel_value *locals;
};

struct cel_value cel_eval_expr(struct eval *e, const struct expr *x);
/* The same for what stands beside an operator, which is mostly a literal or a macro's variable:
 * these are taken without a walk, at the price of one step all the same. */
static inline struct cel_value cel_eval_operand(struct eval *e, const struct expr *x) {
    struct cel_budget *budget = e->run->budget;
    bool local = x->kind == EXPR_LOCAL;
    if ((!local && x->kind != EXPR_LITERAL) || e->run->trace || budget->steps <= 1 ||
        !budget->scratch || (local && e->locals[x->slot].type == CEL_ERROR))
        return cel_eval_expr(e, x);
    budget->steps--;
    return local ? e->locals[x->slot] : x->literal;
}

/* A value, or what an optional holds: a.?b.?c.orValue(d) makes two that nobody else sees. */
struct opened {
    enum { OPENED_PLAIN, OPENED_NONE, OPENED_SOME } state;
    struct cel_value value; /* PLAIN: no optional */
};
struct opened cel_eval_opened(struct eval *e, const struct expr *x);
struct opened cel_eval_open(struct cel_value v);
struct cel_value cel_eval_close(struct eval *e, struct opened opened);
/* A call whose arguments are all literals, when compiling. */
struct cel_value cel_eval_constant(struct arena *arena, const struct expr *call);

/* loop.c: macros over lists and maps. */
struct cel_value cel_loop_eval(struct eval *e, const struct expr *x);

/* access.c: fields and indexes. */
struct cel_value cel_access_select(struct eval *e, const struct expr *x);
struct opened cel_access_open(struct eval *e, const struct expr *x);
struct cel_value cel_access_index(struct eval *e, const struct expr *x);

/* operator.c: what stands between two values, neither error nor unknown (but unknown for
 * cel_operator_compare, which knows bounds). op is a token. */
struct cel_value cel_operator_arithmetic(struct cel_run *run, enum token_kind op,
                                         struct cel_value a, struct cel_value b);
struct cel_value cel_operator_compare(struct cel_run *run, enum token_kind op, struct cel_value a,
                                      struct cel_value b);
struct cel_value cel_operator_negate(struct cel_run *run, struct cel_value a);
/* a < b and the like for sorting: false where the types have no order. */
bool cel_operator_order(struct cel_value a, struct cel_value b, int *ret_order);

#endif
