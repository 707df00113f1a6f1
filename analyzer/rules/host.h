/* Inside of this layer: one evaluation of a set of rules over a graph, and the frame in which the
 * expressions about one object are evaluated. */
#ifndef VIRTREADY_RULES_HOST_H
#define VIRTREADY_RULES_HOST_H

#include "base/limits.h"
#include "graph/collection.h"
#include "graph/edges.h"
#include "rules/knowledge.h"
#include "rules/lines.h"
#include "rules/set.h"

struct fact_cell {
    enum { CELL_NEW, CELL_OPEN, CELL_DONE } state;
    struct cel_value value;
};

/* A fact that objects of the kind have. */
struct fact_named {
    const struct kind *kind;
    const struct fact *fact;
};

enum { HOST_NAMED = 64 };

/* A fact that is being found out, and from within which other. */
struct opening {
    const struct fact *fact;
    const struct resource *self;
    const struct opening *outer;
    size_t depth; /* how many are around it */
};

enum { RECENT_EVIDENCE = 32 };

/* What was gathered about one object, the newest pieces. */
struct recent_evidence {
    const struct resource *about;
    size_t count; /* that there ever were */
    struct evidence items[RECENT_EVIDENCE];
};

/* For one thread; several may stand side by side and share what they know of facts. */
struct evaluation {
    const struct graph *graph;
    const struct rule_set *set;
    struct arena *arena;   /* results, facts, lists: until the evaluation goes */
    struct arena *scratch; /* the expressions about one object */
    struct str target;
    struct fact_named named[HOST_NAMED]; /* found before, each in a place by its name */
    struct knowledge *knowledge;
    const struct opening *opening; /* the innermost; NULL: none */
    /* What expressions of facts leave behind, by opening.depth: apart, so that what is left to an
     * object's own expressions does not depend on who asked for a fact before. */
    struct arena *fact_scratch[LIMIT_FACT_DEPTH + 1];
    unsigned nesting; /* programs that are being evaluated, one from within the other */
    unsigned deepest; /* … at most, since the innermost fact was opened */
    /* A bound was reached that others have a part in, by what they found out before or after: only
     * one that judges alone, in order, says what comes of it. */
    bool strained;
    struct value_keys status, conditions, type; /* of condition() */
    struct map missing;                         /* sets that are kept, by what they hold */
    struct lines lines;                         /* for excerpts */
    struct recent_evidence recent;
    struct digest *digest;               /* for fingerprints, empty between them; or NULL */
    struct map lists;                    /* objects() and index(), by their arguments */
    struct placement *placement;         /* NULL: nobody asked */
    bool has_places;                     /* `places` is filled */
    VEC(const struct resource *) places; /* all, by where they stand */
    struct results results;
    const struct cel_trace *trace; /* told of every evaluation; NULL: nobody is */
    bool record;                   /* tests: `passed` is filled */
    bool installed;                /* tests: virtualization counts as installed */
    VEC(struct object_ref) passed;
};

enum { SUMMARY_NAMES_MAX = 8 };

/* `graph` stands first: functions of readiness/ know no more than that. */
struct frame {
    const struct graph *graph;
    struct evaluation *evaluation;
    const struct rule *rule; /* NULL: a fact */
    const struct rule_scope *scope;
    const struct resource *self; /* NULL: the cluster */
    struct cel_value self_value, it, found;
    const struct cel_value *numbers; /* SUMMARY_NAMES_MAX of them; NULL but for a summary */
    struct fact_cell *variables;
    struct cel_budget budget;
    bool traced; /* evaluation->trace is told of it: not of a fact that is made once more */
};

/* self may be NULL: `self` is then the ClusterVersion if `cluster`, or null. */
struct frame frame_of_rule(struct evaluation *evaluation, const struct rule *rule,
                           const struct resource *self);
/* The same without a rule: for what somebody asks. */
struct frame frame_of_question(struct evaluation *evaluation, const struct resource *self);
struct cel_value frame_eval(struct frame *frame, const struct cel_program *program);
/* Frees what expressions left behind, unless another frame is still open. */
void frame_close(struct frame *frame);

struct cel_value host_fact(struct evaluation *evaluation, const struct fact *fact,
                           const struct resource *self);
/* NULL where objects of the kind have no such fact. */
const struct fact *host_fact_named(struct evaluation *evaluation, const struct resource *self,
                                   struct str name);

/* A function whose result is kept for the whole evaluation. */
struct host_call {
    const char *function;
    struct str a, b;
};
/* The place of its result; *ret_new: nobody has asked before, it is to be filled. */
struct cel_value *host_memo(struct evaluation *evaluation, struct host_call call, bool *ret_new);
/* The resource a value is; NULL where it is none. */
const struct resource *host_resource(const struct evaluation *evaluation, struct cel_value v);
/* The same, without a search for what is asked most: the object that is judged. */
const struct resource *frame_resource(const struct frame *frame, struct cel_value v);
struct cel_value host_now(struct evaluation *evaluation, const struct resource *self,
                          struct arena *arena);
/* What is missing where a field of a cut value was not read. */
struct missing_set host_cut(struct evaluation *evaluation, struct arena *arena,
                            struct value container);
struct missing host_missing(const struct resource *resource);
/* A deep copy that lives as long as the arena. False: it holds something that cannot be copied. */
bool host_keep(struct arena *arena, struct cel_value v, unsigned depth, struct cel_value *ret);
struct missing_set host_keep_missing(struct arena *arena, struct missing_set missing);
/* The same in evaluation->arena, each set once: thousands of objects lack the same. */
struct missing_set host_share_missing(struct evaluation *evaluation, struct missing_set missing);

#endif
