/* index('Kind', 'field.path'): the resources of a kind by the value of a field. */
#ifndef VIRTREADY_RULES_FUNCTION_INDEX_H
#define VIRTREADY_RULES_FUNCTION_INDEX_H

#include "cel/cel.h"

struct cel_value function_index(const struct cel_call *call);

#endif
