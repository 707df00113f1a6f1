/* Fields that are not even read; see rules_unread. */
#ifndef VIRTREADY_RULES_UNREAD_H
#define VIRTREADY_RULES_UNREAD_H

#include "rules/set.h"

/* Into set->unread, once it is known what is asked for. */
void unread_find(struct rule_set *set);

#endif
