/* Whether the sentences of a language are those that the rules' expressions make. */
#ifndef VIRTREADY_RULES_SENTENCES_LINT_H
#define VIRTREADY_RULES_SENTENCES_LINT_H

#include "base/diag.h"
#include "rules/set.h"

/* A warning for each sentence that no expression makes any more, and for each text of a fact that
 * no sentence holds. */
void sentences_lint(const struct rule_set *set, struct diag_sink *sink);

#endif
