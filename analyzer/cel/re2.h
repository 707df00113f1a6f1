/* The syntax of RE2, told from what PCRE2 takes besides. Private to cel/. */
#ifndef VIRTREADY_CEL_RE2_H
#define VIRTREADY_CEL_RE2_H

#include "base/str.h"

/* Rewrites a pattern for PCRE2; NULL, or why the pattern is none of RE2's. */
const char *cel_re2_translate(struct str pattern, struct strbuf *out);

#endif
