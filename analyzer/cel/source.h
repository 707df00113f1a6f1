/* Errors about the text of an expression, placed in the file it stands in. Private to cel/. */
#ifndef VIRTREADY_CEL_SOURCE_H
#define VIRTREADY_CEL_SOURCE_H

#include "cel/expr.h"

struct source_reporter {
    struct arena *arena;
    const struct cel_source *source;
    struct diag_sink *sink;
};

/* A piece of the text. */
struct source_span {
    uint32_t start, end;
};

/* Where a byte of the text stands in the file. */
struct cel_place cel_source_place(const struct cel_source *source, uint32_t offset);

void cel_source_error(const struct source_reporter *reporter, enum diag_id id,
                      struct source_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
