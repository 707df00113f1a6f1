#include "cel/builtins.h"
void cel_version_add(struct cel_env *env) {
    (void)env;
}
