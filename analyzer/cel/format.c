#include "cel/builtins.h"
void cel_format_add(struct cel_env *env) {
    (void)env;
}
