/* Which fields of which kinds rules, facts and code can ever ask for. */
#ifndef VIRTREADY_RULES_ASKED_H
#define VIRTREADY_RULES_ASKED_H

#include "document/fields.h"
#include "rules/set.h"

/* Fills set->asked, when all else of the set is loaded. `code`: tables of what is read elsewhere.
 */
void asked_find(struct rule_set *set, const struct fields_row *const *code, size_t n_code);

#endif
