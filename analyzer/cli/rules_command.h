/* `virtready rules list | show | lint | test | new | doc | mutate`. */
#ifndef VIRTREADY_CLI_RULES_COMMAND_H
#define VIRTREADY_CLI_RULES_COMMAND_H

#include "cli/options.h"

/* The exit status: 0 fine, 1 lint, tests or mutants found something, 2 no such rule, 3 the rules
 * could not be read. */
int rules_command(struct arena *run, const struct options *options, struct diag_sink *sink);
/* Says that there is no such rule, and which one may be meant; gives the exit status, 2. */
int rules_no_such_rule(const struct rule_set *set, struct str id, struct diag_sink *sink);
/* --version: the program's, the rules', and the newest release they know. */
int rules_version_command(struct arena *run, struct diag_sink *sink);

#endif
