/* Text to program: parse, resolve; and what a program refers to. A macro's receiver counts as
 * outside of its loop. */
#include "base/arena.h"
#include "cel/parse.h"
#include "cel/resolve.h"

struct cel_program *cel_compile(struct arena *arena, const struct cel_env *env,
                                const struct cel_source *source, struct diag_sink *sink) {
    struct cel_source *kept = NEW(arena, struct cel_source);
    *kept = *source;
    kept->line += !kept->line;
    kept->column += !kept->column;
    struct source_reporter reporter = {arena, kept, sink};
    struct cel_program *program = NEW(arena, struct cel_program);
    program->source = kept;
    program->intern = cel_env_names(env).intern;
    program->root = cel_parse(&reporter);
    if (!program->root || !cel_resolve(&reporter, env, program->root, &program->n_locals))
        return NULL;
    return program;
}

struct references {
    const struct cel_program *program;
    void (*visit)(void *arg, const struct cel_reference *reference);
    void *arg;
};

static void tell_call(const struct references *refs, const struct expr *x, bool in_loop) {
    struct str args[8];
    size_t first = x->is_receiver ? 1 : 0, n = 0;
    for (size_t i = first; i < x->n_args && n < 8; i++, n++) {
        const struct expr *arg = x->args[i];
        bool text = arg->kind == EXPR_LITERAL && arg->literal.type == CEL_STRING;
        args[n] = text ? (struct str){arg->literal.text.ptr ? arg->literal.text.ptr : "",
                                      arg->literal.text.len}
                       : (struct str){0};
    }
    struct cel_reference reference = {
        .name = x->name,
        .is_call = true,
        .is_receiver_call = x->is_receiver,
        .args = args,
        .n_args = n,
        .in_comprehension = in_loop,
        .program = refs->program,
        .at = x->at,
    };
    refs->visit(refs->arg, &reference);
}

static void tell_variable(const struct references *refs, const struct expr *x, struct str field,
                          bool in_loop) {
    struct cel_reference reference = {
        .name = x->name,
        .field = field,
        .slot = x->slot,
        .in_comprehension = in_loop,
        .program = refs->program,
        .at = x->at,
    };
    refs->visit(refs->arg, &reference);
}

static bool selects_field(const struct expr *x) {
    return x && (x->kind == EXPR_SELECT || x->kind == EXPR_OPT_SELECT || x->kind == EXPR_HAS);
}

/* A third of all nodes. */
static bool refers_to_nothing(const struct expr *x) {
    return x->kind == EXPR_LITERAL || x->kind == EXPR_LOCAL;
}

/* As deep as the tree, which is no higher than LIMIT_EXPR_DEPTH. */
static void walk(const struct references *refs, const struct expr *x, const struct expr *parent,
                 bool in_loop) {
    if (x->kind == EXPR_VARIABLE)
        tell_variable(refs, x, selects_field(parent) ? parent->name : (struct str){0}, in_loop);
    if (x->kind == EXPR_CALL || x->kind == EXPR_OR_OPTIONAL || x->kind == EXPR_OR_VALUE)
        tell_call(refs, x, in_loop);
    for (size_t i = 0; i < x->n_args; i++)
        if (!refers_to_nothing(x->args[i]))
            walk(refs, x->args[i], x, in_loop || (x->kind == EXPR_LOOP && i > 0));
}

struct cel_place cel_program_place(const struct cel_program *program, uint32_t at) {
    return cel_source_place(program->source, at);
}

void cel_program_references(const struct cel_program *program,
                            void (*visit)(void *arg, const struct cel_reference *reference),
                            void *arg) {
    struct references refs = {program, visit, arg};
    walk(&refs, program->root, NULL, false);
}

/* As deep as walk(). */
static void walk_strings(const struct expr *x, void (*visit)(void *arg, struct str text),
                         void *arg) {
    if (x->kind == EXPR_LITERAL && x->literal.type == CEL_STRING)
        visit(arg, x->literal.text);
    for (size_t i = 0; i < x->n_args; i++)
        walk_strings(x->args[i], visit, arg);
}

void cel_program_strings(const struct cel_program *program,
                         void (*visit)(void *arg, struct str text), void *arg) {
    walk_strings(program->root, visit, arg);
}
