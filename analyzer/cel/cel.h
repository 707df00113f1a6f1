/* The Common Expression Language as in Kubernetes, without messages and enums, over document trees:
 * text to program, program and variables to a value, an error or unknown. Knows no kinds; what is
 * particular to archives comes as functions of a host.
 *
 * Programs are immutable and may be evaluated on several threads at once, each with its own struct
 * cel_run. */
#ifndef VIRTREADY_CEL_CEL_H
#define VIRTREADY_CEL_CEL_H

#include "base/diag.h"
#include "cel/value.h"

struct intern;
struct cel_env;
struct cel_function;
struct cel_program;
struct cel_regex;
struct cel_run;
struct cel_trace;

/* What a host's function is given. Arguments are never errors or unknowns: those are the call's
 * result before it is made. args[0] is the receiver of x.f(). May return an error or unknown. */
struct cel_call {
    struct cel_run *run;
    void *host;
    struct arena *arena;
    const struct cel_value *args;
    size_t n_args;
    const struct cel_function *function; /* the row that is called */
    const struct cel_regex *pattern;     /* args[1], compiled, where it is a literal pattern */
};

struct cel_function {
    const char *name;
    bool receiver; /* called as x.name(…); args[0] is x, counted in min_args and max_args */
    unsigned min_args, max_args;
    struct cel_value (*call)(const struct cel_call *call);
    const char *help; /* one line, for documentation */
};

/* The environment that expressions are compiled in: names of variables and functions. Standard
 * functions are always there. */
struct cel_env *cel_env_new(struct arena *arena, struct intern *intern);
void cel_env_add_functions(struct cel_env *env, const struct cel_function *functions, size_t count);
/* The language as specified, for its own tests: names are looked up in `container` first,
 * duration() takes no days, and with `unchecked` unknown names fail when they are used. */
void cel_env_set_conformant(struct cel_env *env, struct str container, bool unchecked);
/* Gives the variable's slot; of two of one name the newer is seen. A scope has room for more names
 * beside those of an environment, which gets no more of its own then and outlives it. */
uint32_t cel_env_add_variable(struct cel_env *env, struct str name);
struct cel_env *cel_env_scope(struct arena *arena, const struct cel_env *env);

/* Where an expression's text stands in its file, so that errors name the place in the file. The
 * texts outlive the program. */
struct cel_source {
    struct str text;
    struct str file;
    struct str
        file_text;   /* the whole file, for the line under which the caret stands; may be empty */
    uint32_t line;   /* of the first character, from 1 */
    uint32_t column; /* of the first character, from 1 */
    uint32_t indent; /* columns that stand before each further line of the text in the file (block
                        scalars) */
};

/* NULL after one error with file, line, column and caret: syntax, unknown names, wrong number of
 * arguments, bad literals, patterns that are literals and do not compile. */
struct cel_program *cel_compile(struct arena *arena, const struct cel_env *env,
                                const struct cel_source *source, struct diag_sink *sink);

struct cel_budget {
    uint64_t steps; /* left, 0: overrun; shared by all evaluations of one rule on one object */
    size_t scratch; /* bytes the arena may reach */
};

struct cel_run {
    struct arena *arena;
    void *host; /* handed to host functions */
    /* The value of a variable; asked each time it is used, so the host caches. */
    struct cel_value (*variable)(struct cel_run *run, uint32_t slot);
    /* What is missing when a field of a cut tree is asked for. NULL: an unnamed thing. */
    struct missing_set (*cut)(struct cel_run *run, struct value container);
    struct cel_budget *budget; /* NULL: the bounds of base/limits.h for this evaluation alone */
    unsigned depth;
    const struct cel_trace *trace; /* told of each node's value, see cel/trace.h; NULL: nobody */
};

struct cel_value cel_eval(const struct cel_program *program, struct cel_run *run);

/* What a program refers to, for deriving what a rule requires. Called for each identifier (args
 * NULL; not for variables of macros) and each call but macros; a literal string argument is given
 * as its text, any other as an empty slice with ptr NULL. The receiver is not among args. */
struct cel_reference {
    struct str name;
    struct str field; /* of an identifier: what is selected from it, "x" of `facts.x`; or empty */
    uint32_t slot;    /* of an identifier */
    bool is_call, is_receiver_call;
    const struct str *args;
    size_t n_args;
    bool in_comprehension; /* inside the body of a macro that loops */
    const struct cel_program *program;
    uint32_t at; /* byte of the program's text, for cel_program_place */
};
struct cel_place {
    uint32_t line, column;
};
struct cel_place cel_program_place(const struct cel_program *program, uint32_t at);
void cel_program_references(const struct cel_program *program,
                            void (*visit)(void *arg, const struct cel_reference *reference),
                            void *arg);
/* Called for each literal string, in the order of the text. */
void cel_program_strings(const struct cel_program *program,
                         void (*visit)(void *arg, struct str text), void *arg);

#endif
