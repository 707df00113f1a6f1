/* Building documents node by node, for readers. Calls follow the text: begin, entries, end; a map's
 * entry is a key, then its value. One build serves all documents of a member, one after the other,
 * and holds the limits. */
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
    NODE_DECODED = 1, /* four bytes before its text: on how many lines below `line` it goes on */
    NODE_CUT = 2,
    NODE_QUOTED = 4, /* a scalar that stood in quotes or a block: always a string */
    NODE_BESIDE = 8, /* a map: on its first line stands a key whose value was skipped */
};

#define NODE_COUNT_MAX 0xffffffU

/* A scalar as a reader found it. The text is valid UTF-8; it may lie in the origin's text (then it
 * is referred to, if it stands on the line of its node) or anywhere else (then it is copied). */
struct build_text {
    struct str text;
    uint32_t line;
    uint32_t column;
    uint32_t end_line;
    bool quoted; /* a string whatever it looks like */
};

struct build;

struct build *build_new(struct arena *arena, struct intern *intern,
                        const struct document_origin *origin, struct document_options options,
                        struct diag_sink *sink);

/* Until the document is finished or abandoned, limits and repeated keys are refused without a
 * diagnostic, and nothing is left out for them: another reader will be given the same text. */
void build_try(struct build *build);

/* Until the document is finished or abandoned, of maps and lists only those are taken that are
 * asked for (document_options.fields). */
void build_choose(struct build *build);
/* Whether an excerpt can show some of what was not taken since then: the document, of which
 * build_finish gives nothing, is to be read again as a whole. */
bool build_lacks(const struct build *build);

/* Where bool is returned, false is a limit of base/limits.h: one diagnostic was given, the reader
 * stops and calls build_finish. */
bool build_begin(struct build *build, enum value_kind list_or_map, uint32_t line, uint32_t column);
/* Ends the innermost container; `cut` where more entries may have followed. */
void build_end(struct build *build, bool cut);
/* The key of the next value. False where the map already holds it: one diagnostic was given and the
 * value will be left out. */
bool build_key(struct build *build, struct str key, uint32_t line);
/* Whether the value of that key is not taken if it is a text; then none need be given. */
bool build_passes(struct build *build);
/* The kind follows from the text by the core rules of YAML 1.2 unless it is quoted. A text too long
 * is left out. */
bool build_scalar(struct build *build, const struct build_text *scalar);
/* The same of a plain text on one line. */
bool build_line(struct build *build, struct str text, uint32_t line, uint32_t column);
/* A copy of an ended node of this document, for aliases. */
bool build_copy(struct build *build, uint32_t node, uint32_t line, uint32_t column);

/* The next value is not taken, and its container is cut: it held something that is not known. */
void build_leave_out(struct build *build);
/* No later entry of the innermost container is taken; it is cut. */
void build_distrust(struct build *build);
/* The containers that ended last, with nothing behind them, are cut. Linear in the document. */
void build_doubt_newest(struct build *build);
/* Takes back the newest scalar, which must be the innermost container's last entry; that is cut.
 * Nothing in what is left out. */
void build_take_back(struct build *build);
/* Whether the innermost container is a map with this key. */
bool build_holds(const struct build *build, struct str key);
/* Whether the next scalar stands in what document_options.skip leaves out. */
bool build_skips(const struct build *build);
/* Nodes so far: the number of the next one; unchanged by what is left out. */
uint32_t build_count(const struct build *build);

/* Closes what is open as cut and gives the document; NULL where nothing was built. */
struct document *build_finish(struct build *build, enum document_state state);
/* Forgets the document that is being built. */
void build_abandon(struct build *build);

#endif
