/* A member's bytes as documents: trees of values with their lines, whatever state the text is in.
 *
 * One member can hold several documents (YAML's "---", lines of dashes as `oc` scripts write them,
 * Lists glued without separator). What cannot be read to its end gives its longest prefix that can
 * be believed, with everything unread below containers that are cut (value_is_cut), and a
 * diagnostic with path and line. A scalar at which reading stopped is left out, not shown half. */
#ifndef VIRTREADY_DOCUMENT_DOCUMENT_H
#define VIRTREADY_DOCUMENT_DOCUMENT_H

#include "base/diag.h"
#include "base/vec.h"
#include "document/fields.h"
#include "document/value.h"

struct arena;
struct intern;

enum document_state {
    DOCUMENT_WHOLE,    /* nothing in it is cut */
    DOCUMENT_CUT,      /* a prefix was read, or something in it was left out; see value_is_cut */
    DOCUMENT_TRAILING, /* read to its end, but followed by text that is no document (a longer file
                          was overwritten). Where the end is not sure, because a top-level key of
                          YAML is repeated, the root and what stands last in it are cut */
};

/* What documents were read from; shared by all of one member. */
struct document_origin {
    struct str input;   /* name of the input; this and the path outlive the sink of diagnostics */
    struct str path;    /* the member's path */
    struct str text;    /* the member's bytes, as read, but for the gaps: source of excerpts */
    const void *member; /* the caller's own record of the member */
    const struct document_gap
        *gaps; /* in order, the first from line 1 on; none where all is held */
    size_t n_gaps;
};

/* Lines of the member that are not in the text. */
struct document_gap {
    uint32_t line, lines; /* from this one on, so many */
    uint32_t before;      /* lines of the gaps before it */
};

/* A key whose value is not among the nodes: its line, and the node that follows. */
struct document_passed {
    uint32_t line;
    uint32_t next;
};

struct document {
    const struct document_origin *origin;
    struct intern *intern;
    const struct node *nodes; /* pre-order; see document/build.h */
    uint32_t n_nodes;
    const char *decoded; /* scalars whose value differs from their text */
    size_t n_decoded;
    const uint64_t *positions; /* line << 32 | column of each node's text; NULL unless asked for */
    const struct document_passed *passed; /* what options.skip left out, in the text's order */
    size_t n_passed;
    enum document_state state;
    uint32_t first_line; /* in the member */
};

struct document_options {
    bool positions;  /* keep lines and columns of values: for rule files */
    bool whole_file; /* a member that the archive could not deliver to its end is false: its last
                        document is cut. So it is where YAML ends without a newline, or behind a key
                        without a value, unless positions are asked for: programs write neither */
    bool json;       /* the name says JSON: what is broken is not tried as YAML */
    bool strict;     /* YAML by libyaml alone: the same documents, slower */
    const struct document_skip *skip;    /* NULL: everything is kept; see document/skip.h */
    const struct fields_reading *fields; /* what is asked for; NULL: everything */
};

struct document_list {
    const struct document **items;
    size_t count;
    size_t handed_over; /* documents that the fast reader was not sure of, */
    const char *why;    /* and the reason of the last one */
};

/* The value of the whole document: a map or a list (or a scalar, in what has positions). Text that
 * holds none (only comments, "---", a message) gives no document. */
struct value document_root(const struct document *doc);

/* Reads all documents of origin->text. Everything lives in `arena`; origin and its text must too.
 * Trouble goes to the sink as warnings: an empty file, a message instead of an object, syntax
 * errors, limits, repeated keys: the first wins, and in YAML that was not written by hand nothing
 * behind the repetition is taken into that map, which is cut. */
struct document_list document_read(struct arena *arena, struct intern *intern,
                                   const struct document_origin *origin,
                                   struct document_options options, struct diag_sink *sink);

/* A copy of a document's nodes and texts in another arena, with that arena's origin (whose text
 * must be equal, or empty where no excerpts are wanted): how documents that are kept leave the
 * member arena. */
struct document *document_keep(struct arena *arena, const struct document *doc,
                               const struct document_origin *origin);

/* The same for objects of one document of several that are kept of a member, in their order, with
 * no more of them than is asked for, and no more of the text than the lines that can be shown:
 * ret_origin, of which the rest is the caller's, gets text and gaps. NULL where that is not
 * possible, as where two documents share a line: then nothing was done. */
struct document_part {
    uint32_t node; /* where the object begins: in the document; behind it, in the copy */
    const struct fields *fields; /* what can be asked of it; NULL: everything */
};
struct document_keeping {
    size_t at; /* how far the member's text has been gone through; 0 at first */
    uint32_t line;
};
/* What asked->is_opaque said of keys, by atom: a gather's keys are few. All zero at first. */
struct document_opaque {
    struct arena *arena;
    unsigned char *said;
    size_t count;
};
struct document_cut {
    struct arena *scratch;
    struct document_opaque *opaque;   /* NULL: none is remembered */
    const struct fields_asked *asked; /* NULL where parts have no fields */
    struct document_part *parts;      /* in the order of the text, none in another */
    size_t n_parts;
    struct document_keeping *keeping;
};
struct document *document_cut_out(struct arena *arena, const struct document *doc,
                                  const struct document_cut *cut,
                                  struct document_origin *ret_origin);

/* Which line of origin->text a line of the member is; 0 where it is in a gap. */
uint32_t document_text_line(const struct document_origin *origin, uint32_t line);

/* Line `line` of the member without its line end; empty where there is none. Linear in the text. */
struct str document_line(const struct document_origin *origin, uint32_t line);

#endif
