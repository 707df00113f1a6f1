/* The world of an archive: resources by group, kind, namespace and name, the edges between them,
 * and what was collected completely.
 *
 * Built member by member, sealed once, const from then on. */
#ifndef VIRTREADY_GRAPH_GRAPH_H
#define VIRTREADY_GRAPH_GRAPH_H

#include "base/diag.h"
#include "base/missing.h"
#include "base/time.h"
#include "document/document.h"

struct graph;
struct intern;
struct kind;

enum root_kind { ROOT_OCP, ROOT_CNV, ROOT_INSPECT, ROOT_INSIGHTS, ROOT_PLAIN };

/* One gather image's folder: what holds cluster-scoped-resources/ or namespaces/. */
struct root {
    uint32_t input;
    struct str path; /* shown form; "" for the top */
    enum root_kind kind;
    struct str version; /* second line of its version file */
    bool has_window;
    struct timepoint from, to; /* its collection window; `to` is "now" for its objects */
    bool cut;                  /* its gather or its archive was cut off */
};

struct resource {
    /* Interned: equal texts have equal ptr; group "" for core. */
    struct str group, version, kind, namespace, name;
    struct str uid, resource_version;
    struct value object;
    const struct root *root;
    const struct document_origin *origin; /* input, shown path, text for excerpts */
    uint32_t input;
    bool cut; /* value_is_cut somewhere in the object */
    bool from_list;
    const struct resource *copy; /* the next losing copy of the same object: also evidence */
    const struct kind *of;
};

/* All resources of one kind, by namespace, then name. */
struct kind {
    struct str group, name;
    struct str display; /* "VirtualMachine"; "Node.config.openshift.io" where that is ambiguous */
    const struct resource *const *items;
    size_t count;
};

struct graph_input {
    struct str name;
    bool truncated;
};

/* `keep`: kinds whose objects are kept ("Kind" or "Kind.group"); of all others only identities that
 * the collection map needs. count 0 keeps every kind. `asked`: the fields that are kept of objects;
 * NULL: all. `skip`: paths that nothing asks for, not even read (document/skip.h). */
struct graph_options {
    const struct str *keep;
    size_t n_keep;
    bool yaml_strict; /* see document_options */
    const struct fields_asked *asked;
    const char *const *skip;
    size_t n_skip;
    size_t readers; /* threads that will call graph_read_ahead */
};

struct graph *graph_new(struct arena *run, struct intern *intern, struct graph_options options,
                        struct diag_sink *sink);
/* Whether a member's bytes can matter, and whether an archive inside an archive is opened: for
 * bundle_options. Pure. */
bool graph_wants(void *unused, struct str path);
bool graph_descends(void *unused, struct str path);
/* One member of an input; bytes need live only during the call. */
struct graph_member {
    uint32_t input;
    struct str path, bytes;
    bool whole;
    uint64_t packed;   /* of its input: what there is of it */
    const void *ahead; /* what graph_read_ahead made of it, or NULL */
};
/* Reads the member's documents, where they do not depend on members before it, into memory of
 * `arena`; on any thread before graph_seal, which has a `reader` number below options.readers of
 * its own. NULL: nothing was done. */
void *graph_read_ahead(struct graph *graph, size_t reader, struct arena *arena,
                       const struct graph_member *member);
void graph_add(struct graph *graph, const struct graph_member *member);
/* Objects given as values: the inline tests of rules. Lives as long as the graph. */
void graph_add_object(struct graph *graph, struct value object);

struct graph_seal_options {
    const struct graph_input *inputs; /* by index */
    size_t n_inputs;
    bool has_now;
    struct timepoint now;        /* --now */
    const struct str *collected; /* statements "Kind" or "Kind=ns1,ns2" of --collected */
    size_t n_collected;
    bool everything_collected;       /* inline tests: every kind is complete … */
    const struct str *not_collected; /* … but these: "Kind" or "Kind=ns" */
    size_t n_not_collected;
    unsigned jobs; /* threads at work at a time; the graph is the same. 0: one */
};
/* Ends building. False: the inputs are of different clusters, or hold nothing to judge. */
bool graph_seal(struct graph *graph, const struct graph_seal_options *options);

/* "Kind" or "Kind.group"; NULL where the archive holds none and no table knows it. */
const struct kind *graph_kind(const struct graph *graph, struct str kind);
const struct kind *const *graph_kinds(const struct graph *graph, size_t *ret_count);
const struct resource *graph_find(const struct graph *graph, struct str kind, struct str namespace,
                                  struct str name);
/* The same of a kind that is at hand. */
const struct resource *graph_find_in(const struct kind *kind, struct str namespace,
                                     struct str name);
/* The resource whose object this value is; NULL for any other value. */
const struct resource *graph_resource_at(const struct graph *graph, struct value object);
/* What keys of all documents are atoms of: for value_keys. */
const struct intern *graph_intern(const struct graph *graph);
/* How many objects there are, and the number of each, from 0; SIZE_MAX: a copy that lost. */
size_t graph_count(const struct graph *graph);
size_t graph_number(const struct resource *resource);
/* Those of one namespace of a kind; NULL where there is none. */
const struct resource *const *graph_in_namespace(const struct graph *graph, const struct kind *kind,
                                                 struct str namespace, size_t *ret_count);
/* "Now" for all, and for an object (its own root's). False: the archive does not tell. */
bool graph_now(const struct graph *graph, struct timepoint *ret_now);
bool graph_now_of(const struct graph *graph, const struct resource *resource,
                  struct timepoint *ret_now);
const struct root *const *graph_roots(const struct graph *graph, size_t *ret_count);
bool graph_window(const struct graph *graph, struct timepoint *ret_from, struct timepoint *ret_to);
/* A member's path as the graph shows it, for what others tell about members. */
struct str graph_shown_path(const struct graph *graph, struct arena *arena, uint32_t input,
                            struct str path);
/* What was read and what of it is kept, for --verbose. */
struct graph_tally {
    uint64_t objects, kept;
    uint64_t members, text_bytes; /* of which something is kept, and their text */
    uint64_t nodes;
};
struct graph_tally graph_tally(const struct graph *graph);
/* Members that could not be read whole, for `completeness.damaged`, in order of path. */
struct damage {
    uint32_t input, line;
    struct str path, problem;
};
const struct damage *graph_damage(const struct graph *graph, size_t *ret_count);

#endif
