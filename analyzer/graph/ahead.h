/* The part of reading a member that needs nothing of the members before it. */
#ifndef VIRTREADY_GRAPH_AHEAD_H
#define VIRTREADY_GRAPH_AHEAD_H

#include "graph/expect.h"

struct ahead {
    struct document_list documents;
    struct diag_sink *sink; /* what was told of them */
    struct expected expected;
};

struct ahead_by {
    struct arena *arena; /* of all that is made */
    struct intern *intern;
    bool json;
    struct expected expected;
};
struct ahead *ahead_documents(const struct graph *graph, const struct graph_member *member,
                              const struct ahead_by *by);
/* See graph_read_ahead. */
struct ahead *ahead_read(const struct graph *graph, struct reader *reader, struct arena *arena,
                         const struct graph_member *member);

#endif
