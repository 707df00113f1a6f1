/* Which fields of documents an expression can ever ask for, told from its text alone: each
 * expression is gone through once with, for each value, the places in documents where it may come
 * from. What is not told for sure counts as read. */
#ifndef VIRTREADY_CEL_READS_H
#define VIRTREADY_CEL_READS_H

#include "base/vec.h"
#include "cel/cel.h"
#include "document/fields.h"

/* What a value can be. NULL: nothing of a document, or something of which all is read already. */
struct cel_shape {
    VEC(struct fields *) places; /* a value of a document */
    struct cel_shape *entries;   /* a list made by an expression: its entries */
    struct cel_shape *values;    /* a map made by one: its values */
};

struct cel_reads_call {
    struct str name;
    const struct str *texts; /* literal arguments, else ptr NULL; without the receiver */
    size_t n_texts;
    struct cel_shape *receiver;
};

/* One for all expressions; the last three are the host's. */
struct cel_reads {
    struct arena *arena; /* of shapes */
    struct fields_set *set;
    size_t changes; /* goes up with whatever cel_shape_add adds */
    void *host;
    struct cel_shape *(*variable)(struct cel_reads *reads, uint32_t slot);
    /* A function of the host, and what it reads. False: not known; then its arguments are read as a
     * whole. */
    bool (*call)(struct cel_reads *reads, const struct cel_reads_call *call,
                 struct cel_shape **ret_result);
};

/* Adds to the trees what the program reads, and tells what its value can be. */
struct cel_shape *cel_program_reads(struct cel_reads *reads, const struct cel_program *program);

struct cel_shape *cel_shape_at(struct cel_reads *reads, struct fields *place);
struct cel_shape *cel_shape_list(struct cel_reads *reads, struct cel_shape *entries);
struct cel_shape *cel_shape_map(struct cel_reads *reads, struct cel_shape *values);
/* Either of them. */
struct cel_shape *cel_shape_join(struct cel_reads *reads, struct cel_shape *a, struct cel_shape *b);
/* Makes *into also what `more` can be. */
void cel_shape_add(struct cel_reads *reads, struct cel_shape **into, const struct cel_shape *more);
/* All of it is read. */
void cel_shape_want_whole(struct cel_reads *reads, const struct cel_shape *shape);

#endif
