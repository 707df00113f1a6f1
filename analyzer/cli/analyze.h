/* The whole way of the data as one function: the first thing to read. */
#ifndef VIRTREADY_CLI_ANALYZE_H
#define VIRTREADY_CLI_ANALYZE_H

#include "cli/options.h"

/* Reads, judges, writes the reports and prints the summary. The exit status; what went wrong is in
 * the sink. */
int analyze(struct arena *run, const struct options *options, struct diag_sink *sink);

#endif
