/* The kinds of one archive: those of the table and whatever else its documents name. */
#ifndef VIRTREADY_GRAPH_KINDSET_H
#define VIRTREADY_GRAPH_KINDSET_H

#include "graph/world.h"

/* Makes the kinds of the table and those that options.keep names. */
void kindset_begin(struct graph *graph);
struct kind_state *kindset_at(struct graph *graph, struct str kind, struct str group);
/* "Kind" or "Kind.group"; NULL where there is none. After kindset_finish. */
struct kind_state *kindset_named(const struct graph *graph, struct str text);
/* The kind of a bare name or a full one, made if need be: for what the user names. */
struct kind_state *kindset_stated(struct graph *graph, struct str text);
/* What can be asked of an object; NULL: everything. */
const struct fields *kindset_fields(const struct graph *graph, const struct kind_state *kind,
                                    struct str namespace, struct str name);
/* Display names, and a list in their order. */
void kindset_finish(struct graph *graph);
/* The kind of the table that a path speaks of, and its number there; NULL where it does not. Safe
 * on any thread. */
struct kind_state *kindset_of_table(const struct graph *graph, const struct place *place,
                                    size_t *ret_number);
/* The kind a path speaks of: by the table, else as other members of that folder turned out to be.
 */
struct kind_state *kindset_of_place(const struct graph *graph, const struct place *place);

#endif
