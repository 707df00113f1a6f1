/* Elements, attributes and texts into HTML, as they come. What could be taken for markup is escaped
 * here and nowhere else, but in elements whose text HTML takes as it is: script and style. */
#ifndef VIRTREADY_REPORT_HTML_OUT_H
#define VIRTREADY_REPORT_HTML_OUT_H

#include <stdbool.h>
#include <stdio.h>

struct arena;
struct html_out;

struct html_out *html_out_new(struct arena *arena, FILE *out);
/* False: the stream has refused something. */
bool html_out_finish(struct html_out *out);

void html_out_doctype(struct html_out *out);
void html_out_begin(struct html_out *out, const char *name);
/* Before anything else in the element. */
void html_out_attr(struct html_out *out, const char *name, const char *value);
void html_out_text(struct html_out *out, const char *text);
/* Text that is markup already. */
void html_out_markup(struct html_out *out, const char *text);
void html_out_end(struct html_out *out, const char *name);

#endif
