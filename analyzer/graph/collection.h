/* The collection map: for a kind and a scope, can the archive be trusted to hold every object? The
 * root of every unknown.
 *
 * A table with a row for each collector (analyzer/graph/collection.c). Evidence is members' content
 * only. */
#ifndef VIRTREADY_GRAPH_COLLECTION_H
#define VIRTREADY_GRAPH_COLLECTION_H

#include "graph/graph.h"

enum completeness { COLLECTED_NONE, COLLECTED_SOME, COLLECTED_ALL };

struct collection {
    enum completeness completeness;
    /* Those held completely, sorted, where it is COLLECTED_SOME; of a kind that is complete but for
     * some namespaces, the ones in which objects were seen: collection_holds knows all of them. */
    const struct str *namespaces;
    size_t n_namespaces;
    struct str proof;              /* one line: what shows it */
    bool stated;                   /* by --collected, not proved */
    const struct missing *missing; /* objects known to be missing, by name */
    size_t n_missing;
};

/* kind: "Kind" or "Kind.group", also one of which nothing was read. Never NULL. */
const struct collection *collection_of(const struct graph *graph, struct str kind);
/* Whether all objects of the kind in that namespace are held; "" asks for all namespaces. */
bool collection_holds(const struct graph *graph, struct str kind, struct str namespace);
/* What is missing for the scope; empty where it is held. `namespace` "" is all of the kind. */
struct missing_set collection_missing(const struct graph *graph, struct arena *arena,
                                      struct str kind, struct str namespace);
/* "OpenShift Virtualization is not installed" is proved, it is installed, or neither is known. */
enum installed { INSTALLED_UNKNOWN, INSTALLED_NO, INSTALLED_YES };
enum installed collection_virtualization(const struct graph *graph);

#endif
