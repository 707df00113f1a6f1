/* The files a run was asked for: written beside their final name and renamed when they are whole.
 */
#ifndef VIRTREADY_CLI_OUTPUTS_H
#define VIRTREADY_CLI_OUTPUTS_H

#include "cli/pipeline.h"
#include "report/report.h"

/* Writes every report that was asked for. False: at least one could not be written (an error each);
 * the others are. */
bool outputs_write(struct pipeline *p, const struct report *report, struct strs *ret_files);
/* One file the same way. `write` gives false after one error of its own; what the stream refused is
 * noticed here. */
bool outputs_write_file(struct arena *arena, struct str file, bool (*write)(void *arg, FILE *out),
                        void *arg, struct diag_sink *sink);
/* Whether a report goes to standard output, so that the summary must not. */
bool outputs_use_stdout(const struct options *options);

#endif
