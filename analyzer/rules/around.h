/* Lines around a piece of evidence: which of them may be shown beside it. */
#ifndef VIRTREADY_RULES_AROUND_H
#define VIRTREADY_RULES_AROUND_H

#include "document/value.h"

enum { AROUND_WINDOW = 32 };

/* Of the `wanted` among the lines from `from` on, bit by bit: only what the object itself says in
 * one short line, and nothing beside what may be a secret. Costs what stands on those lines. */
uint32_t around_shown(struct value object, uint32_t from, uint32_t wanted);

/* Whether nothing that stands under the key is shown. */
bool around_is_opaque(struct str key);

#endif
