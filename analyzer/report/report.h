/* The face of this layer: a computed model (report/model.h) into files.
 *
 * Writers do not open, close or flush: they write and give false where the stream refused
 * (ferror), which the caller reports with the file's name. Same model, same bytes. Each touches
 * nothing but its `arena` and what it writes to: several threads may write from one model, each
 * with an arena of its own. */
#ifndef VIRTREADY_REPORT_REPORT_H
#define VIRTREADY_REPORT_REPORT_H

#include <stdio.h>

#include "report/model.h"

struct arena;
struct diag_sink;
struct element_text;

/* report.json, schema virtready.report/1 (docs/report-json.md). */
bool report_write_json(const struct report *report, struct arena *arena, FILE *out);
/* The same as a page holds it in a script element: on one line, "<" escaped, and above
 * LIMIT_PAGE_JSON_VMS only up to and with `rules`. */
bool report_write_json_embedded(const struct report *report, struct arena *arena, FILE *out);

/* A note for a ticket, at most LIMIT_MARKDOWN_CHARACTERS. */
bool report_write_markdown(const struct report *report, struct arena *arena, FILE *out);

/* The summary for a terminal. */
struct text_options {
    unsigned width;          /* columns; 0: 80 */
    bool colour;             /* with words and shapes all the same */
    struct str page;         /* the URL of report.html for links into it; empty: none */
    const struct str *files; /* written reports, named at the end */
    size_t n_files;
};
bool report_write_text(const struct report *report, struct arena *arena,
                       const struct text_options *options, FILE *out);
/* --quiet: one line for CI, verdict and counts. */
bool report_write_line(const struct report *report, struct arena *arena, FILE *out);

/* What pages are made with: style sheets, CSS and script of those in `wanted`. `templates` empty:
 * those compiled into the program, else a folder that holds report.xsl, report.css, report.js and
 * junit.xsl, and what report.xsl needs of report-*.xsl. NULL after one error. */
struct page_styles;
enum page_name { PAGE_HTML = 1, PAGE_JUNIT = 2, PAGE_ALL = PAGE_HTML | PAGE_JUNIT };
const struct page_styles *report_styles(struct arena *arena, struct str templates, unsigned wanted,
                                        struct diag_sink *sink);
/* To be called before any thread is started that makes style sheets or pages, and before anybody
 * else uses libxml2; only one may make style sheets at a time. */
void report_prepare(void);

/* A page: the results document with what is shown on it, which its style sheet then makes a page
 * of (false after one error), and report.json as the page for people holds it, which can be made
 * beside that. */
struct page;
struct page *report_page(struct arena *arena, const struct report *report,
                         const struct page_styles *styles, enum page_name name);
bool report_style_page(struct page *page, struct diag_sink *sink);
struct element_text *report_embedded_json(struct arena *arena, const struct report *report);
void report_page_embed(struct page *page, struct element_text *json);
/* False after one error: the stream refused. As often as wanted. */
bool report_write_page(const struct page *page, FILE *out, struct diag_sink *sink);
/* The results document itself. */
bool report_write_document(const struct page *page, FILE *out);

#endif
