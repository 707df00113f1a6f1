/* Names of functions in a map, of variables in a list that is searched from the newest. A scope has
 * but its own names and looks on in the environment around it. */
#include "cel/env.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "cel/builtins.h"
#include "cel/macro.h"

struct overload {
    struct function function;
    struct overload *older; /* of the same name */
};

struct cel_env {
    struct arena *arena;
    const struct cel_env *outer;
    struct cel_env_names names;
    struct map functions;      /* struct overload, the newest */
    VEC(struct str) variables; /* slots count on from the outer ones */
    uint32_t first_slot;
    VEC(struct str) qualifiers; /* what stands before the first dot of a name */
};

static uint32_t end_of_slots(const struct cel_env *env) {
    return env->first_slot + (uint32_t)env->variables.count;
}

struct cel_env *cel_env_new(struct arena *arena, struct intern *intern) {
    struct cel_env *env = NEW(arena, struct cel_env);
    env->arena = arena;
    env->names.intern = intern;
    env->functions = map_new(arena);
    cel_builtins_add_all(env);
    return env;
}

struct cel_env *cel_env_scope(struct arena *arena, const struct cel_env *env) {
    struct cel_env *scope = NEW(arena, struct cel_env);
    scope->arena = arena;
    scope->outer = env;
    scope->names = env->names;
    scope->functions = map_new(arena);
    scope->first_slot = end_of_slots(env);
    return scope;
}

bool cel_env_is_qualifier(const struct cel_env *env, struct str name) {
    for (; env; env = env->outer)
        for (size_t i = 0; i < env->qualifiers.count; i++)
            if (str_eq(env->qualifiers.items[i], name))
                return true;
    return false;
}

static void note_qualifier(struct cel_env *env, struct str name) {
    struct str first, rest;
    if (str_cut(name, '.', &first, &rest) && !cel_env_is_qualifier(env, first))
        *vec_push(env->arena, &env->qualifiers) = first;
}

void cel_env_add_builtins(struct cel_env *env, const struct cel_function *rows, size_t count,
                          unsigned flags) {
    for (size_t i = 0; i < count; i++) {
        struct str name = str_of(rows[i].name);
        assert(!cel_macro_is_name(name));
        void **newest = map_at(&env->functions, name);
        struct overload *added = NEW(env->arena, struct overload);
        *added = (struct overload){{&rows[i], flags}, *newest};
        *newest = added;
        note_qualifier(env, name);
    }
}

void cel_env_add_functions(struct cel_env *env, const struct cel_function *functions,
                           size_t count) {
    cel_env_add_builtins(env, functions, count, FUNCTION_OPEN);
}

void cel_env_set_conformant(struct cel_env *env, struct str container, bool unchecked) {
    env->names.container = container;
    env->names.unchecked = unchecked;
    cel_builtins_add_conformant(env);
}

uint32_t cel_env_add_variable(struct cel_env *env, struct str name) {
    struct str kept = str_copy(env->arena, name);
    *vec_push(env->arena, &env->variables) = kept;
    note_qualifier(env, kept);
    return end_of_slots(env) - 1;
}

struct cel_env_names cel_env_names(const struct cel_env *env) {
    return env->names;
}

uint32_t cel_env_find_variable(const struct cel_env *env, struct str name) {
    for (; env; env = env->outer)
        for (size_t i = env->variables.count; i-- > 0;)
            if (env->variables.items[i].len == name.len && str_eq(env->variables.items[i], name))
                return env->first_slot + (uint32_t)i;
    return UINT32_MAX;
}

const struct function *cel_env_find_function(const struct cel_env *env, struct str name,
                                             bool receiver, size_t n_args, bool *ret_arity) {
    const struct function *found = NULL;
    *ret_arity = false;
    for (; env; env = env->outer) {
        const struct overload *o = map_find(&env->functions, name);
        for (; o; o = o->older) {
            const struct cel_function *row = o->function.row;
            if (row->receiver != receiver)
                continue;
            *ret_arity = n_args >= row->min_args && n_args <= row->max_args;
            if (*ret_arity)
                return &o->function;
            if (!found)
                found = &o->function;
        }
    }
    return found;
}

/* ---- names that may have been meant ---- */

enum { NAME_MAX_BYTES = 64 };

/* Changes between two short names (insert, remove, replace, swap neighbours). */
static unsigned distance_of(struct str a, struct str b) {
    if (a.len > NAME_MAX_BYTES || b.len > NAME_MAX_BYTES)
        return NAME_MAX_BYTES;
    unsigned rows[3][NAME_MAX_BYTES + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.len; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = last[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            bool swapped =
                i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
            row[j] = swapped && before[j - 2] + 1 < best ? before[j - 2] + 1 : best;
        }
        unsigned *reused = before;
        before = last;
        last = row;
        row = reused;
    }
    return last[b.len];
}

unsigned cel_env_suggest_limit(struct str name) {
    return name.len <= 2 ? 1 : name.len <= 4 ? 2 : 3; /* exclusive: at most 0, 1, 2 changes */
}

void cel_env_suggest(struct str name, struct str candidate, struct str *best, unsigned *distance) {
    unsigned changes = distance_of(name, candidate);
    if (changes > 0 && changes < *distance) {
        *distance = changes;
        *best = candidate;
    }
}

struct str cel_env_suggest_variable(const struct cel_env *env, struct str name) {
    struct str best = {0};
    unsigned distance = cel_env_suggest_limit(name);
    for (; env; env = env->outer)
        for (size_t i = 0; i < env->variables.count; i++)
            cel_env_suggest(name, env->variables.items[i], &best, &distance);
    return best;
}

static bool has_overload(const struct overload *o, bool receiver) {
    while (o && o->function.row->receiver != receiver)
        o = o->older;
    return o;
}

struct str cel_env_suggest_function(const struct cel_env *env, struct str name, bool receiver) {
    struct str best = {0};
    unsigned distance = cel_env_suggest_limit(name);
    for (; env; env = env->outer)
        for (size_t i = 0; i < env->functions.count; i++)
            if (has_overload(env->functions.entries[i].value, receiver))
                cel_env_suggest(name, env->functions.entries[i].key, &best, &distance);
    return best;
}
