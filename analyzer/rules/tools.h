/* Working on rules: their tests, their lint, and what they say about themselves. The texts are for
 * a terminal. */
#ifndef VIRTREADY_RULES_TOOLS_H
#define VIRTREADY_RULES_TOOLS_H

#include "rules/rules.h"

struct rules_test_counts {
    size_t passed, failed;
};

/* Runs the inline tests of the rule or, where `only` is empty, of all rules and of the facts
 * ("facts" as `only`: of those alone). A mismatch is written as a diff. False where a test failed
 * or `only` names none. */
bool rules_test(struct arena *arena, const struct rule_set *set, struct str only,
                struct strbuf *out, struct rules_test_counts *ret_counts);
/* What is wrong with rules that load. Tests are judged only where they were loaded. False after at
 * least one error; warnings leave it true. */
bool rules_lint(const struct rule_set *set, struct diag_sink *sink);

/* One line a rule. */
void rules_show_list(const struct rule_set *set, struct strbuf *out);
/* All about one rule; false where there is none of that id (nothing was written). */
bool rules_show(const struct rule_set *set, struct str id, struct strbuf *out);
void rules_show_edges(struct strbuf *out);
/* The id that was probably meant; empty: none is near. */
struct str rules_nearest(const struct rule_set *set, struct str id);

#endif
