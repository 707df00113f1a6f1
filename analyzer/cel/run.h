/* What one evaluation may use, and what it lacks. For the evaluator and for functions. */
#ifndef VIRTREADY_CEL_RUN_H
#define VIRTREADY_CEL_RUN_H

#include "cel/cel.h"

/* Takes steps for work that is not a node's: long lists, long texts. When none are left the result
 * is an error; loops over loops should then stop (budget->steps == 0). */
void cel_run_charge(struct cel_run *run, uint64_t steps);
/* Whether `bytes` more may be had; if not, the evaluation is over: every further node fails. */
bool cel_run_room(struct cel_run *run, size_t bytes);
/* NULL while the budget is not overrun, else how it is. */
const char *cel_run_overrun(struct cel_run *run);
/* That as an error. */
struct cel_value cel_run_no_room(struct cel_run *run);
/* What a partial list or cut container lacks; empty where it is whole. */
struct missing_set cel_run_missing(struct cel_run *run, struct cel_value container);
struct cel_value cel_run_cut(struct cel_run *run, struct value v);
/* cel_tree(), but unknown for a scalar that was cut in the middle. */
static inline struct cel_value cel_run_tree(struct cel_run *run, struct value v) {
    struct cel_value seen = cel_tree(v);
    return seen.is_tree || !value_is_cut(v) ? seen : cel_run_cut(run, v);
}

/* "no such overload: startsWith(int)": arguments of a wrong type. */
struct cel_value cel_run_no_overload(const struct cel_call *call);
/* Whether argument i is of that type. */
bool cel_run_is(const struct cel_call *call, size_t i, enum cel_type type);

/* Gathers what stands in the way of a result: unknown wins over error, the first error wins. */
struct cel_outcome {
    bool unknown, failed;
    struct missing_set missing;
    struct cel_value error;
};
void cel_run_gather_bad(struct cel_run *run, struct cel_outcome *outcome, struct cel_value v);
/* True where v is neither error nor unknown. */
static inline bool cel_run_gather(struct cel_run *run, struct cel_outcome *outcome,
                                  struct cel_value v) {
    if (v.type != CEL_UNKNOWN && v.type != CEL_ERROR)
        return true;
    cel_run_gather_bad(run, outcome, v);
    return false;
}
/* The error or unknown gathered; `otherwise` where there was none. */
struct cel_value cel_run_outcome(struct cel_run *run, const struct cel_outcome *outcome,
                                 struct cel_value otherwise);

#endif
