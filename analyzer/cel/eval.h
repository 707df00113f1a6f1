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
/* A call whose arguments are all literals, when compiling. */
struct cel_value cel_eval_constant(struct arena *arena, const struct expr *call);

/* loop.c: macros over lists and maps. */
struct cel_value cel_loop_eval(struct eval *e, const struct expr *x);

/* access.c: fields and indexes. */
struct cel_value cel_access_select(struct eval *e, const struct expr *x);
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
