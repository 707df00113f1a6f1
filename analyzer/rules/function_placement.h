/* vmi.placement(): which nodes could take a running VM, and why the others could not. */
#ifndef VIRTREADY_RULES_FUNCTION_PLACEMENT_H
#define VIRTREADY_RULES_FUNCTION_PLACEMENT_H

#include "cel/cel.h"

struct cel_value function_placement(const struct cel_call *call);

#endif
