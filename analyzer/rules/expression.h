/* Expressions and texts of rule files, compiled so that an error names its exact place. */
#ifndef VIRTREADY_RULES_EXPRESSION_H
#define VIRTREADY_RULES_EXPRESSION_H

#include "rules/set.h"

/* An expression is a '|' block, or a bare name beside its key. NULL after an error; also where the
 * value is absent, which is no error. */
const struct cel_program *expression_compile(struct shape *shape, const struct rule_set *set,
                                             const struct rule_scope *scope, struct value v);
/* Where an expression's text stands, without compiling it. False after an error. */
bool expression_source(struct shape *shape, struct value v, struct cel_source *ret_source);
const struct cel_program *expression_of_source(struct shape *shape, const struct rule_set *set,
                                               const struct rule_scope *scope,
                                               const struct cel_source *source);
/* A text with {expression} placeholders. Empty where the value is absent. */
struct rule_text expression_text(struct shape *shape, const struct rule_set *set,
                                 const struct rule_scope *scope, struct value v);

/* The same in another language: its placeholders are some of the English text's. */
struct rule_text expression_translate(struct shape *shape, struct value v,
                                      const struct rule_text *english);

#endif
