/* vmi.placement(): which nodes could take a running VM, and why the others could not. */
#ifndef VIRTREADY_RULES_FUNCTION_PLACEMENT_H
#define VIRTREADY_RULES_FUNCTION_PLACEMENT_H

#include "cel/cel.h"

struct cel_value function_placement(const struct cel_call *call);

struct evaluation;
/* Whether these, side by side, asked more than one is allowed to (limit placement-steps): it would
 * then depend on who asked first which answers are still given. */
bool function_placement_overspent(struct evaluation *const *evaluations, size_t count);

#endif
