/* Programs that differ from one in a single condition: what a rule's tests must notice.
 *
 * Of `&&` and `||` each operand is dropped and negated; what `? :`, filter, exists and all ask is
 * negated, and so is the whole where it is a condition. */
#ifndef VIRTREADY_CEL_MUTANT_H
#define VIRTREADY_CEL_MUTANT_H

#include "cel/cel.h"

struct cel_mutant {
    const struct cel_program *program; /* shares what did not change */
    const char *change;                /* "dropped", "negated" */
    struct str text;                   /* what was changed, as written */
    uint32_t line;                     /* in the file */
};

/* is_condition: the whole must be true or false. */
size_t cel_mutant_count(const struct cel_program *program, bool is_condition);
struct cel_mutant cel_mutant_at(struct arena *arena, const struct cel_program *program,
                                bool is_condition, size_t index);

#endif
