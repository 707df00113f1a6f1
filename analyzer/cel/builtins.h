/* The standard functions, module by module. Private to cel/. */
#ifndef VIRTREADY_CEL_BUILTINS_H
#define VIRTREADY_CEL_BUILTINS_H

struct cel_env;

void cel_builtins_add_all(struct cel_env *env);
/* What differs in the language as specified: added last, so that it is found first. */
void cel_builtins_add_conformant(struct cel_env *env);

void cel_convert_add(struct cel_env *env);
void cel_core_add(struct cel_env *env);
void cel_encode_add(struct cel_env *env);
void cel_format_add(struct cel_env *env);
void cel_lists_add(struct cel_env *env);
void cel_math_add(struct cel_env *env);
void cel_network_add(struct cel_env *env);
void cel_opaque_add(struct cel_env *env);
void cel_optional_add(struct cel_env *env);
void cel_quantity_add(struct cel_env *env);
void cel_sets_add(struct cel_env *env);
void cel_strings_add(struct cel_env *env);
void cel_times_add(struct cel_env *env);
void cel_times_add_conformant(struct cel_env *env);
void cel_version_add(struct cel_env *env);

#endif
