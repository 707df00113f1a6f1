/* The files a run was asked for, each written whole or not at all. */
#ifndef VIRTREADY_CLI_OUTPUTS_H
#define VIRTREADY_CLI_OUTPUTS_H

#include "cli/pipeline.h"
#include "report/report.h"

/* Makes the folder of -o, before anything is read: what cannot be written is told at once. */
bool outputs_prepare(struct arena *arena, const struct options *options, struct diag_sink *sink);
/* The folders in which the reports are made, and devices or pipes that are written as they are. */
struct strs outputs_places(struct arena *arena, const struct options *options);
/* The style sheets of what was asked for; NULL where that needs none. False after one error. Only
 * `arena` and `sink` are touched. */
bool outputs_load_styles(struct arena *arena, const struct options *options, struct diag_sink *sink,
                         const struct page_styles **ret_styles);
/* Writes every report that was asked for. False: at least one could not be written (an error each);
 * the others are. */
bool outputs_write(struct pipeline *p, const struct report *report, struct strs *ret_files);
/* "file:///…/report.html" of the page that these options ask for; empty: none is written. */
struct str outputs_page_url(struct arena *arena, const struct options *options);
/* Whether a report goes to standard output, so that the summary must not. */
bool outputs_use_stdout(const struct options *options);

#endif
