/* The list of all modules of functions. */
#include "cel/builtins.h"

void cel_builtins_add_all(struct cel_env *env) {
    cel_core_add(env);
    cel_convert_add(env);
    cel_strings_add(env);
    cel_format_add(env);
    cel_lists_add(env);
    cel_sets_add(env);
    cel_optional_add(env);
    cel_times_add(env);
    cel_math_add(env);
    cel_encode_add(env);
    cel_network_add(env);
    cel_opaque_add(env);
    cel_quantity_add(env);
    cel_version_add(env);
}

void cel_builtins_add_conformant(struct cel_env *env) {
    cel_times_add_conformant(env);
}
