/* Inside of placement: its tables. Nodes are numbered by name; a question ("which nodes have these
 * labels?") is answered once, as a row of bits over the nodes, and remembered by its text. */
#ifndef VIRTREADY_READINESS_PLACEMENT_INSIDE_H
#define VIRTREADY_READINESS_PLACEMENT_INSIDE_H

#include "base/map.h"
#include "base/vec.h"
#include "readiness/placement.h"

struct placement_node {
    struct str name;
    const struct resource *resource;
    struct map labels; /* struct str * */
    struct value taints;
    bool cordoned, ready, ready_told, for_vms, schedulable;
    bool memory_told; /* of itself and of every VMI on it */
};

/* What all nodes have of one resource and what is asked of it already, by number of node. CPU in
 * thousandths. */
struct placement_column {
    struct str name;
    int64_t *allocatable; /* 0: none */
    int64_t *used;
};

struct placement_label {
    struct str key, value;
};

/* An answered question; `labels` tells what was asked for. */
struct placement_answered {
    uint64_t *fits;
    uint64_t *doubt; /* of these it is not known whether they fit; NULL: none */
    bool unsure;     /* the archive does not tell: no node is known to fit, none is refused */
    VEC(struct placement_label) labels;
};

/* What one VMI, or the pod it runs in, asks for. */
struct placement_ask {
    const struct placement_column *column;
    int64_t amount;
};

enum { PLACEMENT_ASKS = 24 }; /* kinds of resources one VMI may ask for */

struct placement_need {
    struct placement_ask asks[PLACEMENT_ASKS];
    size_t count;
    bool memory_told;
    bool from_pod; /* its launcher pod was read: nothing is estimated */
    bool too_many; /* kinds of resources or terms: what it needs is not known */
};

/* A VM by what it asks, which it shares with others. */
struct placement_shape;
struct placement_vm {
    const struct placement_need *need; /* shared by those that need the same */
    const struct placement_node *node; /* that it runs on; NULL: not known */
    size_t number;                     /* of its shape in shape_of */
};

/* What is read of each of ten thousands of pods. */
struct placement_pod_keys {
    struct value_keys labels, node, phase, spec, containers, init_containers, requests,
        restart_policy, overhead;
};

struct placement {
    struct arena *scratch; /* of one question */
    struct arena *arena;
    const struct graph *graph;
    struct placement_pod_keys pod;
    struct placement_node *nodes;
    size_t n_nodes, words;
    struct map node_index;                  /* name -> &nodes[i] */
    VEC(struct placement_column *) columns; /* memory, cpu and pods first */
    struct map columns_by_name;             /* struct placement_column * */
    struct map answered;                    /* struct placement_answered * */
    struct map launchers;                   /* uid of a VMI -> its launcher pod */
    struct map vms;                         /* a VMI's address -> struct placement_vm * */
    struct map needs;                       /* struct placement_need *, by what they hold */
    struct map shapes;                      /* struct placement_shape *, by what is asked */
    VEC(struct placement_shape *) shape_of; /* of VMs; NULL: not asked yet, or not kept */
    const struct placement_answered
        *everywhere;                     /* what KubeVirt's settings ask of nodes, or NULL */
    VEC(const struct resource *) others; /* other pods that run */
    VEC(const struct resource *) vmis;   /* those on a node */
    struct map guards, by_label;         /* of placement_pods.c */
    bool pods_complete, nodes_complete, vmis_complete, settings_read;
    bool nodes_cut; /* there were more than limits->placement_nodes */
    uint64_t steps; /* left of limits->placement_steps */
    int64_t cpu_ratio, overcommit, fixed_overhead, video_overhead;
    double overhead_ratio;
    bool emulation;
};

/* placement_nodes.c */
void placement_read_nodes(struct placement *p);
struct placement_node *placement_node(const struct placement *p, struct str name);
struct placement_column *placement_column(struct placement *p, struct str name);
int64_t placement_add(int64_t a, int64_t b); /* saturating */
/* CPU in thousandths, all else in units; false where it is no quantity. */
bool placement_amount(struct str resource, struct value quantity, int64_t *ret_amount);

/* placement_labels.c */
uint64_t *placement_row(struct placement *p, bool full);
void placement_row_set(uint64_t *row, size_t node, bool on);
bool placement_row_get(const uint64_t *row, size_t node);
/* Takes steps; false once there are none left: the answer must then be unknown. */
bool placement_charge(struct placement *p, uint64_t steps);
/* The answer to the question with that text. *ret_new: `fits` is all set, not yet asked. */
struct placement_answered *placement_ask(struct placement *p, struct str text, bool *ret_new);
/* A text that is the same for equal values. */
void placement_write(struct strbuf *out, struct value v, unsigned depth);
/* A nodeSelector, and lists of nodeSelectorTerms, over the nodes' labels. NULL: nothing is asked
 * for. */
const struct placement_answered *placement_selector(struct placement *p, struct value selector);
const struct placement_answered *placement_terms(struct placement *p, struct value terms);
/* Asks for labels; those already in answered->labels. */
void placement_match_labels(struct placement *p, struct placement_answered *answered);
/* A LabelSelector over the labels of an object. */
bool placement_selects(struct placement *p, struct value selector, struct value labels);

/* placement_need.c */
void placement_read_settings(struct placement *p);
const struct placement_vm *placement_vm(struct placement *p, const struct resource *vmi);
void placement_count(struct placement *p);
const struct resource *placement_launcher(const struct placement *p, const struct resource *vmi);

/* placement_cpu.c: labels that the VM's CPU and features ask for. */
const struct placement_answered *placement_cpu(struct placement *p, const struct resource *vmi);

/* placement_pods.c: affinity between pods, taints. */
void placement_read_guards(struct placement *p);
const struct placement_answered *placement_affinity(struct placement *p, const struct resource *vmi,
                                                    struct value term, bool anti);
bool placement_guarded(struct placement *p, const struct resource *vmi, uint64_t *fits);
const struct placement_answered *placement_tolerated(struct placement *p, struct value tolerations);

#endif
