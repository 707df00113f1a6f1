/* One rule file's tree into a rule. */
#ifndef VIRTREADY_RULES_RULE_PARSE_H
#define VIRTREADY_RULES_RULE_PARSE_H

#include "rules/set.h"

/* Errors are counted in `shape`; the rule is good if there were none. `stem` is the file's name
 * without ".yaml". */
struct rule *rule_parse(struct shape *shape, const struct rule_set *set, struct value root,
                        struct str stem);
/* The tests of a rule file or of facts, their shape checked. `fact_tests`: of facts. */
void rule_parse_tests(struct shape *shape, struct value list, bool fact_tests,
                      const struct rule_test **ret_tests, size_t *ret_count);
enum level level_of(struct str word);

#endif
