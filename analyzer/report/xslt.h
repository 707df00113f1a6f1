/* Hardened XSLT 1.0: the one place that would change if libxslt had to go. */
#ifndef VIRTREADY_REPORT_XSLT_H
#define VIRTREADY_REPORT_XSLT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

struct arena;
struct diag_sink;
struct element;
struct stylesheet;

/* Lives in arena. NULL after one error. */
struct stylesheet *xslt_parse(struct arena *arena, struct str name, struct str text,
                              struct diag_sink *sink);
/* False after one error: the style sheet failed, or the stream refused. */
bool xslt_write(const struct stylesheet *sheet, const struct element *root, FILE *out,
                struct arena *arena, struct diag_sink *sink);

#endif
