/* Where a running VM could go: which nodes could take it, and why the others could not. The
 * scheduler's own questions, asked of what the archive holds.
 *
 * What was not collected is never held against a node: usage and neighbours that were not seen make
 * an answer an estimate, which says what it assumes. So "impossible" is as good as the archive, and
 * "fits" is an upper bound. Tight is not impossible: a node could take it, none has the room now.
 */
#ifndef VIRTREADY_READINESS_PLACEMENT_H
#define VIRTREADY_READINESS_PLACEMENT_H

#include "graph/graph.h"

struct placement;

enum placement_answer {
    PLACEMENT_UNKNOWN,    /* nodes, or what the VM asks of them, were not collected */
    PLACEMENT_FITS,       /* `nodes` have the room now */
    PLACEMENT_TIGHT,      /* some node could take it, but is full, cordoned or not ready now */
    PLACEMENT_IMPOSSIBLE, /* on every other node something that lasts is in the way */
};

/* In the order in which they are asked; the first that a node fails is its reason. Up to
 * PLACEMENT_TOO_SMALL they last, those behind it may pass. */
enum placement_reason {
    PLACEMENT_NONE,
    PLACEMENT_NO_VMS,        /* no virt-handler labels it as a node for VMs */
    PLACEMENT_NODE_SELECTOR, /* of the VM, or its required node affinity */
    PLACEMENT_TAINT,
    PLACEMENT_CPU_MODEL, /* or a CPU feature, or a Hyper-V or launch security label */
    PLACEMENT_CPU_MANAGER,
    PLACEMENT_VOLUME,
    PLACEMENT_POD_AFFINITY,
    PLACEMENT_DEVICE,    /* it has none or too few of a device, or of huge pages */
    PLACEMENT_TOO_SMALL, /* it asks for more memory or CPU than the whole node has */
    PLACEMENT_CORDONED,
    PLACEMENT_NOT_READY,
    PLACEMENT_NOT_SCHEDULABLE, /* virt-handler says so */
    PLACEMENT_DEVICE_IN_USE,
    PLACEMENT_CPU,
    PLACEMENT_MEMORY,
    PLACEMENT_REASONS,
};

struct placement_refusal {
    struct str node;
    enum placement_reason reason;
    struct str detail; /* "needs 66.4 GiB, 12.1 GiB of 125.0 GiB are free" */
};

struct placement_result {
    enum placement_answer answer;
    const struct str *nodes; /* that fit, by name */
    size_t n_nodes;
    const struct placement_refusal *refused; /* by name, LIMIT_PLACEMENT_LISTED at most */
    size_t n_refused, n_more;
    enum placement_reason
        reason;        /* the most frequent one among nodes for VMs; where it fits none */
    struct str detail; /* of the first node refused for it */
    bool estimate;
    struct str assumption;      /* sentences; empty unless estimate */
    struct missing_set missing; /* what an unknown is for want of */
    const char *limited;        /* or the bound of base/limits.h that it is for; NULL: none */
    int64_t memory, cpu;        /* that it asks for: bytes, thousandths; -1: not told */
    /* Whether a node that takes VMs now has the CPU model and features it needs; where none has,
     * what the first lacks. */
    enum { CPU_TARGET_UNKNOWN, CPU_TARGET_THERE, CPU_TARGET_NONE } cpu_target;
    struct str cpu_detail;
};

/* Reads nodes, pods and VMIs once. Lives in `arena`, as does what it remembers; it is for one
 * thread. */
struct placement *placement_new(struct arena *arena, const struct graph *graph);
/* The same tables, but questions of its own: `tables` may then be of another thread, and is no
 * longer asked. Lives in `arena` and no longer than `tables`. */
struct placement *placement_fork(struct arena *arena, const struct placement *tables);
/* What is left of limits->placement_steps. */
uint64_t placement_steps_left(const struct placement *placement);
/* For a VMI; the result lives in `arena`. */
struct placement_result placement_of(struct placement *placement, const struct resource *vmi,
                                     struct arena *arena);
/* The same without the lists of nodes. */
struct placement_result placement_brief(struct placement *placement, const struct resource *vmi,
                                        struct arena *arena);
/* "memory", "cpu-model", …: what rules compare with; and a clause for people. */
const char *placement_reason_word(enum placement_reason reason);
const char *placement_reason_text(enum placement_reason reason);

/* What a VMI asks of a node, guest and overhead, in bytes; false where its memory is not told. */
bool placement_memory(struct placement *placement, const struct resource *vmi, int64_t *ret_bytes);
/* What all other nodes that take VMs now have left, in bytes; false where a node's memory is not
 * known or the archive may not hold all nodes or VMIs. */
bool placement_free_elsewhere(const struct placement *placement, struct str node,
                              int64_t *ret_bytes);

#endif
