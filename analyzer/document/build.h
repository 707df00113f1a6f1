/* Building a document node by node, for readers. Calls follow the text: begin, entries, end; a
 * map's entry is a key, then its value. */
#ifndef VIRTREADY_DOCUMENT_BUILD_H
#define VIRTREADY_DOCUMENT_BUILD_H

#include "document/document.h"

/* 16 bytes. A container is followed by its entries; `start` of a container is the number of the
 * node behind its subtree, of a scalar the offset of its bytes in the origin's text or, with
 * NODE_DECODED, in document.decoded. */
struct node {
    uint32_t key;  /* atom of the key in the map it stands in; 0 in lists and for the root */
    uint32_t line; /* of the key, or of the value where there is no key */
    uint32_t start;
    uint32_t kind : 4; /* enum value_kind */
    uint32_t flags : 4;
    uint32_t count : 24; /* bytes of a scalar, entries of a container */
};

enum {
    NODE_DECODED = 1,
    NODE_CUT = 2,
    NODE_QUOTED = 4, /* a scalar that stood in quotes or a block: always a string */
};

struct build;

struct build *build_new(struct arena *arena, struct intern *intern,
                        const struct document_origin *origin, struct document_options options,
                        struct diag_sink *sink);
/* False where a limit of base/limits.h is reached: one diagnostic was given, the reader stops and
 * calls build_finish. */
bool build_begin(struct build *build, enum value_kind list_or_map, uint32_t line, uint32_t column);
void build_end(struct build *build);
/* The key of the next value. A key that the map already holds gives a diagnostic, and its value is
 * left out. */
bool build_key(struct build *build, struct str key, uint32_t line);
/* A scalar; its kind follows from its text by the YAML 1.2 core rules unless quoted. `text` may lie
 * in the origin's text (then it is referred to) or anywhere else (then it is copied). Text is
 * cleaned to valid UTF-8. */
bool build_scalar(struct build *build, struct str text, bool quoted, uint32_t line,
                  uint32_t column);
/* Closes what is open as cut, if anything is; NULL where nothing was built. */
struct document *build_finish(struct build *build, enum document_state state);

#endif
