/* Text from anywhere into Markdown that shows it and obeys none of it.
 *
 * Characters are code points. What is escaped with a backslash is still read by what comes after
 * Markdown (mentions, references, links without marks); only code is left alone by all of it. */
#ifndef VIRTREADY_REPORT_MARKDOWN_TEXT_H
#define VIRTREADY_REPORT_MARKDOWN_TEXT_H

#include "base/str.h"

/* One line of at most `limit` characters, "…" at the cut. To stand behind a mark of the writer's
 * own, never at the beginning of a line. */
void markdown_words(struct strbuf *out, struct str text, size_t limit);
/* The same with all of it as one code span. */
void markdown_code(struct strbuf *out, struct str text, size_t limit);
/* A block of code, whole, each line behind `indent`. */
void markdown_block(struct strbuf *out, struct str text, const char *indent);

#endif
