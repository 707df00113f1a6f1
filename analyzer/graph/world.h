/* What the parts of graph/ share while they build the world; nothing outside graph/ includes it.
 *
 * Reading fills buckets (one for each folder that can be or lie in a root) and records; graph_seal
 * sorts both, so that nothing depends on the order of arrival, and turns them into roots, kinds,
 * edges and collections. */
#ifndef VIRTREADY_GRAPH_WORLD_H
#define VIRTREADY_GRAPH_WORLD_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/intern.h"
#include "graph/bucket.h"
#include "graph/collection.h"
#include "graph/edges.h"
#include "graph/kinds.h"
#include "graph/naming.h"

/* A member of which something is kept. */
struct note {
    struct str path; /* whole; origin.path is the shown form */
    struct place place;
    struct bucket *bucket;
    struct document_origin origin;
    uint32_t input;
};

struct record {
    struct resource pub;
    struct note *note; /* NULL: given as a value */
    struct bucket *bucket;
    uint32_t ordinal;          /* in its kind's items */
    uint32_t serial;           /* among all resources; UINT32_MAX where it is not one of them */
    bool derived;              /* its kind came from an insights path */
    char key[12];              /* document and node, for graph_resource_at */
    const struct names *names; /* NULL: none */
};

/* An object that is known to be missing, or a member that should have held some. */
struct lack {
    struct str namespace, name; /* name "": which one is not known */
    const struct root_state *root;
};

struct edge_state; /* adjacency.h */

struct in_root {
    const struct root_state *root;
    bool all;
    VEC(struct str) namespaces;
};

/* An edge that begins at a kind, or, the other way round, ends there. */
struct way {
    struct str stem; /* of its name from here */
    const struct edge_state *edge;
    bool inverse;
};

struct bad; /* hold.h */
struct held;

struct kind_state {
    struct kind pub;
    const struct kind_info *info; /* NULL where the table has none */
    struct str key;               /* "Kind.group" */
    bool kept, namespaced;
    const struct fields *fields; /* what can be asked of any of its objects; see kindset_fields */
    bool single;                 /* more is asked of some of them */
    bool refused;                /* objects were left out at a limit */
    bool less;                   /* a counter says that there are more */
    bool stated_all, excluded;   /* by the user; by a test */
    bool proved_all;
    VEC(struct str) stated;
    VEC(struct record *) records;
    const struct resource **items; /* pub.items, while they are picked */
    struct record **winners;       /* of each item */
    VEC(struct lack) lacks;
    VEC(struct in_root) proved;
    struct collection collection;
    bool whole;    /* every object was read, held or not */
    bool all_but;  /* of all namespaces but `except` */
    bool provable; /* complete but for its lacks */
    VEC(struct str) except;
    struct str less_why;
    VEC(struct way) ways; /* in the order of the table, its own edges first */
};

/* Who reads documents: the graph's own thread, or another one. */
struct reader {
    struct arena *arena;
    struct intern *intern;                 /* the graph's, or a view of it */
    struct fields_reading *(*readings)[2]; /* made by expect.c, in the order of kinds_table */
};

struct graph {
    struct arena *arena, *member;
    struct intern *intern;
    struct graph_options options;
    struct diag_sink *sink;
    struct map keep_names;            /* bare names to keep that no table knows */
    const struct document_skip *skip; /* of options.skip, or NULL */
    struct kind_state **table_kinds;  /* in the order of kinds_table */
    struct document_opaque opaque;
    struct reader reader;   /* on the graph's own thread */
    struct reader *readers; /* of options.readers more */
    atomic_bool refusing;   /* at a limit: what lies ahead need not be read */
    bool keep_unknown;      /* a kept kind of which no table knows the plural */
    struct map kinds;       /* "Kind.group" -> struct kind_state */
    struct map names;       /* after sealing: every form of a kind's name -> struct kind_state */
    struct map buckets;
    /* What comes next is mostly in the same folder and of the same kind; NULL at first. */
    struct bucket *newest_bucket;
    struct kind_state *newest_kind;
    struct map learned; /* "plural.group" as paths write it -> struct kind_state */
    struct map listed;  /* uid -> struct record: pods that stand in lists */
    struct map at;      /* record.key -> struct record */
    struct map uids;    /* uid -> struct record */
    VEC(struct held) held;
    VEC(struct bad) bads;
    uint64_t resources, held_dropped;
    uint64_t steps; /* of reading the input `steps_of` */
    uint32_t steps_of;
    size_t used_before; /* of the arena, when reading began */
    struct graph_tally tally;
    uint32_t held_order;
    bool limit_told, steps_told, migration_pod, bads_lost, kinds_lost;
    struct bucket *given; /* objects given as values */
    VEC(const struct root *) roots;
    VEC(struct root_state *) root_states;
    VEC(const struct kind *) kind_list;
    VEC(struct damage) damage;
    const struct str *prefixes; /* by input: what shown paths leave out */
    size_t n_prefixes;
    const struct graph_seal_options *seal;
    struct edge_state *edges; /* adjacency.h */
    struct family *family;    /* family.h */
    VEC(struct document_origin *) origins;
    bool has_now, seal_everything;
    struct timepoint now;
    struct collection nothing, everything, unserved;
    struct naming *naming;
    struct map named; /* kinds that some object names: why an empty one proves nothing */
    enum installed installed;
};

/* What record.key holds. */
void graph_key(struct value object, char ret_key[12]);

#endif
