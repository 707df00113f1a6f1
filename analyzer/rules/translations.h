/* rules/i18n/LANG: texts of rules and facts in another language. */
#ifndef VIRTREADY_RULES_TRANSLATIONS_H
#define VIRTREADY_RULES_TRANSLATIONS_H

#include "rules/set.h"

/* Into rule.local and set->sentences, once all rules are there. False after at least one error. */
bool translations_load(struct rule_set *set, const struct rules_options *options,
                       struct diag_sink *sink);
/* Warns of what is stale or missing. Nothing where no language was asked for. */
void translations_lint(const struct rule_set *set, struct diag_sink *sink);

#endif
