/* What a member's path lets one expect of its objects, so that no more of them is read than can be
 * asked for. */
#ifndef VIRTREADY_GRAPH_EXPECT_H
#define VIRTREADY_GRAPH_EXPECT_H

#include "graph/unfold.h"

struct expected {
    struct kind_state *kind; /* NULL: anything */
    const struct fields_reading *reading;
    bool told; /* nothing of them is kept: a list has told it */
    bool kept; /* what can be asked of them is read */
};

/* Whether the path tells it, where it can be a kind of the table. */
bool expect_tells_kind(const struct place *place);
/* Of a member with that text; `told` as above. On the reader's thread. */
struct expected expect_of_place(const struct graph *graph, struct reader *reader,
                                const struct place *place, struct str text, bool told);
/* Whether the objects that were found are of the kind that was expected, and no more can be asked
 * of them than of others of it. */
bool expect_holds(const struct expected *expected, const struct unfolding *unfolding);
/* Whether it is an event of an object whose events nobody asks for: of most archives half of what
 * could be kept. */
bool expect_no_question(const struct graph *graph, const struct found *found);

#endif
