/* Inside of `explain`: an evaluation as a tree of what each part of an expression was, and its two
 * ways to be written. */
#ifndef VIRTREADY_RULES_EXPLAIN_H
#define VIRTREADY_RULES_EXPLAIN_H

#include "cel/trace.h"
#include "rules/shown.h"

struct explain_node {
    struct cel_trace_event event;
    struct explain_node *const *children; /* in the order of evaluation: a macro's body repeats */
    size_t n_children;
    bool secret; /* made of something that must not be shown */
};

/* Watches one evaluation of one object. */
struct explain_watch {
    struct cel_trace trace; /* for evaluation->trace */
    bool over;              /* nothing more is added */
    struct arena *arena;
    const struct rule *rule; /* NULL: a question */
    VEC(struct explain_node *) open;
    VEC(struct explain_node *) roots; /* of programs, in the order in which they were done */
    size_t n_nodes, n_fact_nodes;
    bool overflow;                     /* limits->explain_nodes */
    bool secret_fact, secret_left_out; /* a fact was secret; a node that is not kept was */
    const struct cel_program *last;    /* asked of: */
    bool last_is_own;
};

void explain_watch_begin(struct explain_watch *watch, struct arena *arena, const struct rule *rule);
/* NULL where the program was not needed. */
const struct explain_node *explain_root(const struct explain_watch *watch,
                                        const struct cel_program *program);
/* A program's first tree, and how many there are: a fact is asked of many objects. */
const struct explain_node *explain_first(const struct explain_watch *watch,
                                         const struct cel_program *program, size_t *ret_count);
/* The archive's value that a node's value was read from; absent where there is none. Where a field
 * is absent *ret_holder is what should hold it. */
struct value explain_origin(const struct explain_node *node, struct value *ret_holder);
/* Whether it is unknown and none of its parts is: something is missing right here. */
bool explain_lacks(const struct explain_node *node);

/* One object explained. */
struct explained {
    const struct resource *self; /* NULL: the cluster */
    const struct explain_watch *watch;
    enum level found;
    bool concerned, is_unknown, is_error;
    struct str message;
    struct missing_set missing;
};

/* explain_text.c, explain_json.c */
void explain_text(const struct shown *shown, const struct rule *rule,
                  const struct explained *explained);
void explain_json(const struct shown *shown, const struct rule *rule,
                  const struct explained *explained);

#endif
