/* Tokens to a syntax tree with its macros in place. Private to cel/. */
#ifndef VIRTREADY_CEL_PARSE_H
#define VIRTREADY_CEL_PARSE_H

#include "cel/lex.h"

/* NULL after one error. Names are not resolved. */
struct expr *cel_parse(const struct source_reporter *reporter);

#endif
