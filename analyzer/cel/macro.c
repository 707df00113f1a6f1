/* The table of macros that have a receiver. has(x.f) and cel.bind(…) are the parser's, as they look
 * different. */
#include "cel/macro.h"

static const struct macro macros[] = {
    {"all", 2, 1, EXPR_LOOP, LOOP_ALL},
    {"all", 3, 2, EXPR_LOOP, LOOP_ALL},
    {"exists", 2, 1, EXPR_LOOP, LOOP_EXISTS},
    {"exists", 3, 2, EXPR_LOOP, LOOP_EXISTS},
    {"exists_one", 2, 1, EXPR_LOOP, LOOP_EXISTS_ONE},
    {"exists_one", 3, 2, EXPR_LOOP, LOOP_EXISTS_ONE},
    {"existsOne", 2, 1, EXPR_LOOP, LOOP_EXISTS_ONE},
    {"existsOne", 3, 2, EXPR_LOOP, LOOP_EXISTS_ONE},
    {"filter", 2, 1, EXPR_LOOP, LOOP_FILTER},
    {"map", 2, 1, EXPR_LOOP, LOOP_MAP},
    {"map", 3, 1, EXPR_LOOP, LOOP_MAP},
    {"transformList", 3, 2, EXPR_LOOP, LOOP_MAP},
    {"transformList", 4, 2, EXPR_LOOP, LOOP_MAP},
    {"transformMap", 3, 2, EXPR_LOOP, LOOP_TRANSFORM_MAP},
    {"transformMap", 4, 2, EXPR_LOOP, LOOP_TRANSFORM_MAP},
    {"transformMapEntry", 3, 2, EXPR_LOOP, LOOP_TRANSFORM_MAP_ENTRY},
    {"transformMapEntry", 4, 2, EXPR_LOOP, LOOP_TRANSFORM_MAP_ENTRY},
    {"sortBy", 2, 1, EXPR_LOOP, LOOP_SORT_BY},
    {"optMap", 2, 1, EXPR_OPT_MAP, 0},
    {"optFlatMap", 2, 1, EXPR_OPT_FLAT_MAP, 0},
};

const struct macro *cel_macro_find(struct str name, size_t n_args) {
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (macros[i].n_args == n_args && str_is(name, macros[i].name))
            return &macros[i];
    return NULL;
}

bool cel_macro_is_name(struct str name) {
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (str_is(name, macros[i].name))
            return true;
    return str_eq(name, STR("has"));
}
