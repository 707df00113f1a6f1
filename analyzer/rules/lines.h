/* Lines of members by number, found without reading the member from its start each time. */
#ifndef VIRTREADY_RULES_LINES_H
#define VIRTREADY_RULES_LINES_H

#include "base/map.h"
#include "document/document.h"

/* Remembers, for each member that was asked for, where every so many lines begin. */
struct lines {
    struct arena *arena;
    struct map members;                          /* by the address of the origin */
    const struct document_origin *newest_origin; /* asked for last: mostly so is the next line */
    struct lines_member *newest;
};

struct lines lines_new(struct arena *arena);
/* Line `line` without its end; empty where there is none. */
struct str lines_at(struct lines *lines, const struct document_origin *origin, uint32_t line);

#endif
