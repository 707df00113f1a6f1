/* `virtready explain` and `virtready eval`: questions to an archive. */
#ifndef VIRTREADY_CLI_ASK_H
#define VIRTREADY_CLI_ASK_H

#include "cli/options.h"

/* The exit status: 0 answered, 2 no such rule or object, or an expression that does not compile,
 * 3 an input or the rules could not be read; of eval also 1: the expression failed, 4: the archive
 * does not hold the answer. */
int ask_explain(struct arena *run, const struct options *options, struct diag_sink *sink);
int ask_eval(struct arena *run, const struct options *options, struct diag_sink *sink);

#endif
