/* Watching an evaluation: each node of the syntax tree tells its value when it has one.
 *
 * Children tell before their parents. A macro is one node; the nodes of its body tell once for each
 * entry. What was not evaluated, because the answer was clear without it, tells nothing. */
#ifndef VIRTREADY_CEL_TRACE_H
#define VIRTREADY_CEL_TRACE_H

#include "cel/value.h"

struct cel_program;

/* What kind of node it is, as far as those who show it need to know. */
enum cel_trace_role {
    CEL_TRACE_LITERAL,
    CEL_TRACE_VARIABLE, /* of the host: `name` */
    CEL_TRACE_LOCAL,    /* of a macro: `name` */
    CEL_TRACE_SELECT,   /* x.name, x.?name, has(x.name) */
    CEL_TRACE_INDEX,    /* x[y], x[?y]: both are children */
    CEL_TRACE_LOOP,     /* a macro with a body for each entry */
    CEL_TRACE_OTHER,
};

struct cel_trace_event {
    const struct cel_program *program;
    enum cel_trace_role role;
    struct str name;       /* of a variable, field, function or macro, as written; or empty */
    uint32_t id;           /* of the node in its program, from 1, in the order of the text */
    uint32_t parent;       /* 0 for the whole expression */
    struct str text;       /* the node's own slice of the source */
    uint32_t line, column; /* in the file, of the operator or name that the node is about */
    struct cel_value value;
};

struct cel_trace {
    void (*node)(void *arg, const struct cel_trace_event *event);
    void *arg;
};

#endif
