/* Building the collections of all kinds while the graph is sealed; collection.h reads them. */
#ifndef VIRTREADY_GRAPH_COLLECT_H
#define VIRTREADY_GRAPH_COLLECT_H

#include "graph/world.h"

/* Statements of --collected, and of tests; before kinds get their display names. */
void collect_state(struct graph *graph);
/* Applies every row to every root. */
void collect_prove(struct graph *graph);
/* Drops objects that a newer root shows to be gone. */
void collect_drop_deleted(struct graph *graph);
/* Proofs, statements and lacks into one collection for each kind. */
void collect_finish(struct graph *graph);
/* The kind would be held in that namespace but for objects that are known by name: what they are
 * not is certain. "" asks for all. */
bool collect_lacks_are_named(const struct kind_state *kind, struct str namespace);
/* As collection_holds and collection_missing, of a kind that is at hand. */
bool collect_holds(const struct kind_state *kind, struct str namespace);
struct missing_set collect_missing(const struct kind_state *kind, struct arena *arena,
                                   struct str namespace);

#endif
