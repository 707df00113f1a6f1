/* Which findings stand under those of other rules, so that one disorder is one headline. */
#ifndef VIRTREADY_RULES_UNDER_H
#define VIRTREADY_RULES_UNDER_H

#include "rules/results.h"

void under_mark(struct results *results, struct arena *scratch);

#endif
