/* Lines around a piece of evidence: which of them may be shown beside it. */
#ifndef VIRTREADY_RULES_AROUND_H
#define VIRTREADY_RULES_AROUND_H

#include "document/value.h"

enum { AROUND_WINDOW = 32 };

/* Of the lines from `from` on, bit by bit: only what the object itself says in one short line, and
 * nothing beside what may be a secret. */
uint32_t around_shown(struct value object, uint32_t from);

#endif
