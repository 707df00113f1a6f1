/* What is read into one folder of an archive before anybody knows which folders are roots: counts,
 * names and lists for each kind, timestamps, discovery. Buckets of one root are merged when the
 * graph is sealed; merging is the same in any order. Only for graph/ itself. */
#ifndef VIRTREADY_GRAPH_BUCKET_H
#define VIRTREADY_GRAPH_BUCKET_H

#include "base/map.h"
#include "base/vec.h"
#include "graph/graph.h"
#include "graph/kinds.h"
#include "graph/layout.h"

struct kind_state;

/* One List of a kind, as far as it proves something. */
struct listing {
    struct str namespace; /* of the path, else the one of all items */
    enum place_kind place;
    bool to_end; /* read to its end, and the server held nothing back */
    bool typed;  /* <Kind>List rather than List */
    bool any;    /* it had items */
    bool spans;  /* items of two or more namespaces */
};

/* What one bucket holds of one kind. */
struct evidence {
    struct kind_state *kind;
    uint64_t objects;
    uint32_t places;  /* 1 << enum place_kind of every object read */
    bool whole_named; /* the singleton was read whole, under its fixed name */
    VEC(struct listing) listings;
};

struct discovery {
    bool seen, cut;
    struct map kinds;  /* "Kind.group" */
    struct map groups; /* whose kinds were not known to the server at that moment */
};

struct timestamps {
    uint32_t lines;
    bool begun; /* one line only: a start without an end */
    struct timepoint min, max;
};

struct bucket {
    uint32_t input;
    struct str prefix; /* whole path of the folder, with its last '/' */
    bool in_root, marked, insights, config, crs, described, packageserver, alerts, documents;
    struct str gatherer, version; /* lines of its version file */
    struct timestamps times;
    int64_t running;     /* running_vms_count.txt; -1 where there is none */
    struct map counts;   /* "plural.group" -> int64_t */
    struct map evidence; /* "Kind.group" -> struct evidence */
    struct map claims;   /* "namespace/pvc" -> 1: the object, 2: its describe file */
    struct map crds;     /* names */
    struct str listed;   /* the namespace of which a list of pods was read last */
    struct discovery core, groups;
    struct root_state *root;
};

struct root_state {
    struct root pub;
    struct str prefix;
    bool fallback; /* what the client writes where the gather itself failed */
    bool ignored;  /* insights inside of another root */
    struct bucket *sum;
    bool master, worker, external;  /* pools read; the control plane is hosted elsewhere */
    int64_t machines, nodes;        /* what pools count, and what was read */
    const struct resource *counted; /* the object that was counted last */
};

/* The bucket of a folder, made on first sight. */
struct bucket *bucket_at(struct graph *graph, uint32_t input, struct str prefix);
/* NULL where nothing was read there. */
struct bucket *bucket_seen(const struct graph *graph, uint32_t input, struct str prefix);
struct evidence *bucket_evidence(struct graph *graph, struct bucket *bucket,
                                 struct kind_state *kind);
/* NULL where nothing of the kind was read there. */
const struct evidence *bucket_find(const struct bucket *bucket, const struct kind_state *kind);
/* The number in virt_info for a CRD; -1 where there is none. */
int64_t bucket_count(const struct bucket *bucket, const struct kind_info *info);
void bucket_merge(struct graph *graph, struct bucket *into, const struct bucket *from);
/* Half of a pair: 1 a claim's object, 2 its describe file. */
void bucket_claim(struct graph *graph, struct bucket *bucket, struct str namespace, struct str name,
                  uintptr_t half);

#endif
