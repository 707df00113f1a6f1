/* Hardened XSLT 1.0: the one place that would change if libxslt had to go. */
#ifndef VIRTREADY_REPORT_XSLT_H
#define VIRTREADY_REPORT_XSLT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

struct arena;
struct diag_sink;
struct element;
struct styled;
struct stylesheet;

/* A style sheet may be written in several files, each a style sheet by its form: what the later
 * ones declare is added to the first. */
struct xslt_part {
    struct str name, text;
};

/* Once, before the first of two threads that use what is below, one after the other. */
void xslt_prepare(void);
/* Lives in arena. NULL after one error. */
struct stylesheet *xslt_parse(struct arena *arena, const struct xslt_part *parts, size_t count,
                              struct diag_sink *sink);
/* The page of a results document; lives in arena. NULL after one error. */
struct styled *xslt_apply(const struct stylesheet *sheet, const struct element *root,
                          struct arena *arena, struct diag_sink *sink);
/* Puts a text where the page has ELEMENT_LATER, which it mostly shares: the text has to stay as
 * long as the page. Once, and before it is printed. */
void xslt_fill(struct styled *page, char *text);
/* False after one error: the stream refused. As often as wanted. */
bool xslt_print(const struct styled *page, FILE *out, struct arena *arena, struct diag_sink *sink);

#endif
