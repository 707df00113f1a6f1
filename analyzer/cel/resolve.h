/* Resolving names in a parsed tree. Private to cel/. */
#ifndef VIRTREADY_CEL_RESOLVE_H
#define VIRTREADY_CEL_RESOLVE_H

#include "cel/env.h"
#include "cel/source.h"

/* False after one error. Gives each node its number, and the slots that macros need. */
bool cel_resolve(const struct source_reporter *reporter, const struct cel_env *env,
                 struct expr *root, uint32_t *ret_n_locals);

#endif
