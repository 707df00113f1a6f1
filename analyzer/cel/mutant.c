/* Changes one node of a syntax tree. The trick: places are numbered in the order of a walk, so that
 * counting and changing are the same walk; only the nodes above the changed one are copied. */
#include "cel/mutant.h"

#include "base/arena.h"
#include "cel/source.h"

struct walk {
    struct arena *arena; /* NULL: only counting */
    const struct cel_program *program;
    size_t next, wanted;
    struct cel_mutant mutant;
};

static struct expr *copy_of(struct walk *w, const struct expr *x) {
    struct expr *copy = NEW(w->arena, struct expr);
    *copy = *x;
    return copy;
}

static struct expr *negated(struct walk *w, struct expr *x) {
    struct expr *not = copy_of(w, x);
    not ->kind = EXPR_NOT;
    not ->is_constant = false;
    not ->n_args = 1;
    not ->args = NEW_ARRAY(w->arena, 1, struct expr *);
    not ->args[0] = x;
    return not ;
}

static struct expr *literal(struct walk *w, const struct expr *x, bool value) {
    struct expr *made = copy_of(w, x);
    made->kind = EXPR_LITERAL;
    made->n_args = 0;
    made->is_constant = true;
    made->literal = cel_bool(value);
    return made;
}

/* Whether it is this place's turn. */
static bool turn(struct walk *w, const struct expr *x, const char *change) {
    if (w->next++ != w->wanted || !w->arena)
        return false;
    struct str text = str_slice(w->program->source->text, x->start, x->end);
    uint32_t line = cel_source_place(w->program->source, x->at).line;
    w->mutant = (struct cel_mutant){.change = change, .text = text, .line = line};
    return true;
}

/* Whether argument i is true or false. */
static bool asks(const struct expr *x, size_t i) {
    if (x->kind == EXPR_AND || x->kind == EXPR_OR)
        return true;
    if (x->kind == EXPR_CONDITION)
        return i == 0;
    if (x->kind != EXPR_LOOP || i != 1)
        return false;
    return x->op == LOOP_ALL || x->op == LOOP_EXISTS || x->op == LOOP_EXISTS_ONE ||
           x->op == LOOP_FILTER || x->n_args == 3;
}

/* x itself where nothing below it was changed. Depth is that of expressions. */
static struct expr *walk(struct walk *w, struct expr *x) {
    bool logic = x->kind == EXPR_AND || x->kind == EXPR_OR;
    for (size_t i = 0; i < x->n_args; i++) {
        struct expr *arg = x->args[i], *changed = arg;
        if (logic && turn(w, arg, "dropped"))
            changed = literal(w, arg, x->kind == EXPR_AND);
        else if (asks(x, i) && turn(w, arg, "negated"))
            changed = negated(w, arg);
        else
            changed = walk(w, arg);
        if (changed == arg)
            continue;
        struct expr *copy = copy_of(w, x);
        copy->is_constant = false;
        copy->args = NEW_ARRAY(w->arena, x->n_args, struct expr *);
        for (size_t k = 0; k < x->n_args; k++)
            copy->args[k] = x->args[k];
        copy->args[i] = changed;
        return copy;
    }
    return x;
}

static struct expr *walk_root(struct walk *w, bool is_condition) {
    struct expr *root = w->program->root;
    bool asked = is_condition || root->kind == EXPR_COMPARE || root->kind == EXPR_NOT;
    if (asked && turn(w, root, "negated"))
        return negated(w, root);
    return walk(w, root);
}

size_t cel_mutant_count(const struct cel_program *program, bool is_condition) {
    struct walk w = {.program = program, .wanted = SIZE_MAX};
    walk_root(&w, is_condition);
    return w.next;
}

struct cel_mutant cel_mutant_at(struct arena *arena, const struct cel_program *program,
                                bool is_condition, size_t index) {
    struct walk w = {.arena = arena, .program = program, .wanted = index};
    struct cel_program *changed = NEW(arena, struct cel_program);
    *changed = *program;
    changed->root = walk_root(&w, is_condition);
    w.mutant.program = changed;
    return w.mutant;
}
