/* Names of variables and functions, as the resolver asks for them. Private to cel/. */
#ifndef VIRTREADY_CEL_ENV_H
#define VIRTREADY_CEL_ENV_H

#include "cel/cel.h"

enum {
    FUNCTION_OPEN = 1,     /* takes partial lists and cut containers; else those make it unknown */
    FUNCTION_PATTERN = 2,  /* args[1] is a regular expression */
    FUNCTION_CONSTANT = 4, /* with literal arguments its result is computed when compiling */
};

struct function {
    const struct cel_function *row;
    unsigned flags;
};

/* A module's own functions. The table must outlive the environment. */
void cel_env_add_builtins(struct cel_env *env, const struct cel_function *rows, size_t count,
                          unsigned flags);

struct cel_env_names {
    struct intern *intern;
    struct str container;
    bool unchecked;
};
struct cel_env_names cel_env_names(const struct cel_env *env);

/* Whether some variable's or function's name begins with it and a dot. */
bool cel_env_is_qualifier(const struct cel_env *env, struct str name);
/* UINT32_MAX where there is no such variable. */
uint32_t cel_env_find_variable(const struct cel_env *env, struct str name);
/* NULL where there is none; where the name exists with other numbers of arguments, one of those and
 * *ret_arity is false. n_args counts the receiver. */
const struct function *cel_env_find_function(const struct cel_env *env, struct str name,
                                             bool receiver, size_t n_args, bool *ret_arity);
/* The nearest name by at most two changes, else empty. */
struct str cel_env_suggest_variable(const struct cel_env *env, struct str name);
struct str cel_env_suggest_function(const struct cel_env *env, struct str name, bool receiver);
/* Takes the nearer of *best and `candidate`; *distance begins as cel_env_suggest_limit(name). */
void cel_env_suggest(struct str name, struct str candidate, struct str *best, unsigned *distance);
unsigned cel_env_suggest_limit(struct str name);

#endif
