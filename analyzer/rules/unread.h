/* Fields that nothing reads; see rules_unread. */
#ifndef VIRTREADY_RULES_UNREAD_H
#define VIRTREADY_RULES_UNREAD_H

#include "rules/files.h"
#include "rules/set.h"

/* Into set->unread, when all else of the set is loaded. */
void unread_find(struct rule_set *set, const struct rule_files *files);

/* Those that only hold while nothing but the rules that are built in is loaded: for tests. */
const char *const *unread_built_in(size_t *ret_count);

#endif
