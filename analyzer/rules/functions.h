/* The functions over the graph that expressions of rules may call. */
#ifndef VIRTREADY_RULES_FUNCTIONS_H
#define VIRTREADY_RULES_FUNCTIONS_H

#include "cel/cel.h"

extern const struct cel_function functions_table[];
extern const size_t functions_count;

#endif
