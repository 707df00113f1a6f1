/* Parameters of rules: typed values with a default in the rule file, set by --param. */
#ifndef VIRTREADY_RULES_PARAMS_H
#define VIRTREADY_RULES_PARAMS_H

#include "rules/set.h"

void params_load(struct shape *shape, struct value map, struct rule *rule);
/* The rule's parameters with some replaced, as a test gives them. False after an error. */
bool params_replace(struct shape *shape, struct value map, const struct rule *rule,
                    const struct rule_param **ret_params);
/* "ID.NAME=VALUE". False after one error. */
bool params_option(struct rule_set *set, struct str option, struct diag_sink *sink);
/* "1h30m", "14d", "500ms". */
bool params_duration(struct str text, struct timepoint *ret_span);

#endif
