/* What a site's own files and the command line put in place of what is built in. Private to rules/.
 */
#ifndef VIRTREADY_RULES_REPLACED_H
#define VIRTREADY_RULES_REPLACED_H

#include "rules/set.h"

void replaced_rule(struct rule_set *set, const struct rule *old, const struct rule *rule,
                   struct str by);
void replaced_fact(struct rule_set *set, struct str name, struct value old, struct value value,
                   struct str by);
void replaced_gather(struct rule_set *set, struct str by);
/* option: ID.NAME=VALUE, as it was accepted */
void replaced_param(struct rule_set *set, struct str option);

#endif
