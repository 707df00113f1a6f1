/* rules/facts.yaml: shared knowledge by name. */
#ifndef VIRTREADY_RULES_FACT_LOAD_H
#define VIRTREADY_RULES_FACT_LOAD_H

#include "rules/set.h"

/* Names the file's facts; a name that exists is replaced. Expressions are compiled when all names
 * are known. */
void fact_load_names(struct shape *shape, struct rule_set *set, struct value root, bool tests);
/* False after at least one error: an expression, or facts that use each other in a circle. */
bool fact_load_compile(struct rule_set *set, struct diag_sink *sink);

#endif
