/* Inside of the inline tests: what was judged beside what was expected. */
#ifndef VIRTREADY_RULES_RULE_TEST_H
#define VIRTREADY_RULES_RULE_TEST_H

#include "rules/rule_run.h"

/* Lines "- expected" and "+ but". */
struct rule_test_diff {
    struct strbuf *out;
    struct arena *arena;
    size_t lines;
};

void rule_test_missing(struct rule_test_diff *diff, const char *what, struct str text);
void rule_test_extra(struct rule_test_diff *diff, const char *what, struct str text);
/* "ns/name", "name" or "Cluster". */
struct str rule_test_name(struct arena *arena, const struct object_ref *object);

/* Whether the rule does what the test expects; it may be a changed copy of the test's own. */
bool rule_test_passes(const struct rule_set *set, const struct rule *rule,
                      const struct rule_test *test);

/* rule_test_compare.c: judges the rule. */
void rule_test_compare(struct rule_test_diff *diff, struct evaluation *evaluation,
                       const struct rule *rule, struct value expect);
/* rule_test_facts.c */
void rule_test_compare_facts(struct rule_test_diff *diff, struct evaluation *evaluation,
                             struct value expect);

#endif
